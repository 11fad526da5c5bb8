"""What a record knows of its own batch: particles, protein, lipid, cells and volume as measured or stated, ready to join two units of dose."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term, term
from exoforge.base.units import Quantity, fits, quantity_text
from exoforge.evidence.dose.lognormal import LogNormal, stated
from exoforge.evidence.dose.priors import UNKNOWN, isolation_classes
from exoforge.evidence.dose.ratios import Node, Ratio, best_chain, chain_value
from exoforge.record.dose_units import KINDS
from exoforge.record.stated import Stated, text_of
from exoforge.record.therapy import Therapy

COUNT_ERROR = math.sqrt(math.log(1 + 0.227**2))
"""Log sd of a particle count without interval: beads counted again vary by 22.7 % from day to day (timecourse_nta)."""
OTHER_ERROR = 0.15
"""Log sd of any other measurement without interval; a choice of this package."""
BETWEEN_BATCHES = 2.0
"""Geometric standard deviation between batches of one laboratory of which only one is known; a choice of this package."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchRule:
    """A quantity in this unit is so much of one thing per another, when the words beside it hold one of `words` (empty: always)."""

    unit: str
    of: Node
    per: Node
    kept: str
    words: tuple[str, ...] = ()


_PROTEIN = ("protein", "bca", "bradford", "lowry", "qubit", "a280")
_LIPID = ("lipid", "phosph", "spv", "vanillin")
_COUNT = ("nta", "particle", "concentration", "nano flow", "trps", "count")

RULES = (
    BatchRule(unit="particles/mL", of="particles", per="volume", kept="particles/mL"),
    BatchRule(unit="particles/cell", of="particles", per="cells", kept="particles/cell"),
    BatchRule(unit="particles/ug protein", of="particles", per="protein", kept="particles/ug protein"),
    BatchRule(unit="particles/ug", of="particles", per="protein", kept="particles/ug", words=_PROTEIN),
    BatchRule(unit="particles/ug", of="particles", per="mass", kept="particles/ug"),
    BatchRule(unit="particles/mol", of="particles", per="phospholipid", kept="particles/mol"),
    BatchRule(unit="particles", of="particles", per="batch", kept="particles"),
    BatchRule(unit="ug protein/mL", of="protein", per="volume", kept="ug protein/mL"),
    BatchRule(unit="ug protein/cell", of="protein", per="cells", kept="ug protein/cell"),
    BatchRule(unit="ug protein", of="protein", per="batch", kept="ug protein"),
    BatchRule(unit="ug/mL", of="protein", per="volume", kept="ug/mL", words=_PROTEIN),
    BatchRule(unit="ug/mL", of="mass", per="volume", kept="ug/mL"),
    BatchRule(unit="ug", of="protein", per="batch", kept="ug", words=_PROTEIN),
    BatchRule(unit="ug", of="mass", per="batch", kept="ug"),
    BatchRule(unit="mol/mL", of="phospholipid", per="volume", kept="mol/mL", words=_LIPID),
    BatchRule(unit="mol", of="phospholipid", per="batch", kept="mol", words=_LIPID),
    BatchRule(unit="cells/mL", of="cells", per="volume", kept="cells/mL"),
    BatchRule(unit="cells", of="cells", per="batch", kept="cells"),
    BatchRule(unit="mL", of="volume", per="batch", kept="mL"),
    BatchRule(unit="1/mL", of="particles", per="volume", kept="1/mL", words=_COUNT),
)
"""The first rule that fits is taken."""

_LIPID_ONLY = ("ug", "ug/mL", "mol", "mol/mL")
_STOCK = "stock"
"""The step that states vesicles already made."""
_FINAL_VOLUME = ("final_volume", "resuspension_volume", "preparation_volume", "volume_out")


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What one record knows of its batch: its ratios, its diameter [m] if stated, its class of isolation, and what was left out."""

    name: str
    ratios: tuple[Ratio, ...]
    diameter: LogNormal | None
    diameter_said: str
    isolation: str
    notes: tuple[str, ...] = ()


def batch_of(therapy: Therapy) -> Batch:
    """Read what a record states of its batch.

    A quantity that is stated several times counts as its repeats: their geometric mean, with their own scatter.
    The volume of the batch is the last volume that a step of isolation leaves; its cells are those of the culture.
    """
    notes: list[str] = []
    said = [*_claims(therapy), *_steps(therapy)]
    found: dict[tuple[Node, Node], list[tuple[LogNormal, str, str]]] = {}
    diameters: list[tuple[LogNormal, str, str]] = []
    for words, quantity, place, basis in said:
        if fits(quantity, "nm") and quantity.value > 0:
            if not re.search(r"\bd\W?\d|width|span|sd\b|d10|d90", words):
                diameters.append((stated(quantity, "m", log_sd=OTHER_ERROR), place, basis))
            continue
        rule = _rule(words, quantity)
        if rule is None:
            continue
        try:
            value = stated(quantity, rule.kept, log_sd=COUNT_ERROR if rule.of == "particles" else OTHER_ERROR)
        except SettingError:
            notes.append(f"{place} = {quantity_text(quantity)} is not above 0 and was left out.")
            continue
        found.setdefault((rule.of, rule.per), []).append((value, place, basis))
    ratios = tuple(_ratio(of, per, values, therapy.id) for (of, per), values in found.items())
    size, size_said = (_repeats(diameters), _said(diameters, therapy.id)) if diameters else (None, "")
    return Batch(name=therapy.id, ratios=ratios, diameter=size, diameter_said=size_said, isolation=isolation_of(therapy), notes=tuple(notes))


def _claims(therapy: Therapy) -> Iterator[tuple[str, Quantity, str, str]]:
    for place, claim in enumerate(therapy.measurements, start=1):
        leaf = claim.value
        if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity):
            words = f"{text_of(claim.technique)} {text_of(claim.quantity)}".casefold()
            yield words, leaf.value, f"measurement[{place}] {text_of(claim.quantity)} ({text_of(claim.technique)})", leaf.basis


def _steps(therapy: Therapy) -> Iterator[tuple[str, Quantity, str, str]]:
    """The cells of the culture, a stock's own amounts, and the volume that the isolation ends with."""
    volume: tuple[str, Quantity, str, str] | None = None
    for step in therapy.steps:
        for name, leaf in step.settings.items():
            if not isinstance(leaf, Stated) or not isinstance(leaf.value, Quantity):
                continue
            one = (name.replace("_", " ").casefold(), leaf.value, f"step[{step.order + 1}].{name}", leaf.basis)
            is_stock_amount = step.kind == _STOCK and (name == "diameter_median" or not fits(leaf.value, "nm"))
            if is_stock_amount or (step.stage == "culture" and name == "cells"):
                yield one
            elif step.stage == "isolate" and name in _FINAL_VOLUME and fits(leaf.value, "mL"):
                volume = one
    if volume is not None:
        yield volume


