"""What the page of each map says: the picture, the table, the gaps, and the arms behind every count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from exoforge.evidence.bias import StudyBias
from exoforge.evidence.gaps import UNKNOWN, GapCell, GapMap, Landscape, Timeline
from exoforge.evidence.search import NOT_REPORTED, Answer, Facet
from exoforge.evidence.trials import Trial, said_in
from exoforge.report.evidence.landscape import TITLE, landscape_note, landscape_spec, said
from exoforge.report.evidence.map_page import MapPage, PageArm, PageCell, PageGroup, PageTable
from exoforge.report.evidence.map_words import NO_EFFECT, asked_text, bias_text, counted, facet_title, studies_judged, trial_label, work_label
from exoforge.report.evidence.maps import gap_map_spec, gap_title, timeline_spec, timeline_title, unplaced_sentence
from exoforge.report.evidence.text import FIT_WORDS, bias_sentence, word_text
from exoforge.report.words import sentence_case

Judged = Mapping[str, Sequence[StudyBias]]
"""How each study was judged for bias, by study."""
CLICK = "A click on a mark leads to its arms; so does a number of the table."


def gap_page(found: GapMap, judged: Judged) -> MapPage:
    """The page of a gap map."""
    anchors = {place: f"cell-{found.rows.index(place[0]) + 1}-{found.columns.index(place[1]) + 1}" for place in found.cells}
    links = {place: f"#{anchor}" for place, anchor in anchors.items()}
    arms = {str(row["id"]): row for row in found.found.rows}
    counts = {place: sum(1 for study in cell.studies if study in judged) for place, cell in found.cells.items()}
    tried = sum(1 for row, column in found.cells if row not in UNKNOWN and column not in UNKNOWN)
    order = [(row, column) for row in found.rows for column in found.columns if (row, column) in found.cells]
    what = "arms" if found.size == "arms" else "cited works; a work with several arms counts once, an arm without a work that fits counts in none"
    return MapPage(
        title=gap_title(found),
        asked=asked_text(found.filters),
        lead=f"{_amount(found.found)}. Of {tried + len(found.gaps)} combinations of known words, {tried} were tried and {len(found.gaps)} are gaps.",
        warnings=_warnings(found.found, judged),
        spec=gap_map_spec(found, links=links, judged=counts),
        caption=f"Numbers are {what}; darker is more. An empty outlined square is a combination that no arm tries. {CLICK}",
        table=_gap_table(found, links),
        notes=_gap_notes(found),
        groups=tuple(_gap_group(found, found.cells[place], anchors[place], arms, judged) for place in order),
        version=version("exoforge"),
    )


def timeline_page(found: Timeline, judged: Judged) -> MapPage:
    """The page of a timeline."""
    arms = {str(row["id"]): row for row in found.found.rows}
    links = {bar.year: f"#year-{bar.year}" for bar in found.bars}
    by_year = {year: [name for bar in found.bars if bar.year == year for name in bar.arms] for year in links}
    groups = [_group(f"year-{year}", str(year), names, arms, judged) for year, names in by_year.items()]
    groups += [_group(f"left-{place}", f"Without a year: {reason}", names, arms, judged) for place, (reason, names) in enumerate(found.unplaced.items(), 1)]
    return MapPage(
        title=timeline_title(found),
        asked=asked_text(found.filters),
        lead=f"{_amount(found.found)}. {unplaced_sentence(found)}",
        warnings=_warnings(found.found, judged),
        spec=timeline_spec(found, links=links),
        caption=f"A bar is a number of arms, by the year of the work that each cites. {CLICK}",
        table=_timeline_table(found, links),
        notes=(),
        groups=tuple(groups),
        version=version("exoforge"),
    )


def landscape_page(found: Landscape, judged: Judged) -> MapPage:
    """The page of the trials."""
    anchors = {trial.name: f"trial-{place}" for place, trial in enumerate(found.trials, 1)}
    links = {name: f"#{anchor}" for name, anchor in anchors.items()}
    arms = [arm for trial in found.trials for arm in trial.arms]
    by_id = {str(arm["id"]): arm for arm in arms}
    groups = [_group(anchors[trial.name], trial_label(trial), [str(arm["id"]) for arm in trial.arms], by_id, judged) for trial in found.trials]
    told = tuple((word, sum(1 for arm in arms if arm["result"] == word)) for word in dict.fromkeys(arm["result"] for arm in arms) if word)
    studies = {arm["study"] for arm in arms} - {None}
    answer = Answer(total=len(arms), studies=len(studies), rows=tuple(dict(arm) for arm in arms), facets={"result": told})
    return MapPage(
        title=TITLE,
        asked=asked_text(found.filters, "trials"),
        lead=f"{landscape_note(found)} {counted(len(arms), 'arm')} in all.",
        warnings=_warnings(answer, judged),
        spec=landscape_spec(found, links=links),
        caption=f"A dot stands at the phase of the trial. Doses of different units are not comparable without a measurement on the batch. {CLICK}",
        table=_landscape_table(found.trials, links),
        notes=(),
        groups=tuple(groups),
        version=version("exoforge"),
    )


def _amount(found: Answer) -> str:
    return f"{counted(found.total, 'arm')} of {counted(found.studies, 'cited work')}"


def _warnings(found: Answer, judged: Judged) -> tuple[str, ...]:
    studies = tuple(dict.fromkeys(str(name) for arm in found.rows for name in (arm["study"] or arm["trial"],) if name))
    bias = f"{sentence_case(studies_judged(studies, judged))}. The documents themselves judge none; 'exoforge evidence bias record' keeps what you judge."
    return NO_EFFECT, bias_sentence(found), bias


def _gap_table(found: GapMap, links: Mapping[tuple[str, str], str]) -> PageTable:
    gaps = set(found.gaps)

    def cell(row: str, column: str, count: int) -> PageCell:
        if (row, column) in links:
            return PageCell(text=str(count), link=links[row, column])
        return PageCell(text="–", kind="gap") if (row, column) in gaps else PageCell(text="", kind="gap")

    rows = tuple(
        (PageCell(text=_word(found.row_facet, row)), tuple(cell(row, column, count) for column, count in zip(found.columns, counts, strict=True)))
        for row, counts in zip(found.rows, found.counts, strict=True)
    )
    return PageTable(corner=facet_title(found.row_facet, found.fine), columns=tuple(_word(found.column_facet, column) for column in found.columns), rows=rows)


def _gap_notes(found: GapMap) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The gaps, rows with the same ones together, and what no arm of the question holds at all."""
    known = [column for column in found.columns if column not in UNKNOWN]
    alike: dict[tuple[str, ...], list[str]] = {}
    for row in found.rows:
        if row not in UNKNOWN and (tried := tuple(column for column in known if (row, column) in found.cells)) != tuple(known):
            alike.setdefault(tried, []).append(_word(found.row_facet, row))
    title = facet_title(found.column_facet, found.fine)
    sentences = [f"{sentence_case(', '.join(rows))}: {_missing(found, title, tried, known)}." for tried, rows in sorted(alike.items(), key=lambda one: one[0])]
    for one, words in ((found.row_facet, found.absent_rows), (found.column_facet, found.absent_columns)):
        if words:
            told = ", ".join(_word(one, word) for word in words)
            sentences.append(f"Held by other arms, and by none that was asked for, as {facet_title(one, found.fine)}: {told}.")
    return (("Gaps", tuple(sentences)),) if sentences else ()


