"""A run of a size exclusion column for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.isolation.column_result import ColumnRun, Pool
from exoforge.report.display import NOTHING, amount, interval_text, number, percent, round_amount, share_text
from exoforge.report.isolation.words import kind_name, taken_text
from exoforge.report.text import aligned, pairs, references_line, wrapped

LABEL = 32
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
    return "\n".join([*wrapped(title), *wrapped(f"Feed: {run.feed_said}", "  ", hang=2), "", *pairs(rows, width=LABEL)])


def _pool(run: ColumnRun) -> str:
    pool = run.pool
    lines = wrapped(f"Pool {_named(pool)}, {_span(pool)} from the start of the load")
    if run.fulfilled:
        lines += wrapped(f"chosen for {run.asked}" if run.asked != "the usual window" else "the usual window, 30 to 50 % of the bed", "  ")
    else:
        most = f"the purest pool of neighbours has {purity_text(run.best[0])}, the largest {percent(run.best[1])} of the vesicles"
        lines += wrapped(f"No pool has {run.asked}: {most}. The usual window is shown.", "  ! ")
    per = ", ".join(f"{number(ratio)} {kind_name(name)}" for name, ratio in pool.per_vesicle.items())
    rows = [
        ("vesicles recovered", f"{percent(pool.recovery)}; {share_text(run.recovery)}"),
        ("vesicles per protein", f"{number(pool.purity * 1e-9)}; {interval_text(run.purity, PURITY)}"),
        ("all protein in it", f"{percent(pool.protein)} of that loaded, the vesicles' own counted"),
        ("lipoproteins per vesicle", per or NOTHING),
        ("volume, dilution", f"{_ml(pool.end - pool.start)}, {pool.dilution:.3g}-fold the load; {amount(pool.concentration, 'particles/m3', 2)}"),
    ]
    said = "central settings; over the ensemble (by moments) the median, and in brackets the 5th and 95th percentile; the feed is one"
    return "\n".join([*lines, *pairs(rows, width=LABEL), *wrapped(said, "  ")])


def _peaks(run: ColumnRun) -> str:
    head = ["", "half is out by", "in the pool: moments", "finite volumes", "difference"]
    rows = [
        [
            kind_name(one.name),
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
    head = ["", "no.", "mL", "vesicles", "protein", *(f"{kind_name(name)}/vesicle" for name in names), "particles/µg protein"]
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
    lines = [line for note in run.notes for line in wrapped(note, "! ")]
    told = "; ".join(taken_text(one) for one in run.assumed if one.name not in ("runs", "load_share", "fraction_volume", "window_start", "window_end"))
    if told:
        lines += wrapped(f"Not stated, so taken: {told}.", hang=2)
    lines += wrapped("Tails far from a peak are the least certain: 'bypass' is empirical. Measure protein in your pool. Computed, for research use.")
    return "\n".join([*lines, *references_line(cited(run))])


def cited(run: ColumnRun) -> list[str]:
    """The references of what was used."""
    return list(dict.fromkeys((*run.column.cites, *ALSO_CITED, *(one.cite for one in run.assumed if one.cite))))


def _named(pool: Pool, *, short: bool = False) -> str:
    words = f"{pool.first}" if pool.first == pool.last else f"{pool.first} to {pool.last}"
    return words if short else f"fraction{'' if pool.first == pool.last else 's'} {words}"


def _span(pool: Pool, unit: str = " mL") -> str:
    return f"{pool.start * 1e6:.4g} to {pool.end * 1e6:.4g}{unit}"


def _ml(volume: float) -> str:
    return f"{volume * 1e6:.3g} mL"