def _rule(words: str, quantity: Quantity) -> BatchRule | None:
    about_lipid = any(word in words for word in _LIPID)
    for rule in RULES:
        if not fits(quantity, rule.unit) or (rule.words and not any(word in words for word in rule.words)):
            continue
        if about_lipid and rule.of in ("mass", "protein") and rule.unit in _LIPID_ONLY:
            continue  # a mass of lipid is neither protein nor an amount of phospholipid
        return rule
    return None


def _repeats(values: Sequence[tuple[LogNormal, str, str]]) -> LogNormal:
    """Repeats as one number: geometric mean; the scatter of the repeats, or the error of one where that is larger."""
    if len(values) == 1:
        return values[0][0]
    logs = [math.log(value.median) for value, _, _ in values]
    mean = sum(logs) / len(logs)
    own = max(value.log_sd for value, _, _ in values)
    scatter = math.sqrt(sum((one - mean) ** 2 for one in logs) / (len(logs) - 1))
    return LogNormal(median=math.exp(mean), log_sd=max(own, scatter))


def _said(values: Sequence[tuple[LogNormal, str, str]], name: str) -> str:
    return f"{name}: {', '.join(f'{place} ({basis})' for _, place, basis in values)}"


def _ratio(of: Node, per: Node, values: Sequence[tuple[LogNormal, str, str]], name: str) -> Ratio:
    bases = {basis for _, _, basis in values}
    status = next(iter(bases)) if len(bases) == 1 else "stated"
    cites = ("timecourse_nta",) if of == "particles" and any(value.log_sd == COUNT_ERROR for value, _, _ in values) else ()
    return Ratio(of=of, per=per, value=_repeats(values), origin="batch", status=status, cites=cites, sentence=_said(values, name))


def isolation_of(therapy: Therapy) -> str:
    """The key of the class of a record's isolation: purified if any step purifies, else precipitation if any precipitates, else concentrated."""
    kinds = {term("operations", step.kind).key for step in therapy.steps if step.stage == "isolate" and is_term("operations", step.kind)}
    classes = isolation_classes()
    return next((key for key in ("purified", "precipitation", "concentrated") if kinds & set(classes[key].operations)), UNKNOWN)


def lab_ratios(batches: Iterable[Batch]) -> tuple[Ratio, ...]:
    """What other batches of the same laboratory say of a new one: geometric mean, and the scatter that a further batch has.

    ``log_sd^2 = s^2 (1 + 1/n) + e^2`` with `s` the scatter of `n` batches and `e` the mean error of one; of a single batch the
    scatter is that of `BETWEEN_BATCHES`.
    """
    known = list(batches)
    found = []
    for of, per in combinations(KINDS, 2):
        pairs = [(chain_value(chain), batch.name) for batch in known if (chain := best_chain(batch.ratios, per, of))]
        if pairs:
            names = ", ".join(name for _, name in pairs)
            plural = "batch" if len(pairs) == 1 else "batches"
            sentence = f"{len(pairs)} other {plural} of the same laboratory: {names}"
            found.append(Ratio(of=of, per=per, value=_of_further(pairs), origin="same lab", status="measured", sentence=sentence))
    return tuple(found)


def _of_further(pairs: Sequence[tuple[LogNormal, str]]) -> LogNormal:
    logs = [math.log(value.median) for value, _ in pairs]
    mean, count = sum(logs) / len(logs), len(logs)
    error = math.sqrt(sum(value.log_sd**2 for value, _ in pairs) / count)
    scatter = math.sqrt(sum((one - mean) ** 2 for one in logs) / (count - 1)) if count > 1 else math.log(BETWEEN_BATCHES)
    return LogNormal(median=math.exp(mean), log_sd=math.hypot(scatter * math.sqrt(1 + 1 / count), error))


def size_of(therapy: Therapy) -> Mapping[str, Quantity]:
    """What a dose may be divided by, as the record states it: volume of an application [mL], body mass [kg], area of the defect [cm2]."""
    leaves = {"mL": therapy.dosing.volume, "kg": therapy.target.body_mass, "cm2": therapy.target.defect_area}
    return {per: leaf.value for per, leaf in leaves.items() if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity)}
