"""Doses as papers print them: every level, what it counts, in which volume, and what could not be read.

Nothing is guessed in silence. A bare count is particles, and said to be assumed; a mass that does not say of what stays one;
what is not understood stays in `unread`; what is understood and hard to believe is read and doubted in a note.
"""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass

from exoforge.base.errors import UnitError
from exoforge.base.units import Quantity, convert, parse_quantity
from exoforge.record import dose_words as words
from exoforge.record.dose_level import FEWEST, DoseLevel, DoseReading, Subject, amount_in_all, doubts
from exoforge.record.dose_units import DoseForm, Kind, canonical, form_of
from exoforge.record.stated import NOT_STATED

__all__ = ["DoseLevel", "DoseReading", "amount_in_all", "doubts", "read_dose"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A number with all that its unit says, and where it stands; `form` is None while nobody knows what it counts; `behind` are borrowed words."""

    numbers: words.Numbers
    start: int
    number_end: int
    end: int
    unit: str = ""
    form: DoseForm | None = None
    is_assumed: bool = False
    volume: Quantity | None = None
    place: str = ""
    noun: str = ""
    behind: str = ""
    notes: tuple[str, ...] = ()


def read_dose(text: str, *, subject: Subject = "vesicles") -> DoseReading:
    """Read a dose as a paper prints it: ``100 μg and 200 μg, implantation with scaffolds``, ``5×10^{11} /mL (100 μL)``.

    Never raises: a text without a dose, or with one that cannot be read, gives no level and a note that says why.

    Parameters
    ----------
    subject : what the text is about. Of ``vesicles``, a bare count is particles; of ``cells``, it is cells.

    Examples
    --------
    >>> [str(level.quantity) for level in read_dose("100 µg and 200 µg, scaffold").levels]
    ['100 ug', '200 ug']
    """
    if text.strip().casefold() in NOT_STATED or re.match(r"\s*(?:NA|n\.?a\.?|NR|not reported)\s*(?:,|;|$)", text, re.IGNORECASE):
        return DoseReading(text=text, unread=_rest(text, []), notes=("The text says that no dose was reported.",))
    if level := _as_quantity(text):
        return DoseReading(text=text, levels=(level,), notes=doubts(level, subject))
    plain = words.one_spelling(text)
    said, notes = _all_said(plain, subject)
    said = _shared_units(plain, said)
    known = [one for one in said if one.form is not None]
    levels = _levels(known, plain)
    notes += [note for one in known for note in one.notes]
    notes += [note for level in levels for note in doubts(level, subject)]
    if not levels:
        notes.append(f"No dose was found in '{text.strip()}'; a dose is a number with its unit, such as '100 ug protein' or '1e10 particles'.")
    return DoseReading(text=text, levels=levels, unread=_rest(plain, known), notes=tuple(dict.fromkeys(notes)))


def _as_quantity(text: str) -> DoseLevel | None:
    """A dose in the spelling of a record's interval, ``150 [100, 200] ug``, which no paper uses."""
    if "[" not in text:
        return None
    try:
        printed = parse_quantity(text)
        form = form_of(printed)
    except UnitError:
        return None
    return DoseLevel(quantity=canonical(printed), printed=printed, counted=form.kind, is_assumed=form.kind == "mass", text=text.strip())


def _all_said(text: str, subject: Subject) -> tuple[list[_Said], list[str]]:
    """Every number of the text with what its unit says, and why some were left out."""
    said: list[_Said] = []
    notes: list[str] = []
    place = 0
    while found := words.amount_at(text, place):
        place = found.end()
        if reason := _misprint(text, found):
            notes.append(reason)
            place += len(re.match(r"[\d,.]*", text[place:])[0])  # type: ignore[index]  # the pattern matches the empty text
            continue
        one = _said_at(text, found, subject)
        if bound := words.BOUND.search(text[: found.start()]):
            note = f"'{bound[0].strip()} {found[0].strip()}' is printed as a bound or an estimate; the number itself was taken."
            one = dataclasses.replace(one, notes=(*one.notes, note))
        said.append(one)
        place = max(place, one.end)
        if one.form is None and one.notes:
            notes += one.notes
    return said, notes


def _misprint(text: str, found: re.Match[str]) -> str:
    before, after = text[: found.start()], text[found.end() :]
    if re.search(r"\d,$", before) or re.match(r",\d", after):
        return f"'{_around(text, found)}' holds a comma inside a number, which may be a decimal or a thousands sign, so it was not read."
    for lost in words.LOST_SUPERSCRIPT.finditer(text):
        if lost.start() <= found.start() < lost.end():
            return f"'{lost[0]}' looks like a power of ten that lost its superscript, so it was not read."
    if not all(math.isfinite(number) for number in words.ends_of(words.numbers_of(found))):
        return f"'{_around(text, found)}' is too large a number to be a dose, so it was not read."
    left = re.search(r"[\d.]+\s*([x×*·^]?)\s*$", before)
    if left and (left[1] not in ("x", "×") or words.numbers_of(found).has_power or re.match(r"\s*[x×*·^]", after)):  # '3 × 100 µg' is three times
        return f"'{(left[0] + found[0]).strip()}' is no number that can be read (write '2e9' or '2 × 10^9'), so it was not read."
    if re.search(r"(?:^|[\s(])-$", before):
        return f"'-{found[0]}' is negative, so it was not read."
    return ""


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 6) : found.end() + 10].strip()


