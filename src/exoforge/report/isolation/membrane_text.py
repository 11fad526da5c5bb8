"""A tangential flow filtration for the terminal: outcome, balance, flux, start of the washing, sieving, shear."""

from __future__ import annotations

import math
from collections.abc import Mapping

from exoforge.base.trace import Assumption
from exoforge.design.isolation.membrane_result import FluxRow, Kind, MembraneRun
from exoforge.design.isolation.membrane_run import PUBLISHED
from exoforge.laws.flux import LMH
from exoforge.report.display import NOTHING, amount, interval_text, number, percent, share_text
from exoforge.report.isolation.words import kind_name, taken_text
from exoforge.report.text import aligned, pairs, references_line, wrapped
from exoforge.stages.isolate.film import GEL
from exoforge.stages.isolate.retention import KILODALTON

LABEL = 36
SIEVED: Mapping[str, str] = {"albumin": "albumin", "igg": "IgG", "soluble-protein": "other", "hdl": "HDL", "ldl": "LDL", "vldl": "VLDL"}
"""Columns of the table of sieving with their heads, as far as the feed has them; the other is dissolved protein."""
NEAR = 1e-3


def membrane_text(run: MembraneRun) -> str:
    """The whole run on two screens."""
    parts = [_head(run), _outcome(run), _balance(run), _flux(run), _starts(run), _sieving(run), _shear(run), _published(run), _closing(run)]
    return "\n\n".join(part for part in parts if part)


def _head(run: MembraneRun) -> str:
    operation = run.operation
    washed = f"washed with {operation.diavolumes:g} diavolumes" if operation.diavolumes else "not washed"
    title = (
        f"Tangential flow filtration over {operation.membrane_cutoff / KILODALTON:.4g} kDa: {amount(run.feed_volume, 'm3')}, {run.factor:.4g}-fold, {washed}"
    )
    lines = [*wrapped(title), *wrapped(f"Feed: {run.said}", "  ", hang=2)]
    lines += wrapped(f"median, and in brackets the 5th and 95th percentile of {run.members} members, seed {run.seed}; the feed is one", "  ", hang=2)
    return "\n".join(lines)


def _outcome(run: MembraneRun) -> str:
    rows = [
        ("vesicles recovered", share_text(run.recovery)),
        ("vesicles per protein, over the feed", f"{interval_text(run.purity_factor)} times"),
        ("dissolved protein left", NOTHING if math.isnan(run.protein_left.median) else share_text(run.protein_left)),
        ("product", amount(run.product_volume, "m3")),
        ("buffer; permeate in all", f"{amount(run.buffer, 'm3')}; {amount(run.permeate, 'm3')}"),
        ("process time", f"{interval_text(run.time, 's')} over {amount(run.operation.area, 'm2')}"),
    ]
    return "\n".join(pairs(rows, width=LABEL))


def _balance(run: MembraneRun) -> str:
    head = ["of the feed", "product", "permeate", "elsewhere", "concentrated", "product, with interval"]
    rows = [[kind_name(one.name), *_shares(one)] for one in run.kinds]
    return "\n".join(["What goes where (central settings; elsewhere: on the membrane, torn, held up)", *aligned([head, *rows], indent="  ")])


def _shares(one: Kind) -> list[str]:
    lost = percent(one.lost) if one.lost > 1e-9 else "0"
    return [percent(one.retentate.central), percent(one.permeate), lost, f"{number(one.enriched)} x", share_text(one.retentate)]


def _flux(run: MembraneRun) -> str:
    film, wanted = run.film, run.operation.flux
    lines = [f"Flux and wall ({'sieving by the film' if run.operation.sieving == 'film' else 'sieving as observed; the film says how fast'})"]
    first = f" (in the feed itself {_lmh(film.limit_first)})" if math.isfinite(film.limit_first) else ""
    if film.flux < wanted * (1 - NEAR):
        said = f"{_lmh(wanted)} are asked for; at the end of concentrating the gel at the wall allows {_lmh(film.limit)}{first}, and the flux falls to it"
    elif math.isfinite(film.limit):
        said = f"{_lmh(wanted)} throughout; at the end of concentrating the gel at the wall would allow {_lmh(film.limit)}{first}"
    else:
        said = f"{_lmh(wanted)} throughout; so much passes, or so little is there, that no gel forms at the wall"
    lines += wrapped(said, "  ", hang=2)
    made = sorted(run.wall_shares.items(), key=lambda item: -item[1])
    parts = ", ".join(f"{kind_name(name)} {percent(share)}" for name, share in made if share >= 0.01)
    lines += wrapped(f"volume at the wall at the end: {percent(film.wall)} particles and protein (a gel has {percent(GEL)}), of it {parts}", "  ", hang=2)
    return "\n".join(lines)


