"""Which column of a table of release curves is what, and in which unit: said by the heads, never guessed from the numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exoforge.base.errors import FileError, SettingError, UnitError
from exoforge.base.unit_names import factor_between
from exoforge.base.units import Quantity, convert, fits
from exoforge.design.stability.sheets import BATCHES, TIMES, Sheet, column_of, heads_text, plain_unit

SPREADS = {"sd", "std", "stdev", "s.d.", "standard deviation", "error", "stddev", "±", "stabw", "standardabweichung"}
REPLICATES = {"replicate", "sample", "series", "curve", "run", "experiment", "formulation"}
SHARE_UNITS = {"fraction", "share", "1", "-", "m/minf", "mt/minf", "mt/m∞", "0-1", "0..1"}
PERCENT_UNITS = {"%", "percent", "per cent", "pct", "prozent"}
_SHARE_NAME = re.compile(r"\b(fraction|share)\b")
_PERCENT_NAME = re.compile(r"%|\bper ?cent\b|\bpct\b")
_SPREAD_WORD = re.compile(r"(^|[\s_(])(sd|s\.d\.|std|stdev|stddev|standard deviation|stabw|standardabweichung)($|[\s_)\[(])", re.IGNORECASE)
_MEAN_WORD = re.compile(r"(^|[\s_(])(mean|average|avg|mittelwert)($|[\s_)\[(])", re.IGNORECASE)
_OTHER_WORD = re.compile(r"(^|[\s_(])(sem|s\.e\.m\.|se|standard error|cv|rsd|variance|ci|remaining|retained)($|[\s_)\[(])", re.IGNORECASE)
"""Columns beside a release that are neither one nor its standard deviation; taken for a batch, they would be fitted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Places of the columns: times, batches (or None), and each column of values with the one of its standard deviation (or None).

    `names` are the batches of a table with a column for each. `error` is the standard deviation beside a mean that is not fitted: it says how far one
    value may lie from what is true, and weighs nothing.
    """

    time: int
    batch: int | None
    values: tuple[tuple[int, int | None], ...]
    names: dict[int, str]
    notes: tuple[str, ...]
    error: int | None = None


def columns_of(sheet: Sheet) -> Columns:
    """The columns by their heads.

    Raises
    ------
    FileError
        There is no column of times or of values, or a head can be read in two ways.
    """
    timed = column_of(sheet, TIMES, unit="s")
    if all(head.written[:1] in "[(" for head in sheet.heads):
        raise FileError(f"The line above the numbers of '{sheet.file}' holds units only, {heads_text(sheet.heads)}; write each behind its name: 'time (h)'.")
    if timed is None:
        raise FileError(f"Unable to find a column of times in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it 'time (h)' or in another unit.")
    lot = column_of(sheet, BATCHES | REPLICATES)
    rest = [place for place, head in enumerate(sheet.heads) if place not in (timed, lot) and head.written and _is_numeric(sheet, place)]
    spreads = [place for place in rest if _SPREAD_WORD.search(sheet.heads[place].written) or sheet.heads[place].name in SPREADS]
    beside = [place for place in rest if place not in spreads and _is_other(sheet, place)]
    values = [place for place in rest if place not in (*spreads, *beside)]
    means = [place for place in values if _MEAN_WORD.search(sheet.heads[place].written)]
    if means and len(values) - len(means) >= 2:
        values = [place for place in values if place not in means]
    if not values:
        raise FileError(f"Unable to find a column of released shares in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it 'released (%)'.")
    if lot is not None and len(values) > 1:
        measured = [place for place in values if _unit_said(sheet, place)]
        if len(measured) != 1:
            heads = heads_text([sheet.heads[place] for place in values])
            raise FileError(f"'{sheet.file}' names batches and has several columns of values, {heads}; keep one, with its unit in its head.")
        values = measured
    pairs = tuple((place, _spread_of(sheet, place, values, spreads)) for place in values)
    for place, one in pairs:
        _check_spread(sheet, place, one)
    used = {one for _, one in pairs if one is not None}
    free = [place for place in spreads if place not in used]
    error = free[0] if len(free) == 1 and not used and any(place not in values for place in means) else None
    idle = [head.written for place, head in enumerate(sheet.heads) if head.written and place not in {timed, lot, *values, *used, error}]
    names = {place: _bare(sheet.heads[place].written) or sheet.heads[place].written for place in values}
    if len(set(names.values())) < len(values):
        names = {place: sheet.heads[place].written for place in values}
    if len(set(names.values())) < len(values):
        raise FileError(f"Two columns of '{sheet.file}' have the same head; found {heads_text(sheet.heads)}. Name each batch.")
    notes: tuple[str, ...] = (f"Not read: {', '.join(idle)}.",) if idle else ()
    if any(place not in values for place in means):
        notes += ("The mean is not fitted beside the curves that it is the mean of.",)
    if error is not None:
        notes += (f"'{sheet.heads[error].written}' says how far a single value may lie above 100 % or fall; it weighs nothing in the fit.",)
        _check_spread(sheet, values[0], error)
    return Columns(time=timed, batch=lot, values=pairs, names=names, notes=notes, error=error)


def share_factor(sheet: Sheet, place: int, *, unit: str, loaded: Quantity | None, total: float | None) -> tuple[float, tuple[str, ...]]:
    """What brings a column to a share of the load, and what must be told of it.

    Parameters
    ----------
    unit : where no head says one. loaded : amount in the carrier at the start. total : volume of the medium [m3], for concentrations.

    Raises
    ------
    FileError
        No head names a unit, or it measures no release.
    SettingError
        The load or the volume is needed and not given, or the load measures something else.
    """
    written = sheet.heads[place].written
    stated = _unit_said(sheet, place) or unit.strip()
    if not stated:
        raise FileError(
            f"The column '{written}' of '{sheet.file}' names no unit; write it in the head, such as 'released (%)', 'released (fraction)' or 'released (ug)',"
            " or give --unit."
        )
    plain = stated.casefold()
    if plain in PERCENT_UNITS or plain in SHARE_UNITS:
        percent = plain in PERCENT_UNITS
        return (0.01 if percent else 1.0), _doubt(sheet, place, percent=percent)
    amount, where = plain_unit(stated), f"The column '{written}' of '{sheet.file}' is in '{stated}'"
    try:
        measures = Quantity(value=1.0, unit=amount)
    except UnitError:
        raise FileError(f"{where}, which is no unit that is known here; per cent, 'fraction', an amount like ug or particles was expected.") from None
    volume = 1.0
    if any(fits(measures, one) for one in ("kg/m3", "kg protein/m3", "particles/m3", "mol/m3")):
        if total is None:
            raise SettingError(f"{where}, a concentration in the medium; give --total-volume, from which amounts follow.")
        volume = total
        base = next(one for one in ("kg", "kg protein", "particles", "mol") if fits(measures, f"{one}/m3"))
        factor = factor_between(amount, f"{base}/m3")[0]
    elif any(fits(measures, one) for one in ("kg", "kg protein", "particles", "mol")):
        base = next(one for one in ("kg", "kg protein", "particles", "mol") if fits(measures, one))
        factor = factor_between(amount, base)[0]
    else:
        raise FileError(f"{where}, which measures no release; per cent, 'fraction', an amount like ug or particles was expected.")
    if loaded is None:
        raise SettingError(f"{where}, an amount; give --loaded, what the carrier held at the start, such as --loaded '200 {base.replace('kg', 'ug')}'.")
    if not fits(loaded, base):
        raise SettingError(f"--loaded is '{loaded}', which measures something else than '{stated}'; both are the same kind of amount.")
    held = convert(loaded, base).value
    if not held > 0:
        raise SettingError(f"--loaded is '{loaded}'; it must be above 0.")
    return factor * volume / held, (f"Shares are of {loaded} in the carrier at the start, as given.",)


def _unit_said(sheet: Sheet, place: int) -> str:
    """The unit in a head, in brackets or as a word of it."""
    head = sheet.heads[place]
    if head.unit:
        return head.unit.strip()
    if _PERCENT_NAME.search(head.written.casefold()):
        return "%"
    return "fraction" if _SHARE_NAME.search(head.written.casefold()) else ""


def _doubt(sheet: Sheet, place: int, *, percent: bool) -> tuple[str, ...]:
    """What looks like the other way of writing a share, told and not changed."""
    found = [cells[place].replace(",", ".").rstrip("% ") for _, cells in sheet.rows]
    largest = max((float(cell) for cell in found if re.fullmatch(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?", cell)), default=0.0)
    if percent and 0 < largest <= 1.0:
        return (f"The head '{sheet.heads[place].written}' says per cent and no value is above 1; if these are shares, write 'fraction' in the head.",)
    return ()


def _spread_of(sheet: Sheet, place: int, values: list[int], spreads: list[int]) -> int | None:
    """The column of the standard deviation of one column: the one that repeats its name, or the only one."""
    if len(values) == 1 and len(spreads) == 1:
        return spreads[0]
    own = _bare(sheet.heads[place].written).casefold()
    named = [one for one in spreads if _bare(_SPREAD_WORD.sub(" ", sheet.heads[one].written)).casefold() == own]
    if named:
        return named[0]
    return place + 1 if len(values) == len(spreads) and all(one + 1 in spreads for one in values) else None


def _is_other(sheet: Sheet, place: int) -> bool:
    """Whether a column says something of a release and is none; a batch may be called 'N', a column 'n' without a unit counts."""
    head = sheet.heads[place]
    return bool(_OTHER_WORD.search(head.written)) or (head.name == "n" and not head.unit)


def _check_spread(sheet: Sheet, place: int, spread: int | None) -> None:
    """Refuse a standard deviation that says another unit than its values."""
    if spread is None or not (stated := _unit_said(sheet, spread)):
        return
    own = _unit_said(sheet, place)
    same = {_share_word(own), _share_word(stated)}
    if own and len(same) > 1:
        heads = heads_text([sheet.heads[spread], sheet.heads[place]])
        raise FileError(f"The columns {heads} of '{sheet.file}' are in '{stated}' and in '{own}'; a standard deviation is in the unit of its values.")


def _share_word(unit: str) -> str:
    plain = unit.casefold()
    return "%" if plain in PERCENT_UNITS else "fraction" if plain in SHARE_UNITS else plain_unit(unit)


def _bare(written: str) -> str:
    return " ".join(re.sub(r"[\[(][^\])]*[\])]", " ", written).replace("_", " ").split())


def _is_numeric(sheet: Sheet, place: int) -> bool:
    cells = [cells[place].strip() for _, cells in sheet.rows if cells[place].strip()]
    return any(cell[:1].isdigit() or cell[:2].lstrip("+-−<>.,").isdigit() for cell in cells)
