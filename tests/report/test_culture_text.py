"""What the terminal, a machine and a picture are told of a planned culture."""

import json
import xml.etree.ElementTree as ET

import pytest

from exoforge.design.culture_plan import CultureQuestion, plan_culture
from exoforge.report.culture_text import culture_plain, culture_text
from exoforge.report.display import headline_text
from exoforge.report.drawing import svg_of
from exoforge.report.figures.culture import culture, culture_rows
from exoforge.report.text import WIDTH

HOUR = 3600.0
ASKED = CultureQuestion(
    vessel="hollow-fibre",
    cells=4e7,
    time=72 * HOUR,
    supplement="ev-depleted-fbs",
    preconditioning=("hypoxia",),
    source="bone-marrow-msc",
    dose=1e10,
    recovery=(0.05, 0.2),
)


@pytest.fixture(scope="module")
def plan():
    return plan_culture(ASKED, members=40)


@pytest.fixture(scope="module")
def text(plan):
    return culture_text(plan)


def test_the_numbers_are_per_cell_day_volume_and_medium(plan, text):
    for headline in plan.chosen.amounts.values():
        assert f"{headline.label:<36}  {headline_text(headline)}" in text
    assert "3 harvests, one every 24 h" in text
    assert "40 members, seed 0" in text


def test_contaminants_stand_beside_the_product_with_the_doubt_of_their_number(text):
    together = " ".join(text.split())
    assert "serum extracellular vesicle" in text
    assert "Of the particles that an NTA of the harvest would count" in text
    assert "6.9 × 10⁸ particles/mL were counted in one depleted medium [lehrich2018]" in together


def test_vessels_dose_and_published_yields_are_told(text):
    together = " ".join(text.split())
    for words in (
        "> hollow fibres",
        "vertical wheel",
        "when the isolation keeps 5.0",
        "5.5 × 10¹⁰ particles/mL: hollow fibre bioreactor (FiberCell)",
        "325 to 875 per cell, the unit of a trial [kordelas2014",
        "the cells behind a number per mL are not printed",
    ):
        assert words in together


def test_what_is_told_of_the_cells_has_its_place_and_its_records(text):
    together = " ".join(text.split())
    assert '"miR-126 expression ↑", lu2023, Table 1, row 2, column Molecular mechanism; records lu2023-t1-02' in together
    assert "exoforge evidence search --modification hypoxic-preconditioning" in together
    assert "changes no number here" in together
    assert "the number does not move, its interval widens" in together


def test_no_line_is_wider_than_the_page(text):
    assert [line for line in text.splitlines() if len(line) > WIDTH + 4 and "Computed by exoforge" not in line] == []


def test_a_serum_free_culture_says_what_is_not_modelled():
    text = culture_text(plan_culture(CultureQuestion(cells=1e6, time=24 * HOUR), members=5))
    assert "Without serum nothing but protein of the cells and its complexes" in text
    assert "What one dose" not in text
    assert "What is told of" not in text


def test_the_dicts_are_json_and_hold_the_same(plan):
    facts = json.loads(json.dumps(culture_plain(plan), allow_nan=False))
    assert facts["ok"]
    assert facts["chosen"] == "hollow-fibre"
    assert len(facts["vessels"]) == 5
    chosen = next(one for one in facts["vessels"] if one["key"] == facts["chosen"])
    assert chosen["amounts"]["vesicles"]["interval"]["median"] == plan.chosen.amounts["vesicles"].interval.median
    assert facts["published_unit"]["per_cell"] == [325.0, 875.0]
    assert facts["preconditioning"][0]["statements"][0]["arms"][0]["id"] == "lu2023-t1-01"
    assert {"pmc9063275", "kordelas2014", "lu2023"} <= {one["key"] for one in facts["references"]}


def test_the_figure_draws_every_vessel_and_names_what_it_shows(plan):
    spec = culture(plan)
    json.dumps(spec, allow_nan=False)
    root = ET.fromstring(svg_of(spec))
    words = " ".join(" ".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))
    for one in plan.vessels:
        assert one.label in words
    assert "where release and re-uptake balance" in words
    assert "3 harvests" in words
    assert "NaN" not in ET.tostring(root, encoding="unicode")
    assert "hollow fibres" in spec["description"]


def test_the_numbers_of_the_figure_are_those_of_the_plan(plan):
    head, *rows = culture_rows(plan)
    assert head[:3] == ["vessel", "time_h", "gathered"]
    last = [row for row in rows if row[0] == "hollow-fibre"][-1]
    assert last[1] == pytest.approx(72.0)
    assert last[2] == pytest.approx(plan.chosen.gathered.central[-1], rel=1e-5)
    assert len(rows) == sum(one.gathered.x.size for one in plan.vessels)
