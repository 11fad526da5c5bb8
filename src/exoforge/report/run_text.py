"""A run on one screen: the numbers that are looked for first, the river in a few lines, and what a careful colleague would say."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.report.confrontation import distance_text, explanation_text
from exoforge.report.display import headline_text, interval_text, share_text
from exoforge.report.document import NATURE
from exoforge.report.text import aligned, pair, warnings_text, wrapped
from exoforge.report.words import sentence_case, step_title

LABEL = 46
RIVER_LINES = 5


def summary_text(run: Run) -> str:
    """A run on one screen."""
    lines = [f"{run.therapy.title or run.therapy.id}", ""]
    for headline in run.headlines:
        lines += pair(sentence_case(headline.label), headline_text(headline), width=LABEL)
    if run.headlines:
        counted = f"{run.ensemble.members} members, seed {run.ensemble.seed}"
        lines.append(f"  median, and in brackets the 5th and 95th percentile of the ensemble ({counted})")
    else:
        lines.append("  The record has no step from which a number could be computed.")
    if run.reaches:
        lines += ["", "The river", *_river(run)]
    for one in run.confrontations:
        lines += ["", f"Beside what the instrument wrote of '{one.measurement.sample}'", *wrapped(distance_text(one), "  ")]
        lines += [line for change in one.explanations for line in wrapped(explanation_text(change), "  - ")]
    return "\n".join([*lines, *warnings_text(run.warnings), "", NATURE])


def _river(run: Run) -> list[str]:
    """The first and the last steps; what is left out between them is said."""
    reaches = run.reaches
    shown = reaches if len(reaches) <= RIVER_LINES else (reaches[0], *reaches[-(RIVER_LINES - 2) :])
    rows = []
    for place, reach in enumerate(shown):
        if place == 1 and len(shown) < len(reaches):
            rows.append((f"… {len(reaches) - len(shown)} steps between", "", ""))
        keeps = f"keeps {share_text(reach.recovery)}" if reach is not reaches[0] else ""
        rows.append((step_title(reach), f"{interval_text(reach.vesicles)} vesicles", keeps))
    return aligned(rows, indent="  ")
