"""One spin worked out: forces, cut-offs, shares by size and kind, other rotors, and the same spin warmer."""

import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.forces import read_force, speed_of_force
from exoforge.design.isolation.rotor_pelleting import REFERENCE
from exoforge.design.isolation.rotor_result import Spin
from exoforge.design.isolation.rotor_run import rotor_run
from exoforge.design.plan import demand, plan_of
from exoforge.design.river import flow
from exoforge.laws import sedimentation, water
from exoforge.laws.constants import SVEDBERG_HOUR
from exoforge.laws.rotors import rotor
from exoforge.stages.isolate.centrifugation import FIDELITIES, Centrifugation
from tests.design.records import CULTURE, record

G = 9.80665
COLD = 277.15
FEED = usual_feed()


def spin(name="Type 45 Ti", *, force=1e5, at="r_av", minutes=70.0, **others):
    one = rotor(name)
    return Spin(rotor=one, speed=speed_of_force(one, force * G, at), at=at, duration=minutes * 60.0, **others)


def livshits(name="Type 45 Ti", **others):
    """10 000 x g at the mean radius, 30 min, 150 kg/m3 denser than a medium of 1.55 mPa s."""
    thick = 1.55e-3 / float(water.viscosity(COLD))
    return spin(name, force=1e4, minutes=30.0, relative_viscosity=thick, density=float(water.density(COLD)) + 5.0 + 150.0, **others)


@pytest.mark.parametrize(
    ("text", "force", "radius"),
    [
        ("100000g@rav", 1e5, "r_av"),
        ("100,000 x g (r_av)", 1e5, "r_av"),
        ("100 000 × g (r_max)", 1e5, "r_max"),
        ("100000g@rmax", 1e5, "r_max"),
        ("1.2e5 x g at r_min", 1.2e5, "r_min"),
        ("10000xg@average", 1e4, "r_av"),
        ("300 g", 300.0, None),
        ("1e5 x g", 1e5, None),
        ("1,234,567g@rmax", 1_234_567.0, "r_max"),
    ],
)
def test_a_force_is_read_as_people_write_it(text, force, radius):
    found, named = read_force(text)
    assert found == pytest.approx(force * G, rel=1e-12)
    assert named == radius


@pytest.mark.parametrize("text", ["", "fast", "100000", "100g@rfoo", "1,00 x g", "-5g@rav", "g@rav", "1.2.3 g", "100000 rpm", "5 kg"])
def test_what_is_no_force_is_refused(text):
    with pytest.raises(SettingError):
        read_force(text)


def test_a_force_without_a_radius_is_refused_with_the_three_speeds():
    with pytest.raises(SettingError, match=r"r_min .* 49910 rpm; r_av .* 35781 rpm; r_max .* 29352 rpm"):
        speed_of_force(rotor("Type 45 Ti"), 1e5 * G, None)


def test_forces_and_k_factor_follow_from_the_radii():
    found = rotor_run(spin(), feed=FEED)
    assert found.forces["r_av"] == pytest.approx(1e5 * G, rel=1e-12)
    assert found.forces["r_max"] / found.forces["r_min"] == pytest.approx(103.8 / 35.9, rel=1e-12)
    assert found.full_factor / SVEDBERG_HOUR == pytest.approx(132.81, rel=1e-4)
    assert found.factor == pytest.approx(found.full_factor * (45_000 / (found.spin.speed * 30 / math.pi)) ** 2, rel=1e-12)


def test_the_table_reproduces_the_published_shares_and_the_three_fidelities():
    """Livshits 2015, Table 2 (constant velocity, d* 210 nm); process physics, section 1.1 (41.1, 46.2 and 51.8 % of 120 nm)."""
    found = rotor_run(livshits(), feed=FEED, sizes=(70e-9, 150e-9))
    rows = {round(one.diameter * 1e9): one for one in found.sizes}
    assert list(rows) == [70, 80, 100, 120, 150]
    for size, percent in {150: 62, 120: 41, 100: 29, 70: 14}.items():
        assert 100 * rows[size].shares["constant-velocity"] == pytest.approx(percent, abs=0.75)
    assert [100 * rows[120].shares[name] for name in ("parallel-field", "radial-field")] == pytest.approx([46.19, 51.8], abs=0.1)
    assert found.cutoffs["constant-velocity"] * 1e9 == pytest.approx(210, abs=0.65)
    assert found.cutoffs["radial-field"] == found.cutoffs["parallel-field"] > found.cutoffs["constant-velocity"]


