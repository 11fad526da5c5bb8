"""The one way in which a store loses vesicles: share by share, each told, with protein and cargo accounted for."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import digest
from exoforge.stages.contract import Operation, Split, entry_of
from exoforge.streams.amounts import cargo_portion, cargo_share, carried_protein, lost_cargo
from exoforge.streams.suspension import Suspension

FREED = "soluble-protein"
"""The solute that the protein of broken vesicles joins."""


def kept(
    operation: Operation,
    feed: Suspension,
    shares: Mapping[str, float | NDArray[np.float64]],
    *,
    sticking: Collection[str] = (),
    volume: float | None = None,
) -> Split:
    """What is left of a feed after losses that follow each other.

    Parameters
    ----------
    shares : the share of the vesicles that each cause leaves, one number or (n_size,), by cause and in order.
    sticking : causes that take whole vesicles, with their protein; all others break them and set the protein free.
    volume : of the product [m3]; None leaves that of the feed.
    """
    is_vesicle = np.array([species.is_vesicle for species in feed.species])[:, np.newaxis]
    number, losses = feed.number, {}
    for cause, share in shares.items():
        left = np.where(is_vesicle, number * share, number)
        losses[cause] = number - left
        number = left
    freed = sum(carried_protein(feed, lost) for cause, lost in losses.items() if cause not in sticking)
    before, after = float(feed.number[is_vesicle[:, 0]].sum()), float(number[is_vesicle[:, 0]].sum())
    aboard = cargo_share(feed, number) if feed.number.any() else 1.0
    product = dataclasses.replace(
        feed,
        number=number,
        volume=feed.volume if volume is None else volume,
        solutes={**feed.solutes, FREED: feed.solutes.get(FREED, 0.0) + freed},
        cargo=cargo_portion(feed.cargo, aboard),
        trace=feed.trace + entry_of(operation, inputs=(digest(feed.number),)),
    )
    return Split(product=product, losses=losses, figures={"surviving_share": after / before if before > 0 else 1.0, **lost_cargo(feed, losses)})
