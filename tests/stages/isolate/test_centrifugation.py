"""One spin: published tables through the operation, the train, and what a record may state."""

import dataclasses
import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import replaced
from exoforge.laws import sedimentation, water
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.isolate.centrifugation import Centrifugation
from tests.stages.isolate.suspensions import G, monodisperse

COLD = 277.15


def livshits(*, excess=150.0, force=1e4, minutes=30.0, keep="supernatant", **others):
    """A spin and a particle density at the conditions of the published tables: viscosity 1.55 mPa s, force at the mean radius."""
    spin = Centrifugation(
        keep=keep,
        acceleration=force * G,
        radius=others.pop("radius", "r_av"),
        duration=minutes * 60.0,
        temperature=COLD,
        relative_viscosity=1.55e-3 / float(water.viscosity(COLD)),
        excess_density=0.0,
        residual_share=0.0,
        **others,
    )
    return spin, float(water.density(COLD)) + excess


def step(**settings):
    return Step(stage="isolate", kind="centrifugation", settings={name: leaf_from_plain(value, "planned") for name, value in settings.items()})


@pytest.mark.parametrize(
    ("rotor", "percent"),
    [
        ("SW 40 Ti", {150: 30, 120: 20, 100: 14, 70: 7}),
        ("SW 28", {150: 31, 120: 21, 100: 15, 70: 7}),
        ("Type 45 Ti", {150: 62, 120: 41, 100: 29, 70: 14}),
        ("Type 60 Ti", {150: 88, 120: 61, 100: 43, 70: 22}),
    ],
)
def test_published_pelleted_shares(rotor, percent):
    """Livshits 2015, Table 2: per cent pelleted at 10 000 x g at the mean radius in 30 min; process physics, case A3."""
    spin, density = livshits(rotor=rotor, fidelity="constant-velocity")
    for diameter, expected in percent.items():
        split = spin.separate(monodisperse(diameter * 1e-9, density=density))
        assert expected == pytest.approx(100 * split.figures["pelleted share of vesicles"], abs=1.0)


@pytest.mark.parametrize(("fidelity", "expected"), [("constant-velocity", 41.1), ("parallel-field", 46.19), ("radial-field", 51.8)])
def test_three_fidelities_of_one_tube(fidelity, expected):
    """process physics, section 1.1 and case A4: Type 45 Ti, 120 nm."""
    spin, density = livshits(rotor="Type 45 Ti", fidelity=fidelity)
    assert expected == pytest.approx(100 * spin.separate(monodisperse(120e-9, density=density)).figures["pelleted share of vesicles"], abs=0.1)


def test_a_swinging_bucket_loses_particles_to_its_wall():
    """process physics, case A5: SW 40 Ti, 120 nm, bottom 19.68 %, bottom and wall 28.85 %."""
    spin, density = livshits(rotor="SW 40 Ti", fidelity="radial-field", keep="pellet", pellet_recovery=1.0)
    feed = monodisperse(120e-9, density=density)
    split = spin.separate(feed)
    assert split.product.number.sum() / feed.number.sum() == pytest.approx(0.1968, abs=2e-4)
    assert (split.product.number.sum() + split.losses["wall"].sum()) / feed.number.sum() == pytest.approx(0.2885, abs=2e-4)


def train(recovery, **settings):
    """10 000 x g for 30 min, then twice 100 000 x g for 70 min, in a Type 45 Ti."""
    spins = [livshits(rotor="Type 45 Ti", pellet_recovery=recovery, **settings)[0]]
    spins += [livshits(rotor="Type 45 Ti", pellet_recovery=recovery, force=1e5, minutes=70.0, keep="pellet", **settings)[0]] * 2
    feed = stream = monodisperse(100e-9, density=livshits(excess=100.0)[1])
    for spin in spins:
        stream = spin.separate(stream).product
    return stream.number.sum() / feed.number.sum()


def test_an_ideal_train_returns_most_and_a_real_one_little():
    """process physics, section 0: 77 % of 100 nm vesicles at 1.10 g/mL by physics, 12 to 28 % with 0.4 to 0.6 back per pelleting.

    The parallel field at the mean radius gives it; the slower constant velocity 81 %, the true radial field 73 %.
    """
    assert train(1.0, fidelity="parallel-field") == pytest.approx(0.77, abs=0.01)
    assert train(0.4, fidelity="parallel-field") == pytest.approx(0.123, abs=0.003)
    assert train(0.6, fidelity="parallel-field") == pytest.approx(0.277, abs=0.005)
    assert train(1.0, fidelity="constant-velocity") == pytest.approx(0.81, abs=0.01)
    assert train(1.0, fidelity="radial-field") == pytest.approx(0.73, abs=0.01)


