"""What many files say, on a terminal: what was refused, what is doubtful and in how many, and one line for each measurement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from exoforge.instruments.catalog import readable
from exoforge.instruments.companions import some_names
from exoforge.instruments.folder import Reading, Refusal
from exoforge.report.display import amount
from exoforge.report.text import aligned, wrapped
from exoforge.streams.measurement import UNDILUTED, Measurement

MOST_REFUSALS = 20
MOST_REMARKS = 10
MOST_NOTICES = 20
"""Kinds of notices that are told; the rest is in --json and in the text of a file by itself."""
MOST_ROWS = 200
MOST_OTHERS = 3
"""Figures shown of a technique that has none of `COLUMNS`."""
LONGEST_LABEL = 34
COLUMNS: Mapping[str, str] = {
    "mean diameter": "mean",
    "mode diameter": "mode",
    "D50": "D50",
    "z-average": "z-average",
    "concentration": "particles/mL",
    UNDILUTED: "undiluted/mL",
}
"""Figures that the table of many files shows, and their heads; the rest is in --csv."""
PER_ML = " particles/mL"
_NUMBERS = re.compile(r"#(?:(?:, | and |; )#)+")


def reading_text(reading: Reading) -> str:
    """Many files: problems first, then a table."""
    kinds = ", ".join(dict.fromkeys(one.technique for one in reading.measurements))
    measured = _counted(len(reading.measurements), "measurement") + (f" ({kinds})" if kinds else "")
    lines = wrapped(f"{_counted(reading.files, 'file')}, {measured}, {len(reading.refusals)} refused", hang=2)
    lines += _refused(reading.refusals)
    if reading.remarks:
        lines += ["", "What the files say about each other"]
        for remark in reading.remarks[:MOST_REMARKS]:
            lines += wrapped(remark, "  - ")
        lines += _more(len(reading.remarks) - MOST_REMARKS, "--json tells them all")
    lines += _notices(reading.measurements)
    lines += _table(reading.measurements)
    if reading.passed_over:
        lines += ["", *wrapped(f"Passed over, as no instrument's files by their ending: {_names(reading.passed_over)}.")]
    return "\n".join(lines)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _more(number: int, where: str) -> list[str]:
    return [f"  … and {number} more; {where}"] if number > 0 else []


def _names(paths: Sequence[Path]) -> str:
    counted = Counter(path.name for path in paths)
    return ", ".join(name if number == 1 else f"{name} ({number} times)" for name, number in sorted(counted.items()))


def _refused(refusals: Sequence[Refusal]) -> list[str]:
    """The sentences; what can be read at all is said once, below them."""
    if not refusals:
        return []
    known = readable()
    lines = ["", "Not read"]
    for refusal in refusals[:MOST_REFUSALS]:
        lines += wrapped(" ".join(refusal.sentence.replace(known, "").split()), "  - ")
    lines += _more(len(refusals) - MOST_REFUSALS, "--json tells them all")
    return lines + (wrapped(known, "  ") if any(known in refusal.sentence for refusal in refusals) else [])


def _labels(measurements: Sequence[Measurement]) -> list[str]:
    """How each measurement is called here: its sample, and where several have one name its file."""
    samples = Counter(one.sample for one in measurements)
    return [one.sample if samples[one.sample] == 1 or one.file is None else one.file.name for one in measurements]


def _notices(measurements: Sequence[Measurement]) -> list[str]:
    """Every kind of notice once, those of most measurements first: notices that differ in their numbers only are of one kind."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for one, label in zip(measurements, _labels(measurements), strict=True):
        for notice in one.notices:
            kinds.setdefault(_kind(notice), {}).setdefault(notice, []).append(label)
    if not kinds:
        return []
    lines = ["", "Things to know"]
    ordered = sorted(kinds.values(), key=lambda texts: -sum(map(len, texts.values())))
    for texts in ordered[:MOST_NOTICES]:
        holders = list(dict.fromkeys(label for labels in texts.values() for label in labels))
        where = f"in all {len(measurements)}" if len(holders) == len(measurements) > 1 else f"in {some_names(holders)}"
        such = "" if len(texts) == 1 else ", such as"
        lines += wrapped(f"{where}{such}: {next(iter(texts))}", "  - ")
    return lines + _more(len(ordered) - MOST_NOTICES, "--json and a file by itself tell them all")


def _kind(notice: str) -> str:
    """A notice without its numbers, and without what an instrument says of each video."""
    said = notice.split("': '", maxsplit=1)[0]
    return _NUMBERS.sub("#", re.sub(r"\d[\d.,e+]*", "#", said)).replace("videos", "video")


def _table(measurements: Sequence[Measurement]) -> list[str]:
    """A table for each technique, because they share few figures."""
    shown = list(zip(measurements, _labels(measurements), strict=True))[:MOST_ROWS]
    techniques = list(dict.fromkeys(one.technique for one in measurements))
    lines: list[str] = []
    for technique in techniques:
        several = [(one, label) for one, label in shown if one.technique == technique]
        if several:
            lines += ["", *([technique] if len(techniques) > 1 else []), *aligned(_rows(several), indent="  ")]
    return lines + _more(len(measurements) - MOST_ROWS, "--csv writes them all")


def _rows(several: Sequence[tuple[Measurement, str]]) -> list[list[str]]:
    held = list(dict.fromkeys(figure.name for one, _ in several for figure in one.figures))
    shown = [name for name in COLUMNS if name in held] or held[:MOST_OTHERS]
    rows = [["sample", "repeats", *(COLUMNS.get(name, name) for name in shown), "to know"]]
    for one, label in several:
        known = {figure.name: figure for figure in one.figures}
        cells = [amount(known[name].value, known[name].unit).removesuffix(PER_ML) if name in known else "" for name in shown]
        repeats = str(len(one.distributions)) if one.distributions else ""
        short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
        rows.append([short, repeats, *cells, str(len(one.notices)) if one.notices else ""])
    places = [place for place in range(len(rows[0])) if place == 0 or any(row[place] for row in rows[1:])]
    return [[row[place] for place in places] for row in rows]
