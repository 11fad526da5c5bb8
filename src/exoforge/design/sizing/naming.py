"""Which sample, day and injection a measurement is: from a table of the design, from names by a pattern, or from what a reader parsed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.design.sizing.model import CONDITIONS
from exoforge.streams.measurement import Distribution, Measurement

EXAMPLE = "'{sample}_{dilution}_{day}_{injection}_{video}'"
LONGEST = 400
"""[signs] of a name that a pattern is held against."""
OF_EACH = frozenset({"file", "sample", "dilution"})
"""Settings that count only where a reader parsed them for each distribution: as one setting of a file, they are in the measurement itself."""
NAMES = frozenset({"file", "sample", "video", "column", "dilution", "label"})
"""Parsed words that are no level of their own."""
CAPTURED = ("time captured", "date", "measurement date and time")
"""Settings, in small letters, in which instruments say when they measured."""
_FIELD = re.compile(r"\{(\w+)\}")
_WORDS = re.compile(r"[\W_]+")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """Where the levels are found.

    Parameters
    ----------
    pattern : compiled, or None. text : the pattern as written.
    rows : of the table of the design, each by column name in small letters; None without a table. table : its path.
    """

    pattern: re.Pattern[str] | None = None
    text: str = ""
    rows: tuple[Mapping[str, str], ...] | None = None
    table: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a distribution stands.

    Parameters
    ----------
    labels : at each level. dilution : as its name, the table or the reader tells it, or empty.
    stated : whether the user said where that dilution is found; one that only the reader parsed may be in the numbers already.
    captured : whether the day is that of the file's own date, because no name tells it.
    """

    labels: Mapping[str, str]
    dilution: str
    stated: bool
    captured: bool


def naming(pattern: str = "", table: Path | None = None) -> Naming:
    """A pattern of names, a table of the design, or neither.

    Parameters
    ----------
    pattern : levels in braces with what parts them, such as ``{sample}_{day}_{video}``. Only the sample may itself hold what parts them.
    table : CSV with a column ``file``, where needed a column ``label`` (the sample, video or column in the file), and one column for each level.

    Raises
    ------
    SettingError
        The pattern has no field, or one twice, or two without anything between them.
    FileError
        The table cannot be read, or has no column ``file``.
    """
    return Naming(pattern=_compiled(pattern) if pattern else None, text=pattern, rows=_rows(table) if table else None, table=str(table or ""))


def _compiled(pattern: str) -> re.Pattern[str]:
    fields = _FIELD.findall(pattern)
    between = _FIELD.split(pattern)[2:-1:2]
    if "sample" not in fields or len(set(fields)) < len(fields) or "" in between:
        raise SettingError(f"The pattern '{pattern}' cannot be used; write each level once in braces, the sample among them, with a sign between: {EXAMPLE}.")
    signs = "".join(re.escape(sign) for sign in sorted(set("".join(between))))
    parts = _FIELD.split(pattern)
    regex = "".join(re.escape(part) if place % 2 == 0 else _group(part, signs) for place, part in enumerate(parts))
    return re.compile(regex)


def _group(field: str, signs: str) -> str:
    return f"(?P<{field}>.+)" if field == "sample" or not signs else f"(?P<{field}>[^{signs}]+)"


def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    text = read_text(path, what="a table of the design (CSV)")
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=head.count)
    found = list(csv.reader(io.StringIO(text), delimiter=mark))
    names = [cell.strip().casefold() for cell in found[0]] if found else []
    if "file" not in names or len(set(names)) < len(names):
        raise FileError(f"The table '{path}' begins with '{head[:80]}'; a head with the columns file, sample, day, ..., each once, was expected.")
    return tuple(dict(zip(names, map(str.strip, row), strict=False)) for row in found[1:] if any(map(str.strip, row)))


