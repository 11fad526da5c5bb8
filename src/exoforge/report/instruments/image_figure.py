"""An image of vesicles with the outlines that were found, so that an eye can judge them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence

import numpy as np

from exoforge.report.display import amount
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, values
from exoforge.report.figures.theme import TREATED, UNTREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

SIDE = 600
"""[px] of the longer side of one image as drawn; of several each has half of it."""
NM = 1e9
MOST = 4
HEAD = ("sample", "row [pixel]", "column [pixel]", "diameter [pixel]", "diameter [nm]", "clarity", "closed", "crosses another", "at the border")


def image_picture(measurements: Sequence[Measurement], *, one_sample: bool = False) -> tuple[Spec, Rows]:
    """Up to four images with their outlines, dashed where they cross another; of the fields of one sample also the sizes in all."""
    shown = measurements[:MOST]
    panels = [_panel(one, SIDE if len(shown) == 1 else SIDE // 2) for one in shown]
    found = sum(one.arrays["row"].size for one in measurements)
    left = f" The first {MOST} of {len(measurements)} images are shown." if len(measurements) > MOST else ""
    alt = f"{len(panels)} images of vesicles with {sum(one.arrays['row'].size for one in shown)} outlines drawn on them, of {found}.{left}"
    said = "Full: a single outline; dashed: it crosses another. Judge by eye what was missed and what is none."
    title = {"text": "Outlines of vesicles", "subtitle": [said, left.strip()] if left else said}
    images: Spec = {"concat": panels, "columns": 2, "spacing": 16}
    sizes = _sizes(measurements) if one_sample else []
    return chart({"title": title, "vconcat": [images, *sizes], "spacing": 22} if sizes else {"title": title, **images}, alt=alt), _rows(measurements)


def _sizes(measurements: Sequence[Measurement]) -> list[Spec]:
    """How often each diameter is found in all fields of a sample; nothing for a single image, or without a scale."""
    known = np.concatenate([one.arrays["diameter"] for one in measurements])
    known = known[np.isfinite(known)] * NM
    if len(measurements) < 2 or not known.size:
        return []
    counts, edges = np.histogram(known, bins=min(30, max(6, round(2.0 * known.size ** (1 / 3)))))
    x = quantitative("x", axis=number_axis("diameter, nm"), scale={"zero": False, "nice": False})
    y = quantitative("y", axis=number_axis("vesicles"), scale={"zero": True})
    bars = values(x=edges[:-1], x2=edges[1:], y=np.zeros(counts.size), y2=counts.astype(np.float64))
    mark = {"type": "rect", "color": TREATED, "opacity": 0.75, "stroke": "white", "strokeWidth": 0.6}
    encoding = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    name = {"text": f"{known.size} outlines in {len(measurements)} fields", "fontSize": 11, "anchor": "start"}
    return [{"width": SIDE, "height": 150, "title": name, "data": {"values": bars}, "mark": mark, "encoding": encoding}]


def _panel(one: Measurement, side: int) -> Spec:
    across, down = one.settings["outlines"]["image [pixel]"]
    scale = side / max(across, down)
    size = {"width": round(across * scale), "height": round(down * scale)}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, across], "nice": False}}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [down, 0], "nice": False}}
    photo = {
        "data": {"values": [{"x": across / 2, "y": down / 2, "url": _png(one.arrays["preview"])}]},
        "mark": {"type": "image", **size, "aspect": False},
        "encoding": {"x": x, "y": y, "url": {"field": "url", "type": "nominal"}},
    }
    arrays = one.arrays
    outlines = [
        {
            "data": {"values": values(**_circles(arrays, crossing, scale))},
            "mark": {"type": "point", "shape": "circle", "filled": False, "color": UNTREATED, "strokeWidth": 1.6, "opacity": 1, **dash},
            "encoding": {"x": x, "y": y, "size": {"field": "area", "type": "quantitative", "scale": None}},
        }
        for crossing, dash in ((False, {}), (True, {"strokeDash": [4, 3]}))
        if (arrays["overlapping"].astype(bool) == crossing).any()
    ]
    pixel = one.settings["scale"]["pixel [m]"]
    wide = f", {amount(across * pixel, 'm')} wide" if pixel else ", scale not known"
    name = {"text": f"{one.sample}: {arrays['row'].size} outlines{wide}", "fontSize": 11, "anchor": "start"}
    return {**size, "title": name, "layer": [photo, *outlines]}


def _circles(arrays: Mapping[str, Array], crossing: bool, scale: float) -> dict[str, Array]:
    """Middles [pixel], and areas of the symbols [px2] whose circles are the outlines."""
    held = arrays["overlapping"].astype(bool) == crossing
    diameter = arrays["diameter_pixel"][held] * scale
    return {"x": arrays["column"][held], "y": arrays["row"][held], "area": diameter**2}


def _png(grey: Array) -> str:
    """Grey levels as a data address of a PNG."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(content, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode("ascii")


def _rows(measurements: Sequence[Measurement]) -> Rows:
    rows: list[list[str | int | float]] = [list(HEAD)]
    for one in measurements:
        names = ("row", "column", "diameter_pixel", "diameter", "clarity", "closed", "overlapping", "at_border")
        for row, column, wide, diameter, clear, closed, crossing, border in zip(*(one.arrays[name] for name in names), strict=True):
            nm = "" if np.isnan(diameter) else float(f"{diameter * 1e9:.5g}")
            numbers = [float(f"{value:.5g}") for value in (row, column, wide)]
            rows.append([one.sample, *numbers, nm, float(f"{clear:.4g}"), float(f"{closed:.3g}"), int(crossing), int(border)])
    return rows