def _said_at(text: str, found: re.Match[str], subject: Subject) -> _Said:
    """One number with its noun, its denominators and its volume."""
    numbers = words.numbers_of(found)
    one = _with_noun(_Said(numbers=numbers, start=found.start(), number_end=found.end(), end=found.end(), notes=numbers.notes), text)
    is_bare_count = not one.unit and not one.notes[len(numbers.notes) :] and (numbers.has_power or numbers.value >= FEWEST)
    if is_bare_count:
        kind: Kind = "cells" if subject == "cells" else "particles"
        one = dataclasses.replace(one, unit=kind, form=DoseForm(kind=kind), is_assumed=True)
    if one.form is None:
        return one
    one = _with_denominators(one, text)
    if one.form is not None and one.volume is None and one.form.kind != "volume":
        one = _with_volume(one, text)
    return one


def _with_noun(one: _Said, text: str) -> _Said:
    """What the number counts, by the word behind it."""

    def moved(end: int, unit: str, kind: Kind, **more: object) -> _Said:
        return dataclasses.replace(one, end=end, unit=unit, form=DoseForm(kind=kind), noun=text[one.end : end].strip(), **more)  # type: ignore[arg-type]

    if found := words.VESICLE_WORD.match(text, one.end):
        return moved(found.end(), "particles", "particles")
    if found := words.CELL_WORD.match(text, one.end):
        return moved(found.end(), "cells", "cells")
    if found := words.MASS_WORD.match(text, one.end):
        unit = words.unit_word("mass", found["mass"])
        if protein := words.PROTEIN.match(text, found.end()):
            return moved(protein.end(), f"{unit} protein", "protein")
        if other := words.OTHER.match(text, found.end()):
            return dataclasses.replace(one, notes=(*one.notes, f"'{text[one.start : other.end()]}' is a mass of {other['other']} and no dose of vesicles."))
        of = words.OF_VESICLES.match(text, found.end())
        return moved(of.end() if of else found.end(), unit, "mass", is_assumed=True)
    if found := words.MOLE_WORD.match(text, one.end):
        unit = words.unit_word("phospholipid", found["mole"])
        lipid = words.LIPID.match(text, found.end())
        note = _lipid_note(text[one.start : (lipid or found).end()], lipid["word"] if lipid else "")
        return moved((lipid or found).end(), unit, "phospholipid", is_assumed=lipid is None, notes=(*one.notes, *note))
    if found := words.VOLUME_UNIT.match(text, one.end):
        return moved(found.end(), words.unit_word("volume", found["volume"]), "volume")
    return one


def _lipid_note(text: str, word: str) -> tuple[str, ...]:
    if not word:
        return (f"'{text}' does not say of what; an amount of substance was taken as phospholipid.",)
    if re.fullmatch(r"phospholids?", word, re.IGNORECASE):
        return (f"'{word}' was read as phospholipid, of which it is a misprint.",)
    return () if "phospho" in word.casefold() else (f"'{text}' was taken as phospholipid, although lipid is more.",)


def _with_denominators(one: _Said, text: str) -> _Said:
    """Per what the number is: a volume that it is in, a concentration, a body mass, an area, or a place such as a drop."""
    assert one.form is not None
    for _ in range(3):
        found = words.DENOMINATOR.match(text, one.end)
        if found is None:
            break
        end, form = found.end(), one.form
        if found["count"]:
            numbers = words.number_in(found["count"])
            volume = Quantity(value=numbers.value, unit=words.unit_word("volume", found["volume"]))
            one = dataclasses.replace(one, end=end, volume=volume)
        elif found["place"]:
            one = dataclasses.replace(one, end=end, place=found["place"].casefold())
        elif form.per or (form.kind == "volume" and found["volume"]):
            break
        elif found["volume"]:
            one = dataclasses.replace(one, end=end, unit=f"{one.unit}/{words.unit_word('volume', found['volume'])}", form=DoseForm(kind=form.kind, per="mL"))
        elif found["area"]:
            area = "mm2" if found["area"].casefold().startswith(("mm", "square milli")) else "cm2"
            one = dataclasses.replace(one, end=end, unit=f"{one.unit}/{area}", form=DoseForm(kind=form.kind, per="cm2"))
        else:
            one = dataclasses.replace(one, end=end, unit=f"{one.unit}/{'kg' if found['kg'] else 'g'}", form=DoseForm(kind=form.kind, per="kg"))
    if left := re.match(r"\s*(?:/|\bper\b)\s*([A-Za-z]\w*)", text[one.end :]):
        note = f"'{text[one.start : one.end + left.end()]}' is per '{left[1]}', which is not understood, so it was not read."
        return dataclasses.replace(one, form=None, notes=(*one.notes, note))
    return one