def place_of(one: Measurement, part: Distribution, levels: Sequence[str], rule: Naming) -> Place:
    """The label of a distribution at each level, and its dilution where the name or the table states one.

    Without a pattern and a table, the sample is what the reader calls it with the words that part samples (`CONDITIONS`). A day that nothing names
    is the date at which the file says that it was measured, else the date in its name.

    Raises
    ------
    SettingError
        A level cannot be told.
    """
    file = one.file.name if one.file else one.sample
    known = {"file": file, "video": part.label}
    if rule.rows is not None:
        known |= _of_table(rule, file, (part.label, one.sample))
    elif rule.pattern is not None:
        known |= _of_name(rule, file, (part.label, one.sample, Path(file).stem))
    else:
        known |= {"sample": one.sample} | _of_settings(one, part)
        parsed = parsed_besides(one, part, levels)
        known["sample"] = " ".join([known["sample"], *(parsed[word] for word in CONDITIONS if parsed.get(word))])
    captured = "day" in levels and not known.get("day")
    if captured:
        known["day"] = _date(one, file)
    missing = next((level for level in levels if not known.get(level)), None)
    if missing is not None:
        raise SettingError(
            f"The {missing} of '{part.label}' in '{file}' (sample '{one.sample}') cannot be told; name files or columns by a pattern, such as "
            f"--pattern {EXAMPLE}, or give --design with a table of the columns file, label, {', '.join(levels)}."
        )
    stated = rule.rows is not None or rule.pattern is not None
    return Place(labels={level: known[level] for level in levels}, dilution=known.get("dilution", ""), stated=stated, captured=captured)


def parsed_besides(one: Measurement, part: Distribution, levels: Sequence[str]) -> dict[str, str]:
    """What a reader parsed from the name of a distribution and nobody asked for as a level; a number of its own, as its mean, is in no name."""
    place = next((index for index, other in enumerate(one.distributions) if other is part), 0)
    words = set(_WORDS.split(part.label))
    each = {key: str(value[place]) for key, value in _flat(one.settings) if isinstance(value, list | tuple) and len(value) == len(one.distributions)}
    return {key: value for key, value in each.items() if key.isidentifier() and key not in NAMES and key not in levels and value in words}


def _date(one: Measurement, file: str) -> str:
    """The date of a measurement as its file writes it; nothing where there is none."""
    said = {key: value for key, value in _flat(one.settings) if key in CAPTURED and isinstance(value, str)}
    found = next((date for text in (*(said.get(key, "") for key in CAPTURED), file) if (date := _DATE.search(text))), None)
    return found.group() if found else ""


def _of_table(rule: Naming, file: str, labels: Sequence[str]) -> Mapping[str, str]:
    stem = Path(file).stem
    for row in rule.rows or ():
        if row.get("file") in (file, stem) and (not row.get("label") or row["label"] in labels):
            return {key: value for key, value in row.items() if value and key != "file"}
    raise SettingError(f"The table '{rule.table}' has no row for '{labels[0]}' in '{file}'; add one, with the file's name in the column 'file'.")


def _of_name(rule: Naming, file: str, names: Sequence[str]) -> Mapping[str, str]:
    for name in names:
        found = rule.pattern.fullmatch(name[:LONGEST].strip()) if rule.pattern else None
        if found:
            return found.groupdict()
    listed = ", ".join(dict.fromkeys(f"'{name[:80]}'" for name in names))
    raise SettingError(
        f"'{file}' does not fit the pattern '{rule.text}' (tried: {listed}); write a pattern that fits all files, such as {EXAMPLE}, give --design, "
        "or leave this file out."
    )


def _of_settings(one: Measurement, part: Distribution) -> dict[str, str]:
    """Every setting that a reader parsed, by its key in small letters; of a list with one entry for each distribution that of this one."""
    place = next((index for index, other in enumerate(one.distributions) if other is part), 0)
    return {key: text for key, value in _flat(one.settings) if (text := _entry(value, place, len(one.distributions)))}


def _flat(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        elif str(key).casefold() not in OF_EACH or isinstance(value, list | tuple):
            yield str(key).casefold(), value


def _entry(value: Any, place: int, count: int) -> str:
    if isinstance(value, list | tuple):
        return str(value[place]).strip() if len(value) == count else ""
    return str(value).strip() if isinstance(value, str | int | float) else ""
