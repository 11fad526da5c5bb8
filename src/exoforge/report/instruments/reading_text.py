"""What a file says, on a terminal: what it is, its headline numbers, its markers, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from exoforge.instruments.folder import Reading
from exoforge.report.display import amount
from exoforge.report.text import aligned, pairs, wrapped
from exoforge.streams.measurement import Dilution, Figure, Marker, Measurement

LABEL = 30
MOST_MARKERS = 24
MOST_NOTICES = 12
MOST_WHOLE = 1e6
"""A pure number below this that is whole is a count, and printed as one."""
COLUMNS = ("mean diameter", "mode diameter", "D50", "z-average", "concentration")
"""Figures that a table of many files shows; the rest is in --csv."""


def measurement_text(one: Measurement) -> str:
    """One measurement on one screen."""
    lines = [f"{one.sample}", ""]
    lines += pairs(_identity(one), width=LABEL)
    if one.figures:
        lines += ["", "What it says", *pairs(((figure.name, figure_text(figure)) for figure in one.figures), width=LABEL)]
    if one.markers:
        lines += ["", "Markers", *pairs(((marker.name, _marker_text(marker)) for marker in one.markers[:MOST_MARKERS]), width=LABEL)]
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
        return "not stated: the concentrations are those of the sample as it was measured"
    applied = "the concentrations are those of the undiluted sample" if dilution.applied else "not applied: the concentrations are those of the diluted sample"
    return f"1:{dilution.factor:g} ({dilution.source}); {applied}"


def figure_text(figure: Figure) -> str:
    """A headline number with its interval or its technical spread, and the rule behind it."""
    whole = not figure.unit and abs(figure.value) < MOST_WHOLE and figure.value == int(figure.value)
    parts = [f"{figure.value:.0f}" if whole else amount(figure.value, figure.unit)]
    if figure.low is not None and figure.high is not None:
        parts.append(f"(95 % {amount(figure.low, figure.unit)} to {amount(figure.high, figure.unit)})")
    elif figure.spread is not None:
        parts.append(f"(technical SD {amount(figure.spread, figure.unit, digits=2)})")
    return f"{' '.join(parts)}; {figure.source}: {figure.meaning}"


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


def reading_text(reading: Reading) -> str:
    """Many files: problems first, then a table."""
    files = len({one.file.sha256 for one in reading.measurements if one.file}) + len(reading.refusals)
    lines = [f"{files} files, {len(reading.measurements)} measurements, {len(reading.refusals)} refused", ""]
    if reading.refusals:
        lines.append("Not read")
        for refusal in reading.refusals:
            lines += wrapped(refusal.sentence, "  - ")
        lines.append("")
    for remark in reading.remarks:
        lines += wrapped(remark, "  ! ")
    lines += ["", *_common(reading.measurements)] if any(one.notices for one in reading.measurements) else []
    lines += ["", *_table(reading.measurements)]
    if reading.passed_over:
        lines += ["", *wrapped(f"Passed over, as no instrument's files by their ending: {_names(reading.passed_over)}.")]
    return "\n".join(lines)


def _names(paths: Sequence[Path]) -> str:
    counted = Counter(path.name for path in paths)
    return ", ".join(name if number == 1 else f"{name} ({number} times)" for name, number in sorted(counted.items()))


def _common(measurements: Sequence[Measurement]) -> list[str]:
    """The notices: first those of several files, then those of each file by itself."""
    holders: dict[str, list[str]] = {}
    for one in measurements:
        for notice in one.notices:
            name = one.file.name if one.file else one.sample
            holders.setdefault(notice, []).append(name)
    lines = ["Things to know"]
    for notice, names in sorted(holders.items(), key=lambda item: -len(item[1])):
        if len(names) > 1:
            lines += wrapped(f"in {len(names)} measurements: {notice}", "  - ")
    for name in dict.fromkeys(name for names in holders.values() for name in names):
        own = [notice for notice, names in holders.items() if names == [name]]
        lines += wrapped(name, "  ") if own else []
        for notice in own[:MOST_NOTICES]:
            lines += wrapped(notice, "    - ")
        if len(own) > MOST_NOTICES:
            lines.append(f"    … and {len(own) - MOST_NOTICES} more; --json and the file by itself tell them all")
    return lines


def _table(measurements: Sequence[Measurement]) -> list[str]:
    shown = [name for name in COLUMNS if any(figure.name == name for one in measurements for figure in one.figures)]
    rows: list[list[str]] = [["technique", "sample", "repeats", *shown, "to know"]]
    for one in measurements:
        known = {figure.name: figure for figure in one.figures}
        cells = [amount(known[name].value, known[name].unit) if name in known else "" for name in shown]
        repeats = str(len(one.distributions)) if one.distributions else ""
        rows.append([one.technique, one.sample[:34], repeats, *cells, str(len(one.notices)) if one.notices else ""])
    return aligned(rows, indent="  ")
