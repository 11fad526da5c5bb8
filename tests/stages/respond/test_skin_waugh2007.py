import re

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.simulate import simulate
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.respond.skin_waugh2007 import SkinWoundBed
from exoforge.stages.respond.skin_waugh2007_model import DIABETIC, MODEL, TREATMENTS
from exoforge.stages.respond.untreated import at, untreated
from tests.shared_data import shared
from tests.stages.respond.exposures import exposure_of

FILES = {"a": ("106", "none"), "b": ("003", "none"), "c": ("099", "apligraf"), "d": ("102", "dermagraft")}
NUMBER = re.compile(r"^\s*(\w+) = (-?[\d.e-]+);", re.M)
RATE = re.compile(r"^\s*(\w+)' = (.+);", re.M)
PULSE = re.compile(r"Apligraf_(\w) := piecewise\((.+)\);")
SILENT = {"activity": (np.array([0.0, 200.0]), np.zeros(2))}


def respond(member, exposure):
    (found,) = SkinWoundBed.respond_each([member], [exposure])
    return found


def diabetic(treatment, **changed):
    return untreated(MODEL, 200.0, 2001, tuple((DIABETIC | TREATMENTS[treatment] | changed).items()))


@pytest.mark.parametrize("wound", ["normal", "diabetic"])
@pytest.mark.parametrize("treatment", ["none", "apligraf", "dermagraft"])
def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit(wound, treatment):
    found = respond(SkinWoundBed(wound=wound, published_treatment=treatment), exposure_of(0.0))
    assert "" == found.message
    np.testing.assert_array_equal(found.untreated, found.treated)


@pytest.mark.parametrize(
    ("wound", "treatment", "expected"),
    [("normal", "none", "healed"), ("diabetic", "none", "chronic"), ("diabetic", "apligraf", "chronic"), ("diabetic", "dermagraft", "healed")],
)
def test_the_class_of_the_published_wounds(wound, treatment, expected):
    found = respond(SkinWoundBed(wound=wound, published_treatment=treatment), exposure_of(0.0))
    assert expected == found.outcome.untreated


def test_a_wound_that_fills_after_the_limit_is_delayed():
    found = respond(SkinWoundBed(wound="diabetic", published_treatment="dermagraft", healed_by=40 * 86400.0), exposure_of(0.0))
    assert "delayed" == found.outcome.untreated
    assert 42.4 == pytest.approx(found.endpoints["filled_day"].untreated, abs=0.1)


def test_eight_applications_overshoot_five_and_alpha_returns_when_they_end():
    five, eight = diabetic("apligraf"), diabetic("dermagraft")
    assert at(eight, 78.0, "C") == pytest.approx(1251.5, abs=0.5)
    assert at(five, 57.0, "C") == pytest.approx(717.1, abs=0.5)
    alpha = {day: 0.4407 - 0.197 * np.log10(at(eight, day, "H")) for day in (57.0, 77.0, 100.0, 200.0)}
    assert alpha[57.0] == pytest.approx(0.092, abs=0.001)
    assert alpha[77.0] == pytest.approx(0.448, abs=0.001)
    assert alpha[100.0] == pytest.approx(0.788, abs=0.001)
    assert alpha[200.0] == pytest.approx(0.782, abs=0.001)


def test_the_fibroblasts_of_the_substitute_fill_the_bed_and_its_hyaluronan_does_not():
    assert at(diabetic("dermagraft", A_H=0.0), 100.0, "C") == pytest.approx(at(diabetic("dermagraft"), 100.0, "C"), rel=1e-3)
    assert at(diabetic("dermagraft", A_F=0.0), 100.0, "C") < 0.6 * at(diabetic("dermagraft"), 100.0, "C")


def test_a_shift_of_phenotype_alone_lowers_collagen_and_more_synthesis_raises_it():
    none = {"emax_phenotype": 0.0, "emax_fibroblasts": 0.0, "emax_collagen": 0.0}
    shift, synthesis = (respond(SkinWoundBed(wound="diabetic", **(none | {name: 0.5})), exposure_of(1e22)) for name in ("emax_phenotype", "emax_collagen"))
    assert shift.endpoints["collagen"].treated < shift.endpoints["collagen"].untreated
    assert shift.endpoints["inflammation"].treated < shift.endpoints["inflammation"].untreated
    assert synthesis.endpoints["collagen"].treated > synthesis.endpoints["collagen"].untreated


