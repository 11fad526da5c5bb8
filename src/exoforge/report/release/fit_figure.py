"""Release curves as a picture: points, the best law with its band, the others behind it, and beside it how far each law lies from the best."""

from __future__ import annotations

from exoforge.design.release.band import batch_curve, central_curve
from exoforge.design.release.comparison import EXCLUDED, SUPPORTED, Ranked
from exoforge.design.release.fitting import FIRST_PART, ReleaseFit
from exoforge.report.display import number
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, PROTEIN, QUIET, TREATED, UNTREATED
from exoforge.report.release.words import coefficients_text, time_unit_text
from exoforge.report.words import sentence_case

WIDTH, HEIGHT, BESIDE = 400, 270, 150
"""[px] The curves, and the laws beside them."""
SHAPES = ("circle", "square", "triangle-up", "triangle-down", "diamond", "cross")
SIGNS = ("●", "■", "▲", "▼")
"""The shapes that the faces of the figures have a sign for; more batches are not told apart in the title."""
CLEAR_ABOVE = 0.78
"""Share at the end of the best law from which on the right end of the line of 60 % is free for its label."""
IN_PERCENT = "round(datum.value * 100)"
"""The label of a tick at a share, as a Vega expression."""
INKS = {"supported": TREATED, "less likely": UNTREATED, "excluded": QUIET}
MOST_DELTA = 100.0
"""Beyond it a law is drawn at the edge."""


def fit_figure(found: ReleaseFit) -> Spec:
    """Points with their deviations, the best law, the excluded ones in grey; and the difference of every law in AICc."""
    best, out = found.best, sum(one.verdict == "excluded" for one in found.whole.ranked)
    head = f"{sentence_case(best.fit.law.title)} describes the release best" + (
        f"; {out} of {len(found.whole.ranked)} laws are excluded" if out else "; no law is excluded"
    )
    under = [coefficients_text(best, found.curves.time_unit)]
    count = len(found.curves.curves)
    if count > 1:
        under.append("dark: mean over batches; light: a new batch (5th to 95th percentile); dashed: laws not excluded; grey: excluded")
        if count <= len(SIGNS):
            under.append("   ".join(f"{sign} {curve.batch}" for sign, curve in zip(SIGNS, found.curves.curves, strict=False)))
    else:
        under.append("shaded: 5th to 95th percentile over laws and coefficients; dashed: laws not excluded; grey: excluded")
    title: Spec = {"text": head, "subtitle": under, "frame": "bounds"}
    alt = f"Share released over time of '{found.curves.file}' with fitted laws. {head}."
    return chart({"title": title, "hconcat": [_curves(found), _laws(found)], "spacing": 30}, alt=alt)


def _curves(found: ReleaseFit) -> Spec:
    grid = found.band.mean.x
    last = float(grid[-1])
    top = max(1.0, max(float(curve.released.max()) for curve in found.curves.curves)) * 1.04
    low = min(0.0, min(float(curve.released.min()) for curve in found.curves.curves) * 1.1)
    x = quantitative("x", axis=number_axis(f"time, {time_unit_text(found.curves.time_unit)}"), scale={"domain": [0, last], "nice": False})

    def y(field: str) -> Spec:
        return quantitative(field, axis=number_axis("released, %", labelExpr=IN_PERCENT), scale={"domain": [low, top], "nice": False})

    layers: list[Spec] = []
    for one in reversed(found.whole.ranked[1:]):
        layers.append(_line(grid, central_curve(one, grid), x, y("y"), law=one))
    for band, opacity in ((found.band.new, 0.12), (found.band.mean, 0.24)):
        if band is not None:
            rows = values(x=band.x, low=band.low, high=band.high)
            mark: Spec = {"type": "area", "color": TREATED, "opacity": opacity, "clip": True}
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}}})
    if len(found.curves.curves) > 1:
        for place in range(len(found.curves.curves)):
            rows = values(x=grid, y=batch_curve(found.best, place, grid))
            thin: Spec = {"type": "line", "color": TREATED, "strokeWidth": 0.6, "opacity": 0.7, "clip": True}
            layers.append({"data": {"values": rows}, "mark": thin, "encoding": {"x": x, "y": y("y")}})
    rows = values(x=grid, y=central_curve(found.best, grid))
    layers.append({"data": {"values": rows}, "mark": {"type": "line", "color": TREATED, "clip": True}, "encoding": {"x": x, "y": y("y")}})
    layers.append(
        {
            "data": {"values": [{"y": FIRST_PART}]},
            "mark": {"type": "rule", "color": PROTEIN, "strokeDash": [3, 3], "strokeWidth": 0.9},
            "encoding": {"y": y("y")},
        }
    )
    first = "first 60 %" if found.exponent is None else f"first 60 %: t^n with n {number(found.exponent.known.value, 3)}"
    right = float(central_curve(found.best, grid)[-1]) > CLEAR_ABOVE
    side: Spec = {"x": {"value": WIDTH - 2 if right else 4}, "align": "right" if right else "left"}
    layers.append(text_mark(first, **side, y=FIRST_PART, colour=PROTEIN, baseline="bottom", dy=-2))
    layers += _points(found, x, y("y"))
    return {"width": WIDTH, "height": HEIGHT, "layer": layers}


