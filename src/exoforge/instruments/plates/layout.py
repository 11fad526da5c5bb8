"""The map of a plate: which well holds a standard, a blank or a sample, and how far a sample was diluted."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.base.units import Quantity, convert, fits
from exoforge.instruments.delimited import decimal_mark, number, place_of, rows_of
from exoforge.instruments.plates.blocks import LETTERS

WHAT = "a plate map (TOML or CSV)"
LARGEST = 256 * 1024
MOST_WELLS = 384
"""Wells of the largest plate that is read."""
_WELL = re.compile(r"([A-Pa-p])0?([1-9]|1\d|2[0-4])")
_RANGE = re.compile(rf"\s*{_WELL.pattern}(?:\s*[:-]\s*{_WELL.pattern})?\s*")
_UNIT = re.compile(r"\[([^\]]+)\]|\(([^)]+)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Well:
    """What one well holds.

    Parameters
    ----------
    name : ``A1``. role : ``standard``, ``blank`` or ``sample``. concentration : of a standard, in the map's unit.
    sample : name of a sample. dilution : of a sample before it went into the well, 1 or above.
    """

    name: str
    role: Literal["standard", "blank", "sample"]
    concentration: float = 0.0
    sample: str = ""
    dilution: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A plate map. `unit` is that of its standards, such as ``ug/mL``; `factor` turns it into kg/m3."""

    unit: str
    factor: float
    wells: tuple[Well, ...]


def read_layout(path: Path | str) -> Layout:
    """Read a plate map.

    As TOML: ``unit = "ug/mL"`` and a table ``[wells]`` of entries such as ``"A1:B1" = { standard = 2000 }``,
    ``"H1:H3" = { blank = true }``, ``"A4:A6" = { sample = "lot 7", dilution = 10 }``. As CSV: the columns ``well``,
    ``role``, ``concentration [ug/mL]``, ``sample`` and ``dilution``.

    Raises
    ------
    FileError
        It is absent or no map, a well is named twice or does not exist, or a standard has no concentration.
    """
    place = Path(path)
    text = read_text(place, what=WHAT, largest=LARGEST)
    unit, wells = _of_csv(text, place) if _is_table(text) else _of_toml(text, place)
    seen: set[str] = set()
    for well in wells:
        if well.name in seen:
            raise FileError(f"'{place}' names the well {well.name} twice; a well holds one thing.")
        seen.add(well.name)
    if not any(well.role == "standard" for well in wells):
        raise FileError(f"'{place}' names no standard; a concentration is read off standards. Give some wells as standards.")
    return Layout(unit=unit, factor=_factor(unit, place), wells=tuple(wells))


