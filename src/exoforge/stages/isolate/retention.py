"""What a membrane holds back, and the bookkeeping that tangential flow, dead-end ultrafiltration and hydrostatic dialysis share."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of, uniform
from exoforge.base.trace import Trace
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.filtration import concentration_yield, diafiltration_yield, pore_passage, protein_radius
from exoforge.laws.solute_size import PROTEIN_VOLUME, compact_diameter
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, hinge, retold, step_key, without
from exoforge.stages.isolate.parting import portion, yields
from exoforge.stages.isolate.solutes import has_known_size, solute_diameters
from exoforge.streams.amounts import is_protein
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

KILODALTON = 1.66053906892e-24
"""[kg]"""

ALBUMIN = 66 * KILODALTON
"""[kg] A membrane with a smaller cut-off holds back the protein that washing should remove."""

USUAL_SHARPNESS = 8.0
"""A choice: how steeply observed sieving falls with the diameter around the cut-off; as steeply as the pores of the film let it."""

REFERENCE_DIAMETER = 100e-9
"""[m] The size for which a loss on a membrane is stated."""

WASHED = math.log(2.0)
"""Diavolumes after which more than half of the liquid is buffer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retention:
    """What becomes of a feed that is concentrated and washed over a membrane.

    Parameters
    ----------
    factor : first over last volume. diavolumes : volumes of buffer per volume held.
    particles : (n_size,) share that is held back. solutes : the same by name.
    stuck : (n_size,) share of the vesicles held back that stays on the membrane. torn : share of the vesicles that shear destroys.
    hold_up : [m3] of the retentate that is not recovered.
    """

    factor: float
    diavolumes: float
    particles: Array
    solutes: Mapping[str, float]
    stuck: Array
    torn: float = 0.0
    hold_up: float = 0.0


def retained(feed: Suspension, retention: Retention, trace: Trace) -> Split:
    """Retentate, permeate, hold-up and losses; their sum is the feed.

    Losses ``membrane`` and, where vesicles are torn, ``shear``.

    Raises
    ------
    SettingError
        The hold-up is as large as the last volume.
    """
    last = feed.volume / retention.factor
    if retention.hold_up >= last > 0:
        raise SettingError(f"The hold-up is {retention.hold_up:g} m3 and the last volume {last:g} m3; nothing would be recovered. State a larger last volume.")
    share = retention.hold_up / last if last > 0 else 0.0
    held = feed.number * retention.particles
    vesicle = vesicles_of(feed)
    stuck = held * vesicle * retention.stuck
    free = held - stuck
    losses = {"membrane": stuck}
    if retention.torn > 0:
        losses["shear"] = free * (vesicle * retention.torn)
        free = free - losses["shear"]
    medium = "pbs" if retention.diavolumes > WASHED else None

    def part(number: Array, volume: float, solutes: dict[str, float]) -> Suspension:
        return portion(feed, number=number, volume=volume, solutes=solutes, trace=trace, medium=medium)

    product = part(free * (1.0 - share), last * (1.0 - share), {name: held_back * (1.0 - share) for name, held_back in retention.solutes.items()})
    through = {name: 1.0 - held_back for name, held_back in retention.solutes.items()}
    permeate_volume = feed.volume - last + retention.diavolumes * last
    rejects = {"permeate": portion(feed, number=feed.number - held, volume=permeate_volume, solutes=through, trace=trace)}
    if share > 0:
        rejects["hold-up"] = part(free * share, last * share, {name: held_back * share for name, held_back in retention.solutes.items()})
    figures = {"concentration factor": retention.factor, "buffer [mL]": retention.diavolumes * last * 1e6, **yields(feed, product, losses)}
    return Split(product=product, rejects=rejects, losses=losses, figures=figures)


def kept(sieving: Array | float, *, factor: Array | float, diavolumes: Array | float) -> Array:
    """Share that is left of what is sieved so: ``X^-S exp(-N S)``."""
    return concentration_yield(sieving=sieving, concentration_factor=factor) * diafiltration_yield(sieving=sieving, diavolumes=diavolumes)


def nominal_diameter(cutoff: float) -> float:
    """Diameter of a globular protein as heavy as a nominal cut-off [kg] is [m]; 10.5 nm at 500 kDa."""
    return 2.0 * float(protein_radius(cutoff * AVOGADRO))


def observed_by_size(diameter: Array, *, cutoff: float, sharpness: float, vesicles: float, solutes: float) -> Array:
    """Observed sieving that falls from that of the solutes to that of the vesicles around the nominal cut-off, half of the way at it; a choice."""
    passing = pore_passage(diameter, cutoff=nominal_diameter(cutoff), sharpness=sharpness)
    return vesicles + (solutes - vesicles) * passing


def observed_retention(feed: Suspension, operation: Any, factor: float) -> Retention:
    """The retention of an operation with one observed sieving of solutes and one of vesicles, both constant."""
    sieving = observed_by_size(
        feed.grid.diameter,
        cutoff=operation.membrane_cutoff,
        sharpness=operation.sharpness,
        vesicles=operation.vesicle_sieving,
        solutes=operation.solute_sieving,
    )
    return Retention(
        factor=factor,
        diavolumes=operation.diavolumes,
        particles=kept(sieving, factor=factor, diavolumes=operation.diavolumes),
        solutes={
            name: float(kept(one, factor=factor, diavolumes=operation.diavolumes))
            for name, one in zip(feed.solutes, solute_sievings(feed, operation), strict=True)
        },
        stuck=sticking(feed.grid.diameter, operation.membrane_loss),
    )


