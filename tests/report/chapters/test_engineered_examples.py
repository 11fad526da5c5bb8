"""The engineered examples of two reviews, each stated as a record, run, and explained with model, ceiling and evidence together."""

from __future__ import annotations

import pytest

from exoforge.design.completing import completed
from exoforge.design.run import run_therapy
from exoforge.report.blocks import Heading, Listing, Table
from exoforge.report.chapters.engineering import engineering
from tests.design.test_completing import ENGINEERED


@pytest.mark.parametrize("arm", ENGINEERED, ids=lambda arm: arm.therapy.id)
def test_it_is_explained(arm):
    run = run_therapy(completed(arm.therapy).therapy, members=2)
    chapter = engineering(run)
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    assert len(run.engineered) == len(tables) >= 1
    for thing, table in zip(run.engineered, tables, strict=True):
        assert thing.model
        assert [column.title.split(",")[0].split(" (")[0] for column in table.columns] == ["", "Model", "Ceiling", "Evidence"]
        assert table.rows
        assert all(row[1].text.strip() for row in table.rows), "a model says a number, or why it has none"
        told = [cell.text for row in table.rows for cell in row[3:]]
        assert any(text.strip() not in ("", "–") for text in told), "evidence, or that nothing is printed"
    if arm.therapy.outcomes:
        assert isinstance(chapter.blocks[-1], Listing)
        assert chapter.blocks[-2] == Heading(text="What the record reports of it")
        assert len(chapter.blocks[-1].items) == len(arm.therapy.outcomes)
