"""A dose in another unit: a log-normal interval with every factor that led to it, or the reason why it cannot be said."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert, quantity_text
from exoforge.evidence.dose.batch import Batch, batch_of, isolation_of, lab_ratios, size_of
from exoforge.evidence.dose.lognormal import LogNormal, inverse, product, stated
from exoforge.evidence.dose.priors import (
    UNKNOWN,
    USUAL_DIAMETER,
    class_ratios,
    doubtful_purity,
    isolation_class,
    phospholipid_of_particle,
    protein_of_mass,
)
from exoforge.evidence.dose.ratios import RANK, Node, Origin, Ratio, best_chain, chain_value, ratio_text
from exoforge.record.dose_level import DoseLevel
from exoforge.record.dose_units import KIND_WORDS, DoseForm, Kind, Per, canonical, dose_forms, form_of
from exoforge.record.therapy import Therapy

STATED_ERROR = 0.06
"""Log sd of a stated dose, volume, mass or area without interval, 10 % either way at the 5th and 95th percentile; a choice of this package."""

_PER_WORDS: Mapping[Per, tuple[str, str]] = {
    "mL": ("the volume of one application", "volume"),
    "kg": ("the body mass", "body mass"),
    "cm2": ("the area of the defect", "area"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """One link of a conversion: what it multiplied by, how well that is known, from whom, and with which status."""

    text: str
    value: LogNormal
    origin: Origin
    status: str
    cites: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseContext:
    """All that may join two units of dose for one preparation and one recipient.

    Parameters
    ----------
    ratios : of the batch, of other batches, of its class of isolation, and of physics. diameter : [m], and how it is known.
    sizes : what a dose may be divided by, for the keys ``mL``, ``kg`` and ``cm2``. isolation : key of the class. notes : what was left out.
    """

    ratios: tuple[Ratio, ...]
    diameter: LogNormal
    diameter_said: str
    isolation: str
    sizes: Mapping[str, Quantity] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ConvertedDose:
    """A dose in another unit: its interval [unit of `to`], the factors in their order, and what is hard to believe."""

    dose: Quantity
    to: str
    amount: LogNormal
    factors: tuple[Factor, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedDose:
    """A dose that cannot be said in another unit, and why not."""

    dose: Quantity
    to: str
    reason: str


Conversion = ConvertedDose | RefusedDose


def context_of(
    *,
    batch: Therapy | None = None,
    lab: Sequence[Therapy] = (),
    isolation: str = "",
    diameter: Quantity | None = None,
    sizes: Mapping[str, Quantity] | None = None,
) -> DoseContext:
    """Gather what is known: of the batch, of other batches of the same laboratory, else of the class of isolation.

    Parameters
    ----------
    batch : the record of the preparation. lab : records of others by the same hands. isolation : an operation or a class; it goes before that of the record.
    diameter : of the vesicles; it goes before that of the record. sizes : volume of an application (``mL``), body mass (``kg``), area (``cm2``); the same.

    Raises
    ------
    SettingError
        The isolation is unknown, or the diameter is not above 0.
    """
    own = batch_of(batch) if batch is not None else None
    size, said = _diameter(own, diameter)
    word = isolation or (own.isolation if own is not None else "")
    key = isolation_class(word).key
    ratios = [*(own.ratios if own is not None else ()), *lab_ratios(batch_of(one) for one in lab)]
    ratios += [*class_ratios(isolation_class(key)), protein_of_mass(), phospholipid_of_particle(size)]
    notes = [*(own.notes if own is not None else ())]
    if batch is not None and isolation and isolation_of(batch) not in (UNKNOWN, key):
        notes.append(f"The record's own isolation is {isolation_class(isolation_of(batch)).title}; '{isolation}' was asked for and taken.")
    return DoseContext(
        ratios=tuple(ratios),
        diameter=size,
        diameter_said=said,
        isolation=key,
        sizes={**(size_of(batch) if batch is not None else {}), **(sizes or {})},
        notes=tuple(notes),
    )


def _diameter(own: Batch | None, diameter: Quantity | None) -> tuple[LogNormal, str]:
    if diameter is not None:
        return stated(diameter, "m", log_sd=STATED_ERROR), "stated"
    if own is not None and own.diameter is not None:
        return own.diameter, own.diameter_said
    return USUAL_DIAMETER, "not stated; 100 nm up to a factor 1.25 is a choice"


def convert_dose(dose: Quantity, to: str, context: DoseContext) -> Conversion:
    """Bring a dose to another unit: ``amount = dose * product of factors``, with independent factors ``log_sd^2 = sum of log_sd^2``.

    Between kinds the chain is taken whose least trusted factor is trusted most (batch, same laboratory or physics, assumption, class of
    isolation), and of those the narrowest. Per mL, kg or cm2 the stated size multiplies or divides.

    Parameters
    ----------
    dose : in any unit of a dose. to : a unit of a dose, such as ``particles``, ``mg protein``, ``particles/kg``, ``pmol``.

    Raises
    ------
    UnitError
        The dose or `to` is no unit of a dose.
    SettingError
        The dose is not above 0.

    Assumes
    -------
    The factors are independent; the intervals of counts and assays are log-normal.
    """
    source, target = form_of(dose), form_of(Quantity(value=1.0, unit=to))
    if not _is_positive(dose):
        raise SettingError(f"The dose '{quantity_text(dose)}' has no logarithm; its value and both ends must be above 0.")
    sizes = dict(context.sizes)
    if source.kind == "volume" and not source.per:
        sizes.setdefault("mL", dose)
    scaled = _scaled(source.per, target.per, sizes)
    if isinstance(scaled, str):
        return RefusedDose(dose=dose, to=to, reason=scaled)
    chain = best_chain(context.ratios, source.kind, target.kind)
    if chain is None:
        return RefusedDose(dose=dose, to=to, reason=_refusal(source.kind, target.kind))
    factors = (*scaled, *(_factor(ratio) for ratio in chain))
    whole = product(_stated(dose), *(factor.value for factor in factors))
    unit = convert(Quantity(value=1.0, unit=target.unit), to).value
    amount = LogNormal(median=whole.median * unit, log_sd=whole.log_sd)
    return ConvertedDose(dose=dose, to=to, amount=amount, factors=factors, flags=_flags(chain, context))


def _scaled(source: Per, target: Per, sizes: Mapping[str, Quantity]) -> tuple[Factor, ...] | str:
    """The sizes that a dose per something is multiplied and divided by, or what is missing."""
    if source == target:
        return ()
    factors = []
    for per, is_times in ((source, True), (target, False)):
        if not per:
            continue
        what, word = _PER_WORDS[per]
        if per not in sizes:
            said = f"per {per} cannot be said otherwise" if is_times else f"cannot be said per {per}"
            return f"A dose {said} without {what}; state the {word}."
        size = stated(sizes[per], per, log_sd=STATED_ERROR)
        text = f"{'times' if is_times else 'over'} {quantity_text(sizes[per])}"
        factors.append(Factor(text=text, value=size if is_times else inverse(size), origin="batch", status="stated", cites=(), sentence=f"{what}, as stated"))
    return tuple(factors)


def _factor(ratio: Ratio) -> Factor:
    return Factor(text=ratio_text(ratio), value=ratio.value, origin=ratio.origin, status=ratio.status, cites=ratio.cites, sentence=ratio.sentence)


def _refusal(source: Kind, target: Kind) -> str:
    pair = f"A dose in {KIND_WORDS[source]} cannot be said in {KIND_WORDS[target]}"
    if "volume" in (source, target):
        return f"{pair} without what the preparation holds: state a concentration of it, as a measurement of the batch."
    if "cells" in (source, target):
        return (
            f"{pair} without the yield: state particles or protein per cell as a measurement of the batch, or its cells, its volume and a "
            "concentration; only for polymer precipitation is a published yield held."
        )
    return f"{pair} without a measurement that joins them."


def _flags(chain: Sequence[Ratio], context: DoseContext) -> tuple[str, ...]:
    """Doubts about every step or pair of steps that joins particles and protein; without one, the size of a vesicle has nothing to say."""
    nodes: list[Node] = [chain[0].per, *(ratio.of for ratio in chain)] if chain else []
    if "particles" not in nodes or not {"protein", "mass"} & set(nodes):
        return ()
    protein: Node = "protein" if "protein" in nodes else "mass"
    first, last = sorted((nodes.index("particles"), nodes.index(protein)))
    value = chain_value(tuple(chain[first:last]))
    per_protein = value if nodes[last] == "particles" else inverse(value)
    return doubtful_purity(per_protein, context.diameter)


def convert_level(level: DoseLevel, to: str, context: DoseContext) -> Conversion:
    """A printed dose in another unit: from the one of its statements that leads there best, with the volume that it is printed with.

    A dose that is printed twice, ``100 µg (1e10 particles)``, joins its own two units better than any ratio.

    Raises
    ------
    UnitError, SettingError
        As `convert_dose`.
    """
    sizes = dict(context.sizes) | ({"mL": level.volume} if level.volume is not None else {})
    own = dataclasses.replace(context, sizes=sizes)
    answers = [convert_dose(dose, to, own) for dose in (level.quantity, *level.also)]
    converted = [one for one in answers if isinstance(one, ConvertedDose)]
    return min(converted, key=_distrust) if converted else answers[0]


def _distrust(one: ConvertedDose) -> tuple[int, float]:
    return max((RANK[factor.origin] for factor in one.factors), default=0), one.amount.log_sd


def level_everywhere(level: DoseLevel, context: DoseContext) -> tuple[Conversion, ...]:
    """A printed dose in every form that a dose can have, refusals included; without the form that it is printed in, and without masses of something unsaid."""
    own = form_of(level.quantity)
    return tuple(convert_level(level, _shown_unit(form), context) for form in dose_forms() if form != own and form.kind != "mass")


def _shown_unit(form: DoseForm) -> str:
    return form.unit.replace("mol", "pmol")


def level_doubts(level: DoseLevel, context: DoseContext) -> tuple[str, ...]:
    """What is impossible in a dose that is printed both as particles and as mass, whatever it is converted to."""
    said = [dose for dose in (level.quantity, *level.also) if _is_positive(dose)]
    counts = [dose for dose in said if form_of(dose).kind == "particles"]
    masses = [dose for dose in said if form_of(dose).kind in ("protein", "mass")]
    return tuple(
        note
        for count in counts
        for mass in masses
        if form_of(count).per == form_of(mass).per
        for note in doubtful_purity(product(_stated(count), inverse(_stated(mass))), context.diameter)
    )


def _stated(dose: Quantity) -> LogNormal:
    return stated(canonical(dose), form_of(dose).unit, log_sd=STATED_ERROR)


def _is_positive(dose: Quantity) -> bool:
    return (dose.low if dose.low is not None else dose.value) > 0