def washed(steps, feed):
    """The shares of the vesicles left after each step, as a record states them."""
    stream, left = feed, []
    for one in steps:
        stream = Centrifugation.from_step(one).operation.separate(stream).product
        left.append(stream.number.sum() / feed.number.sum())
    return left


@pytest.mark.parametrize(("fidelity", "expected"), [("parallel-field", 0.77), ("constant-velocity", 0.81), ("radial-field", 0.73)])
def test_a_train_with_a_wash_as_records_state_it(fidelity, expected):
    """Process physics, section 0, and the page on centrifugation: 100 nm at 1.10 g/mL, 10 000, 100 000 and a wash at 100 000 x g, all resuspended."""
    same = {"rotor": "Type 45 Ti", "temperature": "4 degC", "fidelity": fidelity, "residual_share": "0", "excess_density": "0 kg/m3"}
    same |= {"relative_viscosity": str(1.55e-3 / float(water.viscosity(COLD)))}
    clear = step(acceleration="10000 x g (r_av)", duration="30 min", keep="supernatant", **same)
    pellet = step(acceleration="100000 x g (r_av)", duration="70 min", keep="pellet", pellet_recovery="1", resuspension_volume="90 mL", **same)
    left = washed([clear, pellet, pellet], monodisperse(100e-9, density=float(water.density(COLD)) + 100.0))
    assert left[-1] == pytest.approx(expected, abs=0.01)
    assert left[1] == pytest.approx(left[0], rel=1e-3)  # 70 min at 100 000 x g pellet all that the first spin has left


@pytest.mark.parametrize("fidelity", ["parallel-field", "constant-velocity", "radial-field"])
def test_two_half_spins_with_mixing_between_are_not_one_spin(fidelity):
    """Process physics, case A31: every spin of the operation starts uniform, so that its halves multiply what is left."""
    whole, density = livshits(rotor="Type 45 Ti", fidelity=fidelity)
    half = replaced(whole, {"duration": whole.duration / 2})
    feed = monodisperse(120e-9, density=density)
    at_once = whole.separate(feed).product.number.sum()
    once = half.separate(feed).product
    in_two = half.separate(once).product.number.sum()
    left = once.number.sum() / feed.number.sum()
    assert in_two / feed.number.sum() == pytest.approx(left**2, rel=1e-12)
    assert in_two > at_once * 1.01


def dissolved(**solutes):
    return dataclasses.replace(monodisperse(100e-9, density=1063.0), solutes=solutes)


def test_soluble_protein_sediments_with_time_and_by_its_coefficient():
    """By hand, Type 45 Ti, 100 000 x g at the mean radius: P = (4/pi) s w2 t R / L to first order, s at 4 degrees in PBS."""
    feed = dissolved(albumin=1e-3, igg=1e-3, dye=1e-6)
    short = Centrifugation(
        keep="pellet", acceleration=1e5 * G, radius="r_av", duration=4200.0, residual_share=0.0, protein_retention=1.0, fidelity="constant-velocity"
    )
    long = replaced(short, {"duration": 4 * 3600.0})
    held, later = short.separate(feed), long.separate(feed)
    s = float(sedimentation.coefficient_in_medium(4.4e-13, medium_density=water.density(COLD) + 5.0, viscosity=1.02 * water.viscosity(COLD)))
    x = s * 1e5 * G * 4200.0 / (0.038 / math.cos(math.radians(24.0)))
    assert held.product.solutes["albumin"] / 1e-3 == pytest.approx(4 / math.pi * x, rel=1e-3)
    assert held.product.solutes["igg"] / held.product.solutes["albumin"] == pytest.approx(6.8 / 4.4, rel=1e-2)
    assert later.product.solutes["albumin"] / held.product.solutes["albumin"] == pytest.approx(4 * 3600 / 4200, rel=0.02)
    assert held.product.solutes["dye"] == 0.0
    assert 0.03 < held.product.solutes["albumin"] / 1e-3 < 0.05 < 0.1 < later.product.solutes["albumin"] / 1e-3 < 0.16


