"""The pictures of light scattering and of resistive pulses: what they show, and that the compiler draws them."""

import json

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.dls import ZetasizerTable, ZetasizerVirtual
from exoforge.instruments.pulses import BlockadeTable, MrpsVirtual, TrpsVirtual, blockade_text
from exoforge.report.instruments.pictures import picture_of
from exoforge.report.picture_files import write_picture
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import lognormal, one_size


def test_light_and_correlogram_stand_side_by_side(tmp_path):
    measured = ZetasizerVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(1))
    spec, rows = picture_of([measured])
    assert len(spec["vconcat"][0]["hconcat"]) == 2
    assert spec["vconcat"][0]["hconcat"][0]["layer"][-1]["encoding"]["x"]["scale"]["type"] == "log"
    assert {row[2] for row in rows[1:]} == {"light", "g2 - 1"}
    write_picture(tmp_path / "picture.svg", spec=spec, rows=rows)
    assert (tmp_path / "picture.svg").stat().st_size > 1000


def test_samples_share_their_axes_and_one_alone_has_no_thin_line(tmp_path):
    """A sample with light at 0.5 nm beside one without: both begin at the same diameter."""
    one, other = (ZetasizerVirtual().observe(one_size(size)) for size in (0.5e-9, 100e-9))
    spec, _ = picture_of([one, other])
    domains = [row["hconcat"][0]["layer"][-1]["encoding"]["x"]["scale"]["domain"] for row in spec["vconcat"]]
    assert domains[0] == domains[1]
    assert domains[0][0] <= 0.5
    assert "repeat" not in spec["title"]["subtitle"]


def test_a_zeta_potential_is_called_one(tmp_path):
    table = "Type\tSample Name\tZeta Potential (mV)\tIntensities[1]\tIntensities[2]\tZeta Potentials[1] (mV)\tZeta Potentials[2] (mV)\r\n"
    measured = ZetasizerTable().read(as_file(f"{table}Zeta\ta\t-17\t3\t1\t-20\t10\r\nZeta\tb\t-17\t3\t1\t-21\t11\r\n"))
    spec, rows = picture_of([*measured, ZetasizerVirtual().observe(one_size(100e-9))])
    assert spec["title"]["text"] == "Dynamic light scattering and zeta potential"
    encodings = [row["hconcat"][0]["layer"][-1]["encoding"]["x"] for row in spec["vconcat"]]
    assert encodings[0]["scale"]["domain"] == encodings[1]["scale"]["domain"] == [-21.0, 11.0]
    assert [one["axis"]["title"] for one in encodings] == [None, "zeta potential, mV", "diameter, nm"]
    assert picture_of(measured)[0]["title"] == {"text": "Zeta potential"}
    write_picture(tmp_path / "picture.svg", spec=spec, rows=rows)


def test_the_detection_limit_is_shaded(tmp_path):
    spec, rows = picture_of([MrpsVirtual().observe(lognormal()), MrpsVirtual().observe(one_size(200e-9))])
    shade = spec["vconcat"][0]["layer"][0]["data"]["values"][0]
    assert shade["x2"] == pytest.approx(70.0)
    assert rows[0][-1] == "detected from [nm]"
    write_picture(tmp_path / "picture.svg", spec=spec, rows=rows)
    assert "NaN" not in json.dumps(spec)


def test_pulses_without_beads_are_drawn_as_pulses(tmp_path):
    (measured,) = BlockadeTable().read(as_file(blockade_text(TrpsVirtual().observe(lognormal()))))
    spec, rows = picture_of([measured])
    assert "no diameter" in spec["title"]["subtitle"]
    assert sum(row[3] for row in rows[1:]) == measured.arrays["time"].size
    write_picture(tmp_path / "picture.svg", spec=spec, rows=rows)


def test_numbers_alone_have_no_picture():
    measured = ZetasizerTable().read(as_file("Sample Name\tPdI\tZ-Average (d.nm)\r\nlot 7\t0.1\t100\r\n"))
    with pytest.raises(SettingError, match="no distribution"):
        picture_of(measured)
    empty = MrpsVirtual().observe(one_size(30e-9))
    with pytest.raises(SettingError, match="no pulse"):
        picture_of([empty])
