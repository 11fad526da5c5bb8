"""Samples by their repeats, on a terminal: each with its interval and with what spreads at which level, and how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.sizing.comparison import Comparison, Seen
from exoforge.design.sizing.levels import plural
from exoforge.design.sizing.model import Estimate, SampleSummary, Sizing, Spread
from exoforge.report.display import NOTHING, amount, percent
from exoforge.report.text import aligned, pairs, wrapped

MOST_IN_MATRIX = 8
"""Samples in a matrix of distances; more would not fit the screen."""
LONGEST = 40
"""[signs] A longer name of a sample is cut."""
PER_ML = " particles/mL"
LARGEST = 10.0
"""[1] A spread above this many times the value itself is not bounded by the data. A choice."""
UNBOUNDED = "not bounded by these data"
OWN = "± is what the groups of the sample itself show: the SD of their means, with what lies inside them."
TECHNICAL = "All spreads here are technical: they say nothing of animals, donors or lots."


def sizing_text(sizings: Sequence[Sizing], comparisons: Sequence[Comparison], remarks: Sequence[str]) -> str:
    """All techniques, then what they say of the same samples, then what is doubtful."""
    blocks = [_technique(one) for one in sizings]
    blocks += [comparison_text(one) for one in comparisons]
    notices = list(dict.fromkeys([*(notice for one in sizings for notice in one.notices), *remarks]))
    if notices:
        lines = [f"{len(notices)} thing{'s' if len(notices) > 1 else ''} to know"]
        for place, notice in enumerate(notices, start=1):
            lines += wrapped(notice, f"  {place}. ")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _technique(one: Sizing) -> str:
    count = len(one.samples)
    lines = [f"{count} sample{'s' if count > 1 else ''} by {one.technique}, sizes by {one.weighting}; levels: {', '.join(('sample', *one.levels))}"]
    for sample in one.samples:
        lines += ["", f"{_cut(sample.sample)}   {_groups(sample)}", *aligned(_rows(one, sample), indent="  ", numbers=True)]
    if any(part.shown for estimate in one.estimates for part in estimate.samples):
        lines += ["", *wrapped(OWN, "  ")]
    spreads = [(estimate, spread) for estimate in one.estimates for spread in estimate.spreads]
    if spreads:
        lines += ["", "Spreads between groups, pooled over all samples (SD; of concentrations the coefficient of variation)"]
        head = ("quantity", "level", "kind", "SD or CV", "95 % interval", "share", "together", "groups")
        lines += aligned([head, *(_spread_row(estimate, spread) for estimate, spread in spreads)], indent="  ")
        kind = f"The spread between {plural(one.biological)} is biological by declaration; every other is technical." if one.biological else TECHNICAL
        if any(size_text(estimate, spread.high) == UNBOUNDED for estimate, spread in spreads):
            lines += wrapped(f"Or more, {UNBOUNDED}: the upper end is infinite or beyond {percent(LARGEST)} of the value.", "  ")
        lines += wrapped(f"Share: of the whole variance. Together: correlation of two repeats of the same group. {kind}", "  ")
    return "\n".join([*lines, *_distances(one)])


def _groups(sample: SampleSummary) -> str:
    groups = ", ".join(f"{number} {level if number == 1 else plural(level)}" for level, number in sample.groups.items())
    counted = "particles counted: not said by the files" if sample.counted is None else f"{sample.counted:.0f} particles or tracks counted"
    return f"{groups}; {counted}"


def _rows(one: Sizing, sample: SampleSummary) -> list[tuple[str, ...]]:
    own = [next(part for part in estimate.samples if part.sample == sample.sample) for estimate in one.estimates]
    levels = [level for level in one.levels if any(level in found.shown for found in own)]
    rows: list[tuple[str, ...]] = [("", "estimate", "95 % of the sample", *(f"{plural(level)} ±" for level in levels))]
    for estimate, found in zip(one.estimates, own, strict=True):
        interval = NOTHING if found.low is None or found.high is None else _span(amount(found.low, estimate.unit), amount(found.high, estimate.unit))
        shown = [size_text(estimate, found.shown[level]) if level in found.shown else NOTHING for level in levels]
        rows.append((quantity(estimate, one), amount(found.value, estimate.unit).removesuffix(PER_ML), interval, *shown))
    return rows


def _span(low: str, high: str) -> str:
    """``89.0 to 101 nm``, ``(3.5 to 5.1) × 10¹⁰``: what both ends share stands once; particles/mL stands beside the quantity."""
    low, high = low.removesuffix(PER_ML), high.removesuffix(PER_ML)
    (first, mark, power), (second, _, other) = low.partition(" × "), high.partition(" × ")
    if mark and power == other:
        return f"({first} to {second}) × {power}"
    unit = high.rsplit(" ", 1)[-1]
    return f"{low.removesuffix(f' {unit}')} to {high}" if " " in high else f"{low} to {high}"


def quantity(estimate: Estimate, sizing: Sizing) -> str:
    """A quantity as it is called: a concentration with whose it is."""
    if estimate.name != "concentration":
        return estimate.name
    return "particles/mL, undiluted" if sizing.diluted else "particles/mL, as measured"


def size_text(estimate: Estimate, size: float) -> str:
    """A spread: in per cent where it is a coefficient of variation; one far beyond the value itself says only that nothing bounds it."""
    if size > LARGEST * (1.0 if estimate.logarithmic else max(part.value for part in estimate.samples)):
        return UNBOUNDED
    if size == 0:
        return "0"
    return percent(size) if estimate.logarithmic else amount(size, estimate.unit, digits=2)


def _spread_row(estimate: Estimate, spread: Spread) -> tuple[str, ...]:
    size, low, high = (size_text(estimate, value) for value in (spread.size, spread.low, spread.high))
    interval = _span(low, high) if high != UNBOUNDED else UNBOUNDED if low in ("0", UNBOUNDED) else f"{low} or more"
    share = percent(spread.share) if spread.share else "0"
    return estimate.name, spread.level, spread.kind, size, interval, share, f"{spread.together:.2f}", str(spread.groups)


def _distances(one: Sizing) -> list[str]:
    if not one.distances:
        return []
    names = [sample.sample for sample in one.samples]
    lines = ["", "Distances between the distributions: above the diagonal Wasserstein-1, below it Kolmogorov"]
    if len(names) <= MOST_IN_MATRIX:
        by_pair = {(part.first, part.second): part for part in one.distances}
        rows: list[tuple[str, ...]] = [("", *(str(place) for place in range(1, len(names) + 1)))]
        for row, name in enumerate(names):
            cells = []
            for column, other in enumerate(names):
                part = by_pair.get((name, other)) or by_pair.get((other, name))
                cells.append(NOTHING if part is None else amount(part.wasserstein, "m", digits=2) if column > row else f"{part.kolmogorov:.3f}")
            rows.append((f"{row + 1} {_cut(name)}", *cells))
        lines += aligned(rows, indent="  ", numbers=True)
    else:
        farthest = sorted(one.distances, key=lambda part: -part.wasserstein)[:MOST_IN_MATRIX]
        lines[-1] = f"The {len(farthest)} largest of {len(one.distances)} distances between distributions; --json has them all"
        lines += aligned(
            [(_cut(part.first), _cut(part.second), amount(part.wasserstein, "m", digits=2), f"{part.kolmogorov:.3f}") for part in farthest], indent="  "
        )
    return [*lines, *_tests(one)]


def _tests(one: Sizing) -> list[str]:
    tested = [part for part in one.distances if part.test is not None]
    if not tested:
        return wrapped("No probability is given: repeats of one filling cannot be exchanged between samples.", "  ")
    level = plural(one.levels[0])
    lines: list[str] = []
    for part in tested[:MOST_IN_MATRIX]:
        test = part.test
        if test is None or test.probability is None:
            ways = 0 if test is None else test.divisions
            text = f"no test: {ways} ways to divide the {level} are too few for a probability of 0.05"
        else:
            drawn = f"all {test.divisions} divisions" if test.exact else f"20 000 of {test.divisions} divisions"
            text = f"p = {test.probability:.2g} over the {level} ({drawn})"
        lines += wrapped(f"{_cut(part.first)} against {_cut(part.second)}: {text}", "  ", hang=2)
    return [*lines, *wrapped(f"The test exchanges whole {level}, as if each were measured by itself; {level} that pair samples are not used as pairs.", "  ")]


def comparison_text(one: Comparison) -> str:
    """Two techniques on one sample, above what both see."""
    lines = [f"{_cut(one.sample)} by {one.first.technique} and {one.second.technique}, above {amount(one.common, 'm')}, from where both see", ""]
    head = ("", "sees from", "share above", "D10", "D50", "D90", "concentration above", "repeats")
    lines += aligned([head, _seen_row(one.first), _seen_row(one.second)], indent="  ", numbers=True)
    if one.ratio is not None:
        lines += pairs([(f"{one.second.technique} over {one.first.technique}, concentration above", f"{one.ratio:.3g}")], width=46)
    for notice in one.notices:
        lines += wrapped(notice, "  ")
    return "\n".join(lines)


def _seen_row(seen: Seen) -> tuple[str, ...]:
    concentration = NOTHING if seen.concentration is None else amount(seen.concentration, "particles/m3")
    return seen.technique, amount(seen.limit, "m"), percent(seen.share), *(amount(one, "m") for one in seen.diameters), concentration, str(seen.repeats)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
