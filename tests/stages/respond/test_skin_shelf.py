"""The first days, the scar, lymph vessels, and the inflammation models that no record uses."""

import re

import numpy as np
import pytest

from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.simulate import simulate
from exoforge.stages.respond import shelf_inflammation, skin_bianchi2015, skin_cooper2015
from exoforge.stages.respond.skin_cooper2015 import SkinFirstDays
from exoforge.stages.respond.skin_scar_adler2020 import FEW, SkinScar
from exoforge.stages.respond.skin_scar_model import MODEL as SCAR
from exoforge.stages.respond.untreated import at, untreated
from tests.shared_data import shared
from tests.stages.respond.exposures import exposure_of

NUMBER = re.compile(r"^\s*(\w+) = (-?[\d.e+-]+);", re.M)
RULE = re.compile(r"^\s*(\w+) := (.+);", re.M)
REACTION = re.compile(r"^\s*\w+: (\w*) ?=> ?(\w*); \w+\*(.+);", re.M)
SILENT = {"activity": (np.array([0.0, 400.0]), np.zeros(2))}

NAMES = {
    "BIOMD0000000855": (skin_cooper2015.MODEL, {}),
    "BIOMD0000000722": (
        skin_bianchi2015.MODEL,
        {
            **{"Active_TGF_beta": "T", "Macrophages": "M", "VEGF": "V", "LECs": "L", "Capillaries": "Cap", "alpha": "share_M", "S_V": "s_V", "S_L": "s_L"},
            **{"gamma_": "gamma_V", "C": "C_star", "L": "L_star"},
        },
    ),
    "BIOMD0000000714": (
        shelf_inflammation.REYNOLDS,
        {"Nstar": "N", "C_A": "CA"}
        | {f"{a}_{b}": f"{a}{b}" for a, b in re.findall(r"(\w)_(\w+)", "k_pm k_mp s_m mu_m k_pg p_inf k_pn k_np k_nn s_nr k_nd k_dn x_dn c_inf s_c k_cn k_cnd")}
        | {f"mu_{b}": f"mu{b}" for b in ("m", "nr", "n", "d", "c")},
    ),
    "BIOMD0000001060": (shelf_inflammation.FRANK, {}),
}


@pytest.mark.parametrize("number", NAMES)
def test_the_published_model_has_the_same_numbers_and_rates(number):
    """Reaction by reaction, at twenty random states."""
    model, ours = NAMES[number]
    text = shared(f"data/models/{number}.txt").read_text(encoding="utf-8").split("// Other declarations")[0]
    published = {name: float(value) for name, value in NUMBER.findall(text)}
    parameters = {one.name: one.usual for one in model.parameters}
    for name, value in published.items():
        if ours.get(name, name) in parameters:
            assert value == parameters[ours.get(name, name)], name
    rng = np.random.default_rng(1)
    back = {new: old for old, new in ours.items()}
    values = parameters | {state.name: rng.uniform(0.1, 3.0, 20) for state in model.states} | {"activity": 0.0, "t": 0.5}
    theirs = published | {back.get(state.name, state.name): values[state.name] for state in model.states} | {"time": 0.5}
    for name, definition in model.definitions.items():
        values[name] = evaluate(definition, values)
    rules = dict(RULE.findall(text))
    if number == "BIOMD0000000722":  # its two pieces are what these states give
        theirs |= {"f": 1 - theirs["Capillaries"] / theirs["C"], "sigma": 0.0}
        rules = {}
    while rules:
        for name in [one for one in rules if all(word in theirs for word in re.findall(r"[A-Za-z_]\w*", rules[one]))]:
            theirs[name] = evaluate(rules.pop(name).replace("^", "**"), theirs)
    sums = {back.get(state.name, state.name): 0.0 for state in model.states}
    for taken, made, speed in REACTION.findall(text):
        rate = evaluate(speed.replace("^", "**"), theirs)
        if taken:
            sums[taken] = sums[taken] - rate
        if made:
            sums[made] = sums[made] + rate
    for state in model.states:
        np.testing.assert_allclose(evaluate(model.rates[state.name], values), sums[back.get(state.name, state.name)], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("tissue", [SkinFirstDays, SkinScar])
def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit(tissue):
    (found,) = tissue.respond_each([tissue()], [exposure_of(0.0)])
    assert "" == found.message
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_vesicles_clear_debris_earlier_and_leave_fewer_cells():
    (found,) = SkinFirstDays.respond_each([SkinFirstDays()], [exposure_of(1e16)])
    assert found.endpoints["debris_day"].treated < found.endpoints["debris_day"].untreated
    assert found.endpoints["inflammation"].treated < found.endpoints["inflammation"].untreated
    assert "cleared" == found.outcome.treated


def test_a_wound_whose_defence_is_too_weak_stays_infected():
    (found,) = SkinFirstDays.respond_each([SkinFirstDays(kpn=5.0, kpm=5.0, sb=0.02)], [exposure_of(0.0)])
    assert "infected" == found.outcome.untreated


def test_the_switch_lies_at_an_inflammation_of_2_16_days():
    short, long = SkinScar.respond_each([SkinScar(inflammation=days) for days in (2.159, 2.161)], [exposure_of(0.0)] * 2)
    assert short.endpoints["myofibroblasts"].untreated < long.endpoints["myofibroblasts"].untreated
    assert at(untreated(SCAR, 400.0, 401, (("inflammation", 2.159),)), 400.0, "F") < 1
    assert at(untreated(SCAR, 400.0, 401, (("inflammation", 2.161),)), 400.0, "F") > 1e5


def test_early_vesicles_turn_a_scar_into_healing_and_too_few_do_not():
    few, enough = SkinScar.respond_each([SkinScar()] * 2, [exposure_of(1e13), exposure_of(1e15)])
    assert "hot fibrosis" == few.outcome.untreated == few.outcome.treated == enough.outcome.untreated
    assert "healed" == enough.outcome.treated
    assert enough.endpoints["scar"].treated < 0.01 * enough.endpoints["scar"].untreated


def test_myofibroblasts_without_macrophages_are_cold_fibrosis():
    """Until day 60: the state is unstable to the first macrophage, and rounding brings one after some 100 d."""
    (found,) = SkinScar.respond_each([SkinScar(F0=2e5, inflow=0.0, horizon=60 * 86400.0)], [exposure_of(0.0)])
    assert "cold fibrosis" == found.outcome.untreated
    assert found.endpoints["macrophages"].untreated < FEW


def test_factors_at_rest_and_in_full_end_in_the_same_state_but_on_another_course():
    """At rest: both factors decay and are bound and made a thousand times faster."""
    times = np.linspace(0.0, 200.0, 401)
    faster = {name: 1000 * float(next(one.usual for one in SCAR.parameters if one.name == name)) for name in ("b1", "b2", "b3", "a1", "a2", "g")}
    full, rest = (simulate(SCAR, times=times, parameters=changed, inputs=SILENT).values[0, 0] for changed in ({}, faster))
    assert full[-1] == pytest.approx(rest[-1], rel=1e-6)
    assert np.abs(full - rest).max() > 0.01 * full[-1]


def test_without_growth_pathogens_are_cleared_and_with_fast_growth_they_stay():
    pathogens = [at(untreated(shelf_inflammation.REYNOLDS, 500.0, 2, (("kpg", growth),)), 500.0, "P") for growth in (0.3, 0.6)]
    assert pathogens[0] < 1e-6
    assert pathogens[1] == pytest.approx(4.94, abs=0.05)
