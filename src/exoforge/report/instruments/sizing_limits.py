"""The smallest particle that instruments see, as text and as a picture over the refractive index."""

from __future__ import annotations

import math

from exoforge.design.sizing.detection import Limits
from exoforge.report.display import NOTHING, amount
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FULL, INK, PARTICLES, QUIET, TREATED, UNTREATED
from exoforge.report.text import aligned, wrapped

NM = 1e9
HEIGHT = 320
CAVEAT = (
    "Computed for single spheres in unpolarised light: the camera's noise, blur and threshold are those that the bead stands for. "
    "Small vesicles are not seen at once but with falling probability; the limit is where a particle is as bright as the bead."
)


def limits_text(found: Limits) -> str:
    """The limits in a table."""
    bead = found.bead
    lines = [f"Where a bead of {amount(bead.diameter, 'm')} and index {bead.index:g} is just seen", ""]
    rows = [("", "index", "smallest diameter", "")]
    rows += [
        (one.method, NOTHING if one.index is None else f"{one.index:g}", NOTHING if one.diameter is None else amount(one.diameter, "m"), "")
        for one in found.limits
    ]
    lines += aligned(rows, indent="  ")
    lines.append("")
    for said in dict.fromkeys((one.method, one.index, one.said) for one in found.limits):
        which = f" of index {said[1]:g}" if said[1] is not None else ""
        lines += wrapped(f"{said[0]}{which}: {said[2]}", "  ", hang=2)
    angles = f"{math.degrees(bead.low_angle):.3g} to {math.degrees(bead.high_angle):.3g} degrees"
    around = f"wavelength {amount(bead.wavelength, 'm')}, medium of index {bead.medium:g}, light collected at {angles} from the beam"
    coat = f"; the index is that of the lumen, inside a membrane of {amount(found.coat.thickness, 'm')} and index {found.coat.index:g}" if found.coat else ""
    return "\n".join([*lines, "", *wrapped(f"Taken: {around}{coat}."), *wrapped(CAVEAT)])


def limits_spec(found: Limits) -> Spec:
    """The optical limit over the index, with the bead, the indices asked for, and the methods that need none."""
    points = [(one.index, one.diameter * NM) for one in found.limits if one.index is not None and one.diameter is not None]
    flat = [(one.method, one.diameter * NM) for one in found.limits if one.index is None and one.diameter is not None]
    bead = (found.bead.index, found.bead.diameter * NM)
    every = [*(found.diameters * NM).tolist(), *(d for _, d in points), *(d for _, d in flat), bead[1]]
    scale, ticks = logarithmic(every)
    high = max(1.63, bead[0] + 0.02, *(n + 0.02 for n, _ in points)) if points else max(1.63, bead[0] + 0.02)
    what = "refractive index of the lumen" if found.coat else "refractive index of the particle"
    x = quantitative("x", axis=number_axis(what, tickCount=7, format=".2f"), scale={"domain": [1.33, high], "nice": False})
    y = quantitative("y", axis={"title": "smallest diameter seen, nm", **ticks}, scale=scale)
    line = {
        "data": {"values": values(x=found.indices, y=found.diameters * NM)},
        "mark": {"type": "line", "color": TREATED, "strokeWidth": 2},
        "encoding": {"x": x, "y": y},
    }
    layers: list[Spec] = [line]
    for method, diameter in flat:
        layers.append({"data": {"values": [{"y": diameter}]}, "mark": {"type": "rule", "color": PARTICLES, "strokeDash": [5, 3]}, "encoding": {"y": y}})
        layers.append(text_mark(f"{method}, {diameter:.3g} nm", x={"value": FULL - 4}, y=diameter, colour=QUIET, align="right", dy=-6))
    dots = [(n, d, f"{d:.0f} nm at {n:g}", TREATED) for n, d in points] + [(*bead, "the bead", UNTREATED)]
    for n, d, label, ink in dots:
        layers.append(
            {
                "data": {"values": values(x=[n], y=[d])},
                "mark": {"type": "point", "filled": True, "size": 70, "color": ink, "opacity": 1},
                "encoding": {"x": x, "y": y},
            }
        )
        layers.append(text_mark(label, x=n, y=d, colour=INK, dx=8, dy=-8))
    title = {
        "text": "The smallest particle that is seen",
        "subtitle": f"As bright in the lens as a bead of {bead[1]:.3g} nm and index {bead[0]:g}. Where the curve steps, light rises and falls with size.",
    }
    return chart(
        {"title": title, "width": FULL, "height": HEIGHT, "layer": layers}, alt="Smallest diameter that is seen over the refractive index of the particle."
    )
