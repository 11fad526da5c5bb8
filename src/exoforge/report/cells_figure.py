"""The figure of cells beside vesicles: doses of both as vesicles, on one logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.cells.result import CellsBeside, ScaledDose
from exoforge.design.result import Interval
from exoforge.report.display import interval_text
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark, values, wrapped
from exoforge.report.figures.theme import FULL, INK, QUIET, TREATED, UNTREATED

ROW, LEFT, LETTERS = 22, 270, 44
"""[px] height of a dose and the room of the labels; [letters] the longest label."""
AROUND = 3.0
"""Room beside the outermost doses, as a factor; more where all are alike."""
MOST_DRAWN = 20
"""So many printed doses of each product are drawn."""
CELLS, VESICLES = "Doses of cells", "Doses of vesicles"

Row = tuple[str, str, Interval]
"""Group, label, vesicles."""


def dose_rows(found: CellsBeside) -> tuple[Row, ...]:
    """Every dose that is drawn, those asked for before the printed ones: group, label, [particles]."""
    rows: list[Row] = [(CELLS, f"{found.cell_dose}, {_short(one.said)}", one.vesicles) for one in found.yields if one.vesicles is not None]
    rows += _printed(CELLS, found.sides[0].scaled)
    if found.particles is not None:
        rows.append((VESICLES, f"{found.vesicle_dose}, asked for", _alone(found.particles)))
    return (*rows, *_printed(VESICLES, found.sides[1].scaled))


def cells_figure(found: CellsBeside) -> Spec:
    """A line and a point for each dose; a dose printed in particles is a point."""
    rows = dose_rows(found)
    least, most = min(one.low for _, _, one in rows), max(one.high for _, _, one in rows)
    room = AROUND if most > 10.0 * least else 10.0
    scale, ticks = logarithmic([least / room, most * room])
    x_axis = number_axis("vesicles", **ticks)
    layers: list[Spec] = []
    place, group = 0.0, ""
    drawn: list[tuple[float, Row]] = []
    for row in rows:
        if row[0] != group:
            group, place = row[0], place + (0.3 if place == 0 else 0.9)
            layers.append(text_mark(group, x={"value": -LEFT}, y={"value": (place + 0.5) * ROW}, colour=QUIET, baseline="middle", fontWeight="bold"))
            place += 1.0
        drawn.append((place + 0.5, row))
        place += 1.0
    high = place + 0.3
    y = quantitative("y", axis=None, scale={"domain": [high, 0], "nice": False})
    for name, ink in ((CELLS, UNTREATED), (VESICLES, TREATED)):
        own = [(at, row[2]) for at, row in drawn if row[0] == name]
        if not own:
            continue
        data = {
            "values": values(y=[at for at, _ in own], low=[one.low for _, one in own], middle=[one.median for _, one in own], high=[one.high for _, one in own])
        }
        x = quantitative("low", axis=x_axis, scale=scale)
        layers.append({"data": data, "mark": {"type": "rule", "color": ink, "strokeWidth": 3}, "encoding": {"x": x, "x2": {"field": "high"}, "y": y}})
        point = {"type": "point", "filled": True, "size": 52, "color": ink, "opacity": 1}
        layers.append({"data": data, "mark": point, "encoding": {"x": quantitative("middle", axis=x_axis, scale=scale), "y": y}})
    layers += [
        text_mark(wrapped(label, LETTERS, 1)[0], x={"value": -10}, y={"value": at * ROW}, colour=INK, baseline="middle", align="right")
        for at, (_, label, _) in drawn
    ]
    mass = "" if found.body_mass is None else f"; per kg: of {found.body_mass:g} kg"
    subtitle = f"of cells: the vesicles that they gave{mass}; equal by origin is not equal by effect"
    title = {"text": "Doses of cells and of vesicles on one scale", "subtitle": subtitle}
    alt = "; ".join(f"{label}: {interval_text(one)} vesicles" for _, label, one in rows)
    return chart({"title": title, "width": FULL - LEFT, "height": ROW * high, "layer": layers}, alt=alt)


def cells_rows(found: CellsBeside) -> list[list[str | float]]:
    """The numbers of the figure, the head first."""
    rows: list[list[str | float]] = [["group", "dose", "low [vesicles]", "median [vesicles]", "high [vesicles]"]]
    rows += [[group, label, one.low, one.median, one.high] for group, label, one in dose_rows(found)]
    return rows


def _printed(group: str, doses: Sequence[ScaledDose]) -> list[Row]:
    rows = [(group, f"{interval_text(one.dose, one.unit)}, {one.work}", one.vesicles) for one in doses]
    return sorted(rows, key=lambda row: row[2].median)[:MOST_DRAWN]


def _short(said: str) -> str:
    return "by this record's yield" if said.startswith("computed") else "by the clinical unit's yield"


def _alone(amount: float) -> Interval:
    return Interval(central=amount, low=amount, median=amount, high=amount)
