import dataclasses
import itertools
import re

import numpy as np
import pytest

from exoforge.laws.kinetics.simulate import simulate
from exoforge.record.stated import Stated, leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.respond.cartilage_proctor2017 import CARRIED, HOUR, RULE, CartilageMir140
from exoforge.stages.respond.cartilage_proctor2017_network import MODEL, NAMES, REACTIONS
from tests.shared_data import shared
from tests.stages.respond.exposures import exposure_of

FILE = "data/models/proctor2017-role-of-micrornas-in-osteoarthritis-7__MODEL1705170005.txt"
HANDED = 1e19
"""[particles/m3] enough to bring hundreds of copies into each cell."""


def respond(dose, *, carrying=None, escape=1.0, **settings):
    """All that is taken up escapes the endosome, unless a test says otherwise."""
    exposure = dataclasses.replace(exposure_of(dose), copies=carrying or {})
    (found,) = CartilageMir140.respond_each([CartilageMir140(escape=escape, **settings)], [exposure])
    return found


def test_the_network_is_the_published_one_reaction_by_reaction():
    """Every reaction, speed and value of the published file, read here in its own way."""
    text = shared(FILE).read_text(encoding="utf-8").split("Notes:")[0]
    published = []
    for takes, makes, speed in re.findall(r"^ +\w+: (.*?) => (.*?); (.*?);$", text, flags=re.M):
        sides = [sorted(part.strip() for part in side.split("+") if "$" not in part) for side in (takes, makes)]
        constant = next(part for part in speed.split("*") if part.startswith("k"))
        assert sorted([constant, *sides[0]]) == sorted(part for part in speed.split("*") if part != "Source")
        published.append((constant, *map(tuple, sides)))
    ours = []
    for line in REACTIONS.strip().splitlines():
        constant, _, turn, _ = (cell.strip() for cell in line.split("|"))
        ours.append((constant, *(tuple(sorted(part.strip() for part in side.split("+") if part.strip())) for side in turn.split("->"))))
    assert 85 == len(ours)
    assert sorted(published) == sorted(ours)
    values = {name: float(number) for name, number in re.findall(r"^ +(k\w+) = (.*?);$", text, flags=re.M)}
    declared = {parameter.name: parameter.usual for parameter in MODEL.parameters if parameter.cite == "proctor2017_model"}
    assert {"ksynHDAC4"} == set(values) - set(declared)
    assert declared == {name: values[name] for name in declared}
    starts = {name: number.removesuffix("/cell") for name, number in re.findall(r"^ +([A-Z]\w+|miR\w+|anti_miR140) = (.*?);$", text, flags=re.M)}
    for state in MODEL.states:
        usual = str(state.initial).replace(" * expression", "")
        assert float(starts[state.name]) == (0.0 if state.name == "anti_miR140" else float(usual)), state.name


def test_the_kernel_and_the_independent_reference_agree_with_vesicles():
    times = np.linspace(0.0, 60 * HOUR, 13)
    signal = (np.array([0.0, 10.0, 10.0, 40.0, 60.0]) * HOUR, np.array([0.0, 0.0, 5e-3, 2e-3, 0.0]))
    fast = simulate(MODEL, times=times, inputs={"delivered": signal})
    slow = simulate(MODEL, times=times, inputs={"delivered": signal}, engine="reference")
    scale = np.abs(slow.values).max(axis=2, keepdims=True)
    np.testing.assert_allclose(slow.values / np.where(scale > 0, scale, 1), fast.values / np.where(scale > 0, scale, 1), rtol=0, atol=2e-5)


def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit():
    found = respond(0.0)
    assert not found.activity.any()
    np.testing.assert_array_equal(found.untreated, found.treated)
    assert "" == found.note == found.message
    assert found.outcome.treated == found.outcome.untreated


@pytest.mark.parametrize("setting", [{"copies_per_vesicle": 0.0}, {"hand_over": 0.0}])
def test_vesicles_that_bring_nothing_do_nothing(setting):
    found = respond(HANDED, **setting)
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_copies_are_kept():
    """What is handed over is in the cell: miR-140, free or bound, or lost by its own decay."""
    slow = {"kdegmiR140": 0.0, "kdegmiR140byIL1": 0.0, "expression": 0.0}
    found = respond(1e18, **slow, copies_per_vesicle=0.01, hand_over=5e-8, chondrocyte_density=1e13)
    bound = [name for name in NAMES if name.endswith("_miR140") or name == "miR140_SMAD3_mRNA"]
    held = sum(found.treated[found.states.index(name)] for name in ("miR140", *bound) if name != "anti_miR140")
    np.testing.assert_allclose(held, 1e18 / 1e13 * 0.01 * 5e-8 * found.time, rtol=1e-5, atol=1e-9)


def test_what_does_not_escape_the_endosome_does_not_act():
    """A hundredth of the escape is a hundredth of the vesicles, and none is nothing."""
    few = respond(HANDED, expression=0.2, escape=0.01)
    np.testing.assert_allclose(respond(HANDED / 100, expression=0.2).treated, few.treated, rtol=1e-9)
    none = respond(HANDED, escape=0.0)
    np.testing.assert_array_equal(none.untreated, none.treated)


