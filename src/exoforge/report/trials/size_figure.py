"""Power over the size of a study, at the assumed effect and at shares of it."""

from __future__ import annotations

from exoforge.base.errors import SettingError
from exoforge.design.trials.sizing import SHARES, Comparison, TrialSize, power_at, scaled
from exoforge.laws.trials.two_groups import whole
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, QUIET, TREATED
from exoforge.report.picture_files import Rows, cell
from exoforge.report.trials.size_text import UNITS, question

HEIGHT, POINTS = 260, 60


def power_curves(found: TrialSize) -> tuple[Spec, Rows]:
    """The figure, and its numbers."""
    planned = whole(found.ways[0].size or 1)
    most = max(10, min(4 * planned, max([one.size or 0 for one in found.others] + [planned]) + 10))
    sizes = sorted({max(2, round(2 + (most - 2) * place / (POINTS - 1))) for place in range(POINTS)} | {planned})
    layers: list[Spec] = []
    rows: list[tuple[str | float, ...]] = [("share of the effect", UNITS[found.comparison.kind], "power")]
    x = quantitative("n", axis=number_axis(UNITS[found.comparison.kind]), scale={"domain": [0, most], "nice": False})
    y = quantitative("power", axis=number_axis("power", values=[0, 0.2, 0.4, 0.6, 0.8, 1.0], labelOverlap=False), scale={"domain": [0, 1]})
    for share in SHARES:
        other = scaled(found.comparison, share)
        curve = [(n, _power(other, n)) for n in sizes]
        rows += [(share, float(n), cell(power)) for n, power in curve]
        weight = {"strokeWidth": 2.6} if share == 1 else {"strokeWidth": 1.4, "opacity": 0.75}
        data = values(n=[n for n, _ in curve], power=[power for _, power in curve])
        layers.append({"data": {"values": data}, "mark": {"type": "line", "color": TREATED, "clip": True, **weight}, "encoding": {"x": x, "y": y}})
        crossing = next((n for n, power in curve if power >= found.comparison.power), sizes[-1])
        place = {"x": {"value": round(FULL * crossing / most, 1) - 5}, "y": {"value": round(HEIGHT * (1 - found.comparison.power), 1)}}
        layers.append(text_mark(f"{100 * share:g} %", **place, colour=QUIET, align="right", baseline="bottom", dy=-3))
    level = [{"power": found.comparison.power, "n": planned}]
    layers.insert(0, {"data": {"values": level}, "mark": {"type": "rule", "color": FAINT}, "encoding": {"y": y}})
    layers.insert(0, {"data": {"values": level}, "mark": {"type": "rule", "color": FAINT}, "encoding": {"x": x}})
    title = {
        "text": f"Power of the study: {question(found.comparison)}",
        "subtitle": "lines: shares of the assumed effect; cross: what was planned",
        "offset": 10,
    }
    alt = f"Power over {UNITS[found.comparison.kind]}; {planned} give the planned power at the assumed effect."
    return chart({"title": title, "width": FULL, "height": HEIGHT, "layer": layers}, alt=alt), rows


def _power(comparison: Comparison, size: int) -> float:
    try:
        return power_at(comparison, size)
    except SettingError:
        return comparison.alpha