def test_what_of_the_protein_stays_with_the_pellet_is_a_parameter_of_its_own():
    feed = dissolved(albumin=1e-3)
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=4200.0, residual_share=0.0)
    held = [replaced(spin, {"protein_retention": share}).separate(feed) for share in (0.0, 0.5, 1.0)]
    masses = [one.product.solutes["albumin"] for one in held]
    assert masses[0] == 0.0
    assert masses[1] == pytest.approx(masses[2] / 2, rel=1e-12)
    assert [one.figures["sedimented share of soluble protein"] for one in held] == pytest.approx([masses[2] / 1e-3] * 3, rel=1e-12)


def test_an_unknown_protein_takes_the_usual_coefficient_and_a_small_molecule_none():
    feed = dissolved(**{"soluble-protein": 1e-3, "freed-protein": 1e-3, "sucrose": 1e-2})
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=4200.0, residual_share=0.0, protein_coefficient=6e-13)
    solutes = spin.separate(feed).product.solutes
    assert solutes["soluble-protein"] == solutes["freed-protein"] > 0.0 == solutes["sucrose"]


def test_a_feed_larger_than_the_tubes_is_counted_in_runs():
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=4200.0)
    for volume, runs, fill in ((564e-6, 1, 1.0), (565e-6, 2, 565 / (2 * 4 * 94)), (94e-6, 1, 1.0), (10e-6, 1, 10 / 94), (2e-3, 4, 500 / 564)):
        figures = spin.separate(monodisperse(1e-7, density=1063.0, volume=volume)).figures
        assert figures["runs"] == runs
        assert figures["tube fill"] == pytest.approx(fill, rel=1e-9)
    stated = replaced(spin, {"tube_volume": 70e-6, "tubes": 2.0})
    assert stated.separate(monodisperse(1e-7, density=1063.0, volume=500e-6)).figures["runs"] == 4
    assert stated.volume_per_run == pytest.approx(140e-6)


def test_a_rotor_without_tubes_has_no_number_of_runs():
    spin = Centrifugation(rotor="custom", r_min=0.05, r_max=0.1, angle=0.4, tube_diameter=0.02, keep="pellet", acceleration=1e5, duration=60.0)
    assert "runs" not in spin.separate(monodisperse(1e-7, density=1063.0)).figures
    assert spin.volume_per_run == math.inf


def test_the_volume_of_the_pellet_is_printed_beside_that_of_the_resuspension():
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=36_000.0, packing=0.5, resuspension_volume=1e-9)
    figures = spin.separate(monodisperse(400e-9, density=1100.0)).figures
    volume = 1e10 * math.pi / 6 * 400e-9**3 / 0.5
    assert figures["pellet volume [uL]"] == pytest.approx(volume * 1e9, rel=1e-3)
    assert figures["pellet volume over resuspension volume"] == pytest.approx(volume / 1e-9, rel=1e-3)


def test_vesicles_lighter_than_the_medium_are_counted_as_floating():
    spin = Centrifugation(keep="supernatant", acceleration=1e4 * G, duration=600.0, excess_density=80.0)
    assert spin.separate(monodisperse(1e-7, density=1063.0)).figures["floating share of vesicles"] == 1.0
    assert spin.separate(monodisperse(1e-7, density=1100.0)).figures["floating share of vesicles"] == 0.0


def test_what_floats_or_is_as_dense_as_the_medium_is_not_pelleted():
    spin, density = livshits(keep="pellet", force=1e5)
    for excess in (0.0, -50.0):
        assert spin.separate(monodisperse(1e-7, density=density - 150.0 + excess)).figures["pelleted share of vesicles"] == 0.0


def test_the_pellet_carries_its_share_of_liquid_and_no_more():
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=4200.0, residual_share=0.01, resuspension_volume=2e-7)
    feed = monodisperse(100e-9, density=1063.0)
    product = spin.separate(feed).product
    assert product.volume == pytest.approx(1e-6 + 2e-7)


def test_resuspension_loss_is_its_own_entry():
    spin = Centrifugation(keep="pellet", acceleration=1e5 * G, duration=36_000.0, pellet_recovery=0.45)
    split = spin.separate(monodisperse(200e-9, density=1100.0))
    assert split.losses["resuspension"].sum() == pytest.approx(0.55e10)