def test_no_more_is_handed_over_than_was_given():
    slow = {"kdegmiR140": 0.0, "kdegmiR140byIL1": 0.0, "expression": 0.0, "chondrocyte_density": 1e13, "copies_per_vesicle": 0.01}
    found = respond(1e18, **slow, hand_over=1.0)
    bound = [name for name in NAMES if name.endswith("_miR140") or name == "miR140_SMAD3_mRNA"]
    held = sum(found.treated[found.states.index(name), -1] for name in ("miR140", *bound) if name != "anti_miR140")
    given = 1e18 / 1e13 * 0.01
    assert held <= given * (1 + 1e-6)
    assert held == pytest.approx(given * found.time[-1] / (120 * 24 * HOUR), rel=1e-4), "handed over evenly as long as the vesicles are there"


def test_more_copies_leave_fewer_fragments_and_less_mmp13():
    found = [respond(dose, expression=0.2) for dose in (0.0, 1e16, 1e18, 1e19, 1e20)]
    for name in ("fragments", "mmp13_peak"):
        for less, more in itertools.pairwise(found):
            assert more.endpoints[name].treated < less.endpoints[name].treated
    assert found[-1].endpoints["matrix"].treated > found[0].endpoints["matrix"].treated


def test_a_cell_without_mir140_is_rescued_from_sustained_degradation():
    found = respond(HANDED, expression=0.0)
    assert "sustained degradation" == found.outcome.untreated
    assert "pulse-like" == found.outcome.treated
    assert found.endpoints["fragments"].untreated == pytest.approx(162.88, abs=0.01)
    assert found.outcome.classes == RULE.classes


def test_a_cell_of_the_published_model_is_pulse_like_untreated():
    found = respond(0.0, expression=1.0)
    assert "pulse-like" == found.outcome.untreated
    assert found.endpoints["mmp13_peak_day"].untreated == pytest.approx(30.7 / 24, abs=1 / 12)
    assert found.endpoints["mmp13_peak"].untreated == pytest.approx(87.86, abs=0.2)


def test_the_vesicles_that_500_copies_need_are_told():
    found = respond(1e15)
    assert "500 copies more in each chondrocyte need 6.06e+04 vesicles per cell" in found.note
    assert "104 per chondrocyte were given" in found.note
    assert "" == respond(HANDED).note
    assert "are out of reach" in respond(1e15, copies_per_vesicle=0.0).note


def test_what_is_drawn_as_activity_is_the_share_of_the_supply():
    found = respond(1e19, hand_over=5e-8, copies_per_vesicle=0.01, chondrocyte_density=1e13)
    delivered = 1e19 / 1e13 * 0.01 * 5e-8
    np.testing.assert_allclose(found.activity, delivered / (delivered + 2 * 1.8e-3), rtol=1e-9)


def test_an_earlier_horizon_judges_the_course_up_to_it():
    early, late = CartilageMir140.respond_each([CartilageMir140(expression=1.0, horizon=hours * HOUR) for hours in (24.0, 200.0)], [exposure_of(0.0)] * 2)
    assert "sustained degradation" == early.outcome.untreated, "MMP13 has not begun to fall after a day"
    assert 1.0 == early.endpoints["mmp13_peak_day"].untreated
    assert "pulse-like" == late.outcome.untreated


def test_a_stated_number_of_copies_is_taken():
    step = Step(stage="respond", kind="cartilage-mir140", settings={"copies_per_vesicle": leaf_from_plain("0.5 copies/particle", "planned")})
    hinged = CartilageMir140.from_step(step)
    assert 0.5 == hinged.operation.copies_per_vesicle
    told = {assumption.name: assumption for assumption in hinged.assumed}
    assert "copies_per_vesicle" not in told
    assert "hunziker2002" == told["chondrocyte_density"].cite
    assert "choice" == told["expression"].status == told["hand_over"].status


@pytest.mark.parametrize("name", ["miR-140-5p", "hsa-miR-140-5p", "miR-140", "MIMAT0000431"])
def test_loaded_vesicles_hold_the_copies_of_the_exposure(name):
    """The same as if the parameter were that many, by any spelling of the name."""
    loaded, stated = respond(1e16, carrying={name: 3.0, "albumin": 50.0}), respond(1e16, copies_per_vesicle=3.0)
    np.testing.assert_array_equal(stated.treated, loaded.treated)
    assert f"The vesicles carry {name}: 3 copies in each" in loaded.note
    assert ("Which arm" in loaded.note) == (name == "miR-140")


def test_vesicles_loaded_with_nothing_bring_nothing():
    found = respond(HANDED, carrying={"miR-140-5p": 0.0})
    np.testing.assert_array_equal(found.untreated, found.treated)
    assert "are out of reach" in found.note


def test_the_other_arm_and_other_cargo_leave_the_parameter():
    plain = respond(1e18)
    other = respond(1e18, carrying={"miR-140-3p": 100.0, "miR-21": 100.0})
    np.testing.assert_array_equal(plain.treated, other.treated)
    assert plain.note == other.note


@pytest.mark.parametrize(("carried", "is_told"), [(None, True), ("miR-21", True), ("miR-140-5p", False), (("siRNA", "miR-140"), False)])
def test_a_parameter_that_loading_replaces_is_not_told(carried, is_told):
    settings = {} if carried is None else {CARRIED: Stated(value=carried, basis="planned")}
    hinged = CartilageMir140.from_step(Step(stage="respond", kind="cartilage-mir140", settings=settings))
    assert is_told == ("copies_per_vesicle" in {assumption.name for assumption in hinged.assumed})
    assert is_told == ("copies_per_vesicle" in hinged.spreads)
    assert hinged.notices == ()
