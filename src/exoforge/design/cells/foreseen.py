"""What the models say of the vesicles of a record: how many a cell gives, what storage keeps of them, how many reach the place where they act."""

from __future__ import annotations

from exoforge.base.errors import SettingError
from exoforge.design.cells.result import Figured, Foreseen
from exoforge.design.ensemble import Ensemble, Outcome, ensemble_of
from exoforge.design.plan import plan_of
from exoforge.design.summary import headline_figures, interval_of, reaches_of
from exoforge.design.upstream import UPSTREAM, makes_vesicles, with_steps
from exoforge.record.therapy import Therapy
from exoforge.streams.amounts import vesicle_number

AS_FAR_AS = ((*UPSTREAM, "deliver", "distribute"), UPSTREAM)
"""The stages that are computed: to the place where the vesicles act, else to the product. A tissue is left out, as there is none for cells to set beside."""
SHARE = "share"
SHOWN = ("peak-exposure", "dose", "doses-per-batch")
"""Headlines of a run that a choice between cells and vesicles may turn on."""


def foreseen_of(therapy: Therapy, *, members: int, seed: int) -> tuple[Foreseen | None, tuple[str, ...]]:
    """What the models say of the record's own vesicles, as far as they reach, and sentences on what they cannot follow.

    None where the record makes no vesicles, where its making cannot be computed, or where no cells are known behind a stock.

    Raises
    ------
    SettingError
        The ensemble of its making cannot be drawn.
    """
    notices: list[str] = []
    for stages in AS_FAR_AS if makes_vesicles(therapy) else ():
        plan = plan_of(with_steps(therapy, (step for step in therapy.steps if step.stage in stages)))
        troubles = [problem.sentence for problem in plan.problems]
        if plan.steps and not troubles:
            try:
                found = _foreseen(ensemble_of(plan, members=members, seed=seed))
            except SettingError as trouble:
                if stages == UPSTREAM:
                    raise
                troubles = [str(trouble)]
            else:
                return found, tuple(notices)
        notices += [f"The record is not computed to its end here: {trouble}" for trouble in troubles[:1]]
    return None, tuple(dict.fromkeys(notices))


def _foreseen(ensemble: Ensemble) -> Foreseen | None:
    def per_cell(outcome: Outcome) -> float:
        last = outcome.river.passages[-1].suspension
        return vesicle_number(last) / last.cells if last.cells > 0 else float("nan")

    if not ensemble.central.river.passages or ensemble.central.river.passages[-1].suspension.cells <= 0:
        return None
    kept = [
        Figured(
            label=f"Vesicles kept by {reach.title[:1].lower()}{reach.title[1:]}",
            unit=SHARE,
            interval=reach.recovery,
            meaning="vesicles after storage over those before it",
        )
        for reach in reaches_of(ensemble)
        if reach.stage == "store"
    ]
    told = {one.name: one for one, _ in headline_figures(ensemble)}
    shown = [Figured(label=told[name].label, unit=told[name].unit, interval=told[name].interval, meaning=told[name].meaning) for name in SHOWN if name in told]
    return Foreseen(per_cell=interval_of(ensemble, per_cell), figures=(*kept, *shown))
