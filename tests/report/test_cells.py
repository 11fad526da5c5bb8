from __future__ import annotations

from dataclasses import replace

from exoforge.design.cells.beside import beside
from exoforge.evidence.facts import facts
from exoforge.report.cells_figure import CELLS, VESICLES, cells_figure, cells_rows, dose_rows
from exoforge.report.cells_page import NATURE, alive_sentence, cells_html
from exoforge.report.cells_stated import doubts_of, side_of
from exoforge.report.cells_text import cells_facts, cells_text


def test_every_fact_stands_on_the_side_that_it_speaks_of():
    sides = {fact.key: side_of(fact) for fact in facts()}
    assert sides["msc-frozen-roszkowski2024"] == sides["msc-engraftment-lu2023"] == sides["freeze-thaw-msc-roszkowski2024"] == "cells"
    assert sides["frozen-storage-80-roszkowski2024"] == sides["exosome-harm-adelipour2023"] == sides["freeze-thaw-exosomes-roszkowski2024"] == "vesicles"


def test_page_and_lines_say_the_same_and_claim_no_winner():
    found = beside(None, indication="osteoarthritis", dose="1e10 particles", cell_dose="1e6 cells")
    page, lines = cells_html(found, "0"), cells_text(found)
    for said in ("325–875", "61 %", "which works better, these documents do not say"):
        assert said in page
        assert said in " ".join(lines.split())
    assert NATURE in page
    assert max(len(line) for line in lines.splitlines()) <= 104


def test_what_speaks_against_a_saying_stands_below_it():
    found = beside(None, indication="osteoarthritis")
    told = [fact for _, facts in found.stated for fact in facts]
    page, lines = cells_html(found, "0"), " ".join(cells_text(found).split())
    assert "61 %*" in page
    for doubt in dict.fromkeys(doubt for fact in told for doubt in doubts_of(fact)):
        assert doubt in page
        assert doubt in lines
    assert "the two are not the same measure. (loss of cell viability by freeze-thaw; loss of exosome particles by freeze-thaw)" in lines
    assert [fact.key for fact in told if fact.fit == "unrelated" and not doubts_of(fact)] == []
    assert doubts_of(replace(told[0], fit="fits", flags=())) == ()


def test_one_printed_dose_is_and_several_are():
    assert "1 printed dose is in no number" in cells_text(beside(None, indication="osteoarthritis"))
    assert "printed doses are in no number" in cells_text(beside(None))


def test_machines_get_the_numbers():
    told = cells_facts(beside(None, dose="1e10 particles"))
    assert told["yields"][0]["per_cell"]["low"] == 325.0
    assert [side["product"] for side in told["sides"]] == ["cells", "vesicles"]


def test_the_figure_holds_both_groups_on_one_axis_and_its_numbers():
    found = beside(None, indication="osteoarthritis", dose="1e10 particles", cell_dose="1e6 cells/kg", body_mass="70 kg")
    rows = cells_rows(found)
    assert {row[0] for row in rows[1:]} == {CELLS, VESICLES}
    assert rows[1][2:] == [7e7 * 325, rows[1][3], 7e7 * 875]
    spec = cells_figure(found)
    domains = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"] if "scale" in layer["encoding"].get("x", {})}
    assert len(domains) == 1
    assert "of 70 kg" in spec["title"]["subtitle"]
    assert "<svg" in cells_html(found, "0")


def test_without_any_dose_there_is_no_figure_and_the_page_stands():
    found = beside(None, indication="diabetic wound")
    assert dose_rows(found) == ()
    assert "<svg" not in cells_html(found, "0")
    assert "skin wound" in cells_text(found)


def test_the_interval_of_a_choice_is_not_said_to_be_measured():
    assert "the wide interval is a choice" in alive_sentence(beside(None))
