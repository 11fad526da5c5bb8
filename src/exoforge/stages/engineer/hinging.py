"""How a loading reads its step: the cargo by its name and what is known of it, a claim as a claim, and what nobody knows as not known."""

from __future__ import annotations

import dataclasses
from typing import Any

from exoforge.base.errors import StepError
from exoforge.base.parameters import FIXED, parameters_of, spread_of_interval
from exoforge.base.trace import Assumption
from exoforge.base.units import Quantity
from exoforge.cargo.substances import Known, Substance, known_as
from exoforge.record.settings import reason_missing, stated_leaf, stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.engineer.families import USUAL

CARGO = ("cargo", "agent")
"""Settings that name what is loaded; the first that is stated counts."""
UNKNOWN = 0.0
"""A molar mass or a solubility of 0 says that nobody stated one."""


def hinged_loading(cls: type[Any], step: Step, *, also_read: tuple[str, ...] = ()) -> Hinged:
    """A loading from its step: the substance by its name, its mass also as an amount, a claim as a claim.

    Of an amount the molar mass makes a mass and, later, the same number of molecules again: it does not stray, and copies are as certain as the amount.

    Raises
    ------
    StepError
        As `hinge`.
    """
    claims = is_stated(step, "efficiency")
    own: dict[str, float | str] = {"efficiency_basis": "claimed"} if claims else {"efficiency_basis": "computed", "efficiency": 0.0}
    leaf = stated_leaf(step, *CARGO)
    several = leaf is not None and isinstance(leaf.value, tuple)
    named = "cargo" if leaf is None else " and ".join(leaf.value) if several else str(leaf.value)
    substance = known_as(named, stated_text(step, "family")) if leaf is not None else None
    offered = stated_quantity(step, "cargo_mass", "kg", "mol")
    as_amount = offered is not None and offered.unit == "mol"
    hinged = hinge(cls, _as_mass(step, offered, substance) if offered is not None and as_amount else step, stated=own, also_read=(*CARGO, "family", *also_read))
    hinged = _without_unknown(_unchecked(_with_substance(hinged, step, substance), step, named), named)
    certain = {"solubility", "molar_mass"} if as_amount else {"solubility"}
    assumed = () if leaf is not None else (_unnamed(step, reason_missing(step, *CARGO)),)
    notices = [f"{step_key(step)}: the loading efficiency is taken as stated; compare it with the ceilings that are printed with it."] if claims else []
    if several:
        notices.append(f"{step_key(step)}: {named} are loaded as one cargo of which nothing is known; to follow each, give each a step of its own.")
    whole = dataclasses.replace(
        hinged,
        operation=dataclasses.replace(hinged.operation, cargo=named, stated_mass=hinged.operation.cargo_mass),
        assumed=hinged.assumed + assumed,
        spreads={name: spread for name, spread in hinged.spreads.items() if name not in certain},
        notices=(*hinged.notices, *notices),
    )
    return without(whole, step, cls.computing) if claims else whole


def _unchecked(hinged: Hinged, step: Step, named: str) -> Hinged:
    """An amount that is itself assumed is not held against what dissolves: the record said nothing that could be refused."""
    offered, most = stated_leaf(step, "cargo_mass"), hinged.operation.solubility
    if offered is None or offered.basis != "assumed" or most <= UNKNOWN:
        return hinged
    sentence = f"{step_key(step)}: how much {named} was offered is assumed, so that it is not refused where it would not dissolve (above {most:.3g} g/L)."
    return dataclasses.replace(
        hinged,
        operation=dataclasses.replace(hinged.operation, solubility=UNKNOWN),
        assumed=tuple(one for one in hinged.assumed if one.name != "solubility"),
        notices=(*hinged.notices, sentence),
    )


def _without_unknown(hinged: Hinged, named: str) -> Hinged:
    """What nobody knows of the cargo is no assumption: it is told in one sentence, and what depends on it is left out."""
    meant = {"molar_mass": "no copies are counted without its molar mass", "solubility": "whether so much of it dissolves is not checked"}
    unknown = [one for one in hinged.assumed if one.name in meant and one.value == UNKNOWN]
    if not unknown:
        return hinged
    where = unknown[0].key.rsplit(":", 1)[0]
    what = " and ".join(f"'{one.name}'" for one in unknown)
    sentence = f"{where}: the {what} of {named} {'is' if len(unknown) == 1 else 'are'} not known; {', and '.join(meant[one.name] for one in unknown)}."
    return dataclasses.replace(hinged, assumed=tuple(one for one in hinged.assumed if one not in unknown), notices=(*hinged.notices, sentence))


def _with_substance(hinged: Hinged, step: Step, substance: Substance | None) -> Hinged:
    """What is known of the substance or usual in its family, in place of the usual values of a cargo of which nothing is known."""
    if substance is None:
        return hinged
    own: dict[str, Known | None] = {"molar_mass": substance.molar_mass, "partition_coefficient": substance.partition, "solubility": substance.solubility}
    of_family, found = USUAL[substance.family], hinged
    for name in (parameter.name for parameter in parameters_of(hinged.operation) if not is_stated(step, parameter.name)):
        known = own.get(name)
        if known is not None:
            found = _retold(found, name, known, substance)
        elif name in of_family:
            usual = of_family[name]
            reason = f"not stated in the record; {substance.label} is a {substance.family}. {usual.note}"
            found = retold(found, name, usual.value, usual.spread, reason=reason, cite=usual.cite, status=usual.status)
    return found


def _retold(hinged: Hinged, name: str, known: Known, substance: Substance) -> Hinged:
    """As known; of a solubility the upper end and no spread, because what is certainly too much is refused and nothing else hangs on it."""
    limits = name == "solubility"
    spread = FIXED if limits or known.low == known.high else spread_of_interval(known.low, known.high)
    reason = f"not stated in the record; {'the most found for' if limits else 'that of'} {substance.label}. {known.note}".strip()
    return retold(hinged, name, known.high if limits else known.value, spread, reason=reason, cite=known.cite, status=known.status)


def _as_mass(step: Step, amount: Quantity, substance: Substance | None) -> Step:
    """The step with its amount of cargo as a mass, ends and all."""
    stated = stated_quantity(step, "molar_mass", "kg/mol")
    known = substance.molar_mass if substance is not None else None
    if stated is None and known is None:
        raise StepError(step_key(step), {"cargo_mass": "'cargo_mass' is stated as an amount of substance; state the 'molar_mass' too, or the mass."})
    molar = stated.value if stated is not None else known.value if known is not None else UNKNOWN
    ends = {end: value * molar for end, value in (("low", amount.low), ("high", amount.high)) if value is not None}
    leaf: Any = step.settings["cargo_mass"]
    mass = dataclasses.replace(leaf, value=Quantity(value=amount.value * molar, unit="kg", **ends))
    return step.model_copy(update={"settings": {**step.settings, "cargo_mass": mass}})


def _unnamed(step: Step, reason: str) -> Assumption:
    return Assumption(
        key=f"{step_key(step)}: cargo", name="cargo", meaning="what is loaded", value="cargo", reason=f"{reason} in the record; it is called 'cargo'"
    )
