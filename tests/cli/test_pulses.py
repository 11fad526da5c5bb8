"""The calibration of pulses on the command line, as a user meets it."""

import json

import numpy as np
import pytest

from exoforge.instruments.pulses import TrpsVirtual, blockade_text
from tests.cli.command import exoforge, refused
from tests.instruments.dls.samples import lognormal, one_size


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pulses")
    for name, suspension, seed in (("lot", lognormal(), 1), ("beads", one_size(110e-9), 2)):
        (folder / f"{name}.csv").write_text(blockade_text(TrpsVirtual().observe(suspension, rng=np.random.default_rng(seed))))
    (folder / "other.csv").write_text("a,b\n1,2\n")
    return folder


def test_beads_size_and_count_a_sample(folder):
    found = exoforge(
        "pulses", "calibrate", "lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "--concentration", "1e9 /mL", "--dilution", "1:100", "--json",
        "-o", "sizes.svg", cwd=folder,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    (one,) = json.loads(found.stdout)["measurements"]
    figures = {part["name"]: part for part in one["figures"]}
    assert figures["D50"]["value"] == pytest.approx(112e-9, rel=0.03)
    rates = figures["rate of pulses"]["value"] / {part["name"]: part for part in json.loads(found.stdout)["beads"]["figures"]}["rate of pulses"]["value"]
    stock = figures["concentration of the undiluted sample"]
    assert stock["value"] == pytest.approx(1e17 * rates)
    assert stock["low"] < stock["value"] < stock["high"]
    assert one["settings"]["calibration"]["diameter of the beads [m]"] == pytest.approx(110e-9)
    assert (folder / "sizes.svg").stat().st_size > 1000


def test_the_text_names_the_beads_and_the_picture_shows_them(folder):
    found = exoforge("pulses", "calibrate", "lot.csv", "--beads", "beads.csv", "--diameter", "110nm", "-o", "sizes.csv", cwd=folder)
    assert found.returncode == 0, found.stderr
    assert "The beads: beads" in found.stdout
    assert "diameter, as stated             110 nm" in found.stdout
    rows = [line.split(",") for line in (folder / "sizes.csv").read_text().splitlines()[1:]]
    assert {row[0] for row in rows} == {"lot", "beads"}
    assert len({row[-1] for row in rows}) == 1  # one pore, one limit


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110"), "number and its unit"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "0 nm"), "above 0"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 mm"), "diameter of the beads"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "--concentration", "1e9"), "--concentration is '1e9'"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "--concentration", "0 /mL"), "above 0"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "--dilution", "1:100"), "state the --concentration of the beads"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "--dilution", "half"), "is no dilution"),
        (("lot.csv", "--beads", "lot.csv", "--diameter", "110 nm"), "same bytes"),
        (("lot.csv", "--beads", "none.csv", "--diameter", "110 nm"), "none.csv"),
        (("other.csv", "--beads", "beads.csv", "--diameter", "110 nm"), "other.csv"),
        (("lot.csv", "--beads", "beads.csv", "--diameter", "110 nm", "-o", "sizes.doc"), "sizes.doc"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(folder, arguments, match):
    assert match in refused("pulses", "calibrate", *arguments, cwd=folder)