def test_a_swinging_bucket_shows_its_wall():
    """Process physics, case A5: 19.68 % on the bottom, 28.85 % with the wall."""
    found = rotor_run(livshits("SW 40 Ti"), feed=FEED, sizes=(120e-9, 150e-9))
    assert found.sizes[0].shares["radial-field"] == pytest.approx(0.1968, abs=2e-4)
    assert found.sizes[0].wall == pytest.approx(0.2885 - 0.1968, abs=2e-4)
    assert len({found.sizes[0].shares[name] for name in FIDELITIES}) == 1


def test_the_cutoff_is_the_size_that_is_just_cleared():
    found = rotor_run(spin(), feed=FEED, sizes=(60e-9, 70e-9))
    curve, edge = found.curves["radial-field"], found.cutoffs["radial-field"]
    assert np.all(curve[found.diameters > edge * 1.001] == 1.0)
    assert np.all(curve[found.diameters < edge * 0.999] < 1.0)


def test_every_kind_of_the_feed_has_its_row():
    kinds = {one.name: one for one in rotor_run(spin(), feed=FEED).kinds}
    assert set(kinds) == {"ev", "serum-ev", "vldl", "ldl", "hdl", "protein-aggregate", "protein-complex", "albumin", "igg", "soluble-protein"}
    assert kinds["vldl"].floating > 0.9 > 0.01 > kinds["vldl"].pelleted
    assert kinds["ldl"].floating == kinds["hdl"].floating == 0.0
    assert kinds["protein-aggregate"].pelleted > kinds["ev"].pelleted > 0.9 > 0.2 > kinds["ldl"].pelleted > kinds["igg"].pelleted
    assert kinds["igg"].pelleted > kinds["albumin"].pelleted > kinds["soluble-protein"].pelleted > 0.0
    assert kinds["albumin"].standard == pytest.approx(4.4e-13)


def test_the_kinds_are_those_of_the_operation():
    """The operation itself, with everything coming back, pellets the same."""
    one = spin("SW 41 Ti", minutes=30.0)
    operation = Centrifugation(rotor="SW 41 Ti", acceleration=1e5 * G, radius="r_av", duration=1800.0, keep="pellet", pellet_recovery=1.0, residual_share=0.0)
    product = operation.separate(FEED.suspension).product
    rows = rotor_run(one, feed=FEED).kinds
    for place, species in enumerate(FEED.suspension.species):
        share = product.number[place].sum() / FEED.suspension.number[place].sum()
        assert next(row.pelleted for row in rows if row.name == species.name) == pytest.approx(share, rel=1e-9)


def test_the_three_times_keep_three_things_equal():
    here = livshits()
    other = rotor("Type 60 Ti")
    (there,) = rotor_run(here, feed=FEED, others=[other]).others
    assert there.speed == pytest.approx(speed_of_force(other, 1e4 * G, "r_av"), rel=1e-12)
    k_here, k_there = (math.log(r.r_max / r.r_min) / speed**2 for r, speed in ((here.rotor, here.speed), (other, there.speed)))
    assert there.by_factor == pytest.approx(here.duration * k_there / k_here, rel=1e-12)

    def moved(duration):
        return rotor_run(
            Spin(**{name: getattr(here, name) for name in Spin.__slots__} | {"rotor": other, "speed": there.speed, "duration": duration}), feed=FEED
        )

    reference = rotor_run(here, feed=FEED)
    assert moved(there.by_share).reference == pytest.approx(reference.reference, rel=1e-9)
    assert moved(there.by_cutoff).cutoffs["radial-field"] == pytest.approx(reference.cutoffs["radial-field"], rel=1e-9)
    assert moved(there.by_factor).reference == pytest.approx(there.share, rel=1e-12)
    assert abs(there.share - reference.reference) > 0.01  # a k-factor does not carry a spin from one fixed-angle rotor to another
    np.testing.assert_allclose(moved(there.by_factor).curves["radial-field"], there.curve, rtol=1e-12)


def test_among_swinging_buckets_of_the_same_ratio_the_times_agree():
    """In a swinging bucket the way counted by k is the way that is gone: cut-off and k give one time."""
    (there,) = rotor_run(spin("SW 40 Ti"), feed=FEED, others=[rotor("SW 32 Ti")]).others
    assert there.by_cutoff == pytest.approx(there.by_factor, rel=1e-9)


def test_a_rotor_that_does_not_reach_the_force_runs_at_its_highest_speed():
    (there,) = rotor_run(spin("TLA-110", force=300_000.0, minutes=20.0), feed=FEED, others=[rotor("SW 28")]).others
    assert there.is_limited
    assert there.speed == rotor("SW 28").max_speed


def test_warmth_counts_by_the_viscosity():
    cold, warm = rotor_run(livshits(), feed=FEED).warmths[:2]
    assert (cold.temperature, warm.temperature) == (277.15, 293.15)
    assert cold.viscosity / warm.viscosity == pytest.approx(float(water.viscosity(277.15) / water.viscosity(293.15)), rel=1e-12)
    assert warm.share > cold.share
    assert warm.cutoff < cold.cutoff


