"""What the terminal and a machine are told of a dose."""

import json

from exoforge.base.units import Quantity, parse_quantity
from exoforge.evidence.dose.conversion import context_of, convert_level, level_doubts, level_everywhere
from exoforge.evidence.dose.scaling import scale_dose
from exoforge.record.dose_text import read_dose
from exoforge.report.dose_tables import conversion_plain, conversion_text, scaling_plain, scaling_text
from exoforge.report.text import WIDTH

CONTEXT = context_of(isolation="precipitation", diameter=Quantity(value=120.0, unit="nm"))


def answers(text, to=""):
    reading = read_dose(text)
    levels = reading.levels
    return reading, [
        (level, (convert_level(level, to, CONTEXT),) if to else level_everywhere(level, CONTEXT), level_doubts(level, CONTEXT)) for level in levels
    ]


def test_the_text_has_the_interval_each_factor_its_status_the_doubts_and_the_references():
    reading, found = answers("200 ug protein", "particles")
    text = conversion_text(reading, found, CONTEXT)
    assert "4.8 (0.58–39) × 10⁹ particles" in text
    assert "[class, derived]" in text
    assert "not the vesicles'" in " ".join(text.split())
    assert "Kordelas L" in text
    assert "diameter 120 nm (stated); isolation: precipitation" in text


def test_a_reason_is_said_once_for_all_units_that_share_it():
    reading, found = answers("200 ug protein")
    text = " ".join(conversion_text(reading, found, CONTEXT).split())
    assert text.count("without the body mass") == 1
    assert "particles/kg, µg/kg" not in text
    assert "particles/kg, µg protein/kg, cells/kg, pmol/kg, mL/kg: A dose cannot be said per kg" in text


def test_every_level_and_what_was_not_read_is_shown():
    reading, found = answers("100 μg and 200 μg, implantation with scaffolds", "particles")
    text = conversion_text(reading, found, CONTEXT)
    assert "\n100 µg\n" in f"\n{text}"
    assert "\n200 µg\n" in text
    assert "Not read: 'implantation with scaffolds'." in text


def test_no_line_is_wider_than_the_page():
    reading, found = answers("100 μg and 200 μg, implantation with scaffolds")
    scaled = scale_dose(parse_quantity("100 ug"), source="rat", route="topical", target_defect=parse_quantity("5 mL"))
    lines = (conversion_text(reading, found, CONTEXT) + "\n" + scaling_text(scaled)).splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []


def test_the_dicts_are_json_and_hold_the_same():
    reading, found = answers("200 ug protein (2e9 particles)")
    facts = json.loads(json.dumps(conversion_plain(reading, found, CONTEXT), allow_nan=False))
    (level,) = facts["levels"]
    by_unit = {one["to"]: one for one in level["conversions"]}
    assert by_unit["particles"]["median"] == 2e9
    assert by_unit["particles"]["low"] < 2e9 < by_unit["particles"]["high"]
    assert by_unit["cells"]["factors"][0]["status"] == "derived"
    assert by_unit["particles/kg"] == {"to": "particles/kg", "ok": False, "reason": by_unit["particles/kg"]["reason"]}
    assert level["doubts"]
    assert facts["references"][0]["key"] == "kordelas2014"


def test_a_scaled_dose_is_told_side_by_side():
    scaled = scale_dose(parse_quantity("5 mg/kg"), source="mouse", target="rat", route="intravenous", volume=parse_quantity("5 mL"))
    text = " ".join(scaling_text(scaled).split())
    for words in ("body surface", "power of body mass", "equal per body mass", "per defect", "disagree", "above the maximum", "[recalled; this route]"):
        assert words in text
    assert "starting dose" not in text
    facts = json.loads(json.dumps(scaling_plain(scaled), allow_nan=False))
    assert [way["method"] for way in facts["ways"]] == ["body surface", "power of body mass", "equal per body mass", "per defect"]
    assert facts["volume"]["verdict"] == "above the maximum"
    assert {one["key"] for one in facts["references"]} == {"fda2005", "diehl2001"}


def test_species_whose_ways_agree_are_not_said_to_disagree():
    assert "The two ways of the guidance agree." in scaling_text(scale_dose(parse_quantity("1 ug/kg"), source="rat", target="rat"))
