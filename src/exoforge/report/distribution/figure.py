"""Where vesicles go as a picture: a panel for each site over the logarithm of time, vesicle and label apart, with measured points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoforge.design.distribution.beside import Beside
from exoforge.design.distribution.courses import FIRST, Predicted
from exoforge.design.distribution.foretelling import Distribution
from exoforge.design.result import Band, ExposureResult, Interval
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, sampled, values
from exoforge.report.figures.theme import INK, PROTEIN, QUIET, TREATED
from exoforge.report.words import sentence_case, site_text
from exoforge.streams.kinetics import MeasuredKinetics

WIDTH, HEIGHT, ACROSS = 188, 118, 3
INKS = {"pbpk": TREATED, "compartments": PROTEIN}
HIDDEN = ("carrier", "not-absorbed", "lymph", "local-free", "cleared")
"""Sites that are drawn only where much is there, behind the organs."""
LEAST = 1e-4
"""[1] Share of the dose below which a site has no panel. A choice."""
MARKS = {"radioisotope": ("circle", "●"), "dye": ("triangle-up", "▲"), "reporter protein": ("square", "■"), "fluorescent protein": ("diamond", "◆")}
OWN = "#2e7d32"
"""The colour of a user's own points: green, which no model has."""
TICK_COUNT = 4
SLOW = 600.0
"""[s] Where a picture begins for a route that is not into blood. A choice."""
OTHER = ("cross", "✚")
"""The sign of a label whose kind is not known, and of none."""
TICKS = {10: "10 s", 60: "1 min", 600: "10 min", 3600: "1 h", 36000: "10 h", 345600: "4 d", 2419200: "28 d"}
"""[s] Ticks of the axis of time."""


def distribution_figure(found: Distribution) -> Spec:
    """All panels, blood first, then the organs in the order of the bodies, then the relative signals."""
    points = (*found.beside, *found.own)
    shown = [one for one in _sites(found.models) if _most(found.models, one) >= LEAST]
    end = max([*(model.end for model in found.models), *(1.3 * one.time for one in points if one.kind == "dose")])
    panels = [_panel(found, site, points, end) for site in shown]
    relative = _relative(found, points, end)
    if relative is not None:
        panels.append(relative)
    rows = [{"hconcat": panels[place : place + ACROSS], "spacing": 26} for place in range(0, len(panels), ACROSS)]
    by_model = "; ".join(f"{'blue: organs and blood flows (pbpk)' if model.name == 'pbpk' else 'brown: compartments'}" for model in found.models)
    used = sorted({one.label_kind for one in points if one.kind != "figure" and (one.kind == "dose" or relative is not None)})
    signs = ", ".join(f"{_sign(kind)[1]} {kind if kind in MARKS else 'label of another or unknown kind'}" for kind in used)
    under = [f"% of dose after the first dose; {by_model}", "solid: vesicles; dashed: those that still have their label, with 90 % of the members"]
    if used:
        under.append(f"measured, by kind of label: {signs}; open: not comparable or recalled; ringed: the model was fitted to it")
    if any(one.kind != "figure" for one in found.own):
        under.append(f"green: {found.own_file}; black: published")
    surface = f", surface {found.surface}" if found.surface != "none" else ""
    title: Spec = {"text": f"Where vesicles go: {found.species}, {found.route}{surface}", "subtitle": under, "frame": "bounds"}
    return chart({"title": title, "vconcat": rows, "spacing": 16}, alt=f"Vesicles by site over time in {found.species} after {found.route}, vesicle and label.")


