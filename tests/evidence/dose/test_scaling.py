import itertools

import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.base.units import parse_quantity
from exoforge.evidence.dose.exemptions import exemptions
from exoforge.evidence.dose.scaling import range_note, scale_dose, surface_factor, table_species
from exoforge.laws.dosing import species_scales

SPECIES = [scale.species for scale in species_scales()]


def ways(*arguments, **settings):
    return {row.method: row for row in scale_dose(parse_quantity(arguments[0]), **settings).rows}


def test_a_rat_dose_by_every_way():
    rows = ways("100 ug", source="rat", source_mass=parse_quantity("150 g"))
    assert rows["body surface"].factor == pytest.approx(6 / 37)
    assert rows["body surface"].dose.value == pytest.approx(100 / 0.15 * 6 / 37 * 60)
    assert rows["power of body mass"].factor == pytest.approx((0.15 / 60) ** 0.33)
    assert rows["equal per body mass"].dose.value == pytest.approx(40_000)
    assert rows["per defect"].dose is None
    assert "cannot be said without the size of the source's and the target's defect" in rows["per defect"].sentence


def test_the_guidance_disagrees_with_itself_by_twelve_percent_in_mice():
    assert scale_dose(parse_quantity("5 ug/kg"), source="mouse").disagreement == pytest.approx(0.88, abs=0.005)


@pytest.mark.parametrize(("source", "target"), list(itertools.permutations(SPECIES, 2)))
def test_any_species_to_any_other_and_back(source, target):
    there = ways("1 ug/kg", source=source, target=target)["body surface"]
    back = ways(f"{there.per_mass.value} ug/kg", source=target, target=source)["body surface"]
    assert back.per_mass.value == pytest.approx(1.0)
    assert there.factor == pytest.approx(surface_factor(source, target))


def test_the_same_species_keeps_its_dose():
    assert {row.factor for row in scale_dose(parse_quantity("1 ug/kg"), source="rat", target="rat").rows[:3]} == {1.0}


def test_a_dose_per_defect_follows_its_size():
    joint = ways("100 ug", source="rat", source_defect=parse_quantity("50 uL"), target_defect=parse_quantity("5 mL"))["per defect"]
    assert (joint.dose.unit, joint.dose.value) == ("ug", pytest.approx(10_000))
    area = ways("1e9 particles/cm2", source="mouse", target_defect=parse_quantity("20 cm2"))
    assert area["per defect"].dose.value == pytest.approx(2e10)
    assert area["body surface"].dose is None
    assert ways("1e9 particles/cm2", source="mouse")["per defect"].dose is None
    assert "cannot be said of a dose per body mass" in ways("5 ug/kg", source="mouse")["per defect"].sentence


def test_an_interval_is_carried():
    row = ways("35 [20, 50] ug/kg", source="mouse")["body surface"]
    assert (row.per_mass.low, row.per_mass.high) == (pytest.approx(20 * 3 / 37), pytest.approx(50 * 3 / 37))


def test_the_starting_dose_is_a_tenth_and_only_for_people():
    row = ways("5 mg/kg", source="mouse")["body surface"]
    assert row.starting.value == pytest.approx(row.dose.value / 10)
    assert ways("5 mg/kg", source="mouse", target="dog")["body surface"].starting is None
    assert ways("5 mg/kg", source="mouse")["equal per body mass"].starting is None


def test_a_mass_outside_the_range_is_told_and_a_missing_one_too():
    notes = scale_dose(parse_quantity("1 ug"), source="mouse", source_mass=parse_quantity("50 g")).notes
    assert any("outside the 0.011 to 0.034 kg" in note for note in notes)
    assert any("body mass of the human is not stated" in note for note in notes)
    assert range_note("mouse", 0.020) == ""


@pytest.mark.parametrize(
    ("word", "species"),
    [("guinea-pig", "guinea pig"), ("cynomolgus-macaque", "macaque"), ("Rattus norvegicus", "rat"), ("squirrel monkey", "squirrel monkey"), ("child", "child")],
)
def test_a_species_is_known_by_its_words(word, species):
    assert table_species(word) == species


@pytest.mark.parametrize(
    ("route", "applies"),
    [
        ("", [None, None, None]),
        ("intravenous", [False, False, True]),
        ("intravenous-infusion", [False, False, True]),
        ("topical", [True, False, False]),
        ("intravitreal", [False, True, False]),
    ],
)
def test_the_route_decides_what_is_exempt(route, applies):
    found = exemptions(route)
    assert [one.applies for one in found] == applies
    assert {one.status for one in found} == {"recalled"}


def test_a_volume_is_judged_in_the_target():
    def checked(**settings):
        return scale_dose(parse_quantity("1e10 particles"), source="human", target="mouse", target_mass=parse_quantity("20 g"), **settings)

    assert checked(route="intravenous", volume=parse_quantity("0.6 mL")).volume.verdict == "above the maximum"
    assert checked(route="intravenous-infusion", volume=parse_quantity("0.3 mL")).volume.verdict == "above good practice"
    assert checked(route="intravenous").volume is None
    assert any("no route is stated" in note for note in checked(volume=parse_quantity("0.6 mL")).notes)
    to_human = scale_dose(parse_quantity("1e10 particles"), source="mouse", route="intravenous", volume=parse_quantity("50 mL"))
    assert any("no limit for human" in note for note in to_human.notes)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"dose": "100 ug/mL", "source": "rat"}, SettingError, "is a concentration"),
        ({"dose": "0 ug", "source": "rat"}, SettingError, "nothing to scale"),
        ({"dose": "1 ug", "source": "horse"}, SettingError, "is not a species of the dose table"),
        ({"dose": "1 ug", "source": "rat", "source_mass": "0 g"}, SettingError, "body mass '0 g' is not above 0"),
        ({"dose": "1 ug", "source": "rat", "source_defect": "1 cm2", "target_defect": "5 mL"}, SettingError, "must both be areas"),
        ({"dose": "1 ug", "source": "rat", "route": "by post"}, TermError, "not a known term"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(arguments, error, message):
    sizes = {name: parse_quantity(value) for name, value in arguments.items() if name not in ("dose", "source", "route")}
    with pytest.raises(error, match=message):
        scale_dose(parse_quantity(arguments["dose"]), source=arguments["source"], route=arguments.get("route", ""), **sizes)
