"""What was engineered: for each thing model, ceiling and evidence side by side, and what must be doubted."""

from __future__ import annotations

from exoforge.base.terms import label_or_word
from exoforge.cargo.surfaces import EVERYWHERE, Surface, how_known
from exoforge.design.engineering.loading_result import Ceilings, MethodLoading, Modelled
from exoforge.design.engineering.run_result import Engineered
from exoforge.design.result import Interval
from exoforge.design.run_result import Run
from exoforge.evidence.parent_changes import ParentChange, ParentTold
from exoforge.record.stated import Leaf, Stated, Where, text_of
from exoforge.record.therapy import Outcome
from exoforge.report.blocks import Block, Cell, Chapter, Column, Fold, Heading, Leafy, Listing, Paragraph, Table, cells
from exoforge.report.display import interval_text, number
from exoforge.report.engineering.loading_short import NONE
from exoforge.report.engineering.loading_words import QUANTITY, copies_said, per, range_said, row_said, share, whose
from exoforge.report.words import leaf_text, sentence_case

TITLE = "What was engineered"
NOTHING = "–"
COLUMNS = (
    Column(title="", weight=1.1),
    Column(title="Model (90 % of members)", weight=1.3),
    Column(title="Ceiling", weight=1.3),
    Column(title="Evidence, as printed", weight=1.8),
)
MOST = 8
"""Sayings that are printed of one thing before the rest is folded away."""
MOST_PRINTED = 3
"""Published rows that stand in one cell of the table."""
SHARES = ("share ", "vesicles that ", "density over ")
"""How the names of figures begin that are shares."""
NO_CEILING = "none known"
WAYS = {"up": "more", "down": "less", "unchanged": "the same"}
Row = tuple[str | Cell, str | Cell, str | Cell, str | Cell]


def engineering(run: Run) -> Chapter:
    """The chapter of engineering; one line where nothing was."""
    if not run.engineered:
        said = "Nothing is stated of changed parent cells, loaded cargo, a modified surface or a carrier."
        return Chapter(key="engineering", title=TITLE, blocks=(Paragraph(text=said, tone="absent"),))
    blocks: list[Block] = []
    for one in run.engineered:
        blocks += _thing(one)
    if run.therapy.outcomes:
        blocks += [Heading(text="What the record reports of it"), Listing(items=tuple(map(_outcome, run.therapy.outcomes)))]
    return Chapter(key="engineering", title=TITLE, blocks=tuple(blocks))


def _outcome(outcome: Outcome) -> Cell:
    """What the record says that came of it, and where it stands."""
    leaf: Leaf = outcome.endpoint
    size = f" ({leaf_text(outcome.value)})" if isinstance(outcome.value, Stated) else ""
    where = leaf.where if isinstance(leaf, Stated) else Where()
    place = ", ".join(part for part in (where.document, where.locator) if part)
    quoted = f"; '{where.quote}'" if where.quote else ""
    named = sentence_case(label_or_word("endpoints", text_of(leaf)))
    return Cell(text=f"{named}: {WAYS.get(outcome.direction, outcome.direction)}{size}", under=f"{place}{quoted}")


def _thing(one: Engineered) -> list[Block]:
    agent = one.surface.title if one.surface is not None else one.agent
    named = f"{sentence_case(one.title)}: {agent}" if agent else sentence_case(one.title)
    blocks: list[Block] = [Heading(text=named), Paragraph(text=one.model or "No model of it is held; only what is printed is shown.", tone="quiet")]
    rows = _rows(one)
    if rows:
        blocks.append(Table(caption="", columns=COLUMNS, rows=tuple(cells(*row) for row in rows)))
    doubts = _doubts(one)
    blocks += [Paragraph(text=doubt, tone="warning") for doubt in doubts]
    if one.loading is not None and one.loading.modelled is not None and one.loading.claim is None and one.loading.modelled.efficiency.high == 0:
        blocks.append(Paragraph(text=NONE))
    blocks += [Paragraph(text=sentence_case(notice), tone="quiet") for notice in one.notices if notice not in doubts]
    said = _sayings(one)
    if said:
        blocks.append(Listing(items=tuple(said[:MOST])))
    if len(said) > MOST:
        more: tuple[Leafy, ...] = (Listing(items=tuple(said[MOST:])),)
        blocks.append(Fold(title=f"{len(said) - MOST} more", blocks=more))
    return blocks


