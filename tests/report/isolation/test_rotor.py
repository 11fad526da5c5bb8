"""A spin as text, as plain values and as a picture."""

import json
import math

import pytest

from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.forces import speed_of_force
from exoforge.design.isolation.rotor_result import Spin
from exoforge.design.isolation.rotor_run import rotor_run
from exoforge.laws.rotors import rotor, rotors, rotors_of
from exoforge.report.display import NARROW
from exoforge.report.document import NATURE
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.rotor_figure import rotor_spec
from exoforge.report.isolation.rotor_plain import rotor_plain, rotor_rows
from exoforge.report.isolation.rotor_text import rotor_text
from exoforge.report.isolation.rotors_text import rotors_text

G = 9.80665


def run(name="Type 45 Ti", *, force=1e4, minutes=30.0, others=("SW 32 Ti", "Type 70 Ti"), **more):
    one = rotor(name)
    spin = Spin(rotor=one, speed=speed_of_force(one, force * G, "r_av"), duration=minutes * 60.0, **more)
    return rotor_run(spin, feed=usual_feed(), others=[rotor(word) for word in others])


def shown(text):
    """As a terminal shows it."""
    return text.replace(NARROW, "")


@pytest.mark.parametrize("name", ["Type 45 Ti", "SW 41 Ti"])
def test_the_text_says_all_and_fits_a_terminal(name):
    text = shown(rotor_text(run(name)))
    for words in ("at r_min", "at r_av", "at r_max", "rpm", "k-factor", "Cut-off", "radial field", "very low-density lipoprotein", "albumin", "SW 32 Ti"):
        assert words in text
    for words in ("by k", "by 100 nm", "by cut-off", "20 °C", "A k-factor counts the way", "tubes of", NATURE):
        assert words in text
    assert max(len(line) for line in text.splitlines() if line != NATURE) <= 100


def test_the_columns_stand_under_their_heads():
    lines = shown(rotor_text(run())).splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("  vesicles of"))
    table = lines[head : head + 13]
    assert len({len(line) for line in table}) == 1
    assert table[1].split()[:2] == ["30.0", "nm"]


def test_a_swinging_bucket_has_one_fidelity_less_and_a_wall():
    text = shown(rotor_text(run("SW 41 Ti")))
    assert "constant velocity" not in text
    assert "on the wall" in text
    assert "on the wall" not in shown(rotor_text(run()))


def test_what_is_cleared_in_both_is_said_with_a_sign():
    text = shown(rotor_text(run(force=1e5, minutes=70.0)))
    assert "> 77 min" in text
    assert "from this time on" in text


def test_a_limited_rotor_is_starred():
    text = shown(rotor_text(run("TLA-110", force=3e5, others=("SW 28",))))
    assert "28000 rpm *" in text
    assert "does not reach the force" in text


def test_floating_vesicles_have_no_equal_times():
    text = shown(rotor_text(run(density=1000.0)))
    assert "none is pelleted" in text
    assert "by cut-off" not in text
    json.dumps(rotor_plain(run(density=1000.0)), allow_nan=False)


def test_several_runs_are_said():
    one = rotor("SW 41 Ti")
    spin = Spin(rotor=one, speed=speed_of_force(one, 1e5 * G, "r_av"), duration=7200.0)
    text = shown(rotor_text(rotor_run(spin, feed=usual_feed(), volume=400e-6)))
    assert "400 mL in 6 tubes of 13.2 mL (recalled): 6 runs of up to 79.2 mL, 12 h at speed in all" in " ".join(text.split())


def test_a_rotor_without_tubes_says_so(tmp_path):
    (tmp_path / "a.toml").write_text('[Bucket]\nkind = "swinging"\nr_min = "65 mm"\nr_max = "150 mm"\n')
    (one,) = rotors_of(tmp_path / "a.toml")
    text = shown(rotor_text(rotor_run(Spin(rotor=one, speed=3000.0, duration=3600.0), feed=usual_feed())))
    assert "The tubes of Bucket are not known" in text
    assert "of the highest" not in text
    assert "a.toml" in text
    assert "Bucket" in rotors_text([one])


def test_the_plain_values_are_the_text_s():
    found = run()
    facts = json.loads(json.dumps(rotor_plain(found), allow_nan=False))
    assert facts["ok"]
    assert facts["speed_rpm"] == pytest.approx(found.spin.speed * 30 / math.pi)
    assert facts["forces_x_g"]["r_av"] == pytest.approx(1e4)
    assert facts["k_factor_at_highest_S_h"] == pytest.approx(132.81, rel=1e-4)
    assert {one["name"] for one in facts["kinds"]} >= {"ev", "vldl", "albumin"}
    assert [one["rotor"] for one in facts["others"]] == ["SW 32 Ti", "Type 70 Ti"]
    row = facts["sizes"][0]
    assert row["apart"] == pytest.approx(max(row["shares"].values()) - min(row["shares"].values()))
    assert {one["key"] for one in facts["references"]} >= {"livshits2015", "chemcalc_rotors"}


def test_the_rows_hold_every_curve():
    found = run()
    head, *rows = rotor_rows(found)
    assert head[:4] == ["diameter_nm", "radial-field", "parallel-field", "constant-velocity"]
    assert len(head) == 6
    assert len(rows) == found.diameters.size
    assert (rows[0][0], rows[-1][0]) == (30.0, 300.0)


@pytest.mark.parametrize(("name", "curves"), [("Type 45 Ti", 3), ("SW 41 Ti", 1)])
def test_the_picture_draws_each_curve_and_kind(name, curves):
    found = run(name, force=1e5, minutes=60.0)
    left, right = rotor_spec(found)["hconcat"]
    lines = [layer for layer in left["layer"] if layer["mark"]["type"] == "line"]
    assert len(lines) == curves + 2
    assert all(0 <= row["y"] <= 100 for line in lines for row in line["data"]["values"])
    assert len(right["layer"][1]["data"]["values"]) == len(found.kinds)
    words = json.dumps(rotor_spec(found), ensure_ascii=False)
    assert "cut-off" in words
    assert "VLDL" in words
    assert "same t / k" in words


def test_the_picture_can_be_drawn():
    assert "<svg" in svg_of(rotor_spec(run()))


def test_the_list_names_every_rotor_and_its_source():
    text = shown(rotors_text(rotors()))
    joined = " ".join(text.split())
    for one in rotors():
        assert joined.count(one.label) >= 2
        assert " ".join(one.source.split()) in joined
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].split()[0] == "rotor"
    assert "60000 r" in text