def solute_sievings(feed: Suspension, operation: Any) -> list[float]:
    """The sieving of every solute: the observed one of protein, what passes the soft cut-off of a cargo of known size, and 1 of salt, sugar and all else."""
    names = list(feed.solutes)
    # A cargo has its water with it, so it is held against a protein as heavy as the cut-off with its water: half of the way at the cut-off.
    hydrated = float(compact_diameter(operation.membrane_cutoff * AVOGADRO, volume=PROTEIN_VOLUME))
    passing = pore_passage(solute_diameters(names), cutoff=hydrated, sharpness=operation.sharpness)
    by_size = operation.vesicle_sieving + (1.0 - operation.vesicle_sieving) * passing
    of_cargo = [float(one) if has_known_size(name) else 1.0 for name, one in zip(names, by_size, strict=True)]
    return [operation.solute_sieving if is_protein(name) else one for name, one in zip(names, of_cargo, strict=True)]


def vesicles_of(feed: Suspension) -> Array:
    """(n_species, 1) 1 for vesicles and 0 for all else: losses to surfaces were measured with vesicles, and no surface here would hold all lipoproteins."""
    return np.array([one.is_vesicle for one in feed.species], dtype=np.float64).reshape(-1, 1)


def sticking(diameter: Array, share: float) -> Array:
    """Share of vesicles that stays on a membrane, by size: ``1 - (1 - a)^((d / 100 nm)^-1/2)``, `a` that of 100 nm.

    What reaches a surface by diffusion goes with the root of the diffusion coefficient, so that the smaller are lost first.
    """
    return np.asarray(1.0 - (1.0 - share) ** np.sqrt(REFERENCE_DIAMETER / diameter), dtype=np.float64)


def factor_of(feed: Suspension, *, factor: float, last: float, owner: str) -> float:
    """First over last volume, whichever of the two is stated.

    Raises
    ------
    SettingError
        The last volume is larger than the feed.
    """
    if last == 0.0:
        return factor
    if last > feed.volume:
        raise SettingError(f"{owner}.final_volume is {last:g} m3, more than the feed's {feed.volume:g} m3; state a smaller one.")
    return feed.volume / last


def demand_open_pores(cutoff: float, diavolumes: float, owner: str) -> None:
    """See that a membrane that is washed over lets the protein pass that washing should remove.

    Raises
    ------
    SettingError
        The cut-off is below albumin and buffer is to be washed through.
    """
    if diavolumes > 0 and cutoff < ALBUMIN * (1 - 1e-9):
        raise SettingError(
            f"{owner}.membrane_cutoff is {cutoff / KILODALTON:.3g} kDa and {diavolumes:g} diavolumes are to be washed through; washing removes protein only "
            "through a cut-off above albumin, which is 66 kDa. Take a larger cut-off (300 to 750 kDa is common), or state diavolumes = 0 to concentrate alone."
        )


def hinged_membrane(cls: type[Any], step: Step, *, idle: tuple[str, ...] = ()) -> Hinged:
    """The operation of a step: the last volume may stand instead of the factor, and the usual sieving of protein follows the stated cut-off.

    ``S / (1 - S)`` goes with ``(d_c / d_usual)^3``, that is with the mass of the cut-off: a logistic curve moved along the
    logarithm of the size.

    Raises
    ------
    SettingError
        Both the factor and the last volume are stated: the feed decides whether they agree.
    """
    hinged = hinge(cls, step)
    factor, volume = (isinstance(step.settings.get(name), Stated) for name in ("concentration_factor", "final_volume"))
    if factor and volume:
        raise SettingError(f"{step_key(step)}: 'concentration_factor' and 'final_volume' are both stated; leave out one, because the feed's volume decides it.")
    hinged = without(_with_sieving(hinged, step), step, ("concentration_factor" if volume else "final_volume", *idle))
    told = _tight(hinged.operation.membrane_cutoff, step)
    return dataclasses.replace(hinged, notices=(*hinged.notices, *told))


def scaled_sieving(sieving: float, *, cutoff: float, usual: float) -> float:
    """Sieving of the same protein by a membrane of another cut-off [kg]: ``S/(1 - S)`` times the ratio of the cut-offs."""
    return sieving * cutoff / (sieving * cutoff + (1.0 - sieving) * usual)


def _with_sieving(hinged: Hinged, step: Step) -> Hinged:
    """The usual sieving of protein moved to the cut-off that is stated."""
    by_name = {one.name: one for one in parameters_of(hinged.operation)}
    cutoff, usual = hinged.operation.membrane_cutoff, by_name["membrane_cutoff"].usual
    if isinstance(step.settings.get("solute_sieving"), Stated) or not isinstance(usual, float) or math.isclose(cutoff, usual, rel_tol=1e-9):
        return hinged
    spread = by_name["solute_sieving"].spread
    value, low, high = (scaled_sieving(one, cutoff=cutoff, usual=usual) for one in (hinged.operation.solute_sieving, spread.a, spread.b))
    reason = (
        f"not reported in the record; the usual value of {usual / KILODALTON:.3g} kDa moved to the stated {cutoff / KILODALTON:.3g} kDa "
        "in proportion to the cut-off (odds of passing)"
    )
    return retold(hinged, "solute_sieving", value, uniform(low, high), reason=reason, status="choice")


def _tight(cutoff: float, step: Step) -> tuple[str, ...]:
    if cutoff >= ALBUMIN * (1 - 1e-9):
        return ()
    return (
        f"{step_key(step)}: a cut-off of {cutoff / KILODALTON:.3g} kDa is below albumin (66 kDa): the protein is concentrated with the vesicles, "
        "and the purity hardly changes.",
    )
