"""A run of a size exclusion column for the terminal and for machines, and the list of resins."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from exoforge.base.parameters import values_of
from exoforge.base.trace import Assumption, reference
from exoforge.design.isolation.column_result import ColumnRun, Pool
from exoforge.laws.resins import Resin
from exoforge.report.display import NARROW, NOTHING, amount, interval_text, number, percent, round_amount, share_text
from exoforge.report.isolation.membrane_text import name_of
from exoforge.report.text import WIDTH, aligned

LABEL = 34
PURITY = "particles/kg protein"
SHOWN_VESICLES, SHOWN_PROTEIN = 1e-3, 0.02
"""Fractions with less of both are not printed, but told."""
TRADES = 8
"""Rows of the table of what purity costs."""
MODELS = {"moments": "moments", "finite-volumes": "finite volumes"}
ALSO_CITED = ("guiochon2006", "boing2014")


def column_text(run: ColumnRun) -> str:
    """The whole run on two screens."""
    parts = [_head(run), _pool(run), _peaks(run), _fractions(run), _trade(run), _closing(run)]
    return "\n\n".join(part for part in parts if part)


def column_plain(run: ColumnRun) -> dict[str, Any]:
    """Everything as plain values in SI units."""
    names = ("model", "load", "void", "total", "plates", "resolution", "feed_volume", "runs_of_feed", "duration", "asked", "fulfilled")
    facts = {
        "ok": True,
        "feed": run.feed_said,
        "settings": values_of(run.column),
        "resin": None if run.beads is None else asdict(run.beads),
        **{name: getattr(run, name) for name in names},
        "pool": _plain_pool(run.pool),
        "recovery": asdict(run.recovery),
        "purity": asdict(run.purity),
        "best": {"purity": run.best[0], "recovery": run.best[1]},
        "peaks": [
            {
                "name": one.name,
                "is_vesicle": one.is_vesicle,
                "middle": one.middle,
                "in_pool": {"moments": one.by_moments, "finite-volumes": one.by_volumes},
                "curve": one.curve.tolist(),
            }
            for one in run.peaks
        ],
        "volume": run.volume.tolist(),
        "fractions": [_plain_pool(one) for one in run.fractions],
        "trade_off": [_plain_pool(one) for one in run.trade_off],
        "notes": [*run.notes],
        "assumed": [asdict(one) for one in run.assumed],
        "references": [asdict(reference(key)) for key in _cited(run)],
    }
    known: dict[str, Any] = _finite(facts)
    return known


def resins_text(resins: Sequence[Resin]) -> str:
    """The list of resins, one line each, with where the pores were found."""
    head = ["resin", "pores", "beads", "separates (globular)", "usual bed", "pores known from"]
    rows = [
        [
            one.label,
            round_amount(one.pore_diameter, "m"),
            round_amount(2.0 * one.bead_radius, "m"),
            NOTHING if one.limits is None else f"{one.limits[0]:g} to {one.limits[1]:g} kDa",
            round_amount(one.bed_volume, "m3"),
            f"{one.pore_source}, {one.pore_status}" if one.pore_source else one.pore_status,
        ]
        for one in resins
    ]
    said = (
        "Pores are those of cylinders that exclude as the beads do; beads are the middle of the printed range. Add your own in a TOML file and give it with "
        '--resins: [my-beads] pore_diameter = "60 nm", bead_diameter = "90 um".'
    )
    return "\n".join([*aligned([head, *rows]), "", *_wrapped(said, "")])


def resins_plain(resins: Sequence[Resin]) -> dict[str, Any]:
    """The same for machines, SI units."""
    return {"ok": True, "resins": [asdict(one) for one in resins]}


def column_name(run: ColumnRun) -> str:
    """What the column is filled with."""
    if run.beads is not None:
        return run.beads.label
    pore, radius = run.column.beads
    return f"beads of {round_amount(2.0 * radius, 'm')} with pores of {round_amount(pore, 'm')}"


def purity_text(value: float) -> str:
    """A purity as the field says it."""
    return amount(value, PURITY, 2) if value > 0 else NOTHING


def _head(run: ColumnRun) -> str:
    column = run.column
    pore, radius = column.beads
    title = f"Size exclusion on {column_name(run)}: {_ml(run.load)} on a bed of {_ml(column.bed_volume)} at {round_amount(column.flow_rate, 'm3/s')}"
    rows = [
        ("load", f"{percent(run.load / column.bed_volume)} of the bed"),
        ("void, total volume", f"{_ml(run.void)}, {_ml(run.total)}"),
        ("pores, beads", f"{round_amount(pore, 'm')}, {round_amount(2.0 * radius, 'm')}"),
        ("plates of the void peak", f"{number(run.plates)} (at {round_amount(column.flow_rate, 'm3/s')})"),
        ("resolution, vesicles and albumin", f"{run.resolution:.2g} with this load"),
        ("one run", f"{round_amount(run.duration, 's')} for {_ml(column.flush * column.bed_volume)}"),
    ]
    return "\n".join([*_wrapped(title, ""), *_wrapped(f"Feed: {run.feed_said}", "  ", "    "), "", *_pairs(rows)])


def _pool(run: ColumnRun) -> str:
    pool = run.pool
    lines = _wrapped(f"Pool {_named(pool)}, {_span(pool)} from the start of the load", "")
    if run.fulfilled:
        lines += _wrapped(f"chosen for {run.asked}" if run.asked != "the usual window" else "the usual window, 30 to 50 % of the bed", "  ")
    else:
        most = f"the purest pool of neighbours has {purity_text(run.best[0])}, the largest {percent(run.best[1])} of the vesicles"
        lines += _wrapped(f"No pool has {run.asked}: {most}. The usual window is shown.", "  ! ", "    ")
    per = ", ".join(f"{number(ratio)} {name_of(name)}" for name, ratio in pool.per_vesicle.items())
    rows = [
        ("vesicles recovered", f"{percent(pool.recovery)}; {share_text(run.recovery)}"),
        ("vesicles per protein", f"{number(pool.purity * 1e-9)}; {interval_text(run.purity, PURITY)}"),
        ("all protein in it", f"{percent(pool.protein)} of that loaded, the vesicles' own counted"),
        ("lipoproteins per vesicle", per or NOTHING),
        ("volume, dilution", f"{_ml(pool.end - pool.start)}, {pool.dilution:.3g}-fold the load; {amount(pool.concentration, 'particles/m3', 2)}"),
    ]
    said = "central settings; over the ensemble (by moments) the median, and in brackets the 5th and 95th percentile; the feed is one"
    return "\n".join([*lines, *_pairs(rows), *_wrapped(said, "  ")])


def _peaks(run: ColumnRun) -> str:
    head = ["", "half is out by", "in the pool: moments", "finite volumes", "difference"]
    rows = [
        [
            name_of(one.name),
            _ml(one.middle),
            percent(one.by_moments),
            percent(one.by_volumes),
            f"{100 * (one.by_moments - one.by_volumes):+.2g} points".replace("-", "−"),
        ]
        for one in run.peaks
    ]
    return "\n".join(["What leaves when, and how much of it is in the pool by the two models", *aligned([head, *rows], indent="  ")])


def _fractions(run: ColumnRun) -> str:
    shown = [one for one in run.fractions if one.recovery >= SHOWN_VESICLES or one.protein >= SHOWN_PROTEIN]
    names = list(run.pool.per_vesicle)
    head = ["", "no.", "mL", "vesicles", "protein", *(f"{name_of(name)}/vesicle" for name in names), "particles/µg protein"]
    rows = [_fraction(run, one, names) for one in shown]
    lines = [f"Fractions, counted from the start of the load, by {MODELS[run.model]}, central settings (* in the pool)", *aligned([head, *rows], indent="  ")]
    left_out = len(run.fractions) - len(shown)
    if left_out:
        lines.append(
            f"  {left_out} fractions with less than {percent(SHOWN_VESICLES)} of the vesicles and {percent(SHOWN_PROTEIN)} of the protein are left out"
        )
    return "\n".join(lines)


def _fraction(run: ColumnRun, one: Pool, names: Sequence[str]) -> list[str]:
    inside = run.pool.first <= one.first <= run.pool.last
    some = one.recovery >= SHOWN_VESICLES
    ratios = [number(one.per_vesicle[name]) if some and name in one.per_vesicle else NOTHING for name in names]
    pure = number(one.purity * 1e-9) if some and one.purity > 0 else NOTHING
    return ["*" if inside else "", str(one.first), _span(one, unit=""), percent(one.recovery), percent(one.protein), *ratios, pure]


def _trade(run: ColumnRun) -> str:
    front = run.trade_off
    if len(front) < 2:
        return ""
    count = min(TRADES, len(front))
    chosen = sorted({round(place * (len(front) - 1) / (count - 1)) for place in range(count)})
    head = ["fractions", "mL", "vesicles", "particles/µg protein", "protein"]
    rows = [[_named(front[place], short=True), _span(front[place], unit=""), *_traded(front[place])] for place in chosen]
    title = "What purity costs: pools of neighbours than which none is both purer and larger"
    return "\n".join([title, *aligned([head, *rows], indent="  "), f"  {len(chosen)} of {len(front)}; --json and a .csv hold all"])


def _traded(pool: Pool) -> list[str]:
    return [percent(pool.recovery), number(pool.purity * 1e-9), percent(pool.protein)]


def _closing(run: ColumnRun) -> str:
    lines = [line for note in run.notes for line in _wrapped(note, "! ", "  ")]
    told = "; ".join(_assumed(one) for one in run.assumed if one.name not in ("runs", "load_share", "fraction_volume", "window_start", "window_end"))
    if told:
        lines += _wrapped(f"Not stated, so taken: {told}.", "", "  ")
    lines += _wrapped("Tails far from a peak are the least certain: 'bypass' is empirical. Measure protein in your pool. Computed, for research use.", "")
    lines += _wrapped(f"References: {', '.join(_cited(run))}; --json prints them whole.", "", "  ")
    return "\n".join(lines)


def _assumed(one: Assumption) -> str:
    name = one.name.replace("_", " ")
    if isinstance(one.value, str):
        return f"{name} {one.value}"
    return f"{name} {round_amount(one.value, one.unit)}"


def _cited(run: ColumnRun) -> list[str]:
    return list(dict.fromkeys((*run.column.cites, *ALSO_CITED, *(one.cite for one in run.assumed if one.cite))))


def _named(pool: Pool, *, short: bool = False) -> str:
    words = f"{pool.first}" if pool.first == pool.last else f"{pool.first} to {pool.last}"
    return words if short else f"fraction{'' if pool.first == pool.last else 's'} {words}"


def _span(pool: Pool, unit: str = " mL") -> str:
    return f"{pool.start * 1e6:.4g} to {pool.end * 1e6:.4g}{unit}"


def _ml(volume: float) -> str:
    return f"{volume * 1e6:.3g} mL"


def _pairs(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [line for label, words in rows for line in _wrapped(words, f"  {label:<{LABEL}}", " " * (LABEL + 2))]


def _plain_pool(pool: Pool) -> dict[str, Any]:
    return {**asdict(pool), "per_vesicle": dict(pool.per_vesicle)}


def _finite(value: Any) -> Any:
    """The same with None where a number is not finite, because JSON has no word for it."""
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _wrapped(text: str, lead: str, rest: str | None = None) -> list[str]:
    # A per cent sign stays with its number.
    parts = textwrap.wrap(
        text.replace(" %", f"{NARROW}%"),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=lead if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return parts or [lead.rstrip()]
