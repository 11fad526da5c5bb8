"""Particle number, protein and lipid as a record states them, and the quotients that can be formed of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exoforge.base.units import Quantity, convert, fits
from exoforge.quality.claims import Claim, is_in, uses
from exoforge.record.stated import Stated, text_of
from exoforge.record.therapy import Therapy

PER_SOURCE = ("particles/cell", "ug protein/cells", "ug/cells", "particles/kg", "ug protein/kg")
"""Units that already are per starting material."""
RATIOS = ("particles/ug protein", "particles/ug", "ug/ug protein", "mol/ug protein", "particles/mol")
"""Units of a ratio of two quantifications; a pure number counts where the text says 'ratio'."""

PLANNED_RATIOS = ("ratio", "particles per protein", "particles per ug protein", "particles per lipid", "lipid per protein")
"""What a plan may call a ratio that it has no number of yet."""

MEASURES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "particle-number": (("particles", "particles/mL", "particles/cell"), ("1/mL",)),
    "protein-amount": (("ug protein", "ug protein/mL", "ug protein/cells"), ("ug", "ug/mL", "ug/cells")),
    "lipid-amount": ((), ("ug", "ug/mL", "mol", "mol/L")),
}
"""For each measure the units that say it by themselves, and those that need a technique or quantity of its class beside them."""

_PREPARATION_VOLUMES = ("final volume", "resuspension volume", "preparation volume")
_ABSOLUTE = ("particles", "ug protein", "ug", "mol")
_STOCK = "stock"
"""The step that states vesicles already made: its volume is no starting material."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """One quantification: which measure, its number if a record states one, and the claim."""

    measure: str
    claim: Claim
    quantity: Quantity | None = None


def amounts_of(claims: Sequence[Claim], words: Mapping[str, tuple[str, ...]]) -> tuple[Amount, ...]:
    """Every claim that quantifies the vesicles; `words` holds the techniques of each measure."""
    found = []
    for claim in claims:
        for measure, techniques in words.items():
            if claim.result in ("file", "planned") and claim.quantifies and uses(claim, techniques):
                found.append(Amount(measure=measure, claim=claim))
                break
            if _is_amount(claim, measure, techniques):
                found.append(Amount(measure=measure, claim=claim, quantity=claim.amount))
                break
    return tuple(found)


def _is_amount(claim: Claim, measure: str, techniques: tuple[str, ...]) -> bool:
    """Whether a claim has a number of the measure above zero: a negative amount is a slip, and zero particles are no vesicles."""
    return claim.result == "quantified" and claim.amount is not None and claim.amount.value > 0 and _measures(claim, claim.amount, measure, techniques)


def _measures(claim: Claim, amount: Quantity, measure: str, techniques: tuple[str, ...]) -> bool:
    own, beside = MEASURES.get(measure, ((), ()))
    if any(fits(amount, unit) for unit in own):
        return True
    return uses(claim, techniques) and any(fits(amount, unit) for unit in beside)


def sources_of(therapy: Therapy) -> Iterator[tuple[str, Quantity]]:
    """The starting material as stated: cells, volume of fluid or medium, mass of tissue, with the place."""
    parts = [("source", therapy.source.settings)]
    parts += [(f"step[{step.order + 1}]", step.settings) for step in therapy.steps if step.stage == "culture" and step.kind != _STOCK]
    for place, settings in parts:
        for name, leaf in settings.items():
            if not isinstance(leaf, Stated) or not isinstance(leaf.value, Quantity) or leaf.basis == "assumed" or leaf.value.value <= 0:
                continue
            fluid = fits(leaf.value, "mL") and is_in(name, ("volume", "medium", "fluid", "plasma", "serum", "urine"))
            tissue = fits(leaf.value, "g") and is_in(name, ("tissue", "tissue mass", "mass"))
            if fits(leaf.value, "cells") or fluid or tissue:
                yield f"{place}.{name} = {text_of(leaf)} ({leaf.basis})", leaf.value


def preparation_volume(therapy: Therapy, claims: Sequence[Claim]) -> str:
    """Where the volume of the finished preparation is stated, or nothing."""
    for claim in claims:
        if claim.amount is not None and fits(claim.amount, "mL") and uses(claim, ("volume",)):
            return claim.said
    for step in reversed(therapy.steps):
        if step.stage != "isolate":
            continue
        for name, leaf in step.settings.items():
            if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) and fits(leaf.value, "mL") and is_in(name, _PREPARATION_VOLUMES):
                return f"step[{step.order + 1}].{name} = {text_of(leaf)} ({leaf.basis})"
    return ""


def is_absolute(quantity: Quantity) -> bool:
    """Whether a quantity is an amount and not a concentration."""
    return any(fits(quantity, unit) for unit in _ABSOLUTE)


def quotient(amounts: Sequence[Amount]) -> tuple[str, Amount, Amount] | None:
    """The first ratio of two stated quantifications whose units match: its text and the two figures.

    ``ratio = first / second``, both amounts or both concentrations; a mass that a protein assay gave is protein.
    """
    for first in amounts:
        for second in amounts:
            if first.measure == "particle-number" and second.measure != first.measure and (text := _quotient(first, second)):
                return text, first, second
    for first in amounts:
        for second in amounts:
            if first.measure == "lipid-amount" and second.measure == "protein-amount" and (text := _quotient(first, second)):
                return text, first, second
    return None


def _quotient(first: Amount, second: Amount) -> str:
    if first.quantity is None or second.quantity is None:
        return ""
    for over in ("", "/mL"):
        above, below = _in_one_of(first.quantity, over), _in_one_of(second.quantity, over)
        if above is None or below is None or below.value <= 0:
            continue
        upper = "particles" if first.measure == "particle-number" else above.unit.removesuffix("/mL")
        lower = "ug protein" if second.measure == "protein-amount" else f"{below.unit.removesuffix('/mL')} lipid"
        return f"{above.value / below.value:.3g} {upper} per {lower}"
    return ""


def _in_one_of(quantity: Quantity, over: str) -> Quantity | None:
    """The quantity in the one of the plain units that it fits, per millilitre or not."""
    for unit in ("particles", "ug protein", "ug", "pmol"):
        if fits(quantity, unit + over):
            return convert(quantity, unit + over)
    if over and fits(quantity, "1/mL"):
        return convert(quantity, "1/mL")
    return None


def is_ratio(claim: Claim) -> bool:
    """Whether a claim states a ratio of two quantifications itself, or plans to."""
    if claim.result == "planned":
        return uses(claim, PLANNED_RATIOS)
    if claim.result != "quantified" or claim.amount is None:
        return False
    return any(fits(claim.amount, unit) for unit in RATIOS[:2]) or (uses(claim, ("ratio",)) and not is_absolute(claim.amount))


def is_per_source(quantity: Quantity) -> bool:
    """Whether a quantity is already per cell or per mass."""
    return any(fits(quantity, unit) for unit in PER_SOURCE)
