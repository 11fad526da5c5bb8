"""The reader of Zetasizer tables: any mark, any decimal sign, several tables in a file, and what is cut is refused."""

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import UNVERIFIED, read_measurements
from exoforge.instruments.dls import ZetasizerTable, ZetasizerVirtual, table_text
from tests.instruments.as_file import as_file
from tests.instruments.dls.samples import lognormal

ZETA = (
    "Type\tSample Name\tMeasurement Date and Time\tMobility (µmcm/Vs)\tZeta Potential (mV)\tConductivity (mS/cm)\tIntensities[1]\tIntensities[2]"
    "\tZeta Potentials[1] (mV)\tZeta Potentials[2] (mV)\tPhases[1] (rad)\r\nZeta\tlot 7 1\t6 March 2026\t-1.317\t-16.8\t0.943\t3.0\t1.0\t-20\t10\t0.5\r\n"
    "Zeta\tlot 7 2\t6 March 2026 2\t-1.4\t-17.8\t0.943\t3.0\t1.0\t-20\t10\t0.5\r\n"
)


@pytest.fixture(scope="module")
def measured():
    return ZetasizerVirtual().observe(lognormal(), videos=2, rng=np.random.default_rng(2))


@pytest.mark.parametrize(("mark", "comma"), [("\t", False), ("\t", True), (";", True), (",", False)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_was_written_is_read(measured, mark, comma, encoding):
    file = as_file(table_text(measured, mark=mark, comma=comma), encoding=encoding)
    assert ZetasizerTable().sniff(file)
    (found,) = ZetasizerTable().read(file)
    for name in ("z_average", "polydispersity_index", "temperature", "size", "intensity"):
        assert found.arrays[name] == pytest.approx(measured.arrays[name], rel=1e-7), name
    assert found.settings["Table"]["Type"] == "Size"


def test_the_kind_is_verified(measured, tmp_path):
    (tmp_path / "file.txt").write_text(table_text(measured))
    assert UNVERIFIED not in read_measurements(tmp_path / "file.txt")[0].notices


def test_a_cell_that_is_no_number_is_not_lost():
    (found,) = ZetasizerTable().read(as_file('Sample Name,PdI,Z-Average (d.nm)\nlot 7,0.1,"1,234.5"\n'))
    assert "z_average" not in found.arrays
    assert found.unread == {"line 2, 'Z-Average (d.nm)'": "1,234.5"}


def test_zeta_potentials_are_read_with_their_distribution():
    found = ZetasizerTable().read(as_file(ZETA))
    assert [one.arrays["zeta_potential"][0] for one in found] == pytest.approx([-16.8e-3, -17.8e-3])
    assert found[0].arrays["mobility"][0] == pytest.approx(-1.317e-8)
    assert found[0].arrays["conductivity"][0] == pytest.approx(0.0943)
    assert found[0].arrays["zeta"] == pytest.approx([-20e-3, 10e-3])
    assert "intensity" not in found[0].arrays
    assert found[0].settings["Table"]["Phases"] == "0.5"
    assert any("do not count repeats as samples" in one for one in found[0].notices)


def test_two_tables_of_the_same_records_are_one_measurement(measured):
    head = "Type\tSample Name\tMeasurement Date and Time\tZ-Ave (d.nm)\tPdI\r\nSize\tlot 7\tnoon\t108.0\t0.112\r\n"
    curves = "Type\tSample Name\tMeasurement Date and Time\tSizes[1] (d.nm)\tSizes[2] (d.nm)\tIntensities[1] (Percent)\tIntensities[2] (Percent)\r\n"
    (found,) = ZetasizerTable().read(as_file(head + curves + "Size\tlot 7\tnoon\t100\t200\t75\t25\r\n"))
    assert found.arrays["z_average"][0] == pytest.approx(108e-9)
    assert found.arrays["intensity"][:, 0] == pytest.approx([0.75, 0.25])


def test_what_stands_beyond_the_head_is_kept():
    (found, _) = ZetasizerTable().read(as_file(ZETA.replace("\t0.5\r\n", "\t0.5\textra\r\n", 1)))
    assert list(found.unread.values()) == ["extra"]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Sample Name\tZ-Average (d.nm)\r\n", "no line with"),
        ("Sample Name\tZ-Average (d.nm)\r\na\t-5\r\n", "cannot be"),
        ("Sample Name\tZ-Average (d.nm)\r\na\tinf\r\n", "cannot be"),
        ("Sample Name\tZ-Average (d.nm)\r\na\t1e300\r\n", "cannot be"),
        ("Sample Name\tPdI\tZ-Ave (r.nm)\r\na\t0.1\t50\r\n", "expected 'Z-Ave .d.nm.'"),
        ("Sample Name\tPdI\tSizes[1] (r.nm)\r\na\t0.1\t5\r\n", "expected 'd.nm'"),
        ("Sample Name\tPdI\tSizes[1] (d.nm)\tSizes[2] (d.nm)\r\na\t0.1\t5\r\n", "1 of 2 cells"),
        ("Sample Name\tPdI\tIntensities[1] (Percent)\r\na\t0.1\t5\r\n", "without as many"),
        ("Sample Name\tPdI\tSizes[1] (nm)\tSizes[2] (nm)\tIntensities[1] (%)\tIntensities[2] (%)\r\na\t0.1\t5\t6\t90\t90\r\n", "come to 180%"),
    ],
)
def test_what_is_cut_or_absurd_is_refused_in_one_sentence(text, match):
    file = as_file(text)
    assert ZetasizerTable().sniff(file)
    with pytest.raises(FileError, match=match) as refusal:
        ZetasizerTable().read(file)
    assert "\n" not in str(refusal.value)
    assert str(file.path) in str(refusal.value)


@pytest.mark.parametrize("text", ["Sample Name,Dilution\na,5\n", "time,z-average\n1,2\n", "nothing"])
def test_other_tables_are_left_alone(text):
    assert not ZetasizerTable().sniff(as_file(text))


@pytest.mark.parametrize("cut", range(40, 2400, 97))
def test_a_table_that_ends_anywhere_is_read_or_refused(measured, cut):
    file = as_file(table_text(measured)[:cut])
    if ZetasizerTable().sniff(file):
        try:
            ZetasizerTable().read(file)
        except FileError as refusal:
            assert "\n" not in str(refusal)
