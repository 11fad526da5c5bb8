"""Where vesicles go, on two screens of a terminal: the answer in words, sites over time, figures of the blood, what was measured, and doubts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exoforge.design.distribution.beside import follows_from_another
from exoforge.design.distribution.courses import COPIES_NOTE, NOT_ORGANS, Predicted
from exoforge.design.distribution.foretelling import Distribution
from exoforge.evidence.kinetics import FIGURES
from exoforge.report.display import NARROW, interval_text, number, percent, round_amount
from exoforge.report.distribution.published_text import beside_lines, figure_text, uncompared_lines
from exoforge.report.distribution.shares import LEAST_PERCENT, digits, interval_percent, share_at
from exoforge.report.document import NATURE
from exoforge.report.text import aligned, wrapped
from exoforge.report.words import sentence_case, site_text

TIMES = (300.0, 4 * 3600.0, 24 * 3600.0, 7 * 86400.0, 28 * 86400.0)
"""[s] after the first dose at which the table of sites is told, as far as a picture goes. A choice."""
MOST_TIMES = 3
"""Columns of the table of sites; the latest are shown. A choice."""
ROW = 0.01
"""[1] Share of the dose that a site must reach for a row of its own. A choice."""
SHOWN_FIGURES = ("half-life", "terminal half-life", "area", "residence time", "clearance", "volume")
DRIVERS = 3
MOST_CELLS = 3
"""Organs of which vesicles per cell are told, those that hold the most. A choice."""
INFUSION = "intravenous-infusion"
UNSEEN = ("carrier", "cleared", "not-absorbed")
"""Sites at which no label is told apart."""


def distribution_text(found: Distribution) -> str:
    """The whole answer; what is left out of it, the answer for machines holds."""
    title = f"Where vesicles go: {found.species}, {found.route}" + (f", surface {found.surface}" if found.surface != "none" else "")
    lines = [title, *wrapped(" ".join((*(_in_words(model, found.route) for model in found.models), _held_against(found)))), ""]
    lines += [line for model in found.models for line in (*_sites(model), "")]
    lines += wrapped(
        f"{found.members} members, seed {found.seed}; given {interval_text(found.models[0].given)} vesicles. Median share of vesicles, (5th and 95th "
        "percentile), and [the share whose label is still attached, which an instrument would see].",
        "  ",
    )
    lines += ["", *_blood(found)]
    if found.own:
        lines += ["", *beside_lines(f"'{found.own_file}', beside the label of the models", found.own, found)]
    lines += ["", *beside_lines("Published, beside the label of the models", found.beside, found)]
    lines += ["", *uncompared_lines(found), "", *_cells(found), "", *_extraction(found), "", *_drivers(found.models)]
    for conflict in found.conflicts:
        sides = "; ".join(f"{one.document}: {one.says.rstrip('.')}" for one in conflict.statements)
        lines += ["", *wrapped(f"Contradicted in print: {conflict.about} {sides}. {conflict.finding}")]
    if found.told:
        lines += ["", "Notes", *(line for one in found.told for line in wrapped(one, "  - "))]
    if found.warnings:
        lines += ["", f"{len(found.warnings)} warning{'' if len(found.warnings) == 1 else 's'}"]
        lines += [line for place, one in enumerate(found.warnings, start=1) for line in wrapped(one, f"  {place}. ")]
    return "\n".join([*lines, "", *wrapped(NATURE)]).replace(NARROW, " ")


def _in_words(model: Predicted, route: str) -> str:
    """The most important of one body: how long vesicles are in blood, and where they are at their most."""
    organs = {site: float(model.sites[site].median.max()) for site in model.sites if site not in NOT_ORGANS}
    tops = [site for site in sorted(organs, key=lambda site: -organs[site]) if organs[site] >= LEAST_PERCENT / 100][:3]
    where = f"organs hold at most {', '.join(f'{site_text(site)} {digits(100 * organs[site])} %' for site in tops)}" if tops else "no organ ever holds 0.01 %"
    blood = "half is out of the blood" if not model.apparent else "half of the highest amount in blood is gone"
    blood = "half of what blood holds at the end of the infusion is gone" if route == INFUSION else blood
    half = interval_text(model.vesicle_half, "s", never="not within the time followed")
    return f"By {model.name}: {blood} after {half}; {where}."


def _held_against(found: Distribution) -> str:
    """How many measured numbers lie inside and outside."""
    compared = (one for rows in (found.own, found.beside) for one in rows if not follows_from_another(rows, one))
    rows = [one for one in compared if not one.why and set(one.verdict.values()) - {"not comparable"}]
    if not rows:
        return "No measured number could be laid beside it."
    outside = sum(any(side in ("above", "below") for side in one.verdict.values()) for one in rows)
    fitted = sum(any(one.fitted.values()) for one in rows)
    told = f"Of {len(rows)} measured numbers {outside} lie outside 90 % of the members" + (" (see the warnings)" if outside else "")
    return f"{told}; {fitted} were used to make the models." if fitted else f"{told}."


def _sites(model: Predicted) -> list[str]:
    """Sites over time; those that never hold a hundredth of the dose share a line."""
    last = float(next(iter(model.sites.values())).x[-1])
    times = [time for time in TIMES if time <= min(last, max(1.3 * model.end, TIMES[2]))][-MOST_TIMES:]
    rows = [(f"{model.name}, % of dose", *(round_amount(time, "s") for time in times))]
    small, unseen = [], False
    for site, band in model.sites.items():
        most = float(band.median.max())
        if most < ROW:
            seen = 100 * most >= LEAST_PERCENT
            small += [f"{site_text(site)} {digits(100 * most)} %"] if seen else []
            unseen = unseen or not (seen or site == "carrier")
            continue
        cells = []
        for time in times:
            vesicles, label = share_at(band, time), share_at(model.labelled[site], time)
            cells.append(interval_percent(vesicles) + ("" if site in UNSEEN or 100 * vesicles.median < 0.01 else f" [{digits(100 * label.median)}]"))
        rows.append((site_text(site), *cells))
    lines = aligned(rows, indent="  ", numbers=True)
    small += [f"all others below {LEAST_PERCENT:g} %"] if unseen else []
    return lines + (wrapped(f"At most: {', '.join(small)}.", "  ") if small else [])


def _blood(found: Distribution) -> list[str]:
    """Figures of the blood, a column for each model."""
    rows: list[Sequence[str]] = [("by the label in blood", *(model.name for model in found.models))]
    for name in SHOWN_FIGURES:
        words, unit = FIGURES[name]
        cells = [model.blood.get(name) for model in found.models]
        if name == "terminal half-life" and not _has_phases(found.models):
            continue
        if any(one is not None and not math.isnan(one.median) for one in cells):
            rows.append((words.split(",")[0], *("–" if one is None else figure_text(one, unit) for one in cells)))
    told = "Followed down to a ten-thousandth of the peak."
    if any(model.apparent for model in found.models):
        told += " Not all reaches the blood by this route: clearance and volume are apparent (divided by the unknown share), and residence includes absorption."
    return ["What the course in blood says (non-compartmental)", *aligned(rows, indent="  "), *wrapped(told, "  ")]


def _has_phases(models: Sequence[Predicted]) -> bool:
    """Whether blood falls otherwise at its end than at its beginning, by a tenth in any model."""
    pairs = [(model.blood.get("half-life"), model.blood.get("terminal half-life")) for model in models]
    return any(first is None or last is None or not abs(last.median / first.median - 1.0) < 0.1 for first, last in pairs)


def _extraction(found: Distribution) -> list[str]:
    """The two organs that take the largest part of what their blood brings, and whether any takes more than it can."""
    told = []
    for model in found.models:
        most = sorted(model.extraction.items(), key=lambda item: -item[1].median)[:2]
        if most:
            told.append(f"{model.name} {', '.join(f'{site_text(organ)} {interval_percent(share)} %' for organ, share in most)}")
    if not told:
        return ["Extraction is not told: the flows of this species are not known."]
    fits = all(one.high <= 1 for model in found.models for one in model.extraction.values())
    verdict = "no organ takes more than its blood brings" if fits else "an organ takes more than its blood brings, which cannot be: see the warnings"
    balance = max(model.balance for model in found.models)
    whole = f"The sites add up to what was given within {'rounding' if balance < 1e-12 else f'{balance:.0e} of it'}."
    return wrapped(f"Extraction at one pass, the most: {'; '.join(told)}: {verdict}. {whole}")


def _cells(found: Distribution) -> list[str]:
    """Vesicles and copies per cell in the organs that hold the most."""
    own = {(model.name, one.site): one for model in found.models for one in model.cells if one.site != "rest-of-body"}
    sites = sorted(dict.fromkeys(site for _, site in own), key=lambda site: -max(one.vesicles.median for (_, at), one in own.items() if at == site))
    names = [model.name for model in found.models]
    rows: list[Sequence[str]] = [("", *names, "copies, at most")]
    for site in sites[:MOST_CELLS]:
        here = [own.get((name, site)) for name in names]
        most = max(one.copies.high for one in here if one is not None)
        rows.append((site_text(site), *("–" if one is None else interval_text(one.per_cell) for one in here), number(most)))
    return ["Vesicles per cell of the organ at the peak, were all its cells alike", *aligned(rows, indent="  "), *wrapped(COPIES_NOTE, "  ")]


def _drivers(models: Sequence[Predicted]) -> list[str]:
    """What moves the label in the liver most."""
    lines = []
    for model in models:
        moving = [row for row in model.ledger if row.moves > 0 and row.at_low is not None and row.at_high is not None][:DRIVERS]
        said = [
            f"{sentence_case(row.assumption.meaning.split(';')[0])} ({row.assumption.status}), {percent(row.at_low or 0.0)} to {percent(row.at_high or 0.0)}"
            for row in moving
        ]
        lines += wrapped(f"{model.name}: {'; '.join(said) or 'nothing that was varied moves it'}.", "  - ")
    return ["What moves the label in the liver at 4 h most, each alone over its 90 %", *lines]
