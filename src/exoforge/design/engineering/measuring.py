"""What is read off a loading: shares, copies, losses, sizes and residue of each member, and what a claim would mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.design.engineering.loading_result import Asked, Ceilings, Claim, Modelled
from exoforge.design.result import Interval
from exoforge.design.summary import interval_of_rows
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.loading import DRY_DENSITY, packing_ceiling
from exoforge.stages.contract import Split
from exoforge.streams.amounts import bilayers_by_diameter, copies_per_vesicle, percentile_diameters, total_protein
from exoforge.streams.suspension import Suspension

SHARED_FIGURES = frozenset({"loading_efficiency", "lumen_ceiling", "claim_over_ceiling", "membrane_share", "copies per vesicle"})
"""Figures that have a place of their own, by name; the packing ceiling and the lost cargo, too, by how their names begin."""
OTHER_FIGURES = ("packing ceiling", "lost cargo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """Most cargo that the lumens of a stock hold: `in_all` [kg], in so many `vesicles`."""

    in_all: float
    vesicles: float


def copies_packed(most: Packed, molar_mass: float) -> float:
    """The same as molecules of a molar mass [kg/mol] for each vesicle [1]."""
    return most.in_all / most.vesicles * AVOGADRO / molar_mass


def packed(suspension: Suspension) -> Packed:
    """The packing ceiling of a suspension, for a cargo as dense as dry protein."""
    vesicles = bilayers_by_diameter(suspension)
    each = packing_ceiling(suspension.grid.diameter, 1.0, density=DRY_DENSITY) / AVOGADRO
    return Packed(in_all=float(vesicles @ each), vesicles=float(vesicles.sum()))


def modelled_of(feeds: Sequence[Suspension], splits: Sequence[Split], cargo: str) -> Modelled:
    """What a loading made of the feed of each member, the central one first.

    Parameters
    ----------
    cargo : its name in the streams; what was there of it before a loading counts among its copies and no share of what was offered.
    """
    read = [_read(feed, split, cargo) for feed, split in zip(feeds, splits, strict=True)]

    def over(name: str) -> Interval | None:
        return interval_of_rows([one[name] for one in read]) if name in read[0] else None

    def sure(name: str) -> Interval:
        return interval_of_rows([one[name] for one in read])

    residues = sorted({name for one in read for name in one if name.startswith("residue ")})
    return Modelled(
        efficiency=sure("efficiency"),
        membranes=over("membranes"),
        copies=over("copies"),
        carriers=over("carriers"),
        capacity=sure("capacity"),
        left=sure("left"),
        free=sure("free"),
        precipitated=sure("precipitated"),
        removed=sure("removed"),
        diameter=sure("diameter"),
        residue={name.removeprefix("residue "): interval_of_rows([one.get(name, 0.0) for one in read]) for name in residues},
        figures={name: value for name, value in splits[0].figures.items() if name not in SHARED_FIGURES and not name.startswith(OTHER_FIGURES)},
    )


def claim_of(claim: float, asked: Asked, ceilings: Ceilings, molar: float | None) -> Claim:
    """What an efficiency that somebody states would mean, were no vesicle lost: the mildest reading of it.

    Parameters
    ----------
    claim : [1]. molar : [kg/mol]; None where nobody knows.
    """
    mass = claim * asked.offered
    vesicles = _scaled(asked.concentration, asked.volume)
    copies = None if molar is None else _under(mass * AVOGADRO / molar, vesicles)
    over_packing = None
    if copies is not None and ceilings.copies is not None:
        over_packing = Interval(
            central=copies.central / ceilings.copies.central,
            low=copies.low / ceilings.copies.high,
            median=copies.median / ceilings.copies.median,
            high=copies.high / ceilings.copies.low,
        )
    return Claim(efficiency=claim, over_lumens=_under(claim, ceilings.lumens), copies=copies, over_packing=over_packing, capacity=_under(mass, asked.protein))


def _scaled(one: Interval, factor: float) -> Interval:
    return Interval(central=one.central * factor, low=one.low * factor, median=one.median * factor, high=one.high * factor)


def _under(amount: float, one: Interval) -> Interval:
    """An amount over an interval."""
    return Interval(central=amount / one.central, low=amount / one.high, median=amount / one.median, high=amount / one.low)


def _read(feed: Suspension, split: Split, cargo: str) -> dict[str, float]:
    """Everything that is read off one member, by name."""
    product = split.product
    aboard = product.cargo[cargo].mass if cargo in product.cargo else 0.0
    before, vesicles = (float(bilayers_by_diameter(one).sum()) for one in (feed, product))
    found = {
        "efficiency": split.figures["loading_efficiency"],
        "capacity": aboard / total_protein(product) if total_protein(product) > 0 else float("nan"),
        "left": vesicles / before if before > 0 else float("nan"),
        "free": split.figures["share of the cargo left free"],
        "precipitated": split.figures.get("share of the cargo precipitated", 0.0),
        "removed": split.figures.get("share of the cargo taken away free", 0.0),
        "diameter": _median(product) / _median(feed),
    }
    copies = copies_per_vesicle(product).get(cargo)
    if copies is not None:
        share = product.cargo[cargo].carriers
        found |= {"copies": copies, "carriers": share * -float(np.expm1(-copies / share)) if share > 0 else 0.0}
    if "membrane_share" in split.figures:
        found["membranes"] = split.figures["membrane_share"]
    for name, mass in product.solutes.items():
        if name != cargo and mass > feed.solutes.get(name, 0.0) * (1.0 + 1e-9) and product.volume > 0:
            found[f"residue {name}"] = mass / product.volume
    return found


def _median(suspension: Suspension) -> float:
    return float(percentile_diameters(suspension, (50.0,))[0]) if bilayers_by_diameter(suspension).sum() > 0 else float("nan")