def _starts(run: MembraneRun) -> str:
    starts = run.starts
    if run.operation.diavolumes == 0 or run.factor <= 1:
        return ""
    lines = ["When to begin washing, the last volume being the same (central settings)"]
    rows = [("before concentrating", 1.0, starts.first_time), ("after concentrating", run.factor, starts.end_time)]
    if not _is_end(run):
        rows.insert(1, ("at the optimum", starts.best, starts.best_time))
    for label, factor, time in rows:
        lines.append(
            f"  {label:<24}{f'{factor:.3g}':>8} x   {amount(time, 's'):>10}   {amount(run.operation.diavolumes * run.feed_volume / factor, 'm3')} of buffer"
        )
    saved = starts.end_time - starts.best_time
    if _is_end(run):
        said = (
            f"The later the better: the optimum is the end of concentrating, which saves {amount(starts.first_time - starts.end_time, 's')} over washing first."
        )
    else:
        said = f"Washing at {_times(starts.best)} x saves {amount(saved, 's')} over washing at the end."
    rule = f" By the rule c* = c_gel / e, of one kind that is held back, it would be {_times(starts.rule)} x." if math.isfinite(starts.rule) else ""
    lines += wrapped(said + rule, "  ")
    return "\n".join(lines)


def _is_end(run: MembraneRun) -> bool:
    return run.starts.best > run.factor * (1 - NEAR)


def _sieving(run: MembraneRun) -> str:
    names = [name for name in SIEVED if name in run.fluxes[0].sieving]
    head = ["L/m²/h", *(SIEVED[name] for name in names), "protein", "vesicles", ""]
    rows = [[f"{one.flux / LMH:.3g}", *(f"{one.sieving[name]:.2f}" for name in names), *_left(one), _remark(one, run)] for one in run.fluxes]
    said = "sieving at the end of concentrating, then the protein and vesicles left before any loss on the membrane"
    return "\n".join([*wrapped(f"How the flux changes the sieving, by the film: {said}", hang=2), *aligned([head, *rows], indent="  ")])


def _left(one: FluxRow) -> list[str]:
    return [NOTHING if math.isnan(share) else percent(share) for share in (one.protein_left, one.vesicles_kept)]


def _remark(one: FluxRow, run: MembraneRun) -> str:
    own = "this run" if abs(one.flux / run.operation.flux - 1) < NEAR else ""
    if one.reached == 0:
        return ", ".join(part for part in (own, "the retentate gels") if part)
    falls = f"falls to {one.reached / LMH:.3g}" if one.reached < one.flux * (1 - NEAR) else ""
    return ", ".join(part for part in (own, falls) if part)


def _shear(run: MembraneRun) -> str:
    shear = run.shear
    said = (
        f"{shear.rate:g} 1/s at the wall: {amount(shear.velocity, 'm/s', 2)} along the fibre, {amount(shear.stress, 'Pa', 2)} at the wall, "
        f"{amount(shear.pressure_drop, 'Pa', 2)} lost along it. On a vesicle of {amount(shear.diameter, 'm', 2)} that is {number(shear.tension_ratio)} "
        f"of the tension that tears a bilayer{': laminar shear alone does not' if shear.tension_ratio < 0.1 else ''}. "
        "Pumps, valves, foam and pores are not in this number; a review tells of damage by shear without a number (nikfarjam2020). "
        f"The share torn is {percent(run.operation.shear_damage)}, drawn up to 5 %."
    )
    return "\n".join(["Shear", *wrapped(said, "  ")])


def _published(run: MembraneRun) -> str:
    lines = ["Recoveries that were read"]
    for what, share, runs, key in PUBLISHED:
        inside = "within" if run.recovery.low**runs <= share <= run.recovery.high**runs else "outside"
        lines += wrapped(f"{percent(share, 3)}  {what} [{key}]: {inside} the interval above{', taken twice' if runs == 2 else ''}", "  ", hang=2)
    return "\n".join(lines)


def _closing(run: MembraneRun) -> str:
    lines = [line for notice in run.notices for line in wrapped(notice.split(": ", 1)[-1], "! ")]
    told = "; ".join(_assumed(one) for one in run.assumed)
    if told:
        lines += wrapped(f"Not stated, so taken: {told}.", hang=2)
    lines += wrapped("Fouling slows a real membrane; it is not in the time. Computed, for research use.")
    return "\n".join([*lines, *references_line(cited(run))])


def _assumed(one: Assumption) -> str:
    if one.name == "flux" and not isinstance(one.value, str):
        return f"flux {_lmh(one.value)}"
    return taken_text(one)


def cited(run: MembraneRun) -> list[str]:
    """The references of what was used, and of what is laid beside it."""
    assumed = [one.cite for one in run.assumed if one.cite]
    return list(dict.fromkeys((*run.operation.cites, *assumed, *(key for _, _, _, key in PUBLISHED), "ng1976", "paulen2011", "foley2000", "rawicz2000")))


def _times(factor: float) -> str:
    return f"{factor:.3g}" if factor < 1000 else number(factor, 3)


def _lmh(flux: float) -> str:
    return f"{flux / LMH:.3g} L/m²/h"