def _line(time: Array, share: Array, x: Spec, y: Spec, *, law: Ranked) -> Spec:
    ink, dash = (FAINT, []) if law.verdict == "excluded" else (INKS[law.verdict], [5, 3])
    mark: Spec = {"type": "line", "color": ink, "strokeWidth": 1.0, "strokeDash": dash, "clip": True}
    return {"data": {"values": values(x=time, y=share)}, "mark": mark, "encoding": {"x": x, "y": y}}


def _points(found: ReleaseFit, x: Spec, y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    for place, curve in enumerate(found.curves.curves):
        time = curve.time / found.unit
        if curve.spread is not None:
            rows = values(x=time, y=curve.released - curve.spread, y2=curve.released + curve.spread)
            rule: Spec = {"type": "rule", "color": INK, "strokeWidth": 0.8, "clip": True}
            layers.append({"data": {"values": rows}, "mark": rule, "encoding": {"x": x, "y": y, "y2": {"field": "y2"}}})
        mark: Spec = {"type": "point", "shape": SHAPES[place % len(SHAPES)], "filled": True, "size": 34, "color": INK, "opacity": 0.85, "clip": False}
        layers.append({"data": {"values": values(x=time, y=curve.released)}, "mark": mark, "encoding": {"x": x, "y": y}})
    return layers


def _laws(found: ReleaseFit) -> Spec:
    """The difference in AICc of every law, on a root scale, with the line beyond which a law is excluded."""
    ranked = found.whole.ranked
    names = [one.fit.law.title for one in ranked]
    most = max(min(max(one.delta for one in ranked), MOST_DELTA), 1.5 * EXCLUDED)
    rows = [
        {
            "law": one.fit.law.title,
            "from": 0.0,
            "x": min(one.delta, most),
            "ink": INKS[one.verdict],
            "told": f"{one.delta:.0f}" if one.delta >= 10 else f"{one.delta:.1f}",
        }
        for one in ranked
    ]
    ticks = [tick for tick in (0, SUPPORTED, EXCLUDED, 30, 100) if tick <= most]
    scale: Spec = {"type": "sqrt", "domain": [0, most], "nice": False}
    x = quantitative("x", axis=number_axis("AICc above the best", values=ticks, format="d"), scale=scale)
    axis: Spec = {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelPadding": 8, "labelLimit": 160}
    y: Spec = {"field": "law", "type": "nominal", "sort": names, "axis": axis}
    ink: Spec = {"field": "ink", "type": "nominal", "scale": None}
    layers: list[Spec] = [
        {"data": {"values": [{"x": EXCLUDED}]}, "mark": {"type": "rule", "color": PROTEIN, "strokeDash": [3, 3], "strokeWidth": 0.9}, "encoding": {"x": x}},
        {"mark": {"type": "rule", "strokeWidth": 1}, "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "x"}, "y": y, "color": ink}},
        {"mark": {"type": "point", "filled": True, "size": 42, "opacity": 1}, "encoding": {"x": x, "y": y, "color": ink}},
        {"mark": {"type": "text", "align": "left", "dx": 7}, "encoding": {"x": x, "y": y, "text": {"field": "told"}, "color": ink}},
        text_mark("excluded →", x=EXCLUDED, y={"value": -6}, colour=PROTEIN, dx=3, baseline="bottom"),
    ]
    height = min(HEIGHT, max(24 * len(ranked), 120))
    return {"width": BESIDE, "height": height, "data": {"values": rows}, "layer": layers}
