"""Sensitivity on a terminal: what the answer hangs on, and which single value would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exoforge.base.trace import Assumption
from exoforge.design.sensitivity.flips import Flip, Flips
from exoforge.design.sensitivity.indices import Factor, Sensitivity, Share
from exoforge.report.display import amount, number
from exoforge.report.plain import plain_references
from exoforge.report.text import WIDTH, aligned, references_text, wrapped
from exoforge.report.words import number_of, setting_of

FLIPS = 10
"""Flips that are told; the JSON has all."""
RESEARCH = (
    "For research use: the shares are those of the assumed spreads, many of which are choices, and of models whose coupling to vesicles is a prior. "
    "They rank assumptions; they are no evidence."
)


def sensitivity_text(found: Sensitivity, name: str) -> str:
    """Indices ranked, what they add up to, and the flips."""
    scatter = f"{number(found.deviation)} powers of ten" if found.is_log else amount(found.deviation, found.output.unit)
    lines = [*wrapped(f"{name}: what moves '{found.output.title}'"), ""]
    lines += wrapped(f"{found.uncertain} uncertain values, {found.evaluations} evaluations, seed {found.seed}; the output strays by {scatter} (1 sd).", "  ")
    rows = [("", "alone (first order)", "with others (total)")]
    for factor in found.factors:
        called = setting_of(factor.assumption) if factor.assumption else factor_name(factor, WIDTH)
        rows.append((called, share_text(factor.first), share_text(factor.total)))
    room = WIDTH - 4 - max(map(len, aligned(rows, indent="  ")))
    meanings = ["", *(factor_name(one, room) if one.assumption else "" for one in found.factors)]
    table = [(*row, meaning) for row, meaning in zip(rows, meanings, strict=True)]
    lines += ["", *aligned(table, indent="  "), "  index, and in brackets its 95 % bootstrap interval", ""]
    lines += wrapped(
        f"Added up, what each explains alone is {share_text(found.sum_first)} of the variance; the other {number(found.interactions)} is interaction.", "  "
    )
    for first, second, size in found.pairs[:3]:
        names = " and ".join(f"'{factor_name(found.factors[place], 60)}'" for place in (first, second))
        lines += wrapped(f"{names} together: {size:.2f}.", "  - ")
    lines += ["", *flips_lines(found.flips), ""]
    lines += [line for note in found.notes for line in wrapped(note, "  * ")]
    lines += wrapped(f"Other outputs (--of): {', '.join(one for one in found.outputs if one != found.output.name)}.", "  * ")
    return "\n".join([*lines, "", references_text(plain_references(found.cites)), "", *wrapped(RESEARCH)])


def flips_lines(flips: Flips) -> Iterator[str]:
    """Which single assumption flips a verdict, the nearest first, or that none does."""
    yield "Which single assumption flips a verdict?"
    if not flips.verdicts:
        yield "  The record reaches no verdict that could turn: it has neither a dose nor a tissue."
        return
    for verdict, word in flips.verdicts.items():
        own = [one for one in flips.flips if one.verdict == verdict]
        yield from wrapped(f"{verdict}: {word}", "  ")
        if not own:
            yield from wrapped(f"no single assumption flips it within its range (0.5th to 99.5th percentile, {flips.tried} values tried).", "    ")
        for one in own[:FLIPS]:
            yield from wrapped(flip_text(one), "    - ")
        if len(own) > FLIPS:
            yield f"    … and {len(own) - FLIPS} farther ones."
    if flips.unknown:
        yield from wrapped(f"In {flips.unknown} of the rows that were tried a verdict had no word, because the tissue or a step had no result.", "  ")


def flip_text(one: Flip) -> str:
    """One flip as a sentence."""
    side = "above" if one.percentile > one.centre else "below"
    usual = one.assumption.value
    from_value = amount(float(usual), one.assumption.unit) if not isinstance(usual, str) else usual
    return (
        f"'{one.after}' if {meaning_of(one.assumption)} is {side} {amount(one.value, one.assumption.unit)} "
        f"(percentile {100 * one.percentile:.3g}; taken as {from_value}, percentile {100 * one.centre:.3g})"
    )


def share_text(share: Share) -> str:
    """``0.42 (0.37 to 0.49)``, with what lies below 0 by chance alone shown as it is."""
    return f"{_two(share.value)} ({_two(share.low)} to {_two(share.high)})"


def _two(value: float) -> str:
    """Two decimals, and no sign before a zero."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def factor_name(factor: Factor, most: int) -> str:
    """What a factor is, in so many letters at the most."""
    if factor.assumption is None:
        return f"{factor.members} others, exchanged together"
    meaning = meaning_of(factor.assumption)
    return meaning if len(meaning) <= most else meaning[: most - 2].rstrip() + " …"


def meaning_of(assumption: Assumption) -> str:
    """What a value means, without its second thoughts."""
    return assumption.meaning.split(";")[0]


def step_of(factor: Factor) -> str:
    """The step of the record, by its number."""
    return str(number_of(factor.assumption.key) or "") if factor.assumption is not None else ""


def shown_factors(found: Sensitivity, most: int) -> Sequence[Factor]:
    """The factors that a picture has room for; the rest stays the last."""
    named = [one for one in found.factors if one.assumption is not None][:most]
    return [*named, *(one for one in found.factors if one.assumption is None)]
