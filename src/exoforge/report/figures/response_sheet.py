"""The whole response on one sheet: the states that a tissue shows, the activity that drove them, and every endpoint."""

from __future__ import annotations

from exoforge.design.response_result import ResponseResult
from exoforge.report.chapters.response import horizon
from exoforge.report.figures.marks import Spec, chart
from exoforge.report.figures.response import activity, course, endpoint
from exoforge.report.picture_files import Rows, cell

HEAD = ("state", "time [d]", "untreated 5%", "untreated median", "untreated 95%", "treated 5%", "treated median", "treated 95%", "unit")
DAY = 86400.0


def response_sheet(result: ResponseResult) -> tuple[Spec, Rows]:
    """The sheet, and the numbers of its curves."""
    shown = [state for state in result.shown if state in result.treated]
    panels = [_bare(course(result, state)) for state in shown]
    judged = [_bare(endpoint(one, never=f"not within {horizon(result)}")) for one in result.endpoints]
    rows = [{"hconcat": pair, "spacing": 90, "bounds": "flush"} for group in (panels, judged) for pair in _pairs(group)]
    rows.insert((len(panels) + 1) // 2, _bare(activity(result.activity)))
    title = {"text": result.title, "subtitle": "medians and 90 % of the members; solid with the therapy, dashed without", "frame": "bounds"}
    return chart({"title": title, "vconcat": rows, "spacing": 22}, alt=f"{result.title}: states and endpoints, treated and untreated."), _rows(result, shown)


def _pairs(panels: list[Spec]) -> list[list[Spec]]:
    return [panels[place : place + 2] for place in range(0, len(panels), 2)]


def _bare(spec: Spec) -> Spec:
    """A figure as a part of a larger one."""
    return {key: value for key, value in spec.items() if key not in ("$schema", "config", "description")}


def _rows(result: ResponseResult, shown: list[str]) -> Rows:
    found: list[tuple[str | float, ...]] = [HEAD]
    for state in shown:
        untreated, treated = result.untreated[state], result.treated[state]
        columns = (untreated.low, untreated.median, untreated.high, treated.low, treated.median, treated.high)
        for place, time in enumerate(treated.x):
            found.append((state, cell(time / DAY), *(cell(float(column[place])) for column in columns), result.units.get(state, "")))
    return found
