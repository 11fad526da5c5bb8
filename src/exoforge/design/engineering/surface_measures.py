"""What is read off the members of a body without and with a ligand: uptake, stay in blood, shares at organs, bonds, and doubts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.cargo.surfaces import POLYMER, Surface
from exoforge.design.distribution.members import blood_half_life, disposition_in, exposure_in, first_dose
from exoforge.design.engineering.surface_result import Avidity, Compared
from exoforge.design.ensemble import Outcome
from exoforge.design.result import Band, Interval
from exoforge.design.summary import band_of, interval_of_rows
from exoforge.laws.surface import avid_dissociation
from exoforge.stages.distribute.physiology.bodies import ORGANS
from exoforge.stages.distribute.physiology.numbers import group_of, uptakes
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.sites import ORGAN_SITES
from exoforge.stages.engineer.surface_modification import SurfaceModification
from exoforge.streams.product import Product

Array = NDArray[np.float64]
ALWAYS = ("liver", "spleen", "lung")
"""Organs that are compared whatever the ligand seeks."""
LATER = 600.0
"""[s] after the dose at which the blood is compared; a choice."""
FIRST = 10.0
"""[s] after the dose at which a course begins."""
SHOWN = ("ligands per vesicle", "most ligands per vesicle", "share of vesicles without any", "density over what finds room")
POLYMER_SHOWN = ("free chain [nm]", "overlap of chains", "thickness of the layer [nm]")
OFFERED_SHOWN = ("ligands offered", "ligands on recovered vesicles", "ligands lost with vesicles", "ligands free")
LEAST = 1e-5
"""[1] Share of the dose below which the solver says nothing, so that no change is given."""
FEW = 1.0
"""[1] Accessible ligands per vesicle below which targeting is told to have too few: at 1 a third of the vesicles bears none. A choice."""
FULL = 1.0
"""[1] Density over what finds room above which it is told that a stated number cannot be."""


def figures_of_step(outcome: Outcome) -> dict[str, float]:
    """Figures of the last surface modification of a row, which puts on what is asked."""
    split = next(one.split for one in reversed(outcome.river.passages) if isinstance(one.operation, SurfaceModification))
    return dict(split.figures) if split is not None else {}


def on_vesicles(made: Sequence[dict[str, float]]) -> dict[str, Interval]:
    """Figures of the surface modification over the members; those that the ligand has."""
    names = [name for name in (*SHOWN, *POLYMER_SHOWN, *OFFERED_SHOWN) if name in made[0]]
    return {name: interval_of_rows([one.get(name, math.nan) for one in made]) for name in names}


def target_of(surface: Surface, outcome: Outcome) -> str:
    """The organ that is compared: what the ligand seeks, else what the record's response depends on, else the liver."""
    if len(surface.organs) == 1 and surface.organs[0] in ORGANS:
        return ORGAN_SITES[ORGANS.index(surface.organs[0])]
    own = exposure_in(outcome).target
    return own if own in ORGAN_SITES and own != "rest-of-body" else "liver"


def compared(surface: Surface, target: str, plain: Sequence[Outcome], modified: Sequence[Outcome]) -> tuple[Compared, ...]:
    """Uptake of organs, stay in blood and shares at organs, without and with."""
    found = []
    moved = [ORGAN_SITES[ORGANS.index(organ)] for organ in ORGANS if organ in surface.organs]
    sites = list(dict.fromkeys([target, *(moved if len(moved) < 3 else ()), *ALWAYS]))
    before, after = _clearances(plain), _clearances(modified)
    everywhere = len(surface.organs) == 1 and surface.organs[0] not in ORGANS
    for site in sites:
        place = ORGAN_SITES.index(site)
        found.append(_pair(f"uptake {site}", f"uptake, {_named(site)}", "m3/s", before[:, place], after[:, place], is_moved=everywhere or site in moved))

    def add(key: str, label: str, unit: str, figure: Callable[[Outcome], float]) -> None:
        found.append(_pair(key, label, unit, np.array([figure(one) for one in plain]), np.array([figure(one) for one in modified]), is_moved=False))

    add("half-life", "half-life in blood", "s", lambda outcome: blood_half_life(outcome, "particles"))
    add("blood later", "in blood after 10 min", "", lambda outcome: _share(outcome, "blood", LATER))
    for site in sites:
        add(f"share {site}", f"most in the {_named(site)}", "", partial(_most, site=site))
    return tuple(found)


def _named(site: str) -> str:
    return site.replace("-", " ")


