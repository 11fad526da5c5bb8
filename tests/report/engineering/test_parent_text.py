"""What a person and a machine read of changed parent cells."""

import json

import pytest

from exoforge.design.engineering.parent import parent_of_agents, parent_of_record
from exoforge.report.engineering.parent_figure import MOST_EFFECTS, parent_figure, parent_rows
from exoforge.report.engineering.parent_plain import parent_plain
from exoforge.report.engineering.parent_text import parent_text
from tests.design.records import CULTURE, record
from tests.design.test_plan_culture import HYPOXIA, MIR

ASKED = (["hypoxia", "TNF-α"], ["IFN-γ", "TNF-α"], ["miR-140-5p"], ["CXCR4", "BMP2"], ["IL-1β"], ["HIF-1α"], ["chemical preconditioning"], ["miR-999"])


@pytest.mark.parametrize("asked", ASKED, ids="+".join)
def test_it_fits_the_terminal_and_no_number_is_left_without_a_word(asked):
    text = parent_text(parent_of_agents(asked, members=20))
    assert max(map(len, text.splitlines())) <= 104  # the closing line of every answer is longer than the rest
    assert "nan" not in text.split()
    assert "None" not in text
    assert "inf " not in text
    assert "not clinical evidence" in text


def test_hypoxia_is_told_with_direction_words_and_place():
    text = " ".join(parent_text(parent_of_agents(["hypoxia"], members=20)).split())
    assert "vesicles released: up" in text
    assert "miR-181c-5p, miR-18a-3p, miR-376a-5p, miR-337-5p: down" in text
    assert '"increases exosomal HIF-1α", roszkowski2024' in text
    assert "the section prints only that they were differentially expressed" in text
    assert "by how much anything changes" in text
    assert "(0.51 to 1.9)" in text


def test_together_and_apart():
    apart = " ".join(parent_text(parent_of_agents(["hypoxia", "TNF-α"], members=20)).split())
    assert "hypoxia with TNF-α: no document that was read tells of both on the same cells" in apart
    assert "Nothing is multiplied or added up" in apart
    both = " ".join(parent_text(parent_of_agents(["IFN-γ", "TNF-α"], members=20)).split())
    assert "used on the same cells in adelipour2023-text-01" in both
    assert "no document that was read tells of both" not in both
    titled = " ".join(parent_text(parent_of_agents(["hypoxia", "IFN-γ"], members=20)).split())
    assert "lu2023-text-66 tells of one alone, but the title of the cited work names both" in titled
    assert "no document that was read tells of both" not in titled


def test_both_sides_of_a_contradiction_are_named():
    text = " ".join(parent_text(parent_of_agents(["HIF-1α"], members=20)).split())
    assert "osteogenic differentiation: up in lu2023-t1-16a, lu2023-t2-06; unchanged in lu2023-t1-16b" in text
    nrf2 = " ".join(parent_text(parent_of_agents(["IL-1β"], members=20)).split())
    assert "switch NRF2 on or off" in nrf2


def test_what_is_not_known_is_said_and_has_no_number():
    text = " ".join(parent_text(parent_of_agents(["BMP2"], members=20)).split())
    assert "nothing: the copies are not known" in text
    assert "copies per vesicle, the mean" not in text


def test_for_machines_it_is_whole_and_json():
    plan = parent_of_record(record(MIR, CULTURE, HYPOXIA), members=20)
    found = json.loads(json.dumps(parent_plain(plan), allow_nan=False))
    assert [one["agent"] for one in found["agents"]] == ["miR-140-5p", "hypoxia"]
    assert found["agents"][0]["loading"]["copies"]["median"] > 0
    assert len(found["agents"][1]["changes"]) > 50
    assert {"document", "place", "quote", "arm", "direction", "size"} <= set(found["agents"][1]["changes"][0])
    assert found["together"] == [{"agents": ["miR-140-5p", "hypoxia"], "arms": [], "titles": []}]
    assert found["factor"]["kind"] == "hypoxia"


def test_the_figure_has_a_panel_for_each_agent_on_one_axis():
    plan = parent_of_agents(["hypoxia", "TNF-α", "miR-999"], members=20)
    spec = parent_figure(plan)
    hypoxia, tnf, nothing = spec["vconcat"]
    domains = [panel["layer"][0]["encoding"]["x"]["scale"]["domain"] for panel in (hypoxia, tnf)]
    assert domains[0] == domains[1] == [-6.5, 6.5]
    assert "more effects" in hypoxia["title"]["text"]
    assert "no published arm" in nothing["layer"][0]["mark"]["text"]
    assert len(hypoxia["layer"][-2]["data"]["values"]) <= 40 + MOST_EFFECTS


def test_the_rows_of_the_figure_hold_everything_that_is_told():
    plan = parent_of_agents(["HIF-1α"], members=20)
    rows = parent_rows(plan)
    assert rows[0] == ["agent", "about", "what", "of", "direction", "arms"]
    assert ["HIF-1α", "effect", "osteogenic differentiation", "vesicles", "unchanged", 1] in rows
    assert ["HIF-1α", "effect", "osteogenic differentiation", "vesicles", "up", 2] in rows
