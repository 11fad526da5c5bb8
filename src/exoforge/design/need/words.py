"""What must be known of an answer, in sentences, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.base.terms import term
from exoforge.base.units import short_number
from exoforge.design.need.asked import AskedCargo
from exoforge.design.need.chain import Chain, Known
from exoforge.design.need.need_result import Need
from exoforge.design.need.search import Asked
from exoforge.design.plan import PlannedStep
from exoforge.laws.loading import packing_ceiling
from exoforge.streams.exposure import Exposure


def notes_of(cargo: AskedCargo, tissue: str, known: Known, asked: Asked | None, exposures: Sequence[Exposure] | None) -> tuple[str, ...]:
    """What must be known to read an answer."""
    told = [cargo.name.note] if cargo.name is not None and cargo.name.note else []
    label = term("tissues", tissue).label
    if asked is None:
        told.append(
            f"No response model here follows {cargo.label} in {label}, so that no model asks for it: the threshold is a rough guideline of print, "
            "not of this tissue."
        )
    else:
        told.append(
            "The copies needed were found with the model itself: the least that are enough when they come "
            + ("as the vesicles are at the target" if exposures is not None else "evenly over a while from the stimulus on")
            + ". Nothing of it was fitted to a joint."
        )
    if cargo.name is not None:
        told.append(
            f"{'Of the mRNAs that it binds the model holds five' if asked is not None else 'One target mRNA is counted'}: a cell holds more sites for a "
            "microRNA than copies of it (denzler2014, abstract, of miR-122 in liver), and they share it. So the copies for each target are an upper bound."
        )
    if known.in_cells:
        told.append("The distribution counts vesicles that are in cells already, so that uptake is not asked for a second time.")
    if exposures is not None and asked is not None:
        told.append(
            "The record's own response takes vesicles up at a rate, 'hand_over', and this chain asks for a share in its place; both ask for the same escape. "
            "Both are priors, and the two need not agree."
        )
    if asked is not None and np.isfinite(asked.found["class"].lost[1:]).any():
        told.append(
            "The class is judged by each enzyme against its own peak. Very many copies at once hold MMP13 down so far that it rises late and ends at its own "
            "peak: the rule then says 'sustained degradation' again, with fewer fragments than before. Read the fragments beside the class."
        )
    return tuple(told)


def shortfall(found: Need | None) -> tuple[str, ...]:
    """A sentence where a run's vesicles bring too few copies to a cell; none where they are enough, or nothing was counted."""
    if found is None:
        return ()
    asked = next(one for one in found.demands if one.name == found.basis)
    supply = next((one for one in found.supplies if one.name == "own"), found.supplies[0])
    short = supply.short.median
    if not short > 1.0:
        return ()
    by = f"each cell would need about {short_number(short)} times as many vesicles" if np.isfinite(short) else "these vesicles cannot bring them"
    return (
        f"Stoichiometry: the vesicles bring {short_number(supply.brought.median)} copies of {found.mirna} to a cell, at the median, and "
        f"{short_number(asked.copies.median)} are asked for ({asked.sentence}): {by}. An effect through it alone is doubtful; uptake and "
        "escape are priors.",
    )


def too_many(chain: Chain, molar_mass: float | None) -> tuple[str, ...]:
    """A sentence where vesicles would hold more copies than fit into them."""
    if molar_mass is None:
        return ()
    over = float(np.mean(chain.values["copies_per_vesicle"][1:] > packing_ceiling(chain.values["diameter"], molar_mass)[1:]))
    if over == 0:
        return ()
    return (
        f"In {over:.0%} of the members a vesicle would hold more copies than fit into its lumen when packed at random: what is above is beside the "
        "vesicles or on them, and no cell gets it from within.",
    )


def cites_of(planned: PlannedStep, known: Known, *, modelled: bool) -> tuple[str, ...]:
    """The references of the links that were used, and of what print says of them."""
    replaced_ones = {name for name in Known.__dataclass_fields__ if getattr(known, name) is not None}
    idle = {"target_copies"} if modelled else set()
    used = [one.cite for one in planned.assumed if one.cite and one.name not in replaced_ones | idle]
    return (*used, "chevillet2014", "bonsergent2021", "joshi2020", "ev_fusion2022", "cd63_release2025", "mullokandov2012", "brown2007", "denzler2014")
