import numpy as np
import pytest

from exoforge.base.parameters import replaced
from exoforge.laws.kinetics.simulate import simulate
from exoforge.stages.respond import bone_ayati2010, bone_komarova2005, bone_schittler2010
from exoforge.stages.respond.bone_komarova2003 import MODEL, BoneRemodelling
from exoforge.stages.respond.untreated import at, untreated
from tests.stages.respond.exposures import DAY, exposure_of


def respond(dose, *, days=None, **settings):
    (found,) = BoneRemodelling.respond_each([BoneRemodelling(**settings)], [exposure_of(dose, days=days, last=200.0)])
    return found


def test_the_usual_site_is_that_of_ayati():
    """The stimulus above rest makes the same start, to the digits that the file of Ayati gives."""
    found, published = respond(0.0), untreated(bone_ayati2010.MODEL, 200.0, 801)
    np.testing.assert_allclose(found.untreated, published.values[0], rtol=2e-4)


def test_without_a_stimulus_nothing_happens():
    found = respond(0.0, stimulus=0.0)
    np.testing.assert_allclose(found.untreated, found.untreated[:, :1] * np.ones(found.time.size), rtol=1e-6)
    assert "balanced" == found.outcome.untreated


@pytest.mark.parametrize("changed", [{"alpha1": 3.5}, {"beta2": 0.025}, {"alpha2": 3.0, "beta1": 0.22}])
def test_cells_that_rest_stay_whatever_the_rates(changed):
    found = respond(0.0, stimulus=0.0, **changed)
    np.testing.assert_allclose(found.untreated[2], 100.0, atol=1e-4)


def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit():
    found = respond(0.0)
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_more_osteoblasts_for_a_time_are_more_bone_for_ever():
    days = np.linspace(0.0, 30.0, 31)
    found = [respond(dose * np.exp(-days / 5), days=days, emax_osteogenic=1.0) for dose in (0.0, 1e14, 1e15, 1e16)]
    mass = [one.endpoints["bone_mass"].treated for one in found]
    assert sorted(mass) == mass
    assert "balanced" == found[0].outcome.treated
    assert "bone gained" == found[-1].outcome.treated


def test_a_lasting_exposure_leaves_the_cycle_open():
    assert "cycle still open" == respond(1e17, emax_osteogenic=1.0).outcome.treated


def test_slower_forming_loses_bone():
    found = respond(0.0, k2=0.0012)
    assert "bone lost" == found.outcome.untreated
    assert found.endpoints["lowest_bone_mass"].untreated < found.endpoints["bone_mass"].untreated < 98.0


def test_the_horizon_bounds_what_is_judged():
    early = replaced(BoneRemodelling(), {"horizon": 5 * DAY})
    late = BoneRemodelling()
    found = BoneRemodelling.respond_each([early, late], [exposure_of(0.0, last=200.0)] * 2)
    assert "cycle still open" == found[0].outcome.untreated
    assert found[0].endpoints["osteoblast_peak"].untreated < found[1].endpoints["osteoblast_peak"].untreated
    assert found[0].endpoints["lowest_bone_mass"].untreated > found[1].endpoints["lowest_bone_mass"].untreated


def test_the_kernel_and_the_independent_reference_agree_with_vesicles():
    times, signal = np.linspace(0.0, 60.0, 31), (np.array([0.0, 5.0, 5.0, 60.0]), np.array([0.0, 0.0, 0.9, 0.1]))
    fast = simulate(MODEL, times=times, inputs={"activity": signal})
    slow = simulate(MODEL, times=times, inputs={"activity": signal}, engine="reference")
    np.testing.assert_allclose(slow.values, fast.values, rtol=1e-4)


def test_a_lasting_hormone_costs_bone_on_the_shelf():
    run = untreated(bone_komarova2005.MODEL, 200.0, 2001, (("g21", -0.4),))
    assert at(run, 200.0, "z") < 99.0


@pytest.mark.parametrize(("bone", "cartilage", "fate"), [(1.0, 0.0, "O"), (0.0, 1.0, "C")])
def test_the_stimulus_decides_the_fate_and_the_fate_outlasts_it(bone, cartilage, fate):
    run = untreated(bone_schittler2010.MODEL, 1500.0, 1501, (("given_O", bone), ("given_C", cartilage)))
    other = "C" if fate == "O" else "O"
    assert at(run, 1500.0, fate) > 5 * at(run, 1500.0, other)
    assert at(run, 1500.0, "P") < 1.0


def test_without_a_stimulus_the_progenitor_stays():
    run = untreated(bone_schittler2010.MODEL, 1500.0, 1501, (("given_O", 0.0), ("given_D", 0.0)))
    assert at(run, 1500.0, "P") == pytest.approx(12.04, abs=0.01)
