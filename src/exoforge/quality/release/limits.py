"""One piece of evidence held against one limit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term, term
from exoforge.base.units import convert, parse_quantity
from exoforge.quality.release.evidence import Answer, ReadFile, Source, Span, Value, Verdict, file_source, result_source
from exoforge.quality.release.specification import Between, Label, Limit, Markers, Share, Threshold, Word
from exoforge.quality.release.values import as_span, check_sense, figure_value, share_value, span_text, stated_value, within
from exoforge.record.lots.lot import LotResult
from exoforge.streams.measurement import CONCENTRATION, UNDILUTED, Figure, Measurement

CONCENTRATIONS = (UNDILUTED, CONCENTRATION)
"""The concentration that a limit means is that of the product: the undiluted one where there are both."""
OPPOSITES: Mapping[str, tuple[str, ...]] = {
    "negative": ("positive", "detected", "present"),
    "not detected": ("detected", "positive", "present"),
    "sterile": ("not sterile", "non-sterile", "growth", "contaminated"),
    "no growth": ("growth", "contaminated"),
    "positive": ("negative", "absent", "not detected"),
    "conforms": ("does not conform", "fails", "failed"),
    "cup-shaped": ("not cup-shaped",),
}
"""Words that say the contrary of a word that conforms. A choice; a specification may name more."""


def is_concentration(name: str) -> bool:
    """Whether a headline number is the concentration, in any case of its letters."""
    return name.lower() == CONCENTRATION


def figure_named(one: Measurement, name: str) -> Figure | None:
    """A headline number of a measurement, in any case of its letters; of a concentration that of the undiluted sample where there are both."""
    names = CONCENTRATIONS if is_concentration(name) else (name.lower(),)
    return next((figure for wanted in names for figure in one.figures if figure.name.lower() == wanted), None)


def allowed_by(limit: Limit, label: Mapping[str, str]) -> Span:
    """What a limit on a number allows.

    Raises
    ------
    SettingError
        The lot's label does not state what the limit needs.
    """
    if isinstance(limit, Threshold):
        return as_span(limit.kind, limit.value)
    if isinstance(limit, Between):
        low, high = parse_quantity(limit.low), parse_quantity(limit.high)
        return Span(low=low.value, high=convert(high, low.unit).value, unit=low.unit)
    if isinstance(limit, Label):
        if not label.get(limit.label):
            raise SettingError(f'The lot states no {limit.label} under [label]; write {limit.label} = "…" there, as the label has it.')
        at, part = parse_quantity(label[limit.label]), convert(parse_quantity(limit.tolerance), "").value
        return Span(low=at.value * (1 - part), high=at.value * (1 + part), unit=at.unit)
    if isinstance(limit, Share):
        return as_span("at-least" if limit.at_least else "above", limit.at_least or limit.above)
    raise SettingError("This limit is one in words, not of a number.")


def limit_text(limit: Limit, label: Mapping[str, str] | None = None) -> str:
    """A limit in words."""
    if isinstance(limit, Threshold):
        return _of(limit.figure, span_text(as_span(limit.kind, limit.value)))
    if isinstance(limit, Between):
        return _of(limit.figure, f"{limit.low} to {limit.high}")
    if isinstance(limit, Label):
        stated = (label or {}).get(limit.label)
        return f"{limit.label} = label ± {limit.tolerance}" + (f" (label {stated})" if stated else "")
    if isinstance(limit, Share):
        return f"{f'at least {limit.at_least}' if limit.at_least else f'above {limit.above}'} within {limit.low} to {limit.high}, by {limit.weighting}"
    if isinstance(limit, Markers):
        upper = f" (at least {limit.positive_at_least})" if limit.positive_at_least else ""
        lower = f" (at most {limit.negative_at_most})" if limit.negative_at_most else ""
        parts = [f"{' '.join(f'{name}+' for name in limit.positive)}{upper}" if limit.positive else ""]
        parts += [f"{' '.join(f'{name}−' for name in limit.negative)}{lower}" if limit.negative else ""]
        return "; ".join(part for part in parts if part)
    return " or ".join(limit.words)


def _of(figure: str, text: str) -> str:
    return f"{figure} {text}" if figure else text


def answer_of_result(result: LotResult, limit: Limit, label: Mapping[str, str], *, guard: bool) -> Answer:
    """A stated result against a limit."""
    source = result_source(result)
    if isinstance(limit, Word):
        verdict, reason = _word(result.value, limit) if result.value else _open("The limit is a word, and markers are stated.")
        return Answer(verdict=verdict, result=result.value, reason=reason, source=source)
    if isinstance(limit, Markers):
        if result.markers:
            return _markers({_name(name): (name, text) for name, text in result.markers.items()}, limit, source)
        verdict, reason = _open(f"'{result.value}' is read by a person only; state markers = {{ CD9 = \"positive\" }} for each.")
        return Answer(verdict=verdict, result=result.value, reason=reason, source=source)
    if not result.value:
        verdict, reason = _open("The limit is a number, and markers are stated.")
        return Answer(verdict=verdict, result="markers", reason=reason, source=source)
    try:
        value = stated_value(result.value)
        check_sense(value, allowed_by(limit, label))
        return _number(value, limit, label, source, guard=guard)
    except SettingError as trouble:
        return Answer(verdict="not decidable", result=result.value, reason=str(trouble), source=source)


def answer_of_file(read: ReadFile, one: Measurement, limit: Limit, label: Mapping[str, str], *, guard: bool) -> Answer | None:
    """A measurement against a limit; None where it says nothing of what the limit is about."""
    source = file_source(read, one)
    if isinstance(limit, Word):
        return None
    if isinstance(limit, Markers):
        found = {_name(marker.name): (marker.name, _marker_text(marker.result, marker.value, marker.unit)) for marker in one.markers}
        wanted = {_name(name) for name in (*limit.positive, *limit.negative)}
        return _markers(found, limit, source) if wanted & set(found) else None
    try:
        if isinstance(limit, Share):
            usable = [part for part in one.distributions if part.weighting == limit.weighting]
            if not usable:
                return None
            value = share_value(usable, *(convert(parse_quantity(end), "m").value for end in (limit.low, limit.high)))
            return _number(value, limit, label, source, guard=guard)
        figure = figure_named(one, limit.figure)
        if figure is None:
            return None
        value = figure_value(figure)
        if is_concentration(limit.figure) and not one.dilution.applied:
            reason = (
                'The file does not say how far the sample was diluted, so this is the concentration in the instrument. State dilution = "1:…" for the file.'
            )
            return Answer(verdict="not decidable", result=f"{value.shown}, as measured", reason=reason, source=source)
        return _number(value, limit, label, source, guard=guard)
    except SettingError as trouble:
        return Answer(verdict="not decidable", result="", reason=str(trouble), source=source)


def _number(value: Value, limit: Limit, label: Mapping[str, str], source: Source, *, guard: bool) -> Answer:
    allowed = allowed_by(limit, label)
    point = within(value.possible, allowed)
    whole = within(value.interval, allowed) if value.interval is not None else None
    verdict: Verdict
    if point == "across":
        verdict, reason = "not decidable", f"'{value.shown}' may lie on either side of the limit; a more sensitive test is needed."
    elif point == "outside":
        verdict, reason = "fail", f"{value.shown} is not {span_text(allowed)}."
    elif not guard or value.possible.low != value.possible.high:
        verdict, reason = (
            "pass",
            "" if whole in (None, "inside") else f"The 95 % interval reaches beyond the limit; the specification asks for the value alone. From {value.of}.",
        )
    elif whole is None:
        verdict, reason = "not decidable", "The specification asks that the whole interval conforms, and the result states none."
    elif whole == "inside":
        verdict, reason = "pass", f"The whole 95 % interval conforms, from {value.of}."
    else:
        verdict, reason = "not decidable", f"The value conforms and its 95 % interval does not, from {value.of}; the specification asks for both."
    return Answer(verdict=verdict, result=value.shown, reason=reason, source=source)


def _word(said: str, limit: Word) -> tuple[Verdict, str]:
    plain = _plain(said)
    if plain in {_plain(word) for word in limit.words}:
        return "pass", ""
    against = {_plain(word) for word in (*limit.fails, *(other for word in limit.words for other in OPPOSITES.get(word.lower(), ())))}
    if plain in against:
        return "fail", f"The result is '{said}'; {' or '.join(limit.words)} is required."
    return _open(f"'{said}' is none of the words that conform ({', '.join(limit.words)}) and none that does not; a person must read it.")


def _markers(found: Mapping[str, tuple[str, str]], limit: Markers, source: Source) -> Answer:
    said: list[str] = []
    wrong: list[str] = []
    open_ones: list[str] = []
    for wanted, names, bound in (("positive", limit.positive, limit.positive_at_least), ("negative", limit.negative, limit.negative_at_most)):
        for name in names:
            _, text = found.get(_name(name), (name, ""))
            verdict = _marker(text, wanted, bound)
            said.append(f"{name} {text or 'not tested'}")
            if verdict == "fail":
                wrong.append(f"{name} must be {wanted}")
            elif verdict != "pass":
                open_ones.append(f"{name}: {text or 'not tested'}")
    verdict = "fail" if wrong else "not decidable" if open_ones else "pass"
    reason = f"{'; '.join(wrong)}." if wrong else f"Open: {'; '.join(open_ones)}." if open_ones else ""
    return Answer(verdict=verdict, result=", ".join(said), reason=reason, source=source)


def _marker(text: str, wanted: str, bound: str) -> Verdict:
    plain = _plain(text)
    if plain in ("positive", "negative"):
        return "pass" if plain == wanted else "fail"
    if not text or not bound:
        return "not decidable"
    try:
        value, allowed = stated_value(text), as_span("at-least" if wanted == "positive" else "at-most", bound)
        check_sense(value, allowed)
        place = within(value.possible, allowed)
    except SettingError:
        return "not decidable"
    return "pass" if place == "inside" else "fail" if place == "outside" else "not decidable"


def _marker_text(result: str, value: float | None, unit: str) -> str:
    return result if result in ("positive", "negative") or value is None else f"{value:.4g} {unit}".strip()


def _name(name: str) -> str:
    """One spelling of a marker: the vocabulary's where it knows the name."""
    return term("markers", name).key if is_term("markers", name) else re.sub(r"[^a-z0-9]", "", name.lower())


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().lower()).rstrip(".")


def _open(sentence: str) -> tuple[Verdict, str]:
    return "not decidable", sentence
