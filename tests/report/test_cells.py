from __future__ import annotations

from exoforge.design.cells.beside import beside
from exoforge.evidence.facts import facts
from exoforge.report.cells_page import NATURE, cells_page, side_of
from exoforge.report.cells_text import cells_facts, cells_text
from exoforge.report.html import html_text


def test_every_fact_stands_on_the_side_that_it_speaks_of():
    sides = {fact.key: side_of(fact) for fact in facts()}
    assert sides["msc-frozen-roszkowski2024"] == sides["msc-engraftment-lu2023"] == sides["freeze-thaw-msc-roszkowski2024"] == "cells"
    assert sides["frozen-storage-80-roszkowski2024"] == sides["exosome-harm-adelipour2023"] == sides["freeze-thaw-exosomes-roszkowski2024"] == "vesicles"


def test_page_and_lines_say_the_same_and_claim_no_winner():
    found = beside(None, indication="osteoarthritis", dose="1e10 particles", cell_dose="1e6 cells")
    page, lines = html_text(cells_page(found, "0"), {}), cells_text(found)
    for said in ("325–875", "61 %", "which works better, these documents do not say"):
        assert said in page
        assert said in " ".join(lines.split())
    assert NATURE in page
    assert max(len(line) for line in lines.splitlines()) <= 104


def test_machines_get_the_numbers():
    told = cells_facts(beside(None, dose="1e10 particles"))
    assert told["yields"][0]["per_cell"]["low"] == 325.0
    assert [side["product"] for side in told["sides"]] == ["cells", "vesicles"]