def _with_volume(one: _Said, text: str) -> _Said:
    """The volume that stands behind a dose, as in ``(100 µL)`` or ``in 200 µL PBS``."""
    found = words.IN_VOLUME.match(text, one.end)
    if found is None:
        return one
    numbers = words.number_in(found["number"])
    volume = Quantity(value=numbers.value, low=numbers.low, high=numbers.high, unit=words.unit_word("volume", found["volume"]))
    return dataclasses.replace(one, volume=volume, end=found.end())


def _shared_units(text: str, said: list[_Said]) -> list[_Said]:
    """``50, 100 and 200 μg``: a bare number before a comma, a slash or an 'and' takes the unit of the next."""
    shared = list(said)
    for place in range(len(said) - 2, -1, -1):
        one, following = shared[place], shared[place + 1]
        is_bare = (one.form is None and not one.notes) or (one.is_assumed and one.unit in ("particles", "cells") and not one.noun)
        between = text[one.end : following.start]
        if is_bare and following.form is not None and (following.noun or following.form.per) and words.LIST.fullmatch(between):
            note = f"The unit of '{text[one.start : one.end]}' was taken from the '{text[following.start : following.end]}' behind it."
            taken = {name: getattr(following, name) for name in ("unit", "form", "is_assumed", "place", "noun")}
            behind = following.behind or text[following.number_end : following.end]
            numbers = one.numbers
            if following.numbers.power != 1.0 and not numbers.has_power:
                told = f"The power of ten of '{text[following.start : following.end]}' was given to '{text[one.start : one.end]}' before it too."
                numbers = words.times(numbers, following.numbers.power, told)
            shared[place] = dataclasses.replace(one, numbers=numbers, notes=(*numbers.notes, note), behind=behind, **taken)
    return shared


def _levels(known: list[_Said], text: str) -> tuple[DoseLevel, ...]:
    """Every number that is a dose: a further level, or one more thing that is said about the last one."""
    levels: list[DoseLevel] = []
    end = 0
    for one in known:
        level, between = _level(one, text), text[end : one.start]
        merged = _merged(levels[-1], level, between) if levels else None
        levels[len(levels) - (merged is not None) :] = [merged or level]
        end = one.end
    return tuple(levels)


def _level(one: _Said, text: str) -> DoseLevel:
    assert one.form is not None
    printed = Quantity(value=one.numbers.value, unit=one.unit, low=one.numbers.low, high=one.numbers.high)
    return DoseLevel(
        quantity=canonical(printed),
        printed=printed,
        counted=one.form.kind,
        is_assumed=one.is_assumed,
        is_yield=one.form.kind == "cells" and words.YIELD_OF.search(text[: one.start]) is not None,
        volume=one.volume,
        place=one.place,
        text=f"{text[one.start : one.end]}{one.behind}".strip(),
    )


def _merged(last: DoseLevel, level: DoseLevel, between: str) -> DoseLevel | None:
    """The last level with what this one adds to it, or None when this one stands by itself."""
    is_alike = form_of(last.quantity) == form_of(level.quantity)
    if words.LIMIT.search(between):
        return dataclasses.replace(last, limit=level.quantity)
    if last.counted == "volume" and level.counted != "volume" and level.volume is None and words.HOLDS.fullmatch(between):
        return dataclasses.replace(level, volume=last.printed, text=f"{last.text}{between}{level.text}")
    if level.counted == "volume" and last.counted != "volume" and last.volume is None and words.WITHIN.fullmatch(between):
        return dataclasses.replace(last, volume=level.printed, text=f"{last.text}{between}{level.text}")
    if is_alike and last.quantity.low is None and words.RANGE.fullmatch(between):
        return _joined(last, level)
    if not is_alike and words.SAME.fullmatch(between):
        return dataclasses.replace(last, also=(*last.also, level.quantity), volume=last.volume or level.volume)
    return None


def _joined(first: DoseLevel, second: DoseLevel) -> DoseLevel:
    """``100 µg to 200 µg`` as one interval."""
    ends = [first.quantity.value, second.quantity.value]
    interval = Quantity(value=sum(ends) / 2, unit=first.quantity.unit, low=min(ends), high=max(ends))
    return dataclasses.replace(first, quantity=interval, printed=convert(interval, first.printed.unit), text=f"{first.text} to {second.text}")


def _rest(text: str, known: list[_Said]) -> str:
    """What was not read, without the signs that only join."""
    pieces, place = [], 0
    for one in known:
        pieces.append(text[place : one.start])
        place = one.end
    pieces.append(text[place:])
    kept = [piece.strip(" ,;/&()[]:.") for piece in pieces]
    return " … ".join(piece for piece in kept if piece not in {"", "and", "or", "to", "–", "-"})
