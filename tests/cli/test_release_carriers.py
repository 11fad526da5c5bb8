"""The catalogue of carriers as a user asks for it."""

import json

from tests.cli.command import exoforge, refused


def test_the_list_has_every_class_and_fits_the_terminal():
    found = exoforge("release", "carriers")
    assert found.returncode == 0, found.stderr
    for label in (
        "metal",
        "metal-organic framework",
        "bioactive ceramic",
        "natural hydrogel",
        "synthetic hydrogel",
        "synthetic polymer",
        "3D-printed scaffold",
    ):
        assert f"\n{label}\n" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100
    assert "90 % retained after 14 d" in found.stdout


def test_one_carrier_shows_model_settings_and_places():
    found = exoforge("release", "carriers", "hyaluronan")
    assert found.returncode == 0, found.stderr
    assert "gel-slab" in found.stdout
    assert "0.0260 µm²/s" in found.stdout
    assert "[pmc8228022] Table 4" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100


def test_machines_get_the_same():
    whole = json.loads(exoforge("release", "carriers", "--json").stdout)
    one = json.loads(exoforge("release", "carriers", "collagen", "--json").stdout)
    assert len(whole["carriers"]) > 30
    assert one["carrier"]["key"] == "natural-hydrogel"
    assert [setting["name"] for setting in one["settings"]] == ["thickness", "open_faces", "diffusivity"]
    assert {reference["key"] for reference in one["references"]} >= {"lu2023", "crank1975"}


def test_what_is_no_carrier_or_has_no_model_is_refused():
    assert "not a known term of 'carriers'" in refused("release", "carriers", "porridge")
    assert "No release model is offered for 'liposome'" in refused("release", "carriers", "liposome")
