import re

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.respond.skin_waugh2006 import SkinWound
from exoforge.stages.respond.skin_waugh2006_model import MODEL
from tests.shared_data import shared
from tests.stages.respond.exposures import exposure_of

FROM_DAY_22 = [0.0, 21.999, 22.0, 120.0]
NUMBER = re.compile(r"^\s*(\w+) = (-?[\d.]+);", re.M)
RATE = re.compile(r"^\s*(\w+)' = (.+);", re.M)


def respond(member, exposure):
    (found,) = SkinWound.respond_each([member], [exposure])
    return found


@pytest.mark.parametrize("wound", ["normal", "diabetic"])
def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit(wound):
    found = respond(SkinWound(wound=wound), exposure_of(0.0))
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_a_normal_wound_resolves_and_a_diabetic_one_does_not():
    normal, diabetic = (respond(SkinWound(wound=wound), exposure_of(0.0)).endpoints for wound in ("normal", "diabetic"))
    assert 12.7302 == pytest.approx(normal["macrophages"].untreated, abs=0.01)
    assert 1132.216 == pytest.approx(diabetic["macrophages"].untreated, abs=0.1)
    assert 25.8 == pytest.approx(normal["resolution_day"].untreated, abs=0.1)
    assert np.isposinf(diabetic["resolution_day"].untreated)


def test_the_published_switch_moves_the_class_from_chronic_to_resolved():
    found = respond(SkinWound(wound="diabetic", emax_phenotype=0.75), exposure_of([0.0, 0.0, 1e21, 1e21], days=FROM_DAY_22))
    assert ("resolved", "chronic") == (found.outcome.treated, found.outcome.untreated)


def test_the_published_switch_of_phenotype_at_day_22_resolves_a_diabetic_wound():
    """Waugh and Sherratt 2006: alpha from 0.8 to 0.2, that is an effect of 0.75 at full activity."""
    wound = SkinWound(wound="diabetic", emax_phenotype=0.75)
    found = respond(wound, exposure_of([0.0, 0.0, 1e21, 1e21], days=FROM_DAY_22))
    assert "" == found.message
    assert found.endpoints["macrophages"].treated < 15
    assert 22 < found.endpoints["resolution_day"].treated < 90
    before = found.time < 21.9 * 86400
    np.testing.assert_allclose(found.untreated[:, before], found.treated[:, before], rtol=1e-4)


def test_more_vesicles_leave_less_tgf_beta_and_fewer_inflammatory_macrophages():
    """Not so all macrophages: in the chronic state a weak effect raises their number, as alpha 0.7 against 0.8 does."""
    doses = (0.0, 1e13, 1e14, 1e15, 1e16, 1e18)
    wounds = [SkinWound(wound="diabetic")] * len(doses)
    found = SkinWound.respond_each(wounds, [exposure_of([0.0, 0.0, dose, dose], days=FROM_DAY_22) for dose in doses])
    tgf = [one.endpoints["tgf_beta"].treated for one in found]
    inflammatory = [one.treated[0, -1] for one in found]
    assert sorted(tgf, reverse=True) == tgf
    assert sorted(inflammatory, reverse=True) == inflammatory
    total = [one.endpoints["macrophages"].treated for one in found]
    assert total[2] > total[0]
    assert total[-1] < 20


def test_a_course_outside_the_cubic_fit_is_refused_and_not_clamped():
    found = respond(SkinWound(wound="diabetic", k4=0.6), exposure_of(1e15))
    assert "migration K(T) of monocytes is negative from day" in found.message
    assert "In the treated course" in found.message
    assert "In the untreated course" in found.message
    assert all(np.isnan([one.treated, one.untreated]).all() for one in found.endpoints.values())
    assert np.isfinite(found.treated).all()
    assert found.treated[2].max() > 9.17


def test_what_the_solver_gives_up_on_is_told_and_undefined():
    found, beside = SkinWound.respond_each([SkinWound(wound="normal", k1=1e6, k3=0.0), SkinWound(wound="normal")], [exposure_of(1e15)] * 2)
    assert "stopped at" in found.message
    assert np.isnan(found.endpoints["macrophages"].treated)
    assert "" == beside.message
    assert np.isfinite(beside.endpoints["macrophages"].treated)


def test_the_wound_must_be_stated():
    with pytest.raises(SettingError, match=r"'wound'.*state it in the record, one of normal, diabetic"):
        SkinWound.from_step(Step(stage="respond", kind="skin-wound"))
    with pytest.raises(SettingError, match="one of normal, diabetic"):
        SkinWound(wound="infected")


@pytest.mark.parametrize(("wound", "used", "unused"), [("normal", "alpha_normal", "alpha_diabetic"), ("diabetic", "alpha_diabetic", "alpha_normal")])
def test_only_the_share_of_the_wound_stated_is_assumed(wound, used, unused):
    hinged = SkinWound.from_step(Step(stage="respond", kind="skin-wound", settings={"wound": leaf_from_plain(wound, "planned")}))
    told = {one.name for one in hinged.assumed}
    assert used in told
    assert used in hinged.spreads
    assert unused not in told
    assert unused not in hinged.spreads


def test_the_share_of_the_other_wound_stated_all_the_same_is_told():
    settings = {"wound": leaf_from_plain("normal", "planned"), "alpha_diabetic": leaf_from_plain("0.8 [0.7, 0.9]", "planned")}
    hinged = SkinWound.from_step(Step(stage="respond", kind="skin-wound", settings=settings))
    assert "alpha_diabetic" not in hinged.spreads
    assert any("'alpha_diabetic' is stated, but" in notice for notice in hinged.notices)


def test_the_fields_are_the_parameters_of_the_model_and_alpha_follows_the_wound():
    declared = {parameter.name: parameter for parameter in parameters_of(SkinWound)}
    for parameter in MODEL.parameters:
        if parameter.name != "alpha":
            assert parameter == declared[parameter.name]
    assert "alpha" not in declared
    assert 0.5 == SkinWound(wound="normal").alpha
    assert 0.7 == SkinWound(wound="diabetic", alpha_diabetic=0.7).alpha


@pytest.mark.parametrize("number", [679, 680, 681])
def test_the_published_model_has_the_same_numbers_and_equations(number):
    text = shared(f"data/models/BIOMD0000000{number}.txt").read_text(encoding="utf-8").split("// Notes")[0]
    published = {name: float(value) for name, value in NUMBER.findall(text)}
    for parameter in MODEL.parameters:
        if parameter.name not in ("alpha", "emax_phenotype"):
            assert published[parameter.name] == parameter.usual, parameter.name
    assert 0.8 == published["alpha"] == SkinWound(wound="diabetic").alpha
    for state in MODEL.states:
        assert published[state.name] == state.initial
    rng = np.random.default_rng(number)
    values = published | {name: rng.uniform(0.1, 8.0, 50) for name in ("phi_I", "phi_R", "T")} | {"activity": 0.0, "emax_phenotype": 0.5}
    (migration,) = re.findall(r"K_T := (.+);", text)
    values["K_T"] = evaluate(migration.replace("^", "**"), values)
    for name, definition in MODEL.definitions.items():
        values[name] = evaluate(definition, values)
    rates = dict(RATE.findall(text))
    for name, rate in MODEL.rates.items():
        np.testing.assert_allclose(evaluate(rate, values), evaluate(rates[name], values), rtol=1e-12, atol=1e-12)
