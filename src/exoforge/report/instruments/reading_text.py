"""What a file says, on a terminal: what it is, its headline numbers, its markers, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.report.display import amount, with_error
from exoforge.report.text import pairs, wrapped
from exoforge.report.words import sentence_case
from exoforge.streams.measurement import Dilution, Figure, Marker, Measurement

LABEL = 30
MOST_MARKERS = 24
MOST_DIGITS = 4
"""Of a measured mean, however well its repeats agree. A choice."""
MOST_WHOLE = 1e6
"""A pure number below this that is whole is a count, and printed as one."""
SPREAD = "± is the technical SD, between repeats on one sample; it says nothing of other batches."


def measurement_text(one: Measurement) -> str:
    """One measurement on one screen."""
    lines = [f"{one.sample}", ""]
    lines += pairs(_identity(one), width=LABEL)
    if one.figures:
        lines += ["", "What it says", *_figures(one.figures)]
    if one.markers:
        rules = dict.fromkeys(marker.rule for marker in one.markers if marker.rule)
        lines += ["", "Markers", *(line for rule in rules for line in wrapped(sentence_case(rule), "  "))]
        lines += pairs(((marker.name, _marker_text(marker)) for marker in one.markers[:MOST_MARKERS]), width=LABEL)
        if len(one.markers) > MOST_MARKERS:
            lines.append(f"  … and {len(one.markers) - MOST_MARKERS} more; --csv writes them all")
    lines += ["", *_problems(one)]
    return "\n".join(lines)


def _identity(one: Measurement) -> list[tuple[str, str]]:
    rows = [("technique", one.technique), ("instrument", one.instrument)]
    if one.file is not None:
        rows.append(("file", f"{one.file.name}, SHA-256 {one.file.sha256[:16]}…, read by {one.file.reader} {one.file.reader_version}"))
    if one.distributions:
        counts = [part.counted for part in one.distributions if part.counted is not None]
        tracks = f", {sum(counts):.0f} particles or tracks counted" if counts else ""
        rows.append(("size distributions", f"{len(one.distributions)}, by {one.distributions[0].weighting}{tracks}"))
    if any(figure.unit == "particles/m3" for figure in one.figures):
        rows.append(("dilution", dilution_text(one.dilution)))
    settings = sum(map(_size, one.settings.values()))
    rows.append(("kept", f"{len(one.arrays)} arrays, {settings} settings, {len(one.flags)} flags, {len(one.unread)} keys not understood"))
    return rows


def _size(section: object) -> int:
    return len(section) if isinstance(section, dict) else 1


def dilution_text(dilution: Dilution) -> str:
    """What is known of a dilution, and whether the concentrations contain it."""
    if dilution.factor is None:
        return "not known: the concentrations are those of the sample as it was measured"
    applied = "the concentrations are those of the undiluted sample" if dilution.applied else "not applied: the concentrations are those of the diluted sample"
    return f"1:{dilution.factor:g} ({dilution.source}); {applied}"


def _figures(figures: Sequence[Figure]) -> list[str]:
    """The headline numbers, those of one rule below each other under it, so that the rule is said once."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(f"{figure.source.capitalize()}: {figure.meaning}", []).append(figure)
    wide = max(len(figure.name) for figure in figures)
    lines = []
    for rule, several in groups.items():
        lines += wrapped(rule, "  ")
        lines += [f"    {figure.name:<{wide}}  {value_text(figure)}" for figure in several]
    return lines + (wrapped(SPREAD, "  ") if any(one.spread is not None and one.low is None for one in figures) else [])


def value_text(figure: Figure) -> str:
    """A headline number with its interval, or with its technical spread behind a sign of plus and minus."""
    whole = not figure.unit and abs(figure.value) < MOST_WHOLE and figure.value == int(figure.value)
    if figure.low is not None and figure.high is not None:
        return f"{amount(figure.value, figure.unit)} (95 % {amount(figure.low, figure.unit)} to {amount(figure.high, figure.unit)})"
    if figure.spread is not None:
        return with_error(figure.value, figure.spread, figure.unit, most=MOST_DIGITS)
    return f"{figure.value:.0f}" if whole else amount(figure.value, figure.unit)


def _marker_text(marker: Marker) -> str:
    value = "" if marker.value is None else f", {amount(marker.value, marker.unit)}"
    return f"{marker.result}{value} ({marker.said})"


def _problems(one: Measurement) -> list[str]:
    if not one.notices:
        return ["Nothing doubtful was found in this file."]
    lines = [f"{len(one.notices)} thing{'s' if len(one.notices) > 1 else ''} to know"]
    for place, notice in enumerate(one.notices, start=1):
        lines += wrapped(notice, f"  {place}. ")
    return lines
