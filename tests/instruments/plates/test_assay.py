from pathlib import Path

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.plates import PlateSheet, as_measurements, kind_of, read_layout, run_assay, sheet_text
from tests.instruments.as_file import as_file

STANDARDS = (2000, 1500, 1000, 750, 500, 250, 125, 25)
MAP = """unit = "ug/mL"
[wells]
"A4:C4" = { blank = true }
"A5:C5" = { sample = "lot 7", dilution = 10 }
"A6:C6" = { sample = "strong" }
"A7:C7" = { sample = "weak" }
"A8:B8" = { sample = "over", dilution = 2 }
""" + "\n".join(f'"{letter}1:{letter}3" = {{ standard = {dose} }}' for letter, dose in zip("ABCDEFGH", STANDARDS, strict=True))


def signal(dose):
    return 0.085 + 1.05e-3 * dose - 1.1e-7 * dose**2


def plate(seed: int | None = 1, scatter: float = 0.015, words=None):
    rng = np.random.default_rng(seed)
    wells = np.full((8, 12), np.nan)
    noise = 1 + scatter * rng.normal(size=(8, 12))
    for row, dose in enumerate(STANDARDS):
        wells[row, :3] = signal(dose) * noise[row, :3]
    wells[:3, 3] = signal(0) * noise[:3, 3]
    for column, dose in ((4, 500.0), (5, 3000.0), (6, 5.0), (7, 400.0)):
        wells[:3, column] = signal(dose) * noise[:3, column]
    return PlateSheet().read(as_file(sheet_text(wells, words=words or {"B8": "OVER"}, digits=6)))[0]


def layout(tmp_path: Path, text: str = MAP, name: str = "map.toml"):
    path = tmp_path / name
    path.write_text(text)
    return read_layout(path)


def test_a_sample_is_read_with_its_dilution_once_and_others_are_refused(tmp_path):
    found = run_assay(plate(), layout(tmp_path), kind_of("bca"))
    lot, strong, weak, over = found.samples
    assert lot.low < 500 < lot.high
    assert "highest standard" in strong.refused
    assert "lowest standard" in weak.refused
    assert "B8 saturated" in over.refused
    (measured,) = as_measurements(found)
    (figure,) = measured.figures
    assert (figure.name, figure.unit, figure.repeats) == ("protein", "kg/m3", 3)
    assert figure.value == pytest.approx(5.0, rel=0.03)
    assert figure.value == pytest.approx(lot.value * 10 * 1e-3)
    assert figure.low < 5.0 < figure.high
    assert (measured.technique, measured.dilution.factor, measured.dilution.applied) == ("protein-assay", 10, True)


def test_standards_read_back_and_limits_are_those_of_their_rules(tmp_path):
    found = run_assay(plate(seed=3), layout(tmp_path), kind_of("bca"))
    assert [one.dose for one in found.standards] == sorted(STANDARDS)
    assert all(0.8 <= one.recovery <= 1.2 and one.passed for one in found.standards)
    assert (found.limits.quantified, found.limits.highest) == (25, 2000)
    blanks = plate(seed=3).arrays["signal"][:3, 3]
    assert found.blank == pytest.approx(blanks.mean())
    from exoforge.laws.standard_curve import curve_value

    assert float(curve_value(found.curve, found.limits.detected)) == pytest.approx(3 * blanks.std(ddof=1), rel=1e-6)
    assert float(curve_value(found.curve, found.limits.blank_quantified)) == pytest.approx(10 * blanks.std(ddof=1), rel=1e-6)


def test_a_standard_that_fails_moves_the_limit_and_is_told(tmp_path):
    found = run_assay(plate(words={"H1": "0.400", "H2": "0.410", "H3": "0.405"}), layout(tmp_path), kind_of("bca"))
    assert found.standards[0].passed is False
    assert found.limits.quantified > 25
    assert any("read back outside" in notice for notice in found.notices)


def test_intervals_of_samples_hold_the_truth_as_often_as_they_say(tmp_path):
    known = layout(tmp_path)
    held = sum((lambda one: one.low <= 500 <= one.high)(run_assay(plate(seed=seed), known, kind_of("bca")).samples[0]) for seed in range(60))
    assert held >= 52


