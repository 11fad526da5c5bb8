"""The chapter of engineering: whose numbers stand beside the model, claims that are no model, doubts, and references that are all listed."""

from dataclasses import replace

import pytest

from exoforge.design.engineering.loading import loading_of
from exoforge.design.engineering.parent_models import factor_of_words
from exoforge.design.engineering.run_result import Engineered, Shown
from exoforge.design.result import Interval
from exoforge.evidence.loading import loading_rows
from exoforge.report.blocks import Paragraph, Table
from exoforge.report.chapters.engineering import engineering
from exoforge.report.document import references_of
from exoforge.report.engineering.loading_short import NONE
from tests.report import synthetic

STOCK = {"concentration": "1e11 particles/mL"}


def loaded(cargo, method, *, claim=None, unknown="", notices=()):
    found = loading_of(cargo, [method], stock=STOCK, claim=claim, members=6)
    return Engineered(
        key="step[2] engineer/x",
        title=found.methods[0].title,
        agent=cargo,
        model="A method.",
        cites=(),
        loading=found.methods[0],
        asked=found.asked,
        ceilings=found.ceilings,
        unknown=unknown,
        notices=notices,
    )


def thing(**more):
    return Engineered(**{"key": "step[2] engineer/x", "title": "a thing", "agent": "", "model": "", "cites": ()} | more)


def chapter_of(*things):
    return engineering(replace(synthetic.full(), engineered=things))


def row_of(chapter, name):
    rows = [row for block in chapter.blocks if isinstance(block, Table) for row in block.rows]
    return next([cell.text for cell in row] for row in rows if row[0].text == name)


def said(chapter, tone):
    return [block.text for block in chapter.blocks if isinstance(block, Paragraph) and block.tone == tone]


def test_where_nothing_was_engineered_one_line_says_so():
    (only,) = chapter_of().blocks
    assert (only.tone, only.text[:7]) == ("absent", "Nothing")


def test_numbers_of_another_cargo_are_not_taken_for_those_of_this_one():
    chapter = chapter_of(loaded("BMP2", "incubation"))
    printed = row_of(chapter, "In vesicles, of the cargo offered")[3]
    assert "its family, Catalase [pmc10570584]" in printed
    assert "4.9 ± 0.5" in printed  # as in print, and not as a range of 4.4 to 5.4
    assert "its family, Catalase" in row_of(chapter, "Cargo over protein")[3]


def test_efficiency_and_capacity_never_share_a_cell():
    chapter = chapter_of(loaded("doxorubicin", "sonication"))
    efficiency, capacity = (row_of(chapter, name)[3] for name in ("In vesicles, of the cargo offered", "Cargo over protein"))
    assert "cargo over vesicle mass" not in efficiency
    assert "of the cargo offered" not in capacity
    assert "this cargo" in capacity
    assert "its family" in capacity


def test_a_claim_is_no_result_of_the_model():
    chapter = chapter_of(loaded("siRNA", "electroporation", claim=0.3))
    assert row_of(chapter, "Claimed, of the cargo offered")[1:] == ["30 %", "", "the record"]
    assert row_of(chapter, "In vesicles, of the cargo offered")[1].startswith("as claimed")
    assert any(text.startswith("The claim of 30 %") for text in said(chapter, "warning"))
    assert NONE not in said(chapter, "plain")


def test_a_model_that_brings_nothing_in_says_why():
    assert NONE in said(chapter_of(loaded("siRNA", "electroporation")), "plain")
    assert NONE not in said(chapter_of(loaded("doxorubicin", "incubation")), "plain")


def test_what_is_not_known_of_a_cargo_is_the_first_doubt_and_a_notice_stands_once():
    chapter = chapter_of(
        loaded("unobtainium", "incubation", unknown="'unobtainium' is not in the table.", notices=("'unobtainium' is not in the table.", "quiet."))
    )
    assert said(chapter, "warning")[0] == "'unobtainium' is not in the table."
    assert [text for text in said(chapter, "quiet") if "unobtainium" in text] == []
    assert "Quiet." in said(chapter, "quiet")
    assert row_of(chapter, "Copies per vesicle") == ["Copies per vesicle", "not counted: the molar mass is not known", "–", "–"]


def test_a_factor_without_a_printed_size_is_called_a_prior():
    chapter = chapter_of(thing(factor=factor_of_words(["cytokine preconditioning"])))
    assert "prior" in row_of(chapter, "Vesicles released, times as many")[1]


def test_figures_are_read_with_their_units_and_ceilings():
    wide = Interval(central=2.0, low=1.0, median=2.0, high=4.0)
    tiny = Interval(central=0.3, low=0.1, median=0.3, high=0.5)
    shown = (
        Shown(name="ligands per um2", interval=wide),
        Shown(name="copies per vesicle", interval=wide),
        Shown(name="packing ceiling, copies per vesicle", interval=Interval(central=90.0, low=80.0, median=90.0, high=99.0)),
        Shown(name="share of vesicles fused", interval=tiny),
        Shown(name="mean diameter of hybrids [nm]", interval=wide),
    )
    chapter = chapter_of(thing(figures=shown, capacity=tiny))
    assert row_of(chapter, "Cargo over vesicle protein")[1].startswith("30 (10–50)")
    assert row_of(chapter, "Ligands per µm²")[1] == "2.0 (1.0–4.0)"
    assert row_of(chapter, "Copies per vesicle")[2] == "90 (80–99)"
    assert row_of(chapter, "Share of vesicles fused")[1].startswith("30 (10–50)")
    assert row_of(chapter, "Mean diameter of hybrids")[1] == "2.0 (1.0–4.0) nm"
    with pytest.raises(StopIteration):
        row_of(chapter, "Packing ceiling, copies per vesicle")


def test_everything_that_the_chapter_names_is_among_the_references():
    rows = loading_rows(method="genetic-modification", family="small RNA")
    assert row_of(chapter_of(thing(rows=rows)), "Cargo over vesicle protein")[1] == "its mass is not known"
    run = replace(synthetic.full(), engineered=(loaded("BMP2", "incubation"), thing(rows=rows)))
    assert {"pmc10570584", "pmc8191593", "evatlas2026_loading"} <= {one.key for one in references_of(run)}
    assert {row.family for row in rows} == {"small RNA"}
