"""The repeats of measurements: each video or run with its place in the design, copies left out, the dilution applied once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exoforge.base.errors import SettingError
from exoforge.base.trace import digest
from exoforge.design.sizing.model import Repeat
from exoforge.design.sizing.naming import Naming, Place, parsed_besides, place_of
from exoforge.instruments.dilution import parse_dilution, with_dilution
from exoforge.instruments.pulses.events import MRPS, TRPS
from exoforge.streams.measurement import Measurement

PULSES = (TRPS, MRPS)
"""Techniques whose files hold no sizes before beads have calibrated them."""
MOST = 20_000
"""Distributions in one analysis."""
MOST_VALUES = 50
"""Values of a word in names, above which it is a number of each repeat and no level. A choice."""


def repeats_of(measurements: Sequence[Measurement], levels: Sequence[str], rule: Naming, *, dilution: float | None = None) -> tuple[list[Repeat], list[str]]:
    """Every distribution with its place, and sentences on what was left out.

    Parameters
    ----------
    levels : that each must have, the sample among them. dilution : stated for all; None takes what names, the table or the files say.

    Raises
    ------
    SettingError
        A level cannot be told; nothing has a size distribution; a dilution would be applied twice or is stated in two ways.
    """
    found: list[Repeat] = []
    said: list[str] = []
    seen: dict[str, str] = {}
    besides: dict[str, dict[tuple[str, ...], set[str]]] = {}
    named: dict[str, None] = {}
    captured: dict[str, None] = {}
    for one in measurements:
        file = one.file.name if one.file else one.sample
        if not one.distributions:
            said.append(f"'{file}' ({one.technique}) has no size distribution and was left out{_after(one.technique)}.")
        for part in one.distributions:
            name = f"{part.label} of '{file}'" if part.label != one.sample else f"'{part.label}' of '{file}'"
            key = digest(part.edges, part.amount)
            if part.amount.any() and key in seen:
                said.append(f"{name} is the same number by number as {seen[key]}: a copy, which was counted once.")
                continue
            seen[key] = name
            place = place_of(one, part, levels, rule)
            group = tuple(place.labels[level] for level in levels)
            for word, value in parsed_besides(one, part, levels).items() if not (rule.pattern or rule.rows) else ():
                besides.setdefault(word, {}).setdefault(group, set()).add(value)
            if place.captured:
                captured[place.labels["day"]] = None
            factor = _factor(one, place, dilution)
            if factor is None and place.dilution:
                named[place.dilution] = None
            scaled = part
            if part.unit == "particles/m3" and factor is not None and not one.dilution.applied:
                scaled = replace(part, amount=part.amount * factor)
            found.append(Repeat(name=name, technique=one.technique, places=place.labels, distribution=scaled, diluted=factor))
    if captured:
        said.append(f"No name tells the day, so it is the date of the files themselves ({_some(list(captured))}).")
    if named:
        said.append(
            f"The names state a dilution ({_some(list(named))}), which was not applied, because nothing says whether the concentrations hold it already; "
            "give --dilution if they do not."
        )
    said += [*_mixed(besides, levels), *_doubts(measurements)]
    if not found:
        raise SettingError(" ".join([*said[:1], "None of the files has a size distribution; give files of an instrument that measures sizes."]))
    if len(found) > MOST:
        raise SettingError(f"{len(found)} distributions were given; at most {MOST} are analysed at once.")
    return found, said


def _after(technique: str) -> str:
    return "; its pulses have sizes only after 'exoforge pulses calibrate'" if technique in PULSES else ""


def _mixed(besides: Mapping[str, Mapping[tuple[str, ...], set[str]]], levels: Sequence[str]) -> Iterator[str]:
    """Words of the names that differ within the innermost groups, and so would be levels of their own."""
    for word, groups in besides.items():
        values = sorted(set().union(*groups.values()))
        if len(levels) > 1 and len(values) <= MOST_VALUES and any(len(one) > 1 for one in groups.values()):
            yield (
                f"The names also tell the {word} ({_some(values)}), which is not among the levels, so its groups are mixed; "
                f"add it, as in --by {','.join([*levels, word])}."
            )


def _doubts(measurements: Sequence[Measurement]) -> Iterator[str]:
    """One sentence on the files that come with remarks of their instrument or reader."""
    files = {one.file.name if one.file else one.sample: one.notices for one in measurements if one.distributions}
    doubted = [(file, notices[0]) for file, notices in files.items() if notices]
    if doubted:
        file, first = doubted[0]
        yield f"{len(doubted)} of {len(files)} files bring remarks of their own ('exoforge read' shows all), such as '{file}': {first}"


def _some(values: Sequence[str]) -> str:
    return ", ".join(values[:4]) + (", ..." if len(values) > 4 else "")


def _factor(one: Measurement, place: Place, stated: float | None) -> float | None:
    """The dilution of a distribution: the user's word, else that of the pattern or the table, else the file's own."""
    file = one.file.name if one.file else one.sample
    try:
        by_name = parse_dilution(place.dilution) if place.dilution and (place.stated or stated is not None) else None
    except SettingError as trouble:
        raise SettingError(f"The name or table of '{file}': {trouble}") from None
    if stated is not None and by_name is not None and abs(stated - by_name) > 1e-9 * stated:
        raise SettingError(f"--dilution says 1:{stated:g} and the name or table of '{file}' says 1:{by_name:g}; one of the two is wrong, leave it out.")
    factor = stated if stated is not None else by_name
    if factor is None:
        return 1.0 if one.dilution.applied and one.dilution.factor is None else one.dilution.factor
    with_dilution(one, factor)  # refuses to apply it twice
    return factor
