"""Known answers of carriers: release into a bath, meshes, hindrance, and print that is read as a diffusivity."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from exoforge.base.units import parse_quantity
from exoforge.laws import degrading, hindrance, release
from exoforge.laws.finite_bath import cylinder_bath, slab_bath, sphere_bath
from exoforge.laws.hindrance import ogston
from exoforge.stages.deliver.carriers import carriers
from exoforge.stages.deliver.gel_slab import GelSlab
from tests.known.case import Case
from tests.stages.deliver.feeds import single_size

NM, DAY = 1e-9, 86400.0
LAPLACE = "inverse Laplace transform of the exact solution with 40 digits"
HAND = "follows from the equation by hand"
REVIEW = "review PMC8228022, Table 4"


def _case(name: str, title: str, source: str, expected: float, tolerance: float, unit: str, compute: Callable[[], Any]) -> Case:
    return Case(
        id=f"carriers {name}", title=title, source=source, expected=expected, tolerance=tolerance, kind="absolute", unit=unit, compute=lambda: float(compute())
    )


def _kept(diffusivity: float, days: float) -> float:
    """Percent kept in the usual layer, 2 mm with one open face, of vesicles of 100 nm: the table of the operation, between its times."""
    product = GelSlab(dose_amount=1.0, dose_basis="batch", diffusivity=diffusivity).load(single_size(vesicles=1e10, volume=1e-6))
    return 100.0 * (1.0 - float(np.interp(math.sqrt(days * DAY), np.sqrt(product.time), product.released[0])))


def _usual(carrier: str) -> float:
    """The diffusivity that the catalogue takes for a carrier [m2/s]."""
    (usual,) = carriers()[carrier].usual
    return parse_quantity(usual.value).value


def _freed(days: float) -> float:
    return float(degrading.share_freed(days * DAY, diameter=100 * NM, mesh=30 * NM, spread=1.5, degradation_rate=0.1 / DAY))


def _disc() -> float:
    return float(release.disc(radial=0.1, axial=0.1))


def _lustig() -> float:
    return float(hindrance.lustig_peppas(10 * NM, mesh=20 * NM, polymer_share=0.5))


def _obstruction() -> float:
    return float(hindrance.obstruction(50 * NM, mesh=100 * NM, fibre_radius=0.83 * NM))


def _canal() -> float:
    return float(hindrance.canal_peppas_mesh(polymer_share=0.027, strand_mass=4.4, repeat_mass=0.044, characteristic_ratio=4.0)) / NM


CASES: tuple[Case, ...] = (
    _case("slab bath", "released by a slab into its own volume, Fourier number 0.1", LAPLACE, 0.276420361714, 1e-11, "", lambda: slab_bath(0.1, bath=1.0)),
    _case(
        "sphere bath",
        "released by a sphere into four times its volume, Fourier number 0.1",
        LAPLACE,
        0.658295799823,
        1e-11,
        "",
        lambda: sphere_bath(0.1, bath=4.0),
    ),
    _case(
        "cylinder bath",
        "released by a cylinder into its own volume, Fourier number 0.1",
        LAPLACE,
        0.396505046761,
        1e-11,
        "",
        lambda: cylinder_bath(0.1, bath=1.0),
    ),
    _case("bath end", "share in a bath of ten volumes with a partition of five, at the end", HAND, 2 / 3, 1e-12, "", lambda: sphere_bath(50.0, bath=2.0)),
    _case("disc", "released by a disc as high as wide, Fourier number 0.1 on both ways", HAND, 1 - (1 - 0.605824) * (1 - 0.356823), 2e-6, "", _disc),
    _case("Canal-Peppas", "mesh of chains of 100 units, C_n 4, in a gel of 2.7 % polymer", HAND, 0.154 * math.sqrt(800) / 0.3, 1e-9, "nm", _canal),
    _case("Lustig-Peppas", "half a mesh wide in equal volumes of polymer and water", HAND, 0.5 * math.exp(-1), 1e-12, "", _lustig),
    _case("Ogston", "nine fibre radii in 1 % of polymer", HAND, math.exp(-1), 1e-12, "", lambda: ogston(9 * NM, polymer_share=0.01, fibre_radius=NM)),
    _case("obstruction", "100 nm in a mesh of 100 nm", HAND, math.exp(-math.pi / 4), 1e-12, "", _obstruction),
    _case(
        "freed half",
        "share of 100 nm free at 36.12 d from a mesh of 30 nm, 0.1 per day",
        "the freeing time of process A28",
        0.5,
        1e-4,
        "",
        lambda: _freed(36.12),
    ),
    _case(
        "hyaluronate",
        "kept after 14 d in photo-imine hyaluronate, by the diffusivity derived from it",
        REVIEW,
        90.0,
        0.1,
        "%",
        lambda: _kept(_usual("hyaluronic-acid"), 14.0),
    ),
    _case(
        "chitosan 12 h", "kept after 12 h in thermosensitive chitosan, by the lower derived diffusivity", REVIEW, 98.0, 0.1, "%", lambda: _kept(2.9e-14, 0.5)
    ),
    _case("chitosan 2 d", "kept after 2 d in thermosensitive chitosan, by the upper derived diffusivity", REVIEW, 86.0, 0.2, "%", lambda: _kept(3.6e-13, 2.0)),
)