def _pair(key: str, label: str, unit: str, plain: Array, modified: Array, *, is_moved: bool) -> Compared:
    with np.errstate(divide="ignore", invalid="ignore"):
        least = 0.0 if unit else LEAST
        change = np.where(np.isfinite(plain) & np.isfinite(modified) & (plain > least), modified / plain, np.nan)
    return Compared(
        key=key,
        label=label,
        unit=unit,
        plain=interval_of_rows(plain.tolist()),
        modified=interval_of_rows(modified.tolist()),
        change=interval_of_rows(change.tolist()),
        is_moved=is_moved,
    )


def _clearances(outcomes: Sequence[Outcome]) -> Array:
    """Uptake clearance of each organ at the first dose, (n_rows, n_organ) [m3/s]."""
    bodies = [one for one in (disposition_in(outcome) for outcome in outcomes) if isinstance(one, PhysiologicalCompartments)]
    return uptakes(group_of(bodies, [_product(outcome) for outcome in outcomes]))


def _product(outcome: Outcome) -> Product:
    if outcome.river.product is None:
        raise SettingError("No step of the record gives the vesicles to anybody.")
    return outcome.river.product


def _share(outcome: Outcome, site: str, since: float) -> float:
    exposure, (start, _) = exposure_in(outcome), first_dose(outcome)
    return float(np.interp(start + since, exposure.time, exposure.particles[exposure.sites.index(site)])) / exposure.given


def _most(outcome: Outcome, site: str) -> float:
    exposure = exposure_in(outcome)
    return float(exposure.particles[exposure.sites.index(site)].max()) / exposure.given


def course_at(site: str, outcomes: Sequence[Outcome]) -> Band:
    """Share of the dose at a site over the time since it, over the rows."""
    central = exposure_in(outcomes[0])
    start, _ = first_dose(outcomes[0])
    time = central.time[central.time >= start + FIRST] - start

    def course(outcome: Outcome) -> Array:
        exposure, (begun, _) = exposure_in(outcome), first_dose(outcome)
        return np.asarray(np.interp(time, exposure.time - begun, exposure.particles[exposure.sites.index(site)] / exposure.given))

    return band_of(site, time, course(outcomes[0]), np.array([course(one) for one in outcomes[1:]]))


def avidity_of(surface: Surface, outcomes: Sequence[Outcome]) -> Avidity | None:
    """What many bonds make of one; None where no dissociation constant is held."""
    known = surface.dissociation
    if known is None:
        return None
    numbers = [_accessible(outcome) for outcome in outcomes]
    many = [float(avid_dissociation(dissociation=known.value, ligands=one)) if one > 0 else math.nan for one in numbers]
    return Avidity(single=(known.value, known.low, known.high), many=interval_of_rows(many), cite=known.cite, status=known.status)


def _accessible(outcome: Outcome) -> float:
    return float(exposure_in(outcome).notes.get("ligands per vesicle that blood leaves accessible", math.nan))


def warnings_of(surface: Surface, outcomes: Sequence[Outcome], on: dict[str, Interval]) -> tuple[str, ...]:
    """What makes the answer doubtful."""
    found = []
    numbers = np.array([_accessible(outcome) for outcome in outcomes])
    if np.isfinite(numbers[0]) and numbers[0] < FEW:
        found.append(
            f"Blood leaves {numbers[0]:.2g} ligands per vesicle accessible, fewer than one: {100 * math.exp(-numbers[0]):.3g} % of the vesicles have none and "
            "go where plain ones go. The change that the study saw cannot be expected."
        )
    room = on.get("density over what finds room")
    if room is not None and room.central > FULL and surface.key == POLYMER:
        found.append(
            f"The chains would need {room.central:.3g} times the room that free chains have; they stand closer only as a brush, and how many lipids with "
            "chains a vesicle takes up was not found."
        )
    elif room is not None and room.central > FULL:
        found.append(
            f"The ligands would need {room.central:.3g} times the room that the surface has for them where they land; such a number cannot be, "
            "or they stand closer than their footprint says."
        )
    overlap = on.get("overlap of chains")
    if overlap is not None and overlap.central < 1.0:
        found.append(
            f"The chains stand apart as mushrooms (overlap {overlap.central:.2g}); what PEG is said to do was seen with vesicles whose chains nobody counted, "
            "and a layer with gaps may protect less."
        )
    if surface.status != "read":
        found.append(f"The source of the change ({surface.cite}) was recalled and not read again.")
    return tuple(found)
