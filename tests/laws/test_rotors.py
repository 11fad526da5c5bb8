import math
import re

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.base.trace import references
from exoforge.laws.constants import SVEDBERG_HOUR
from exoforge.laws.rotors import agrees_with_chart, capacity, computed_factor, mean_radius, own_rotors, rotor, rotors, rotors_of

OWN = """
["Our big rotor"]
kind = "fixed-angle"
r_min = "35.9 mm"
r_max = "103.8 mm"
angle = "24 deg"
tube_diameter = "38 mm"
max_speed = "45000 rpm"
tube_volume = "94 mL"
tubes = 6
k_factor = 133
source = "its manual, page 3"

["Bucket 7"]
kind = "swinging"
r_min = "6.5 cm"
r_max = "0.15 m"
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "my-rotors.toml"
    path.write_text(OWN)
    return path


@pytest.mark.parametrize("name", ["SW 40 Ti", "sw-40-ti", "sw 40 TI", "SW_40_Ti", "SW40", "SW-40Ti"])
def test_a_rotor_is_found_by_any_spelling(name):
    found = rotor(name)
    assert found.key == "sw-40-ti"
    assert (pytest.approx(found.r_min), pytest.approx(found.r_max)) == (0.0667, 0.1588)
    assert pytest.approx(found.max_speed * 60 / (2 * math.pi)) == 40_000


def test_names_that_differ_by_a_decimal_stay_apart():
    assert rotor("Type 70").label == "Type 70 Ti"
    assert rotor("type 70.1").label == "Type 70.1 Ti"
    assert rotor("SW 28 Ti").label == "SW 28"


def test_an_unknown_rotor_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match=r"'SW 42 Ti' is not a rotor on the list; did you mean 'SW 4[01] Ti'"):
        rotor("SW 42 Ti")


@pytest.mark.parametrize("r", rotors(), ids=lambda r: r.key)
def test_every_rotor_is_whole(r):
    assert rotor(r.key) is r
    assert rotor(r.label) is r
    assert 0 < r.r_min < mean_radius(r) < r.r_max < 0.3
    assert (r.kind == "fixed-angle") == (r.angle is not None) == (r.tube_diameter is not None) == (r.tube_diameter_status != "")
    for value, status in ((r.max_speed, r.max_speed_status), (r.tube_volume, r.load_status), (r.k_factor, r.k_factor_status)):
        assert (value is None) == (status == "")
        assert status in ("", "read", "recalled")
    assert capacity(r) == pytest.approx(r.tubes * r.tube_volume)


@pytest.mark.parametrize("r", rotors(), ids=lambda r: r.key)
def test_every_rotor_names_a_source_that_was_read(r):
    known = {one.key: one.status for one in references()}
    named = [word for word in re.findall(r"\w+", r.source) if word in known]
    assert named
    assert {known[word] for word in named} == {"read"}


@pytest.mark.parametrize("r", [r for r in rotors() if r.k_factor is not None and r.max_speed is not None], ids=lambda r: r.key)
def test_the_radii_give_the_k_factor_of_the_chart(r):
    """Within 1.5 %, or within the rounding of a chart that prints whole numbers."""
    assert agrees_with_chart(r)
    assert abs(computed_factor(r) - r.k_factor) <= max(0.015 * r.k_factor, 0.5 * SVEDBERG_HOUR)


def test_rotors_of_a_file(own):
    big, bucket = rotors_of(own)
    listed = rotor("Type 45 Ti")
    assert (big.label, big.key, big.kind, big.tubes) == ("Our big rotor", "our-big-rotor", "fixed-angle", 6)
    for name in ("r_min", "r_max", "angle", "tube_diameter", "max_speed", "tube_volume"):
        assert getattr(big, name) == pytest.approx(getattr(listed, name))
    assert big.source == "my-rotors.toml: its manual, page 3"
    assert (bucket.angle, bucket.max_speed, capacity(bucket), bucket.max_speed_status) == (None, None, None, "")
    assert rotor("our BIG rotor", (big, bucket)) is big


def test_rotors_of_the_data_folder_are_found_by_name(own, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("EXOFORGE_DATA", str(folder))
    assert own_rotors() == ()
    other = tmp_path / "other"
    other.mkdir()
    (other / "rotors.toml").write_text(OWN)
    monkeypatch.setenv("EXOFORGE_DATA", str(other))
    assert rotor("bucket-7").r_min == pytest.approx(0.065)
    with pytest.raises(SettingError, match="did you mean 'Bucket 7'"):
        rotor("Bucket 8")


def test_a_bad_file_of_the_data_folder_hurts_only_who_needs_it(tmp_path, monkeypatch):
    (tmp_path / "rotors.toml").write_text("[A]\nkind = 'drum'\n")
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path))
    assert rotor("SW 41").label == "SW 41 Ti"
    with pytest.raises(FileError, match=r"'rotors.toml', rotor 'A': 'kind' is 'drum'"):
        rotor("A")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('kind = "fixed-angle"', 'kind = "vertical"', "'kind' is 'vertical'; it must be 'swinging' or 'fixed-angle'"),
        ('r_min = "35.9 mm"\n', "", "'r_min' is missing; a fixed-angle rotor needs r_min, r_max, angle, tube_diameter"),
        ('angle = "24 deg"\n', "", "'angle' is missing"),
        ('r_min = "35.9 mm"', 'r_min = "359 mm"', "largest radius must lie beyond the smallest"),
        ('r_min = "35.9 mm"', "r_min = 35.9", "'r_min': .*Write it like \"103.8 mm\""),
        ('r_min = "35.9 mm"', 'r_min = "-1 mm"', "'r_min' is '-1 mm'; it must be above 0"),
        ('tube_diameter = "38 mm"', 'tube_diameter = "38 cm"', "reach over the axis"),
        ('angle = "24 deg"', 'angle = "24 mm"', "'angle': "),
        ("tubes = 6", "tubes = 6.5", "'tubes' is 6.5; it must be a whole number above 0"),
        ("tubes = 6", "tubes = true", "'tubes' is True"),
        ("tubes = 6", "tubs = 6", "'tubs' is not read; a rotor has kind, r_min"),
        ("k_factor = 133", "k_factor = 150", "'k_factor' is 150 S h, but r_min, r_max and max_speed give 132.8 S h"),
        ('["Our big rotor"]', '["SW-41 Ti"]', "there is already a rotor of this name; give yours another"),
        ('["Bucket 7"]', '["our-big-rotor"]', "there is already a rotor of this name"),
        ('["Our big rotor"]', "speed = 3\n[Big]", "rotor 'speed': a rotor is a table of its own"),
        ("tubes = 6", "tubes = ", "cannot be read as TOML"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_key(own, before, after, sentence):
    assert before in OWN
    own.write_text(OWN.replace(before, after, 1))
    with pytest.raises(FileError, match=sentence) as found:
        rotors_of(own)
    assert "my-rotors.toml" in str(found.value)