def test_a_force_without_a_radius_is_taken_at_r_max_and_may_be_more():
    hinged = Centrifugation.from_step(step(rotor="type 45 ti", acceleration="100000 x g", duration="70 min", keep="pellet"))
    told = {one.name: one for one in hinged.assumed}
    assert told["radius"].value == "r_max"
    assert "r_max was taken" in told["radius"].reason
    assert (hinged.spreads["acceleration"].a, hinged.spreads["acceleration"].b) == pytest.approx((1e5 * G, 1e5 * G * 103.8 / 69.85))
    assert "without its radius" in told["acceleration"].reason
    assert 1e5 * G == pytest.approx(told["acceleration"].value)
    assert 1e5 * G < told["acceleration"].low < told["acceleration"].high < 1e5 * G * 103.8 / 69.85


def test_a_force_that_names_its_radius_is_taken_at_its_word():
    hinged = Centrifugation.from_step(step(rotor="SW-40 Ti", acceleration="100000 x g (r_av)", duration="70 min", keep="pellet"))
    assert hinged.operation.radius == "r_av"
    assert "acceleration" not in hinged.spreads
    assert {"radius", "acceleration"}.isdisjoint(one.name for one in hinged.assumed)
    assert hinged.operation.angular_velocity == pytest.approx(np.sqrt(1e5 * G / 0.11275))


def test_a_speed_needs_no_radius():
    hinged = Centrifugation.from_step(step(rotor="Type 45 Ti", speed="40000 rpm", duration="2 h", keep="pellet"))
    assert hinged.operation.angular_velocity == pytest.approx(40_000 * 2 * np.pi / 60)
    assert {"radius", "acceleration"}.isdisjoint(one.name for one in hinged.assumed)
    assert hinged.notices == ()


@pytest.mark.parametrize(
    ("stated", "setting"),
    [
        ({"speed": "60000 rpm"}, "speed"),
        ({"acceleration": "300000 x g (r_max)"}, "acceleration"),
        ({"acceleration": "300000 x g", "radius": "r_max"}, "acceleration"),
    ],
)
def test_more_than_the_rotor_bears_is_refused(stated, setting):
    with pytest.raises(StepError, match=r"rpm are more than the 45000 rpm that rotor Type 45 Ti is known for \(read\)") as found:
        Centrifugation.from_step(step(rotor="Type 45 Ti", duration="2 h", keep="pellet", **stated))
    assert set(found.value.reasons) == {setting}


def test_the_highest_speed_itself_is_allowed():
    assert Centrifugation.from_step(step(rotor="Type 45 Ti", speed="45000 rpm", duration="2 h", keep="pellet")).notices == ()


def test_an_excess_that_may_be_a_misread_radius_is_told():
    hinged = Centrifugation.from_step(step(rotor="Type 45 Ti", acceleration="300000 x g", duration="2 h", keep="pellet"))
    assert any("more than the 45000 rpm" in one and "name its radius" in one for one in hinged.notices)


@pytest.mark.parametrize(("duration", "keep", "told"), [("4 h", "pellet", True), ("239 min", "pellet", False), ("16 h", "supernatant", False)])
def test_long_pelleting_is_told_with_its_source(duration, keep, told):
    hinged = Centrifugation.from_step(step(rotor="Type 45 Ti", speed="35000 rpm", duration=duration, keep=keep))
    assert any("nikfarjam2020" in one and "damage is not modelled" in one for one in hinged.notices) == told


def test_a_force_that_the_speed_cannot_give_is_noticed():
    hinged = Centrifugation.from_step(step(rotor="Type 45 Ti", speed="20000 rpm", acceleration="100000 x g", duration="2 h", keep="pellet"))
    assert any("the speed was used" in one for one in hinged.notices)


def test_an_unknown_rotor_is_refused_with_the_nearest():
    with pytest.raises(StepError, match=r"step\[1\].*did you mean 'SW 28'") as found:
        Centrifugation.from_step(step(rotor="SW 29", acceleration="1000 x g", duration="1 h", keep="pellet"))
    assert set(found.value.reasons) == {"rotor"}


@pytest.fixture
def own_rotor(tmp_path, monkeypatch):
    """A rotor in the user's data folder, alike the Type 45 Ti but for its name and tubes."""
    table = 'kind = "fixed-angle"\nr_min = "35.9 mm"\nr_max = "103.8 mm"\nangle = "24 deg"\ntube_diameter = "38 mm"\nmax_speed = "40000 rpm"\n'
    (tmp_path / "rotors.toml").write_text(f'["House rotor"]\n{table}tube_volume = "70 mL"\ntubes = 4\n')
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path))