def overlay_figure(exposure: ExposureResult, rows: Sequence[tuple[MeasuredKinetics, Interval]], start: float) -> Spec:
    """The organs of a run in which a share of the dose was measured elsewhere: vesicles, label with its band, and the measured points."""
    given = exposure.given.central
    end = 86400.0 * max(1.0, math.ceil(max(one.time for one, _ in rows) / 86400.0))
    x = _time(end)
    panels = []
    for site in dict.fromkeys(one.site for one, _ in rows):
        vesicles, label = (_since(bands[site], start, given) for bands in (exposure.sites, exposure.labelled))
        own = [one for one, _ in rows if one.site == site]
        top = 100 * float(label.high.max())
        scale: Spec = {"domain": [0, _round_up(max([top, *(one.value for one in own)]))], "nice": False}
        layers = _courses("pbpk", vesicles, label, x, scale, end)
        for one in own:
            mark: Spec = {"type": "point", "shape": _sign(one.label_kind)[0], "size": 34, "color": INK, "filled": True}
            layers.append({"data": {"values": values(x=[one.time], y=[one.value])}, "mark": mark, "encoding": {"x": x, "y": _y("y", scale)}})
        name = {"text": f"{sentence_case(site_text(site))}, % of dose", "fontSize": 11, "offset": 4, "frame": "group"}
        panels.append({"width": WIDTH - 20, "height": HEIGHT - 20, "title": name, "layer": layers})
    return chart({"hconcat": panels[:ACROSS], "spacing": 18}, alt="Share of the dose in organs over time, vesicles and label, with published measurements.")


def _since(band: Band, start: float, given: float) -> Band:
    """A band of vesicles as shares of what is given, over the time since the first dose."""
    later = band.x >= start + FIRST
    parts = {name: getattr(band, name)[later] / given for name in ("central", "low", "median", "high")}
    return Band(name=band.name, x=band.x[later] - start, **parts)


def _sites(models: Sequence[Predicted]) -> list[str]:
    every = list(dict.fromkeys(site for model in sorted(models, key=lambda one: -len(one.sites)) for site in model.sites))
    return [site for site in every if site not in HIDDEN] + [site for site in ("local-free", "lymph", "not-absorbed", "cleared") if site in every]


def _most(models: Sequence[Predicted], site: str) -> float:
    return max(float(model.sites[site].high.max()) for model in models if site in model.sites)


def _time(end: float, begin: float = FIRST) -> Spec:
    ticks = [tick for tick in TICKS if begin <= tick <= end]
    names = "".join(f"datum.value == {tick} ? '{TICKS[tick]}' : " for tick in ticks) + "''"
    axis: Spec = {"title": None, "values": ticks, "labelExpr": names, "labelOverlap": False, "labelFlush": False, "labelFontSize": 10}
    return quantitative("x", axis=axis, scale={"type": "log", "domain": [begin, end], "nice": False})


def _panel(found: Distribution, site: str, points: Sequence[Beside], end: float) -> Spec:
    own = [one for one in points if one.kind == "dose" and one.site == site]
    drawn = [model for model in found.models if site in model.sites]
    highest = [max(float(model.labelled[site].high.max()), float(model.sites[site].median.max())) for model in drawn]
    top = 100 * max([*highest, *(_top(one) for one in own)])
    scale = {"domain": [0, 100 if 80 < top <= 100.1 else _round_up(top)], "nice": False}
    x = _time(end, _begin(found))
    layers: list[Spec] = []
    for model in drawn:
        layers += _courses(model.name, model.sites[site], model.labelled[site] if site != "cleared" else None, x, scale, end)
    layers += _points(own, found.own, x, scale)
    return {"width": WIDTH, "height": HEIGHT, "title": {"text": sentence_case(site_text(site)), "fontSize": 11, "offset": 4, "frame": "group"}, "layer": layers}


def _courses(name: str, vesicles: Band, label: Band | None, x: Spec, scale: Spec, end: float) -> list[Spec]:
    ink = INKS[name]
    chosen = vesicles.x <= end
    layers: list[Spec] = []
    if label is not None:
        time, low, median, high = sampled(label.x[chosen], label.low[chosen], label.median[chosen], label.high[chosen])
        rows = values(x=time, low=100 * low, median=100 * median, high=100 * high)
        area: Spec = {"type": "area", "color": ink, "opacity": 0.13, "clip": True}
        layers.append({"data": {"values": rows}, "mark": area, "encoding": {"x": x, "y": _y("low", scale), "y2": {"field": "high"}}})
        line: Spec = {"type": "line", "color": ink, "strokeWidth": 1.3, "strokeDash": [5, 3], "clip": True}
        layers.append({"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": _y("median", scale)}})
    time, median = sampled(vesicles.x[chosen], vesicles.median[chosen])
    line = {"type": "line", "color": ink, "strokeWidth": 1.7, "clip": True}
    layers.append({"data": {"values": values(x=time, median=100 * median)}, "mark": line, "encoding": {"x": x, "y": _y("median", scale)}})
    return layers


