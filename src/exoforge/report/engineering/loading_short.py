"""A question about loading in a few sentences: what the models bring in and leave, what a claim means, what is in print, and why they may differ."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.units import short_number, short_percent
from exoforge.design.engineering.loading_result import Claim, LoadingAnswer, MethodLoading, Modelled
from exoforge.evidence.loading import QUANTITIES, range_of
from exoforge.report.display import number
from exoforge.report.engineering.loading_words import SHORT, ends_said, share

NONE = (
    "None: by this model the membranes stay shut, and the cargo is taken neither to pass nor to dissolve in them. What sticks to the outside has no model, "
    "and most assays count it."
)
"""What a model that brings nothing in says, and what it does not."""
BLIND = "No model here holds cargo that sticks to the outside of vesicles, which most assays count; print may stand above the models for that alone."


def in_short(answer: LoadingAnswer) -> str:
    """The sentences that a reader looks for first; of several methods the medians from the lowest to the highest."""
    models = [one.modelled for one in answer.methods if one.modelled is not None]
    claim = next((_claimed(one.claim) for one in answer.methods if one.claim is not None), "")  # it is of the stock, and one for all methods
    printed = _printed(answer.methods)
    return " ".join(part for part in (_modelled(models), claim, printed, BLIND if models and printed else "") if part)


def _modelled(models: Sequence[Modelled]) -> str:
    if not models:
        return "No model says anything of it."
    if len(models) == 1:
        one = models[0]
        return f"By the model {share(one.efficiency)} of the cargo offered is in the recovered vesicles, and {share(one.left)} of the vesicles are left."
    inside, left = (_ends([getattr(one, name).median for one in models]) for name in ("efficiency", "left"))
    return f"By the models of {len(models)} methods (medians) {inside} of the cargo offered is in the recovered vesicles, and {left} of the vesicles are left."


def _claimed(claim: Claim) -> str:
    return f"The claim of {short_percent(claim.efficiency)} is {short_number(claim.over_lumens.median)} times what the lumens hold of a dissolved cargo."


def _ends(shares: Sequence[float]) -> str:
    low, high = (number(100.0 * end) if end > 0 else "none" for end in (min(shares), max(shares)))
    if max(shares) == 0:
        return "none"
    return f"{high} %" if low == high else f"{low} to {high} %"


def _printed(methods: Sequence[MethodLoading]) -> str:
    """The published numbers of all methods together, each kind by itself."""
    rows = [row for one in methods for row in (*one.published.own, *one.published.family)]
    ranges = [f"{SHORT[quantity]} {ends_said(found)}" for quantity in QUANTITIES if (found := range_of(rows, quantity)) is not None]
    return f"In print, of this cargo or its family: {'; '.join(ranges)}." if ranges else ""