def _is_table(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return re.match(r'(?i)\s*"?well"?\s*[,;\t|]', first) is not None


def _factor(unit: str, place: Path) -> float:
    for target in ("kg/m3", "kg protein/m3"):
        try:
            if fits(Quantity(value=1.0, unit=unit), target):
                return convert(Quantity(value=1.0, unit=unit), target).value
        except SettingError:
            continue
    raise FileError(f"'{place}' gives its standards in '{unit}'; a mass per volume was expected, such as ug/mL.")


def _of_toml(text: str, place: Path) -> tuple[str, list[Well]]:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as trouble:
        raise FileError(f"'{place}' is no TOML ({' '.join(str(trouble).split())[:80]}), nor a table that begins with the column 'well'.") from None
    unit, entries = content.pop("unit", None), content.pop("wells", None)
    if not isinstance(unit, str) or not isinstance(entries, dict) or content:
        extra = f" It has '{next(iter(content))}', which is not known." if content else ""
        raise FileError(f"'{place}' needs unit = \"ug/mL\" and a table [wells], and nothing else.{extra}")
    wells = []
    for where, entry in entries.items():
        if not isinstance(entry, dict) or sum(role in entry for role in ("standard", "blank", "sample")) != 1:
            raise FileError(f"'{place}', wells {where}: one of standard, blank or sample was expected, such as {{ standard = 2000 }}.")
        if unknown := set(entry) - {"standard", "blank", "sample", "dilution"}:
            raise FileError(f"'{place}', wells {where}: '{sorted(unknown)[0]}' is not known; standard, blank, sample and dilution are.")
        role = next(role for role in ("standard", "blank", "sample") if role in entry)
        wells += [_well(name, role, entry.get("standard"), str(entry.get("sample", "")), entry.get("dilution", 1.0), place) for name in _names(where, place)]
        _check_count(wells, place)
    return unit, wells


def _of_csv(text: str, place: Path) -> tuple[str, list[Well]]:
    rows = list(rows_of(text, place, what=WHAT))
    heads = [_UNIT.sub("", head) for head in rows[0].cells]
    columns = {name: place_of(heads, name) for name in ("well", "role", "concentration", "sample", "dilution")}
    at_role, at_dose = columns["role"], columns["concentration"]
    if at_role is None or at_dose is None:
        raise FileError(f"'{place}' has the columns {', '.join(rows[0].cells)}; well, role, concentration [ug/mL], sample and dilution were expected.")
    named = _UNIT.search(rows[0].cells[at_dose])
    if named is None:
        raise FileError(f"'{place}' does not name the unit of its standards; write it in the head, as in 'concentration [ug/mL]'.")
    numeric = [at for at in (at_dose, columns["dilution"]) if at is not None]
    decimal = decimal_mark((row.cells[at] for row in rows[1:] for at in numeric if at < len(row.cells)), place, what="its concentrations and dilutions")
    wells = []
    for row in rows[1:]:
        cell = {name: row.cells[at] if at is not None and at < len(row.cells) else "" for name, at in columns.items()}
        role = cell["role"].casefold()
        if role not in ("standard", "blank", "sample"):
            raise FileError(f"'{place}', line {row.line}: the role is '{cell['role']}'; it must be standard, blank or sample.")
        dose = number(cell["concentration"], decimal) if role == "standard" else None
        dilution = number(cell["dilution"], decimal) if cell["dilution"] else 1.0
        wells += [_well(name, role, dose, cell["sample"], dilution, place) for name in _names(cell["well"], place)]
        _check_count(wells, place)
    return named.group(1) or named.group(2), wells


def _check_count(wells: list[Well], place: Path) -> None:
    if len(wells) > 2 * MOST_WELLS:
        raise FileError(f"'{place}' names more than {2 * MOST_WELLS} wells; a plate has at most {MOST_WELLS}, each named once.")


def _well(name: str, role: str, dose: Any, sample: str, dilution: Any, place: Path) -> Well:
    if role == "standard" and (isinstance(dose, bool) or not isinstance(dose, int | float) or not math.isfinite(dose) or dose < 0):
        raise FileError(f"'{place}', well {name}: the standard is '{dose}'; a concentration of 0 or above was expected.")
    if isinstance(dilution, bool) or not isinstance(dilution, int | float) or not 1 <= dilution < 1e12:
        raise FileError(f"'{place}', well {name}: the dilution is '{dilution}'; a factor of 1 or above was expected (1:10 is 10).")
    if role == "sample" and not sample.strip():
        raise FileError(f"'{place}', well {name}: a sample needs its name.")
    known: Literal["standard", "blank", "sample"] = "standard" if role == "standard" else "blank" if role == "blank" else "sample"
    return Well(name=name, role=known, concentration=float(dose) if role == "standard" else 0.0, sample=sample.strip(), dilution=float(dilution))


def _names(text: str, place: Path) -> Iterator[str]:
    """The wells of ``A1``, ``A1:B3`` (a rectangle) or several with blanks or commas between."""
    for part in re.split(r"[,;]\s*|\s+(?![:-])(?<![:-])", text.strip()):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise FileError(f"'{place}' names the well '{part[:20]}'; wells are named like A1, or A1:B3.")
        row, column, last_row, last_column = found.groups()
        top, left = LETTERS.index(row.upper()), int(column)
        bottom, right = (LETTERS.index(last_row.upper()), int(last_column)) if last_row else (top, left)
        if bottom < top or right < left:
            raise FileError(f"'{place}': the wells '{part}' run backwards; write the upper left one first.")
        yield from (f"{LETTERS[one]}{other}" for one in range(top, bottom + 1) for other in range(left, right + 1))