def _y(field: str, scale: Spec) -> Spec:
    return quantitative(field, axis=number_axis(None, tickCount=TICK_COUNT, minExtent=36), scale=scale)


def _points(rows: Sequence[Beside], own: Sequence[Beside], x: Spec, scale: Spec) -> list[Spec]:
    """Measured numbers with their bounds: the sign by label, green where the user's own, open where not comparable, ringed where the model was fitted."""
    layers: list[Spec] = []
    for one in rows:
        ink = OWN if one in own else INK
        shape, _ = _sign(one.label_kind)
        data = {"values": values(x=[one.time], y=[100 * one.measured])}
        if not math.isnan(one.low):
            ends = {"values": values(x=[one.time], y=[100 * one.low], y2=[100 * one.high])}
            rule: Spec = {"type": "rule", "color": ink, "strokeWidth": 0.8}
            layers.append({"data": ends, "mark": rule, "encoding": {"x": x, "y": _y("y", scale), "y2": {"field": "y2"}}})
        solid = not one.why and one.status == "read"
        mark: Spec = {"type": "point", "shape": shape, "size": 34, "color": ink, "filled": solid, "opacity": 0.9, "strokeWidth": 1.1}
        layers.append({"data": data, "mark": mark, "encoding": {"x": x, "y": _y("y", scale)}})
        if any(one.fitted.values()):
            ring: Spec = {"type": "point", "shape": "circle", "size": 120, "color": QUIET, "filled": False, "strokeWidth": 1.0}
            layers.append({"data": data, "mark": ring, "encoding": {"x": x, "y": _y("y", scale)}})
    return layers


def _relative(found: Distribution, points: Sequence[Beside], end: float) -> Spec | None:
    """The share of the spleen in liver and spleen, which relative signals of both allow; None where nobody measured it."""
    own = [one for one in points if one.kind == "share" and one.what == "spleen" and one.printed.endswith("of liver and spleen")]
    if not own:
        return None
    scale: Spec = {"domain": [0, 100], "nice": False}
    x = _time(end, _begin(found))
    layers: list[Spec] = []
    for model in found.models:
        known = [(one.time, one.predicted[model.name]) for one in own if model.name in one.predicted]
        low, median, high = (float(np.median([getattr(interval, name) for _, interval in known])) for name in ("low", "median", "high"))
        rows = values(x=[_begin(found), end], low=[100 * low] * 2, median=[100 * median] * 2, high=[100 * high] * 2)
        area: Spec = {"type": "area", "color": INKS[model.name], "opacity": 0.13}
        layers.append({"data": {"values": rows}, "mark": area, "encoding": {"x": x, "y": _y("low", scale), "y2": {"field": "high"}}})
        line: Spec = {"type": "line", "color": INKS[model.name], "strokeWidth": 1.3, "strokeDash": [5, 3]}
        layers.append({"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": _y("median", scale)}})
    layers += _points(own, found.own, x, scale)
    title: Spec = {"text": "Spleen, % of liver + spleen", "fontSize": 11, "offset": 4, "frame": "group"}
    return {"width": WIDTH, "height": HEIGHT, "title": title, "layer": layers}


def _begin(found: Distribution) -> float:
    return SLOW if all(model.apparent for model in found.models) else FIRST


def _sign(kind: str) -> tuple[str, str]:
    return MARKS.get(kind, OTHER)


def _top(one: Beside) -> float:
    return one.measured if math.isnan(one.high) else one.high


def _round_up(value: float) -> float:
    """The next number at which the axis has a tick, so that the titles of neighbours stand on one line."""
    if not value > 0:
        return 1.0
    top = 1.02 * value
    while (steps := top / _tick(top)) - round(steps) > 1e-9 or round(steps) - steps > 1e-9:
        top = math.ceil(steps) * _tick(top)
    return top


def _tick(top: float) -> float:
    """Distance between the ticks of an axis from 0: 1, 2 or 5 times a power of ten, for about `TICK_COUNT` of them."""
    power = 10.0 ** math.floor(math.log10(top / TICK_COUNT))
    over = top / TICK_COUNT / power
    return power * next(step for step, least in ((10, math.sqrt(50)), (5, math.sqrt(10)), (2, math.sqrt(2)), (1, 0.0)) if over >= least)
