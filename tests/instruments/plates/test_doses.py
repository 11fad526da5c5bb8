import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.plates import read_doses, run_potency

HEAD = "preparation,dose [particles/cell],response,plate\n"


def rows(potencies: dict[str, float], *, scatter: float = 1.0, zero: bool = False) -> str:
    rng = np.random.default_rng(1)
    lines = []
    for plate in (1, 2, 3):
        for name, potency in potencies.items():
            lines += [f"{name},{dose:g},{20 + 8 * np.log(dose * potency) + 3 * plate + scatter * rng.normal():.4f},{plate}" for dose in (1, 2, 4, 8, 16)]
    return HEAD + "\n".join(lines) + ("\nREF,0,5,1\n" if zero else "\n")


def write(tmp_path, text):
    path = tmp_path / "doses.csv"
    path.write_text(text)
    return path


def test_a_table_is_read_and_its_potency_found_with_blocks(tmp_path):
    table = read_doses(write(tmp_path, rows({"REF": 1.0, "lot 7": 0.6}, zero=True)))
    assert (table.unit, table.dose.size, table.left_out) == ("particles/cell", 31, 0)
    found = run_potency(table, reference="REF", model="parallel-line")
    (one,) = found.assay.potencies
    assert one.low < 0.6 < one.high
    assert any("dose of 0" in notice for notice in found.notices)
    assert found.suitable


def test_incomplete_rows_are_left_out_and_told(tmp_path):
    table = read_doses(write(tmp_path, rows({"REF": 1.0, "lot 7": 0.6}) + "lot 7,2,,1\n,2,3,1\nlot 7,x,3,1\n"))
    assert table.left_out == 3
    assert "3 rows" in run_potency(table, reference="REF", model="parallel-line").notices[0]


def test_one_lot_can_be_taken_alone(tmp_path):
    table = read_doses(write(tmp_path, rows({"REF": 1.0, "lot 7": 0.6, "lot 8": 2.0})))
    assert [one.label for one in run_potency(table, reference="REF", only=["lot 8"], model="parallel-line").assay.potencies] == ["lot 8"]
    with pytest.raises(SettingError, match="no preparation 'lot 9'"):
        run_potency(table, reference="REF", only=["lot 9"])


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "preparation, dose and response were expected"), (HEAD, "no row"), (HEAD + "REF,-1,3,1\n", "a dose is 0 or above")],
)
def test_what_is_no_such_table_is_refused(tmp_path, text, said):
    with pytest.raises(FileError, match=said):
        read_doses(write(tmp_path, text))


def test_limits_and_logarithms_that_make_no_sense_are_refused(tmp_path):
    table = read_doses(write(tmp_path, rows({"REF": 1.0, "lot 7": 0.6})))
    with pytest.raises(SettingError, match="either side of 1"):
        run_potency(table, reference="REF", limits=(1.1, 1.2))
    bad = read_doses(write(tmp_path, rows({"REF": 1.0, "lot 7": 0.6}) + "REF,1,-5,1\n"))
    with pytest.raises(SettingError, match="needs responses above 0"):
        run_potency(bad, reference="REF", transform="log")


def test_doses_with_thousands_are_read_or_refused(tmp_path):
    lines = 'REF,"1,000",5.5,1\nREF,"2,000",7.5,1\nlot,500,4.5,1\n'
    assert [1000.0, 2000.0, 500.0] == list(read_doses(write(tmp_path, HEAD + lines)).dose)
    with pytest.raises(FileError, match=r"may be 1\.000 or 1000"):
        read_doses(write(tmp_path, HEAD + lines.replace(".5", "")))


def test_plateaus_that_no_dose_reaches_are_told(tmp_path):
    rng = np.random.default_rng(5)
    doses = 2.0 ** np.arange(7)
    text = "".join(f"{name},{dose:g},{100 * dose / (dose + 90) + rng.normal(0, 0.2):.3f},1\n" for name in ("REF", "lot") for dose in doses for _ in "abc")
    found = run_potency(read_doses(write(tmp_path, HEAD + text)), reference="REF")
    assert any("is extrapolated" in notice for notice in found.notices), found.notices


@pytest.mark.parametrize(("top", "told"), [(55, True), (80, False)])
def test_another_plateau_of_the_same_slope_is_told(tmp_path, top, told):
    rng = np.random.default_rng(6)
    tops = (("REF", 80), ("lot", top))
    text = "".join(
        f"{name},{dose:g},{10 + high * dose / (dose + 60) + rng.normal(0, 0.8):.3f},1\n" for name, high in tops for dose in 3.0 ** np.arange(8) for _ in "abc"
    )
    found = run_potency(read_doses(write(tmp_path, HEAD + text)), reference="REF")
    assert told == any("'lot' spans 0." in notice for notice in found.notices), found.notices
    assert told == any("plateau" in notice for notice in found.notices), found.notices