def test_a_record_may_name_a_rotor_of_ones_own(own_rotor):
    own, listed = (
        Centrifugation.from_step(step(rotor=name, acceleration="10000 x g (r_av)", duration="30 min", keep="supernatant")).operation
        for name in ("house-rotor", "Type 45 Ti")
    )
    assert own.rotor == "House rotor"
    assert own.volume_per_run == pytest.approx(280e-6)
    feed = monodisperse(120e-9, density=1150.0)
    assert own.separate(feed).figures["pelleted share of vesicles"] == listed.separate(feed).figures["pelleted share of vesicles"]
    assert replaced(own, {"temperature": 290.0}).rotor == "House rotor"
    assert own.separate(feed).product.trace.entries[-1].settings["rotor"] == "House rotor"


def test_a_rotor_of_ones_own_has_its_limit_and_its_neighbours(own_rotor):
    with pytest.raises(StepError, match=r"40000 rpm that rotor House rotor is known for \(stated\)"):
        Centrifugation.from_step(step(rotor="House rotor", speed="41000 rpm", duration="1 h", keep="pellet"))
    with pytest.raises(StepError, match="did you mean 'House rotor'"):
        Centrifugation.from_step(step(rotor="House rotr", speed="4000 rpm", duration="1 h", keep="pellet"))


def test_a_bad_file_of_rotors_is_told_at_the_step(tmp_path, monkeypatch):
    (tmp_path / "rotors.toml").write_text("[A]\nkind = 'drum'\n")
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path))
    with pytest.raises(StepError, match=r"'rotors.toml', rotor 'A': 'kind' is 'drum'"):
        Centrifugation.from_step(step(rotor="A", speed="4000 rpm", duration="1 h", keep="pellet"))


def test_nonsense_for_a_rotor_is_refused_without_a_record_too():
    with pytest.raises(SettingError, match="'nonsense' is not a rotor"):
        Centrifugation(rotor="nonsense", r_min=0.05, r_max=0.1, angle=0.4, tube_diameter=0.02, keep="pellet", acceleration=1e5, duration=60.0)


def test_a_rotor_may_be_stated_by_its_geometry():
    own = step(r_min="35.9 mm", r_max="103.8 mm", angle="24 deg", tube_diameter="38 mm", acceleration="10000 x g (r_av)", duration="30 min")
    listed = step(rotor="Type 45 Ti", acceleration="10000 x g (r_av)", duration="30 min")
    feed = monodisperse(120e-9, density=1150.0)
    shares = [Centrifugation.from_step(one).operation.separate(feed).figures["pelleted share of vesicles"] for one in (own, listed)]
    assert shares[0] == pytest.approx(shares[1], rel=1e-12)


def test_a_geometry_that_is_not_whole_is_refused():
    with pytest.raises(SettingError, match="tube_diameter"):
        Centrifugation(rotor="custom", r_min=0.05, r_max=0.1, angle=0.4, keep="pellet", acceleration=1e5, duration=60.0)


@pytest.mark.parametrize(("force", "kept"), [("2000 x g", "supernatant"), ("100000 x g", "pellet")])
def test_what_is_kept_follows_the_force_and_is_told(force, kept):
    hinged = Centrifugation.from_step(step(acceleration=force, duration="30 min"))
    assert hinged.operation.keep == kept
    assert {"keep", "rotor"} <= {one.name for one in hinged.assumed}
    assert ("pellet_recovery" in hinged.spreads) == (kept == "pellet")


def test_radius_and_unit_must_agree():
    with pytest.raises(SettingError, match="'radius' says r_min"):
        Centrifugation.from_step(step(acceleration="1000 x g (r_av)", radius="r_min", duration="30 min"))


def test_an_interval_of_a_force_is_kept_and_widened_by_the_unnamed_radius():
    unnamed, named = (
        Centrifugation.from_step(step(rotor="Type 45 Ti", acceleration=f"100000 [90000, 120000] {unit}", duration="70 min", keep="pellet"))
        for unit in ("x g", "x g (r_max)")
    )
    assert (named.spreads["acceleration"].a, named.spreads["acceleration"].b) == pytest.approx((9e4 * G, 1.2e5 * G))
    assert (unnamed.spreads["acceleration"].a, unnamed.spreads["acceleration"].b) == pytest.approx((9e4 * G, 1.2e5 * G * 103.8 / 69.85))


def test_a_spin_without_a_speed_is_refused_by_what_is_missing():
    with pytest.raises(SettingError, match="'acceleration'"):
        Centrifugation.from_step(step(duration="70 min"))