def test_a_stated_temperature_beside_the_two_is_shown_and_not_twice():
    assert [one.temperature for one in rotor_run(spin(temperature=298.15), feed=FEED).warmths] == [277.15, 293.15, 298.15]
    assert len(rotor_run(spin(temperature=293.15), feed=FEED).warmths) == 2


def test_the_volume_scales_the_load_and_not_the_shares():
    small, large = (rotor_run(spin(), feed=FEED, volume=volume) for volume in (94e-6, 2e-3))
    assert (small.figures["runs"], large.figures["runs"]) == (1, 4)
    assert [one.pelleted for one in small.kinds] == [one.pelleted for one in large.kinds]
    assert large.figures["pellet volume [uL]"] / small.figures["pellet volume [uL]"] == pytest.approx(2000 / 94, rel=1e-9)


def test_vesicles_lighter_than_the_medium_have_no_cutoff_and_it_is_told():
    found = rotor_run(spin(density=1000.0), feed=FEED, others=[rotor("SW 32 Ti")])
    assert set(found.cutoffs.values()) == {math.inf}
    assert found.reference == 0.0
    assert found.others[0].by_share is None
    assert any("none is pelleted" in told for told in found.notices)


def test_long_pelleting_is_told():
    assert not rotor_run(spin(minutes=70.0), feed=FEED).notices
    found = rotor_run(spin(minutes=240.0), feed=FEED)
    assert any("nikfarjam2020" in told for told in found.notices)
    assert "nikfarjam2020" in found.cites
    assert {"livshits2015", "chemcalc_rotors"} <= set(found.cites)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"speed": 5000.0}, r"47746 rpm are more than the 45000 rpm that rotor Type 45 Ti bears \(read\), which are 235049 x g at r_max"),
        ({"speed": 0.0}, "must be above 0"),
        ({"duration": 0.0}, "must be above 0"),
        ({"temperature": 400.0}, "temperature is 126.85 degC"),
        ({"density": -1.0}, "particle density is -1 kg/m3"),
    ],
)
def test_what_cannot_be_spun_is_refused(change, sentence):
    import dataclasses

    with pytest.raises(SettingError, match=sentence):
        rotor_run(dataclasses.replace(spin(), **change), feed=FEED)


@pytest.mark.parametrize("sizes", [(1e-7, 1e-7), (2e-7, 1e-7), (0.0, 1e-7), (1e-8, 1e-3)])
def test_sizes_must_go_up(sizes):
    with pytest.raises(SettingError, match="The sizes go from"):
        rotor_run(spin(), feed=FEED, sizes=sizes)


def test_a_record_with_a_wash_runs_step_after_step():
    """Clearing, pelleting and a wash in a record: vesicles fall, soluble protein falls faster, and the last volume is that of the wash."""

    def step(force, minutes, keep, **more):
        extra = "".join(f'{name} = "{value}"\n' for name, value in more.items())
        head = '[[step]]\nstage = "isolate"\nkind = "centrifugation"\nrotor = "Type 45 Ti"\n'
        return f'{head}acceleration = "{force} x g (r_av)"\nduration = "{minutes} min"\nkeep = "{keep}"\n{extra}'

    wash = step(100_000, 70, "pellet", resuspension_volume="90 mL"), step(100_000, 70, "pellet", resuspension_volume="0.2 mL")
    plan = demand(plan_of(record(CULTURE, step(10_000, 30, "supernatant"), *wash)))
    passages = flow([(one.key, one.operation) for one in plan.steps]).passages
    vesicles = [one.suspension.number.sum() for one in passages]
    protein = [one.suspension.solutes["soluble-protein"] for one in passages]
    assert vesicles[0] > vesicles[1] > vesicles[2] > vesicles[3] > 0.2 * vesicles[2]
    assert protein[2] / protein[1] < 0.05
    assert protein[3] / protein[2] < 0.05
    assert passages[-1].suspension.volume == pytest.approx(0.2e-6 + 0.002 * passages[2].suspension.volume, rel=1e-9)
    assert passages[-1].suspension.medium == "pbs"


def test_the_reference_is_the_vesicle_that_is_named():
    assert pytest.approx(100e-9) == REFERENCE
    found = rotor_run(livshits(), feed=FEED, sizes=(50e-9, 100e-9))
    assert found.sizes[-1].shares["radial-field"] == found.reference
    s = sedimentation.sedimentation_coefficient(diameter=1e-7, density=1150.0, medium_density=1000.0, viscosity=1.55e-3)
    assert float(s) == pytest.approx(537.6e-13, rel=1e-3)
