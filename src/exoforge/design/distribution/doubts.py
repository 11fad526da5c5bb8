"""What must be doubted of a prediction or a table: where measured numbers lie outside the members, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.distribution.beside import Beside, factors_between, follows_from_another
from exoforge.design.distribution.courses import LOOSE_BALANCE, Predicted
from exoforge.design.distribution.measured_table import MUCH

FAR = 1000.0
"""A factor above which it is told as more than that. A choice."""


def impossible(models: Sequence[Predicted]) -> tuple[str, ...]:
    """A sentence for each organ that takes more than its blood brings, and for a balance that is loose."""
    found = []
    for model in models:
        for organ, share in model.extraction.items():
            if share.high > 1.0:
                found.append(
                    f"{model.title}: the {organ} would take more vesicles than its blood brings (a share of {share.median:.2g}, up to {share.high:.2g}); "
                    "such an uptake cannot be."
                )
        if model.balance > LOOSE_BALANCE:
            found.append(f"{model.title}: the sites add up to what was given within {model.balance:.1g} of the dose only.")
    return tuple(found)


def too_much(own: Sequence[Beside]) -> tuple[str, ...]:
    """A sentence for the times at which a user's table, brought to whole organs, holds more than was given."""
    totals = {when: 100 * sum(one.measured for one in own if one.kind == "dose" and one.time == when) for when in dict.fromkeys(one.time for one in own)}
    over = {when: total for when, total in totals.items() if total > MUCH}
    if not over:
        return ()
    worst = max(over, key=lambda when: over[when])
    return (
        f"'{own[0].study}' holds {over[worst]:.3g} % of the dose at {hours(worst)} when brought to whole organs; no more than 100 was given. "
        "Is the unit %ID/g, and the body mass that of the animals?",
    )


def leaving(rows: Sequence[Beside]) -> tuple[str, ...]:
    """What was measured outside 90 % of the members: a sentence for each experiment, and one for all relative signals of an organ that lie on one side."""
    outside = [one for one in rows if {"above", "below"} & set(one.verdict.values()) and not follows_from_another(rows, one)]
    experiments = dict.fromkeys((one.key, one.kind) for one in outside if one.kind != "share")
    organs = dict.fromkeys((one.what, _side(one)) for one in outside if one.kind == "share")
    return (
        *(_experiment([one for one in outside if (one.key, one.kind) == group]) for group in experiments),
        *(_organ([one for one in outside if one.kind == "share" and (one.what, _side(one)) == group]) for group in organs),
    )


def study_of(one: Beside) -> str:
    """The study, and the table in which its experiment was read where that is another."""
    return one.study if one.key.startswith(one.study) else f"{one.key} in {one.study}"


def hours(seconds: float) -> str:
    """A time as tables of distribution give it."""
    return f"{seconds / 60:g} min" if seconds < 7200 else f"{seconds / 3600:g} h"


def _experiment(several: Sequence[Beside]) -> str:
    first = several[0]
    said = []
    for one in several:
        what = one.what.split(",")[0] if one.kind == "figure" else f"{one.what} at {hours(one.time)}"
        said.append(f"{what} {one.printed} ({_factors([one])})")
    return f"Measured outside 90 % of the members of {_models(several)} by {study_of(first)} ({first.label}, {first.label_kind}): {'; '.join(said)}."


def _organ(several: Sequence[Beside]) -> str:
    numbers = sorted(100 * one.measured for one in several)
    span = f"{numbers[0]:.2g} %" if len(numbers) == 1 else f"{numbers[0]:.2g} to {numbers[-1]:.2g} %"
    studies = ", ".join(dict.fromkeys(f"{one.key} by {one.label}" for one in several))
    return (
        f"The {several[0].what} was measured as {span} of the relative signal of the organs seen ({studies}), {_side(several[0])} 90 % of the members of "
        f"{_models(several)} ({_factors(several)})."
    )


def _side(one: Beside) -> str:
    return next(side for side in one.verdict.values() if side in ("above", "below"))


def _models(several: Sequence[Beside]) -> str:
    return " and ".join(model for model in several[0].verdict if any(one.verdict[model] in ("above", "below") for one in several))


def _factors(several: Sequence[Beside]) -> str:
    """How far the measured numbers, or the bounds where no number is printed, lie from the medians of the models that they leave."""
    found = [factor for one in several for model, side in one.verdict.items() if side in ("above", "below") for factor in factors_between(one, model)]
    if not found:
        return "no factor can be told"
    word = "times the median" if _side(several[0]) == "above" else "times less than the median"
    ends = sorted(max(factor, 1.0 / factor) for factor in found)
    if ends[0] > FAR:
        return f"more than {FAR:g} {word}"
    low, high = (f"{float(f'{value:.2g}'):g}" if value <= FAR else f"over {FAR:g}" for value in (ends[0], ends[-1]))
    return f"{low} {word}" if low == high else f"{low} to {high} {word}"
