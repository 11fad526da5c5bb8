"""How a separation hands out particles, liquid, solutes and cargo; the same bookkeeping for every unit operation.

Particles close per species and size bin: product + rejects + losses = feed.
Liquid and solutes close without losses: what stays in a device is a reject of its own.
Cargo rides on the vesicles in proportion to their surface, so product + rejects + what left with the losses = feed; what left
is printed among the figures.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Trace
from exoforge.streams.amounts import cargo_portion, cargo_share, lost_cargo
from exoforge.streams.suspension import Suspension


def portion(
    feed: Suspension, *, number: NDArray[np.float64], volume: float, solutes: Mapping[str, float], trace: Trace, medium: str | None = None
) -> Suspension:
    """A part of a feed, with the cargo that its vesicles carry.

    Parameters
    ----------
    number : (n_species, n_size) [particles] of the part.
    volume : [m3]
    solutes : share of the feed's mass of each solute, by name.
    medium : that of the feed when None.
    """
    aboard = cargo_share(feed, number) if feed.cargo else 0.0
    return Suspension(
        grid=feed.grid,
        species=feed.species,
        number=number,
        volume=volume,
        solutes={name: mass * solutes[name] for name, mass in feed.solutes.items()},
        medium=feed.medium if medium is None else medium,
        cells=feed.cells,
        cargo=cargo_portion(feed.cargo, aboard),
        ligands=feed.ligands,
        trace=trace,
    )


def evenly(feed: Suspension, share: float) -> dict[str, float]:
    """The same share of every solute."""
    return dict.fromkeys(feed.solutes, share)


def yields(feed: Suspension, product: Suspension, losses: Mapping[str, NDArray[np.float64]]) -> dict[str, float]:
    """Shares of the feed's vesicles and solutes that the product holds, and the cargo [kg] that left with lost particles."""
    vesicle = np.array([one.is_vesicle for one in feed.species], dtype=bool)
    whole = float(feed.number[vesicle].sum())
    dissolved = sum(feed.solutes.values())
    figures = lost_cargo(feed, losses)
    if whole > 0:
        figures["vesicle yield"] = float(product.number[vesicle].sum()) / whole
    if dissolved > 0:
        figures["solute yield"] = sum(product.solutes.values()) / dissolved
    return figures
