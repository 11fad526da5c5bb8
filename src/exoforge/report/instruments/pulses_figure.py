"""Resistive pulses: how many particles of each size were counted, with the sizes that the instrument cannot see shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, QUIET, TREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Distribution, Measurement

NM, PER_ML, NANO = 1e9, 1e-6, 1e9
LIMIT = 10
"""Samples in one picture; more cannot be told apart."""
HEIGHT = 140
TITLE = 90
"""[signs] A longer name of a sample is cut."""
SMALLEST = 20e-9
"""[m] The axis begins here or below, so that what is not seen has its place."""
EXTENT = 36
"""[px] that the labels of an upright axis take at least, so that panels stand in line."""
SHARED_POWER = 4
"""From this power of ten on, the axis shares one in its title."""
BINS = 60
"""Bins of the sizes of pulses, where there are no diameters."""


def pulses_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The picture of measurements by resistive pulses, and its numbers: sizes of particles, or of pulses where nothing was calibrated.

    Raises
    ------
    SettingError
        None holds a pulse.
    """
    sized = [one for one in measurements if any(part.amount.any() for part in one.distributions)]
    if not sized:
        return _uncalibrated(measurements)
    shown = sized[:LIMIT]
    parts = [one.distributions[0] for one in shown]
    ends = [min([SMALLEST, *(float(part.edges[0]) for part in parts)]) * NM, max(float(part.edges[-1]) for part in parts) * NM]
    left = f" The first {LIMIT} of {len(sized)} are shown." if len(sized) > LIMIT else ""
    panels = [_panel(one, ends, last=one is shown[-1]) for one in shown]
    alt = f"Particles by diameter of {len(shown)} samples, with the sizes below the detection limit shaded.{left}"
    title = {"text": "Particles by diameter", "subtitle": f"Shaded: below the size from which particles are seen; an empty bin there says nothing.{left}"}
    return chart({"title": title, "vconcat": panels, "spacing": 14}, alt=alt), _rows(sized)


def _panel(one: Measurement, ends: Sequence[float], *, last: bool) -> Spec:
    part = one.distributions[0]
    density, unit = _density(part)
    scale, axis = logarithmic(ends)
    x = quantitative("x", axis=number_axis("diameter, nm" if last else None, **axis), scale=scale)
    exponent = math.floor(math.log10(density.max()))
    if exponent >= SHARED_POWER:
        density, unit = density / 10.0**exponent, f"1e{exponent} {unit}"
    y = quantitative("y", axis=number_axis(unit, tickCount=3, minExtent=EXTENT), scale={"domain": [0, float(density.max()) * 1.12], "nice": False})
    layers: list[Spec] = []
    if part.detection is not None:
        layers.append(_shade(scale["domain"], part.detection * NM, x))
    bars = {
        "data": {"values": values(x=part.edges[:-1] * NM, x2=part.edges[1:] * NM, y=density)},
        "mark": {"type": "rect", "color": TREATED, "stroke": "white", "strokeWidth": 0.4},
        "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"datum": 0}},
    }
    counted = f"{part.counted:.0f} pulses" if part.counted is not None else ""
    note = text_mark(counted, x={"value": FULL - 4}, y={"value": 10}, colour=QUIET, align="right", fontSize=10)
    name = one.sample if len(one.sample) <= TITLE else f"{one.sample[: TITLE - 1]}…"
    return {"title": {"text": name, "fontSize": 11, "anchor": "start"}, "width": FULL, "height": HEIGHT, "layer": [*layers, bars, note]}


def _shade(domain: Sequence[float], limit: float, x: Spec) -> Spec:
    """The sizes that are not seen, from the left end of the axis to the limit."""
    area = {"x": domain[0], "x2": min(max(limit, domain[0]), domain[1])}
    return {
        "data": {"values": [area]},
        "mark": {"type": "rect", "color": FAINT, "opacity": 0.55},
        "encoding": {"x": x, "x2": {"field": "x2"}},
    }


def _density(part: Distribution) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], str]:
    """Amount per nanometre, so that wide bins do not win by their width, and its unit."""
    width = np.diff(part.edges) * NM
    if part.unit == "particles/m3":
        return part.amount * PER_ML / width, "particles/mL per nm"
    return part.amount / width, "particles per nm"


def _uncalibrated(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    kinds = (("magnitude", NANO, "size of the pulses, nA"), ("signal_to_noise", 1.0, "signal over noise"))
    found = [(kind, one) for kind in kinds for one in measurements if np.any(one.arrays.get(kind[0], np.empty(0)) > 0)]
    if not found:
        raise SettingError("These measurements hold no pulse that can be drawn; --csv and --arrays write their numbers.")
    name, factor, said = found[0][0]
    shown = [one for kind, one in found if kind[0] == name][:LIMIT]
    ends = [float(np.quantile(np.concatenate([one.arrays[name][one.arrays[name] > 0] for one in shown]), at)) * factor for at in (0.0, 1.0)]
    scale, axis = logarithmic([ends[0], ends[1]])
    edges = np.geomspace(float(scale["domain"][0]), float(scale["domain"][1]), BINS + 1)
    rows: list[list[str | int | float]] = [["sample", "from", "to", "pulses", "of"]]
    panels: list[Spec] = []
    for one in shown:
        count = np.histogram(one.arrays[name] * factor, edges)[0].astype(np.float64)
        rows += [[one.sample, float(f"{low:.6g}"), float(f"{high:.6g}"), int(held), said] for low, high, held in zip(edges[:-1], edges[1:], count, strict=True)]
        x = quantitative("x", axis=number_axis(said if one is shown[-1] else None, **axis), scale=scale)
        y = quantitative("y", axis=number_axis("pulses", tickCount=3), scale={"domain": [0, max(float(count.max()) * 1.1, 1.0)], "nice": False})
        bars = {
            "data": {"values": values(x=edges[:-1], x2=edges[1:], y=count)},
            "mark": {"type": "rect", "color": QUIET, "stroke": "white", "strokeWidth": 0.4},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"datum": 0}},
        }
        panels.append({"title": {"text": one.sample[:TITLE], "fontSize": 11, "anchor": "start"}, "width": FULL, "height": HEIGHT, "layer": [bars]})
    title = {"text": "Pulses by size", "subtitle": "Not calibrated: without beads in the same pore, no diameter follows from these."}
    return chart({"title": title, "vconcat": panels, "spacing": 14}, alt=f"Sizes of pulses of {len(shown)} samples, not calibrated."), rows


def _rows(measurements: Sequence[Measurement]) -> Rows:
    """Every bin of every sample."""
    rows: list[list[str | int | float]] = [["sample", "from [nm]", "to [nm]", "amount", "unit", "detected from [nm]"]]
    for one in measurements:
        part = one.distributions[0]
        limit = "" if part.detection is None else float(f"{part.detection * NM:.6g}")
        rows += [
            [one.sample, float(f"{low * NM:.6g}"), float(f"{high * NM:.6g}"), float(held), part.unit or "particles", limit]
            for low, high, held in zip(part.edges[:-1], part.edges[1:], part.amount, strict=True)
        ]
    return rows