def test_courses_outside_the_cubic_fits_are_refused():
    hot = respond(SkinWoundBed(wound="diabetic", k4=0.6), exposure_of(1e15))
    assert "migration K(T) of monocytes is negative from day" in hot.message
    assert np.isnan(hot.endpoints["collagen"].untreated)
    assert "" == hot.outcome.untreated
    fed = respond(SkinWoundBed(wound="normal", k8=0.07), exposure_of(1e15))
    assert "migration M(P) of fibroblasts is negative from day" in fed.message


def test_the_kernel_meets_the_edges_of_the_pulses():
    """An independent solver, from one day edge to the next."""
    times = np.linspace(0.0, 200.0, 401)
    parameters = DIABETIC | TREATMENTS["dermagraft"]
    kernel, reference = (
        simulate(MODEL, times=times, parameters=parameters, inputs=SILENT, rtol=1e-8, engine=engine).values[0] for engine in ("kernel", "reference")
    )
    np.testing.assert_allclose(kernel, reference, rtol=2e-5, atol=1e-5)


def test_the_wound_must_be_stated_and_the_other_one_is_not_assumed():
    with pytest.raises(SettingError, match=r"'wound'.*one of normal, diabetic"):
        SkinWoundBed.from_step(Step(stage="respond", kind="skin-wound-bed"))
    hinged = SkinWoundBed.from_step(Step(stage="respond", kind="skin-wound-bed", settings={"wound": leaf_from_plain("diabetic", "planned")}))
    told = {one.name for one in hinged.assumed}
    assert {"d4_diabetic", "k11_diabetic", "k12_diabetic"} <= told
    assert not {"d4_normal", "k11_normal", "k12_normal"} & (told | set(hinged.spreads))
    assert 2.5 == hinged.operation.d4


def test_every_parameter_of_the_model_is_one_of_the_tissue():
    tissue = SkinWoundBed(wound="diabetic", published_treatment="apligraf")
    declared = {one.name for one in parameters_of(SkinWoundBed)}
    for parameter in MODEL.parameters:
        assert np.isfinite(getattr(tissue, parameter.name))
        if parameter.name.startswith(("A_", "applications")):
            assert parameter.name not in declared
    assert 1550.0 == tissue.A_F


@pytest.mark.parametrize("letter", FILES)
def test_the_published_model_has_the_same_numbers_equations_and_pulses(letter):
    number, treatment = FILES[letter]
    text = shared(f"data/models/waugh2006-woundhealing-diabetic-model{letter}__MODEL1006230{number}.txt").read_text(encoding="utf-8").split("// Notes")[0]
    published = {name: float(value) for name, value in NUMBER.findall(text)}
    of_file = {f"tau_{fit}{i}": f"tau{i}_{long}" for fit, long in (("K", "K_T"), ("M", "M_P"), ("f", "f_T"), ("g", "g_C")) for i in range(1, 5)}
    ours = {one.name: one.usual for one in MODEL.parameters} | ({} if letter == "a" else DIABETIC) | TREATMENTS[treatment]
    for name, value in ours.items():
        if not name.startswith(("A_", "applications", "emax_")):
            assert published[of_file.get(name, name)] == value, name
    for state in MODEL.states[:-1]:
        assert published[state.name] == state.initial
    rng = np.random.default_rng(1)
    values = ours | {state.name: rng.uniform(0.1, 3.0, 20) for state in MODEL.states} | {"activity": 0.0, "applied": 1.0}
    for name, definition in MODEL.definitions.items():
        values[name] = evaluate(definition, values)
    theirs = published | values | {"K_T": values["K"], "M_P": values["M"], "f_T": values["f"], "g_C": values["g"]}
    theirs |= {f"Apligraf_{one}": values[f"A_{one}"] for one in "FCTPH"}
    for name, rate in RATE.findall(text):
        np.testing.assert_allclose(evaluate(MODEL.rates[name], values), evaluate(rate.replace("^", "**"), theirs), rtol=1e-12, atol=1e-12)
    for name, pieces in PULSE.findall(text):
        days = [int(start) for amount, start in re.findall(r"([\d.]+), \(time_environment >= (\d+)\)", pieces) if float(amount) > 0]
        amounts = {float(amount) for amount, _ in re.findall(r"([\d.]+), \(time_environment >= (\d+)\)", pieces)} - {0.0}
        assert {ours[f"A_{name}"]} == amounts
        assert [28 + 7 * i for i in range(int(ours["applications"]))] == days