def _rows(one: Engineered) -> list[Row]:
    """Model, ceiling and evidence, line by line."""
    if one.loading is not None and one.ceilings is not None:
        return _of_loading(one.loading, one.ceilings)
    rows: list[Row] = []
    if one.factor is not None:
        factor = Interval(central=one.factor.value, low=one.factor.low, median=one.factor.value, high=one.factor.high)
        basis = one.factor.cite or "a prior: no size is printed"
        rows.append(("Vesicles released, times as many", f"{interval_text(factor)} ; {basis}", NO_CEILING, _yield_said(one)))
    if one.surface is not None:
        rows.append(_of_surface(one.surface, one.uptake))
    shown = {figure.name: figure.interval for figure in one.figures}
    rows += [_figure_row(name, interval, shown) for name, interval in shown.items() if not _is_ceiling(name) and interval.high > 0]
    if one.capacity is not None or one.rows:
        computed = share(one.capacity) if one.capacity is not None else "its mass is not known"
        rows.append(("Cargo over vesicle protein", computed, "", "; ".join(row_said(row) for row in one.rows[:MOST_PRINTED]) or NOTHING))
    if one.carrier is not None:
        stated = "; ".join(f"{said.value} ({said.document})" for said in one.carrier.statements) or "nothing printed of its release"
        rows.append(("Release", "its course stands in 'Release and exposure'", NO_CEILING, stated))
    if one.told is not None:
        rows.append(("What vesicles then hold and do", "told, not computed", NO_CEILING, _told(one.told)))
    if not any(_says(row[3]) for row in rows):
        rows.append(("In print", NOTHING, NOTHING, "nothing is held of it"))
    return rows


def _says(cell: str | Cell) -> bool:
    return (cell if isinstance(cell, str) else cell.text) not in ("", NOTHING)


def _told(told: ParentTold) -> str:
    """How much is printed of a changed parent, which is listed below the table."""
    if not told.changes:
        return "nothing is held of it"
    documents = dict.fromkeys(change.document for change in told.changes)
    return f"{len(told.changes)} changes in {', '.join(documents)}; they stand below"


def _of_loading(loading: MethodLoading, ceilings: Ceilings) -> list[Row]:
    ranges: dict[str, str] = {}
    for found in loading.published.ranges:
        said = f"{range_said(found)} {QUANTITY[found.quantity]}: {whose(loading.published, found)}"
        ranges[found.quantity] = f"{ranges[found.quantity]}; {said}" if found.quantity in ranges else said
    nothing = loading.published.said or "nothing printed of this quantity"
    model = loading.modelled
    claim = loading.claim
    rows: list[Row] = []
    computed = share(model.efficiency) if model else NOTHING
    if claim is not None:
        rows.append((Cell(text="Claimed, of the cargo offered", mark="strong"), f"{per(claim.efficiency)} %", "", "the record"))
        computed = "as claimed; what follows is computed from it"
    printed = "; ".join(ranges[kind] for kind in ("efficiency", "as printed") if kind in ranges) or nothing
    rows.append(("In vesicles, of the cargo offered", computed, f"{share(ceilings.lumens)} dissolved in lumens", printed))
    if model is not None and model.copies is not None and ceilings.copies is not None:
        rows.append(("Copies per vesicle", copies_said(model.copies), f"{copies_said(ceilings.copies)} packed full", NOTHING))
    else:
        rows.append(("Copies per vesicle", copies_said(None), NOTHING, NOTHING))
    rows.append(("Cargo over protein", share(model.capacity) if model else NOTHING, f"{share(ceilings.capacity)} packed full", ranges.get("capacity", nothing)))
    return rows + (_rest_of(model) if model else [])