def test_a_saturated_standard_leaves_the_curve_whole(tmp_path):
    found = run_assay(plate(words={"A1": "OVRFLW"}), layout(tmp_path), kind_of("bca"))
    assert found.curve.high == 1500
    assert any("2000 ug/mL" in notice for notice in found.notices)


def test_dilutions_that_disagree_are_told(tmp_path):
    text = MAP.replace('"A8:B8" = { sample = "over", dilution = 2 }', '"A8" = { sample = "lot 7", dilution = 40 }')
    found = run_assay(plate(), layout(tmp_path, text), kind_of("bca"))
    assert any("disagree by a factor" in notice for notice in found.notices)
    assert found.samples[-1].remarks[0].startswith("one well")


def test_a_map_as_a_table_is_the_same(tmp_path):
    rows = ["well;role;concentration [mg/mL];sample;dilution", "A4:C4;blank;;;", "A5:C5;sample;;lot 7;10", "A6:C6;sample;;strong;"]
    rows += [f"{letter}1:{letter}3;standard;{dose / 1000:g};;".replace(".", ",") for letter, dose in zip("ABCDEFGH", STANDARDS, strict=True)]
    one = run_assay(plate(), layout(tmp_path, "\n".join(rows), "map.csv"), kind_of("bca"))
    other = run_assay(plate(), layout(tmp_path), kind_of("bca"))
    assert as_measurements(one)[0].figures[0].value == pytest.approx(as_measurements(other)[0].figures[0].value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit = 3", 'unit = "ug/mL"'),
        ("not toml", "no TOML"),
        ('unit = "ug/mL"\n[wells]\n"A1" = { blank = true }', "no standard"),
        ('unit = "nm"\n[wells]\n"A1" = { standard = 1 }', "mass per volume"),
        ('unit = "ug/mL"\n[wells]\n"Z1" = { standard = 1 }', "wells are named"),
        ('unit = "ug/mL"\n[wells]\n"B2:A1" = { standard = 1 }', "backwards"),
        ('unit = "ug/mL"\n[wells]\n"A1:A2" = { standard = 1 }\n"A2" = { blank = true }', "A2 twice"),
        ('unit = "ug/mL"\n[wells]\n"A1" = { standard = -1 }', "0 or above"),
        ('unit = "ug/mL"\n[wells]\n"A1" = { standard = 1 }\n"A2" = { sample = "x", dilution = 0.1 }', "1 or above"),
        ('unit = "ug/mL"\n[wells]\n"A1" = { standard = 1, dose = 3 }', "'dose' is not known"),
        ('unit = "ug/mL"\n[wells]\n"A1:P24" = { standard = 1 }\n"A1:P23" = { blank = true }\n"A1:O24" = { blank = true }', "more than 768 wells"),
        ("well,role,concentration\nA1,standard,3\n", "unit of its standards"),
        ("well,role,concentration [ug/mL]\nA1,control,3\n", "must be standard, blank or sample"),
    ],
)
def test_a_bad_map_is_refused_in_one_sentence(tmp_path, text, said):
    with pytest.raises(FileError, match=said.replace("[", "\\[")) as refusal:
        layout(tmp_path, text)
    assert "\n" not in str(refusal.value)


def test_what_cannot_be_an_assay_is_refused(tmp_path):
    with pytest.raises(SettingError, match="one of bca"):
        kind_of("western")
    with pytest.raises(SettingError, match="8 rows and 12 columns"):
        run_assay(plate(), layout(tmp_path, MAP + '\n"P20" = { sample = "x" }'), kind_of("bca"))
    with pytest.raises(SettingError, match="needs 3 or more"):
        run_assay(
            plate(),
            layout(tmp_path, 'unit = "ug/mL"\n[wells]\n"A1:C1" = { standard = 2000 }\n"B1:B3" = { standard = 1 }'.replace("A1:C1", "A1")),
            kind_of("bca"),
        )
