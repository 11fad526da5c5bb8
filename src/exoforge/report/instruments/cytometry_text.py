"""Calibrations of flow cytometry, for people and for machines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from exoforge.instruments.cytometry.diameters import SizedEvents
from exoforge.instruments.cytometry.fluorescence import Calibration, InMolecules
from exoforge.instruments.cytometry.scatter import ScatterCalibration, Vesicle
from exoforge.laws.cytometry import molecules_interval
from exoforge.report.display import NOTHING, amount, number, percent
from exoforge.report.text import aligned, pairs, wrapped

LABEL = 30


def mesf_text(found: Calibration, beads: str, samples: Sequence[InMolecules], doubts: Sequence[str]) -> str:
    """A fluorescence calibration on one screen."""
    head = ["", "signal", "CV", "events", found.unit, "from the line", "used"]
    rows = [head] + [
        [
            str(place),
            number(one.peak.middle, 4),
            percent(one.peak.cv) if math.isfinite(one.peak.cv) else NOTHING,
            str(one.peak.events),
            f"{one.molecules:,.0f}".replace(",", " "),
            number(one.recovered, 4) if not one.peak.trouble else NOTHING,
            "no" if one.peak.trouble else "yes",
        ]
        for place, one in enumerate(found.peaks, start=1)
    ]
    line = found.line
    lines = [f"{found.channel} of {beads} in {found.unit}", "", *aligned(rows, indent="  ", numbers=True), ""]
    for place, one in enumerate(found.peaks, start=1):
        if one.peak.trouble:
            lines += wrapped(f"Peak {place} is not used: {one.peak.trouble}.", "  ")
    lines += pairs(
        [
            ("line", f"{found.unit} = {number(math.exp(line.intercept), 3)} × signal^{line.slope:.4f}, for a sample"),
            ("background of the beads", f"{number(line.background, 3)} {found.unit}; part of the fit, not added to a sample"),
            ("R² of the logarithms", f"{line.r_squared:.5f} with {line.freedom} degrees of freedom; peaks stray by {percent(line.residual)}"),
            *_line_at(found),
            ("power law beside it", _power_law(found)),
            ("events", f"{found.kept} of {found.events}, the densest in scatter; peaks told apart in {', '.join(found.clustered)}"),
        ],
        width=LABEL,
    )
    for sample in samples:
        low, middle, high = (number(value, 3) for value in sample.percentiles)
        lines += ["", f"{sample.sample} on this line", ""]
        lines += pairs(
            [
                (f"median {found.unit}", f"{middle} (5th to 95th percentile {low} to {high}), of {sample.events} events"),
                ("beyond the beads", f"{sample.below} events below the dimmest peak used, {sample.above} above the brightest: there the line is extended"),
            ],
            width=LABEL,
        )
    return "\n".join([*lines, *numbered(doubts)])


def _line_at(found: Calibration) -> list[tuple[str, str]]:
    used = [one for one in found.peaks if not one.peak.trouble]
    middle = used[len(used) // 2].peak.middle
    low, high = molecules_interval(found.line, middle)
    if not math.isfinite(low):
        return []
    return [("95 % interval of the line", f"{number(low, 3)} to {number(high, 3)} {found.unit} at a signal of {number(middle, 3)}")]


def _power_law(found: Calibration) -> str:
    law = found.power_law
    if law is None:
        return "not formed: fewer than two stained peaks can be used"
    return f"{number(math.exp(law.intercept), 3)} × signal^{law.slope:.4f}, R² {law.r_squared:.5f}, without a background of the beads"


def numbered(doubts: Sequence[str]) -> list[str]:
    """Sentences to know, one below the other; nothing where there is none."""
    if not doubts:
        return []
    lines = ["", f"{len(doubts)} thing{'s' if len(doubts) > 1 else ''} to know"]
    for place, doubt in enumerate(doubts, start=1):
        lines += wrapped(doubt, f"  {place}. ")
    return lines


def mesf_plain(found: Calibration, samples: Sequence[InMolecules], doubts: Sequence[str]) -> dict[str, Any]:
    """A fluorescence calibration as plain values."""
    line = found.line
    return {
        "ok": True,
        "channel": found.channel,
        "unit": found.unit,
        "clustered": list(found.clustered),
        "peaks": [
            {
                "signal": one.peak.middle,
                "cv": _known(one.peak.cv),
                "events": one.peak.events,
                "known": one.molecules,
                "recovered": _known(one.recovered),
                "not_used": one.peak.trouble,
            }
            for one in found.peaks
        ],
        "line": {
            "slope": line.slope,
            "intercept": line.intercept,
            "background": line.background,
            "r_squared": line.r_squared,
            "residual": line.residual,
            "freedom": line.freedom,
            "covariance": line.covariance.tolist(),
        },
        "power_law": None if found.power_law is None else {"slope": found.power_law.slope, "intercept": found.power_law.intercept},
        "samples": [
            {"sample": one.sample, "events": one.events, "percentiles_5_50_95": list(one.percentiles), "below": one.below, "above": one.above}
            for one in samples
        ],
        "doubts": list(doubts),
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def vesicle_words(vesicle: Vesicle) -> str:
    """What a particle is taken for: ``index 1.4``, ``core of 1.37 in a shell of 6 nm and 1.48``."""
    coat = f"core of {vesicle.index:g} in a shell of {amount(vesicle.shell, 'm')} and {vesicle.shell_index:g}"
    return coat if vesicle.shell else f"index {vesicle.index:g}"


def scatter_text(found: ScatterCalibration, sizes: SizedEvents, doubts: Sequence[str]) -> str:
    """A scatter calibration and the diameters of a sample on one screen, what is doubtful before the numbers."""
    head = ["bead", "index", "signal", "CV", "events", "by Mie", "differs"]
    rows = [head] + [
        [
            amount(bead.diameter, "m"),
            f"{bead.index:g}",
            number(peak.middle, 4),
            percent(peak.cv),
            str(peak.events),
            number(predicted, 4),
            f"{100 * (peak.middle / predicted - 1):+.1f} %".replace("-", "−"),
        ]
        for bead, peak, predicted in zip(found.beads, found.peaks, found.predicted, strict=True)
    ]
    low, high = (math.degrees(angle) for angle in found.half_angles)
    span = f"; {low:.0f} to {high:.0f} degrees fit about as well" if found.fitted and high > low else ""
    angle = f"{math.degrees(found.optics.half_angle):.1f} degrees, {'fitted' if found.fitted else 'stated'}{span}"
    curve = sizes.curve
    smallest = amount(sizes.least_diameter, "m") if math.isfinite(sizes.least_diameter) else "outside the computed curve"
    lines = [
        f"Scatter of {sizes.channel} as diameter, for vesicles of {vesicle_words(sizes.vesicle)}",
        *numbered(doubts),
        "",
        *aligned(rows, indent="  ", numbers=True),
        "",
    ]
    lines += pairs(
        [
            ("half angle of collection", angle),
            ("light", f"{amount(found.optics.wavelength, 'm')}, medium of {found.optics.medium_index:g}, {found.optics.detector} detector"),
            ("beads around Mie's curve", f"stray by {percent(found.residual)}"),
            ("smallest diameter seen", f"{smallest}, at a signal of {number(sizes.least_signal, 3)} ({sizes.least_from})"),
            ("one diameter per signal", f"up to {amount(curve.single_to, 'm')}; up to {amount(curve.rising_to, 'm')} the smaller of several is given"),
            ("events with a diameter", f"{sizes.sized} of {sizes.events}; {sizes.ambiguous} of them could be larger, {sizes.beyond} scatter too much"),
        ],
        width=LABEL,
    )
    if sizes.percentiles:
        least, median, most = (amount(one, "m") for one in sizes.percentiles)
        lines += pairs([("median diameter", f"{median} (5th to 95th percentile {least} to {most}), of what was seen")], width=LABEL)
    return "\n".join(lines)


def scatter_plain(found: ScatterCalibration, sizes: SizedEvents, doubts: Sequence[str]) -> dict[str, Any]:
    """A scatter calibration and the diameters of a sample as plain values."""
    vesicle = sizes.vesicle
    return {
        "ok": True,
        "optics": {
            "detector": found.optics.detector,
            "wavelength": found.optics.wavelength,
            "medium_index": found.optics.medium_index,
            "half_angle": found.optics.half_angle,
            "half_angles_that_fit": list(found.half_angles),
            "fitted": found.fitted,
        },
        "scale": found.scale,
        "residual": found.residual,
        "beads": [
            {"diameter": bead.diameter, "index": bead.index, "signal": peak.middle, "cv": peak.cv, "events": peak.events, "predicted": predicted}
            for bead, peak, predicted in zip(found.beads, found.peaks, found.predicted, strict=True)
        ],
        "vesicle": {"index": vesicle.index, "shell": vesicle.shell, "shell_index": vesicle.shell_index},
        "limit": {"signal": sizes.least_signal, "from": sizes.least_from, "diameter": _known(sizes.least_diameter)},
        "single_to": sizes.curve.single_to,
        "rising_to": sizes.curve.rising_to,
        "channel": sizes.channel,
        "events": sizes.events,
        "sized": sizes.sized,
        "ambiguous": sizes.ambiguous,
        "beyond": sizes.beyond,
        "percentiles": list(sizes.percentiles),
        "doubts": list(doubts),
    }
