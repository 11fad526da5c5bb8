"""A small made feed for the tests of the later stages: vesicles around 100 nm, a few lipoproteins, some albumin."""

from __future__ import annotations

from typing import Any

import numpy as np

from exoforge.laws.vesicle import protein_mass, shell_density
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.streams.suspension import Cargo, SizeGrid, Species, Suspension

GRID = SizeGrid(edges=np.geomspace(20e-9, 400e-9, 41))


def feed(*, vesicles: float = 1e11, lipoproteins: float = 3e11, volume: float = 1e-6, cells: float = 4e7, albumin: float = 1e-7) -> Suspension:
    """1e11 vesicles in 1 mL, log-normal around 100 nm."""
    diameter = GRID.diameter
    bell = np.exp(-0.5 * (np.log(diameter / 100e-9) / 0.3) ** 2)
    small = np.where(diameter < 40e-9, 1.0, 0.0)
    ev = Species(name="small-ev", density=shell_density(diameter), density_medium="pbs", refractive_index=1.38, protein=protein_mass(diameter), is_vesicle=True)
    ldl = Species(name="ldl", density=np.full(40, 1040.0), density_medium="pbs", refractive_index=1.45, protein=np.full(40, 9e-22))
    return Suspension(
        grid=GRID,
        species=(ev, ldl),
        number=np.stack([vesicles * bell / bell.sum(), lipoproteins * small / small.sum()]),
        volume=volume,
        cells=cells,
        solutes={"albumin": albumin, "sucrose": 1e-5},
        cargo={"old": Cargo(mass=1e-9)},
    )


def single_size(*, vesicles: float, volume: float) -> Suspension:
    """Vesicles of exactly 100 nm (the middle of a narrow bin)."""
    grid = SizeGrid(edges=np.array([100e-9 / 1.001, 100e-9 * 1.001]))
    ev = Species(name="small-ev", density=np.array([1063.0]), density_medium="pbs", refractive_index=1.38, protein=np.array([1e-19]), is_vesicle=True)
    return Suspension(grid=grid, species=(ev,), number=np.array([[vesicles]]), volume=volume)


def step(stage: str, kind: str, **settings: Any) -> Step:
    """A step with settings as a record writes them."""
    return Step(stage=stage, kind=kind, settings={name: leaf_from_plain(plain, "reported") for name, plain in settings.items()})