def _missing(found: GapMap, title: str, tried: Sequence[str], known: Sequence[str]) -> str:
    """What was not tried, in the shorter of two ways."""
    if not tried:
        return f"no arm with any of the {len(known)} known words of {title}" if len(known) > 1 else f"no arm with {_word(found.column_facet, known[0])}"
    left = [column for column in known if column not in tried]
    if len(left) <= len(tried):
        return f"no arm with {', '.join(_word(found.column_facet, column) for column in left)}"
    return f"only {', '.join(_word(found.column_facet, column) for column in tried)}, and none of the {len(left)} others"


def _gap_group(found: GapMap, cell: GapCell, anchor: str, arms: Mapping[str, Mapping[str, Any]], judged: Judged) -> PageGroup:
    title = f"{sentence_case(_word(found.row_facet, cell.row))} × {_word(found.column_facet, cell.column)}"
    return _group(anchor, title, cell.arms, arms, judged)


def _group(anchor: str, title: str, names: Sequence[str], arms: Mapping[str, Mapping[str, Any]], judged: Judged) -> PageGroup:
    held = [arms[name] for name in names]
    studies = tuple(dict.fromkeys(str(arm["study"] or arm["trial"]) for arm in held if arm["study"] or arm["trial"]))
    improved = sum(1 for arm in held if arm["result"] == "improved")
    works = len({arm["study"] for arm in held if arm["study"]})
    under = f"{counted(len(held), 'arm')} of {counted(works, 'cited work')}; {improved} told as improved; {studies_judged(studies, judged)}"
    return PageGroup(anchor=anchor, title=title, under=under, arms=tuple(_arm(arm, judged) for arm in held))


def _arm(arm: Mapping[str, Any], judged: Judged) -> PageArm:
    doubts = [] if arm["fit"] == "fits" else [f"Citation: {FIT_WORDS[arm['fit']]}."]
    doubts += [f"Flag: {arm['flags']}"] if arm["flags"] else []
    key = str(arm["study"] or "")
    held = next((judged[name] for name in (key, str(arm["trial"] or "")) if name in judged), ())
    return PageArm(
        id=str(arm["id"]),
        title=str(arm["title"]),
        study=f"{work_label(arm)} ({key})" if key else "no work fits",
        result=word_text("result", arm["result"] or NOT_REPORTED),
        place=f"{arm['document']}, {arm['locator']}",
        doubts=tuple(doubts),
        bias=bias_text(held) if held else "not judged for bias",
    )


def _timeline_table(found: Timeline, links: Mapping[int, str]) -> PageTable:
    held = {(bar.year, bar.word): len(bar.arms) for bar in found.bars}
    rows = []
    for year in found.years:
        counts = [held.get((year, word), 0) for word in found.words]
        cells = tuple(PageCell(text=str(count) if count else "–", link=links[year] if count else "", kind="" if count else "gap") for count in counts)
        rows.append((PageCell(text=str(year), link=links.get(year, "")), (*cells, PageCell(text=str(sum(counts)), kind="sum"))))
    return PageTable(corner="year", columns=(*(_word(found.by, word) for word in found.words), "all"), rows=tuple(rows))


def _landscape_table(trials: Sequence[Trial], links: Mapping[str, str]) -> PageTable:
    columns = ("product", "phase", "indication", "status", "patients", "route", "dose_as_printed", "schedule")
    rows = []
    for trial in trials:
        doses = "; ".join(said_in(trial, "dose_as_printed")) or NOT_REPORTED
        words = [doses if column == "dose_as_printed" else said(trial, column).removesuffix(".0") for column in columns]
        rows.append((PageCell(text=trial_label(trial), link=links[trial.name]), tuple(PageCell(text=word, kind="word") for word in words)))
    return PageTable(corner="trial", columns=tuple("dose as printed" if column == "dose_as_printed" else column for column in columns), rows=tuple(rows))


def _word(one: Facet, word: str) -> str:
    return word_text(one.counted, word)
