"""A contrast on a terminal: what was compared and how, what changed with its interval, and what that rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from exoforge.design.cargo.contrast import by_p, changed_at
from exoforge.design.cargo.contrast_result import Changed, Contrast
from exoforge.report.display import NARROW, NOTHING, number
from exoforge.report.text import aligned, pairs, references_line, wrapped

LABEL = 15
SHOWN = 20
"""Molecules that are listed; where none is changed, half as many."""
SAMPLES_NAMED = 6
NAME = 20
METHODS = {
    "moderated": "linear model of log2 counts per million, moderated t, variance with a trend over abundance",
    "deseq2": "negative binomial with Wald test by PyDESeq2, fold changes not shrunk",
}
NORMALISATIONS = {
    "tmm": "trimmed mean of log ratios (TMM)",
    "median-of-ratios": "median of ratios",
    "cpm": "counts per million alone, factors 1",
    "median": "median ratio of what was found in every sample",
}
RESEARCH = "For research use: what a table of counts says of these samples; a change is no proof of an effect."


def contrast_text(found: Contrast, *, shown: int = SHOWN) -> str:
    """The contrast: what differs, then what it rests on."""
    changed = changed_at(found)
    tested = by_p(found)
    lines = [*wrapped(verdict(found)), ""]
    lines += pairs(_about(found, len(tested)), width=LABEL)
    listed = changed[:shown] if changed else tested[: shown // 2]
    lines += ["", *wrapped(_introduced(found, changed, listed)), "", *_table(found, listed)]
    if not changed:
        lines += ["", *wrapped(_missed(tested, found))]
    told = [line for note in found.notices for line in wrapped(note, "  ! ")]
    gone = _gone(found)
    return "\n".join([*lines, *(["", *told] if told else []), *(["", *gone] if gone else []), "", *references_line(found.cites), RESEARCH])


def verdict(found: Contrast, *, is_short: bool = False) -> str:
    """How many molecules differ, in one sentence; without the names of groups and file where it is short."""
    changed, tested = changed_at(found), sum(one.detected for one in found.rows)
    up = sum(one.log2_fold > 0 for one in changed)
    what = "molecules" if found.measured == "counts" else "protein groups"
    head = "" if is_short else f"{found.treated} against {found.control} by '{found.source}': "
    if not changed:
        return f"{head}none of {tested} tested {what} passes a false discovery rate of {rate_text(found.fdr)}."
    return (
        f"{head}{len(changed)} of {tested} tested {what} {'differs' if len(changed) == 1 else 'differ'} at a false discovery rate of {rate_text(found.fdr)}, "
        f"{up} up and {len(changed) - up} down."
    )


def _about(found: Contrast, tested: int) -> list[tuple[str, str]]:
    sizes = [f"{name}: {len(held)} ({_some(held)})" for name, held in ((found.control, found.control_samples), (found.treated, found.treated_samples))]
    factors = found.factors.values()
    depths = found.libraries.values()
    method = METHODS[found.method] if found.measured == "counts" else "linear model of log2 intensities, moderated t, variance with a trend over abundance"
    rows = [
        ("samples", "; ".join(sizes)),
        ("method", f"{method}{f'; batches {_some(found.batches)} in the model' if found.batches else ''}"),
        ("comparable by", f"{NORMALISATIONS[found.normalisation]}; factors {number(min(factors), 2)} to {number(max(factors), 2)}"),
        ("libraries", f"{number(min(depths), 3)} to {number(max(depths), 3)}{' reads' if found.measured == 'counts' else ', sum of intensities'}"),
        ("tested", f"{tested} of {len(found.rows)}: {found.rule}"),
    ]
    if found.method == "moderated":
        other = "without end: all molecules follow the trend" if math.isinf(found.prior_freedom) else number(found.prior_freedom, 3)
        rows.append(("freedom", f"{found.freedom:g} degrees of the samples' own; the other molecules add {other}"))
    return rows


def _introduced(found: Contrast, changed: tuple[Changed, ...], listed: tuple[Changed, ...]) -> str:
    if not changed:
        return f"The {len(listed)} with the smallest p values; none of them is called changed."
    if len(changed) > len(listed):
        return f"The {len(listed)} surest of {len(changed)}; --csv writes them all."
    return f"Changed at a false discovery rate of {rate_text(found.fdr)}, the surest first."


def _table(found: Contrast, listed: Iterable[Changed]) -> list[str]:
    names = [f"{name[:7]} CPM" if found.measured == "counts" else name[:11] for name in (found.control, found.treated)]
    rows = [("molecule", "log2 fold", "95 % interval", "fold", "p", "q", *names)]
    rows += [
        (
            one.name if len(one.name) <= NAME else f"{one.name[: NAME - 1]}…",
            signed(one.log2_fold),
            f"{signed(one.low)} to {signed(one.high)}",
            fold_text(one.log2_fold),
            chance(one.p),
            chance(one.q),
            number(one.control_mean, 3),
            number(one.treated_mean, 3),
        )
        for one in listed
    ]
    return aligned(rows, indent="  ", numbers=True)


def _missed(tested: tuple[Changed, ...], found: Contrast) -> str:
    half = float(np.median([one.high - one.log2_fold for one in tested]))
    sizes = f"{len(found.control_samples)} and {len(found.treated_samples)} samples"
    return (
        f"That no molecule passes does not show that nothing changed: with {sizes} the 95 % interval of a middle molecule reaches "
        f"{fold_text(half)} to either side of its fold change. Smaller changes cannot be seen here, and many tests at once ask for more."
    )


def _gone(found: Contrast) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for name, reason in found.passed_over:
        reasons.setdefault(reason, []).append(name)
    return [line for reason, names in reasons.items() for line in wrapped(f"{len(names)} passed over, {reason}: {_some(names)}.", "  - ")]


def fold_text(log2_fold: float) -> str:
    """A fold change as a factor, ``4.2×`` or ``÷3.1``."""
    if math.isnan(log2_fold):
        return NOTHING
    return f"{number(2.0**log2_fold, 2)}×" if log2_fold >= 0 else f"÷{number(2.0**-log2_fold, 2)}"


def rate_text(share: float) -> str:
    """A chosen false discovery rate, ``5 %``."""
    return f"{100 * share:.3g}{NARROW}%"


def chance(value: float) -> str:
    """A p value or a false discovery rate in so few letters that eight columns have room."""
    if math.isnan(value):
        return NOTHING
    return f"{value:.2g}" if value >= 1e-4 else f"{value:.0e}".replace("e-0", "e-").replace("-", "−")


def signed(value: float) -> str:
    """A number with its sign, two decimals."""
    return f"{value:+.2f}".replace("-", "−")


def _some(names: Iterable[str]) -> str:
    held = list(names)
    shown = ", ".join(name if len(name) <= NAME else f"{name[: NAME - 1]}…" for name in held[:SAMPLES_NAMED])
    return shown if len(held) <= SAMPLES_NAMED else f"{shown} and {len(held) - SAMPLES_NAMED} more"
