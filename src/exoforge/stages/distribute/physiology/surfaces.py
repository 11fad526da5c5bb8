"""What a modified surface is stated to do in a body: each a cited change of the uptake of some organs."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import StepError
from exoforge.cargo.names import folded
from exoforge.cargo.surfaces import EVERYWHERE, PLAIN, POLYMER, Surface, how_known, known_spellings, surface_of
from exoforge.cargo.surfaces import surfaces as in_table
from exoforge.laws.surface import bearing_share, joint_factor, mixed_factor, outer_area
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
OF_A_SURFACE = ("surface_factor", "second_surface_factor", "corona", "accessible")
"""Settings that only a modified surface uses, of which the corona may be stated for a plain one too."""


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """Every modification of the table, by key, with the organs of this body."""
    return {key: dataclasses.replace(one, organs=ORGANS if one.organs == (EVERYWHERE,) else one.organs) for key, one in in_table().items()}


def uptake_factors(members: Sequence[Any], bearing: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """What the surfaces of members make of the uptake of each organ, (n_members, n_organ), 1 where nothing changes.

    Parameters
    ----------
    members : with `surface`, `surface_factor`, `second_surface` and `second_surface_factor`.
    bearing : (n_members, 2) share of the vesicles that bear each of both; all of them without it.
    """
    share = np.ones((len(members), 2)) if bearing is None else bearing
    first = _factors([(one.surface, one.surface_factor) for one in members], share[:, 0])
    second = _factors([(one.second_surface, one.second_surface_factor) for one in members], share[:, 1])
    return joint_factor(first=first, second=second)


def _factors(changes: Sequence[tuple[str, float]], bearing: NDArray[np.float64]) -> NDArray[np.float64]:
    whole = np.array([size ** np.array(_powers(key)) for key, size in changes], dtype=np.float64)
    return mixed_factor(factor=whole, bearing=bearing[:, np.newaxis])


def shares_bearing(body: Any, loaded: Suspension) -> tuple[float, float]:
    """Share of a product's vesicles that bear an accessible ligand of the first and of the second surface of a body, as `share_bearing`."""
    return share_bearing(body.surface, body.accessible, loaded), share_bearing(body.second_surface, body.accessible, loaded)


def share_bearing(surface: str, accessible: float, loaded: Suspension) -> float:
    """Share of a product's vesicles that bear one accessible ligand at least, ``1 - exp(-n)``; 1 where the product does not say how many there are.

    Parameters
    ----------
    surface : as the body knows it. accessible : share of the ligands that the proteins of blood leave free. loaded : what was applied.
    """
    density, vesicles = _density(surface, loaded), number_by_diameter(loaded)
    if surface == PLAIN or density is None or vesicles.sum() <= 0:
        return 1.0
    return min(float(vesicles @ bearing_share(accessible * density * outer_area(loaded.grid.diameter)) / vesicles.sum()), 1.0)


def ligand_notes(surface: str, accessible: float, loaded: Suspension) -> dict[str, float]:
    """Numbers worth printing of the ligands that a product bears; none where it does not say how many there are."""
    density, vesicles = _density(surface, loaded), number_by_diameter(loaded)
    if surface == PLAIN or density is None or vesicles.sum() <= 0:
        return {}
    each = float(vesicles @ outer_area(loaded.grid.diameter)) * density / float(vesicles.sum())
    return {
        "ligands per vesicle": each,
        "ligands per vesicle that blood leaves accessible": each * accessible,
        "share of the vesicles that bear one accessible ligand at least": share_bearing(surface, accessible, loaded),
    }


def _density(surface: str, loaded: Suspension) -> float | None:
    """Ligands of a surface per area [1/m2], whatever the steps that put them on call them; None where none is counted."""
    found = [density for name, density in loaded.ligands.items() if name == surface or ((known := surface_of(name)) is not None and known.key == surface)]
    return sum(found) if found else None


@lru_cache(maxsize=64)
def _powers(key: str) -> tuple[float, ...]:
    if key == PLAIN:
        return (0.0,) * len(ORGANS)
    surface = surfaces()[key]
    return tuple((1.0 if surface.direction == "up" else -1.0) if organ in surface.organs else 0.0 for organ in ORGANS)


def told(surface: Surface) -> str:
    """A sentence for people: what is changed, by whom it is said, and what is not known."""
    where = "every organ" if len(surface.organs) == len(ORGANS) or surface.organs == (EVERYWHERE,) else " and ".join(surface.organs)
    meant = f" It seeks {surface.seeks}, which is a part of that compartment." if surface.seeks and len(surface.organs) < len(ORGANS) else ""
    return f"the surface ({surface.title}) moves the uptake of {where} {surface.direction}: {surface.says} Here {how_known(surface)}.{meant}"


