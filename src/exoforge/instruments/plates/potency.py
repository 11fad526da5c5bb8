"""An assay of potency from its table: the model, the potencies of its lots, and whether it may be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.units import short_number
from exoforge.instruments.plates.doses import DoseTable
from exoforge.laws.parallel_curves import ParallelCurves, parallel_curves
from exoforge.laws.relative_potency import ParallelLines, parallel_lines
from exoforge.laws.suitability import SLOPE_LIMITS, Verdict, verdicts

Model = Literal["4pl", "parallel-line"]
FAR = 0.5
"""Share of the span of the responses beyond them at which a plateau is told to be extrapolated. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PotencyRun:
    """What an assay of potency came to.

    Parameters
    ----------
    table : as read. model, transform (``none`` or ``log`` of the responses), limits of the slope ratio : as asked.
    response : (n,) as fitted, of the rows that `used` marks.
    assay, verdicts : what came of it. suitable : whether no test failed. notices : what is doubtful.
    """

    table: DoseTable
    model: Model
    transform: Literal["none", "log"]
    limits: tuple[float, float]
    used: NDArray[np.bool_]
    response: NDArray[np.float64]
    assay: ParallelLines | ParallelCurves
    verdicts: tuple[Verdict, ...]
    suitable: bool
    notices: tuple[str, ...]


def run_potency(
    table: DoseTable,
    *,
    reference: str,
    only: Collection[str] = (),
    model: Model = "4pl",
    transform: Literal["none", "log"] = "none",
    limits: tuple[float, float] = SLOPE_LIMITS,
) -> PotencyRun:
    """Estimate the potency of every lot of a table relative to its reference.

    Parameters
    ----------
    only : the preparations that are taken beside the reference; all where none is named.
    model : ``parallel-line`` over the logarithm of the dose, or ``4pl``. transform : of the responses before they are fitted.
    limits : within which the 90 % interval of a slope ratio is to lie.

    Raises
    ------
    SettingError
        The reference is absent, doses are too few, a logarithm is of nothing, or the limits do not hold 1.
    ConvergenceError
        The points do not determine the curves.
    """
    if not 0 < limits[0] < 1 < limits[1]:
        raise SettingError(f"The limits of the slope ratio are {limits[0]:g} and {limits[1]:g}; they must lie on either side of 1, such as 0.8,1.25.")
    lines = model == "parallel-line"
    known = set(table.preparation.tolist())
    if absent := [name for name in only if name not in known]:
        raise SettingError(f"There is no preparation '{absent[0]}'; there are {', '.join(sorted(known))}.")
    chosen = np.isin(table.preparation, [reference, *only]) if only else np.ones(table.dose.size, dtype=bool)
    used = chosen & (table.dose > 0) if lines else chosen
    response = table.response[used]
    if transform == "log":
        if response.min(initial=1.0) <= 0:
            raise SettingError(f"A response is {response.min():g}; a logarithm needs responses above 0. Leave --transform out.")
        response = np.log(response)
    dose, preparation = table.dose[used], table.preparation[used]
    block = None if table.block is None else table.block[used]
    assay: ParallelLines | ParallelCurves
    if lines:
        assay = parallel_lines(dose, response, preparation, reference=reference, block=block)
    else:
        assay = parallel_curves(dose, response, preparation, reference=reference)
    judged = verdicts(assay, dose, response, preparation, limits=limits)
    notices = []
    if any("synthetic" in remark for remark in table.remarks):
        notices.append("This table says that it is synthetic: it was made by exoforge and not measured.")
    if table.left_out:
        notices.append(f"{table.left_out} rows without a preparation, a dose or a response are left out.")
    if lines and (zero := int(np.sum(chosen & ~used))):
        notices.append(f"{zero} rows at a dose of 0 are left out: a line over the logarithm of the dose has no place for them.")
    if block is not None and not lines:
        notices.append("The table has blocks (plates, days), which whole curves leave in the scatter; the parallel lines take them out.")
    if isinstance(assay, ParallelCurves):
        notices += _plateaus(assay, response, limits)
    apart = [one.label for one in assay.potencies if not (one.ratio_low is not None and one.ratio_high is not None and one.ratio_low <= 1 <= one.ratio_high)]
    if apart and len(assay.potencies) > len(apart):
        notices.append(f"The slope of {', '.join(apart)} differs from the reference's and pulls at the common slope; take the others alone (--only).")
    notices.append("The interval is that of one assay with its repeats; it does not hold the variation between assays, days or laboratories.")
    return PotencyRun(
        table=table,
        model=model,
        transform=transform,
        limits=limits,
        used=used,
        response=response,
        assay=assay,
        verdicts=judged,
        suitable=all(one.passed is not False for one in judged),
        notices=tuple(notices),
    )


def _plateaus(assay: ParallelCurves, response: NDArray[np.float64], limits: tuple[float, float]) -> Iterator[str]:
    """Plateaus that no response comes near, and spans between plateaus that differ, which the ratio of slopes does not show."""
    low, high = float(response.min()), float(response.max())
    common = assay.curves[0]
    beyond = [one for one in (common.at_zero, common.at_infinity) if not low - FAR * (high - low) <= one <= high + FAR * (high - low)]
    if beyond:
        named = " and ".join(short_number(one) for one in beyond)
        yield (
            f"The curves run to {named}, where the responses lie between {short_number(low)} and {short_number(high)}: the doses do not reach "
            "so far, and what lies beyond is extrapolated. Measure further doses, or take parallel lines."
        )
        return
    spans = [one.at_infinity - one.at_zero for one in assay.own]
    for label, span in zip(assay.labels[1:], spans[1:], strict=True):
        if not limits[0] <= span / spans[0] <= limits[1]:
            yield (
                f"By itself '{label}' spans {span / spans[0]:.2f} times what the reference spans between its plateaus: it reaches another effect, "
                "which no dose of the reference makes good; the ratio of slopes does not show it."
            )
