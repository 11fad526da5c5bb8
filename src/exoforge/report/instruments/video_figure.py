"""What a tracked video shows: how far particles move with time, and how fast each of them diffuses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.laws.particle_tracking import displacement_line
from exoforge.report.display import number
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, values
from exoforge.report.figures.theme import HALF, QUIET, TREATED
from exoforge.report.picture_files import Rows, cell
from exoforge.streams.measurement import Measurement

UM2 = 1e12


def video_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The mean squared displacement with its line, and the diffusion coefficients of the tracks, one row of two for each video."""
    rows = [_row(one) for one in measurements]
    alt = f"Mean squared displacement and diffusion coefficients of the tracks in {len(rows)} videos."
    return chart({"title": "Particles followed through a video", "vconcat": rows, "spacing": 18}, alt=alt), _numbers(measurements)


def _is_scaled(one: Measurement) -> bool:
    """Whether frame rate and size of a pixel are known."""
    return None not in (one.settings["camera"]["frame rate [1/s]"], one.settings["camera"]["pixel [m]"])


def _row(one: Measurement) -> Spec:
    known = _is_scaled(one)
    factor, area, rate = (UM2, "µm²", "µm²/s") if known else (1.0, "pixel²", "pixel²/frame")
    lag, msd = one.arrays["lag"], one.arrays["msd"] * factor
    fitted = displacement_line(lag, msd, one.arrays["msd_pairs"])
    x = quantitative("x", axis=number_axis("lag, s" if known else "lag, frames"), scale={"zero": True})
    y = quantitative("y", axis=number_axis(f"mean squared displacement, {area}"), scale={"zero": True})
    points = {"data": {"values": values(x=lag, y=msd)}, "mark": {"type": "point", "color": TREATED, "filled": True, "size": 28}, "encoding": {"x": x, "y": y}}
    title, layers = one.sample, [points]
    if fitted is not None:
        slope, start = fitted
        ends = np.array([0.0, lag[-1]])
        line = {"data": {"values": values(x=ends, y=start + slope * ends)}, "mark": {"type": "line", "color": QUIET, "strokeWidth": 1}}
        title, layers = f"{one.sample}: slope {number(slope, 3)} {rate}", [{**line, "encoding": {"x": x, "y": y}}, points]
    left = {"width": HALF - 20, "height": 190, "title": title, "layer": layers}
    diffusion = one.arrays["track_diffusion"] * factor
    shown = diffusion[np.isfinite(diffusion)]
    right = {
        "width": HALF - 20,
        "height": 190,
        "title": f"{shown.size} tracks",
        "data": {"values": values(x=shown)},
        "mark": {"type": "bar", "color": TREATED, "opacity": 0.75},
        "encoding": {
            "x": {"field": "x", "bin": {"maxbins": 30}, "type": "quantitative", "axis": number_axis(f"diffusion coefficient, {rate}")},
            "y": {"aggregate": "count", "type": "quantitative", "axis": number_axis("tracks")},
        },
    }
    return {"hconcat": [left, right], "spacing": 30}


def _numbers(measurements: Sequence[Measurement]) -> Rows:
    rows: list[list[str | int | float]] = [["sample", "lag", "mean squared displacement", "pairs", "unit of lag", "unit of displacement"]]
    for one in measurements:
        units = ("s", "m2") if _is_scaled(one) else ("frame", "pixel2")
        for lag, msd, pairs in zip(one.arrays["lag"], one.arrays["msd"], one.arrays["msd_pairs"], strict=True):
            rows.append([one.sample, cell(lag), cell(msd), int(pairs), *units])
    return rows
