"""What a modified surface is stated to do in a body: each a cited change of the uptake of some organs."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import StepError
from exoforge.cargo.names import folded
from exoforge.cargo.surfaces import EVERYWHERE, PLAIN, Surface, known_spellings, surface_of
from exoforge.cargo.surfaces import surfaces as in_table
from exoforge.laws.surface import bearing_share, mixed_factor, outer_area
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, step_key, without
from exoforge.stages.distribute.physiology.bodies import ORGANS
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.suspension import Suspension

CORONA_ORGANS = ("liver", "spleen")
"""Organs whose phagocytes read the proteins of blood on a vesicle."""
CORONA = (
    "factor by which the proteins of blood on a new surface move the uptake of liver and spleen, beside what they do to plain vesicles; a prior around none"
)
ACCESSIBLE = "share of the ligands that the proteins of blood leave accessible; that they can hide all was seen on particles of another kind (salvati2013)"
OF_A_SURFACE = ("surface_factor", "corona", "accessible")
"""Settings that only a modified surface uses, of which the corona may be stated for a plain one too."""


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """Every modification of the table, by key, with the organs of this body."""
    return {key: dataclasses.replace(one, organs=ORGANS if one.organs == (EVERYWHERE,) else one.organs) for key, one in in_table().items()}


def uptake_factors(keys: Sequence[str], sizes: NDArray[np.float64], bearing: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """What the surfaces of members make of the uptake of each organ, (n_members, n_organ), 1 where nothing changes.

    Parameters
    ----------
    keys : the surface of each member. sizes : (n_members,) factor of the change, 1 or more.
    bearing : (n_members,) share of the vesicles that bear what changes it; all of them without it.
    """
    power = np.array([_powers(key) for key in keys])
    whole = np.asarray(sizes[:, np.newaxis] ** power, dtype=np.float64)
    return whole if bearing is None else mixed_factor(factor=whole, bearing=bearing[:, np.newaxis])


def share_bearing(surface: str, accessible: float, loaded: Suspension) -> float:
    """Share of a product's vesicles that bear one accessible ligand at least, ``1 - exp(-n)``; 1 where the product does not say how many there are.

    Parameters
    ----------
    surface : as the body knows it. accessible : share of the ligands that the proteins of blood leave free. loaded : what was applied.
    """
    density = loaded.ligands.get(surface)
    vesicles = number_by_diameter(loaded)
    if surface == PLAIN or density is None or vesicles.sum() <= 0:
        return 1.0
    return min(float(vesicles @ bearing_share(accessible * density * outer_area(loaded.grid.diameter)) / vesicles.sum()), 1.0)


def ligand_notes(surface: str, accessible: float, loaded: Suspension) -> dict[str, float]:
    """Numbers worth printing of the ligands that a product bears; none where it does not say how many there are."""
    density, vesicles = loaded.ligands.get(surface), number_by_diameter(loaded)
    if surface == PLAIN or density is None or vesicles.sum() <= 0:
        return {}
    each = float(vesicles @ outer_area(loaded.grid.diameter)) * density / float(vesicles.sum())
    return {
        "ligands per vesicle": each,
        "ligands per vesicle that blood leaves accessible": each * accessible,
        "share of the vesicles that bear one accessible ligand at least": share_bearing(surface, accessible, loaded),
    }


@lru_cache(maxsize=64)
def _powers(key: str) -> tuple[float, ...]:
    if key == PLAIN:
        return (0.0,) * len(ORGANS)
    surface = surfaces()[key]
    return tuple((1.0 if surface.direction == "up" else -1.0) if organ in surface.organs else 0.0 for organ in ORGANS)


def told(surface: Surface) -> str:
    """A sentence for people: what is changed, by whom it is said, and what is not known."""
    where = "every organ" if len(surface.organs) == len(ORGANS) or surface.organs == (EVERYWHERE,) else " and ".join(surface.organs)
    size = "the factor is derived from what is stated" if surface.is_size_stated else "only the direction is stated; its size is a prior"
    meant = f" It seeks {surface.seeks}, which is a part of that compartment." if surface.seeks and len(surface.organs) < len(ORGANS) else ""
    read = "" if surface.status == "read" else " The source was recalled and not read again."
    return f"the surface ({surface.title}) moves the uptake of {where} {surface.direction}: {surface.says} Here {size}.{meant}{read}"


def surface_word(step: Step) -> str:
    """The surface that a step states, by its key; plain where it states none.

    Raises
    ------
    StepError
        No study of the surface is held.
    """
    leaf: Any = step.settings.get("surface", Missing())
    word = str(leaf.value) if isinstance(leaf, Stated) else PLAIN
    if word in ("", PLAIN, "unspecified"):
        return PLAIN
    found = surface_of(word)
    if found is not None:
        return found.key
    near = difflib.get_close_matches(folded(word), known_spellings(), n=1, cutoff=0.75)
    known = surface_of(near[0]) if near else None
    meant = f"did you mean '{known.key}'? There are" if known is not None else "no study of it is held; there are"
    raise StepError(step_key(step), {"surface": f"'surface' is '{word}'; {meant} {', '.join(CHOICES)}."})


def with_surface(hinged: Hinged, step: Step, organs: Mapping[str, str] | None = None) -> Hinged:
    """What a modified surface brings: the size of its change, and a sentence on who says so.

    Parameters
    ----------
    organs : the compartments of another body than this one, by organ; it is told where the surface moves none of them.
    """
    key = hinged.operation.surface
    if key == PLAIN:
        idle = without(hinged, step, [name for name in OF_A_SURFACE if name != "corona"])
        return idle if is_stated(step, "corona") else without(idle, step, ("corona",))
    surface = surfaces()[key]
    if is_stated(step, "surface_factor"):
        reason = "is the one stated"
    else:
        reason = "is derived from what the source states" if surface.is_size_stated else "is a prior: the source states a direction only"
        status = surface.status if surface.is_size_stated else "choice"
        hinged = retold(
            hinged, "surface_factor", surface.size, surface.spread, reason=f"the surface is '{key}'; its size {reason}", cite=surface.cite, status=status
        )
    notices = [f"{step_key(step)}: {told(surface)} The size of the change {reason}."]
    if surface.conflict:
        notices.append(f"{step_key(step)}: {surface.conflict}")
    if organs is not None and not any(organ in surface.organs for organ in organs):
        where = " and ".join(surface.organs)
        notices.append(
            f"{step_key(step)}: this body has no place of its own for the {where}, so that the surface '{key}' changes nothing here; "
            "the kind 'physiological-compartments' has one."
        )
    return dataclasses.replace(hinged, notices=(*hinged.notices, *notices))


CHOICES = (PLAIN, *in_table())
"""Every word for a surface."""