def surface_words(step: Step) -> dict[str, float | str]:
    """The surface that a step states and the second one beside it, by their keys; plain where it states none.

    Two ligands are joined by 'and', as in ``PEG and CREKA``; the second setting, `second_surface`, may be stated of its own.

    Raises
    ------
    StepError
        No study of a surface is held, or there are more than two.
    """
    first = [_key_of(step, word) for word in _words(step, "surface")]
    second = [_key_of(step, word) for word in _words(step, "second_surface")]
    found = list(dict.fromkeys(one for one in (*first, *second) if one != PLAIN))
    if len(found) > 2:
        reason = f"'surface' holds {' and '.join(found)}; a body takes two at most. State in the step of distribution the two that count."
        raise StepError(step_key(step), {"surface": reason})
    one, other = (*found, PLAIN, PLAIN)[:2]
    return {"surface": one, "second_surface": other}


def _words(step: Step, setting: str) -> list[str]:
    leaf: Any = step.settings.get(setting, Missing())
    return re.split(r"\s+and\s+|\s*\+\s*", str(leaf.value).strip()) if isinstance(leaf, Stated) else []


def _key_of(step: Step, word: str) -> str:
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
    """What modified surfaces bring: the sizes of their changes, and sentences on who says so.

    Parameters
    ----------
    organs : the compartments of another body than this one, by organ; it is told where a surface moves none of them.
    """
    key, second = hinged.operation.surface, hinged.operation.second_surface
    if key == PLAIN:
        idle = without(hinged, step, [name for name in OF_A_SURFACE if name != "corona"])
        return idle if is_stated(step, "corona") else without(idle, step, ("corona",))
    names = {"surface_factor": key} | ({"second_surface_factor": second} if second != PLAIN else {})
    found = hinged if second != PLAIN else without(hinged, step, ("second_surface_factor",))
    for name, one in names.items():
        surface = surfaces()[one]
        if not is_stated(step, name):
            status = surface.status if surface.is_size_stated else "choice"
            reason = f"the surface is '{one}'; {how_known(surface)}"
            found = retold(found, name, surface.size, surface.spread, reason=reason, cite=surface.cite, status=status)
    stated = " The size of the change is the one stated." if is_stated(step, "surface_factor") else ""
    sentences = (f"{sentence}{stated if place == 0 else ''}" for place, sentence in enumerate(sentences_of(key, second, organs)))
    return dataclasses.replace(found, notices=(*found.notices, *(f"{step_key(step)}: {sentence}" for sentence in sentences)))


def sentences_of(first: str, second: str = PLAIN, organs: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What a person must be told of the surfaces of a body: who says what, where sources differ, and that nobody measured two together.

    Parameters
    ----------
    first, second : keys, or plain. organs : as `with_surface`.
    """
    keys = [key for key in (first, second) if key != PLAIN]
    found = []
    for surface in (surfaces()[key] for key in keys):
        found.append(told(surface))
        found += [surface.conflict] if surface.conflict else []
        if organs is not None and not any(organ in surface.organs for organ in organs):
            found.append(
                f"the kind 'body-compartments' has no place of its own for the {' and '.join(surface.organs)}, so that the surface '{surface.key}' changes "
                "nothing there; the kind 'physiological-compartments' has one."
            )
    return (*found, of_two(*(surfaces()[key] for key in keys))) if len(keys) > 1 else tuple(found)


def surface_name(body: Any) -> str:
    """The surfaces of a body in a word, such as ``creka and pegylated``; plain where there are none."""
    return " and ".join(key for key in (body.surface, body.second_surface) if key != PLAIN) or PLAIN


def of_two(first: Surface, second: Surface) -> str:
    """The sentence on two surfaces at once."""
    covered = next((f"'{one.key}'" for one in (first, second) if one.key != POLYMER), "")
    hidden = f" A layer of chains may hide {covered}, which is not in the model." if POLYMER in (first.key, second.key) else ""
    return (
        f"the vesicles bear '{first.key}' and '{second.key}', which nobody was found to have measured together. Both changes count by a choice: multiplied "
        f"where one raises an uptake and one lowers it, the stronger alone where both move it the same way.{hidden}"
    )


CHOICES = (PLAIN, *in_table())
"""Every word for a surface."""
