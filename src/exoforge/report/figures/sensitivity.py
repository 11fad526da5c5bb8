"""Sensitivity as a picture: for each factor what it explains alone, and with all others."""

from __future__ import annotations

from exoforge.design.sensitivity.indices import Factor, Sensitivity
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, text_mark, values, wrapped
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, REJECTED, TREATED
from exoforge.report.sensitivity_text import factor_name, meaning_of, shown_factors, step_of

SHOWN = 15
ROW = 30
WIDTH = FULL - 220
WORDS = 44
"""Letters in a line of a factor's name."""
BARS = (("total", REJECTED, -5), ("first", TREATED, 5))
"""The two indices, their inks, and how far above or below the middle of a row each is drawn [px]."""


def sensitivity_figure(found: Sensitivity) -> Spec:
    """Bars of first and total indices with their intervals, the largest total first."""
    factors = shown_factors(found, SHOWN)
    most = max(1e-6, *(max(one.total.high, one.first.high) for one in factors))
    least = min(0.0, *(min(one.first.low, one.total.low) for one in factors))
    x_axis = number_axis("share of the variance", format=".1~f" if most > 0.3 else ".2~f")
    across = {"domain": [min(least, 0.0), min(max(most * 1.03, 0.1), 1.5)], "nice": False, "clamp": True}
    upright = {"domain": [0, ROW * len(factors)], "reverse": True, "nice": False}

    def x(field: str) -> Spec:
        return quantitative(field, axis=x_axis, scale=across)

    y = {"field": "y", "type": "quantitative", "axis": None, "scale": upright}
    layers: list[Spec] = [
        {
            "data": {"values": [{"y": ROW * place} for place in range(1, len(factors))]},
            "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.5},
            "encoding": {"y": y},
        }
    ]
    for name, ink, shift in BARS:
        rows = values(
            y=[ROW * (place + 0.5) + shift for place in range(len(factors))],
            zero=[0.0] * len(factors),
            value=[getattr(one, name).value for one in factors],
            low=[getattr(one, name).low for one in factors],
            high=[getattr(one, name).high for one in factors],
        )
        layers.append(
            {"data": {"values": rows}, "mark": {"type": "rule", "strokeWidth": 9, "color": ink}, "encoding": {"x": x("zero"), "x2": {"field": "value"}, "y": y}}
        )
        layers.append(
            {"data": {"values": rows}, "mark": {"type": "rule", "strokeWidth": 1, "color": INK}, "encoding": {"x": x("low"), "x2": {"field": "high"}, "y": y}}
        )
    layers.append({"data": {"values": [{"x": 0}]}, "mark": {"type": "rule", "color": QUIET, "strokeWidth": 0.7}, "encoding": {"x": x("x")}})
    for place, one in enumerate(factors):
        words = _words(one)
        layers.append(
            text_mark(
                words,
                x={"value": -10},
                y=ROW * (place + 0.5),
                colour=INK,
                baseline="middle",
                align="right",
                fontSize=10,
                lineHeight=12,
                dy=-6 * (len(words) - 1),
            )
        )
    under = [
        "light: with all others (total); dark: alone (first order); lines: 95 % bootstrap intervals",
        f"{found.sum_first.value:.2f} of the variance is explained by values alone, {found.interactions:.2f} by interaction; {found.evaluations} evaluations",
    ]
    head = wrapped(f"What moves: {found.output.title}{', by its logarithm' if found.is_log else ''}", 88, 2)
    title: Spec = {"text": head, "subtitle": under, "frame": "bounds"}
    first = factors[0]
    alt = f"First and total Sobol indices of {len(factors)} factors; the largest is {factor_name(first, 80)} with a total index of {first.total.value:.2f}."
    return chart({"width": WIDTH, "height": ROW * len(factors), "title": title, "layer": layers}, alt=alt)


def _words(one: Factor) -> list[str]:
    if one.assumption is None:
        return [factor_name(one, WORDS)]
    step = step_of(one)
    return wrapped(meaning_of(one.assumption) + (f" (step {step})" if step else ""), WORDS, 2)