def _rest_of(model: Modelled) -> list[Row]:
    rows: list[Row] = [
        ("Vesicles left", share(model.left), "", NOTHING),
        ("Cargo left free", share(model.free), "", NOTHING),
    ]
    if model.precipitated.high > 0:
        rows.append(("Cargo precipitated beside vesicles", share(model.precipitated), "", NOTHING))
    return rows


def _is_ceiling(name: str) -> bool:
    return "ceiling" in name or name.startswith("most ")


def _figure_row(name: str, interval: Interval, shown: dict[str, Interval]) -> Row:
    """A figure of a step, with the ceiling that the step prints of the same thing."""
    ceiling = next((shown[other] for other in shown if _is_ceiling(other) and name in other), None)
    text = share(interval) if name.startswith(SHARES) else _figure_text(name, interval)
    return (sentence_case(name.split(" [")[0].replace("um2", "µm²")), text, interval_text(ceiling) if ceiling is not None else "", NOTHING)


def _figure_text(name: str, interval: Interval) -> str:
    unit = name.rpartition(" [")[2].rstrip("]") if " [" in name else ""
    return interval_text(interval, unit) if unit == "kg" else f"{interval_text(interval)} {unit}".strip()


def _yield_said(one: Engineered) -> str:
    yields = [change for change in one.told.changes if change.about == "yield"] if one.told is not None else []
    if not yields:
        return "no document prints the yield after it"
    said = (f"{change.direction}{f', {change.size}' if change.size else ', no size printed'} ({change.document})" for change in yields)
    return "; ".join(dict.fromkeys(said))


def _of_surface(surface: Surface, uptake: Interval | None) -> Row:
    organs = "every organ" if surface.organs == (EVERYWHERE,) else " and ".join(surface.organs)
    size = interval_text(uptake) if uptake is not None else number(surface.size)
    factor = f"{'times' if surface.direction == 'up' else 'divided by'} {size}; {how_known(surface)}"
    return (f"Uptake by {organs}", factor, NO_CEILING, Cell(text=surface.says, under=f"{surface.cite}; {surface.status}"))


def _doubts(one: Engineered) -> list[str]:
    """What must be doubted: claims above ceilings, conflicts of documents, directions that differ."""
    found = [one.unknown] if one.unknown else []
    found += one.loading.warnings if one.loading is not None else ()
    if one.told is not None:
        found += [f"{conflict.about} {conflict.finding}" for conflict in one.told.conflicts if "references" not in conflict.topics]
        for opposed in one.told.opposed:
            ways = "; ".join(f"{way} in {', '.join(arms)}" for way, arms in opposed.arms)
            found.append(f"{sentence_case(opposed.what)} is printed in different directions: {ways}.")
    if one.surface is not None:
        found += [one.surface.conflict] if one.surface.conflict else []
        found += [f"Not found measured: {one.surface.unmeasured}"] if one.surface.unmeasured else []
    return found


def _sayings(one: Engineered) -> list[Cell]:
    """Everything that was printed of it, each with its place."""
    said: list[Cell] = []
    if one.loading is not None:
        said += [Cell(text=sentence_case(row_said(row))) for row in (*one.loading.published.own, *one.loading.published.family)]
    if one.told is not None:
        said += dict.fromkeys(_change(change) for change in one.told.changes)
    if one.surface is not None:
        said += [Cell(text=study.says, under=f"{study.cite}; {study.where}; {study.status}") for study in one.surface.studies]
    return said


def _change(change: ParentChange) -> Cell:
    way = WAYS.get(change.direction, change.direction)
    size = f" ({change.size})" if change.size else ""
    what = label_or_word("endpoints", change.what)
    of = "vesicles" if change.is_of_vesicles else change.given or "cells"
    about = {"yield": "vesicles released", "cargo": f"{what} in {of}", "effect": what}[change.about]
    return Cell(text=f"{sentence_case(about)}: {way}{size}", under=f"{change.document}, {change.place}; '{change.quote}'")
