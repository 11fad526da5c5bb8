"""What the terminal says of one file and of many: short, each rule once, within 100 columns."""

import dataclasses
from pathlib import Path

import pytest

from exoforge.instruments import read_measurement
from exoforge.instruments.folder import Reading, Refusal, read_all
from exoforge.report.instruments.folder_text import reading_text
from exoforge.report.instruments.reading_plain import figures_rows
from exoforge.report.instruments.reading_text import measurement_text, value_text
from exoforge.streams.measurement import Figure, Marker

DATA = Path(__file__).resolve().parents[2] / "instruments" / "data"
CLEAN = read_measurement(DATA / "clean.csv")


def widest(text):
    return max(map(len, text.splitlines()))


def many(number, notice):
    return tuple(dataclasses.replace(CLEAN, sample=f"lot {at}", notices=(notice.format(at), "The dilution is not recorded.")) for at in range(number))


@pytest.mark.parametrize("name", ["clean.csv", "zetaview_comma.txt", "zetaview_point.txt"])
def test_the_rule_of_numbers_is_said_once_above_them(name):
    text = measurement_text(read_measurement(DATA / name))
    assert widest(text) <= 100
    rules = [line for line in text.splitlines() if line.startswith(("  Printed:", "  Computed:"))]
    assert len(rules) == len(set(rules)) < 5
    assert "as the software prints it" not in text


def test_a_nanosight_summary_says_once_that_its_numbers_are_printed_means():
    text = measurement_text(CLEAN)
    assert text.count("Printed: mean of") == 1
    assert text.count("technical SD") == 1
    assert "nm\n" in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"spread": 13e-9}, "183 ± 13 nm"),
        ({"low": 170e-9, "high": 190e-9}, "183 nm (95 % 170 nm to 190 nm)"),
        ({}, "183 nm"),
        ({"spread": 0.0}, "183.0 ± 0.0 nm"),
        ({"spread": 1.9e-12}, "183.0 ± <0.1 nm"),
    ],
)
def test_a_number_with_its_spread_or_interval(more, said):
    assert said == value_text(Figure(name="D50", value=183e-9, unit="m", meaning="", source="printed", **more))


def test_a_rule_that_markers_share_is_said_once_above_them():
    markers = tuple(
        Marker(name=name, result="positive", said=f"{at + 2} peptides", rule="positive is what two show") for at, name in enumerate(("CD9", "CD63"))
    )
    text = measurement_text(dataclasses.replace(CLEAN, markers=markers))
    assert text.count("ositive is what two show") == 1
    assert text.index("Positive is what two show") < text.index("(2 peptides)") < text.index("(3 peptides)")
    rows = [row for row in figures_rows([dataclasses.replace(CLEAN, markers=markers)]) if row[4] == "CD63"]
    assert rows[0][-1] == "3 peptides; positive is what two show"


def test_a_table_of_numbers_has_them_as_the_text_shows_them_too():
    head, *rows = figures_rows([CLEAN])
    found = {row[4]: dict(zip(head, row, strict=True)) for row in rows}
    size, concentration = found["D50"], found["concentration"]
    assert (size["unit"], size["shown unit"]) == ("m", "nm")
    assert size["shown"] == pytest.approx(size["value"] * 1e9, rel=1e-7)
    assert (concentration["unit"], concentration["shown unit"]) == ("particles/m3", "particles/mL")
    assert concentration["shown"] == pytest.approx(concentration["value"] / 1e6, rel=1e-7)
    blank = figures_rows([dataclasses.replace(CLEAN, figures=(), markers=(Marker(name="CD9", result="negative", said="none"),))])[1]
    assert dict(zip(head, blank, strict=True))["shown"] == ""


def test_notices_that_differ_in_numbers_only_stand_once():
    text = reading_text(Reading(measurements=many(100, "The temperature differs by {}.5 K between videos."), files=100))
    assert text.count("The temperature differs by") == 1
    assert "in all 100, such as: The temperature differs by 0.5 K" in text
    assert "in all 100: The dilution is not recorded." in text
    assert len(text.splitlines()) < 112
    assert widest(text) <= 100


def test_different_notices_refusals_and_remarks_are_limited_and_counted():
    words = ["".join(chr(97 + int(digit)) for digit in f"{at:03d}") for at in range(60)]
    measurements = tuple(dataclasses.replace(CLEAN, sample=word, notices=(f"Something {word} is odd.",)) for word in words)
    refusals = tuple(Refusal(path=Path(f"{word}.txt"), sentence=f"'{word}.txt' is empty.") for word in words)
    text = reading_text(Reading(measurements=measurements, refusals=refusals, remarks=tuple(words), files=120))
    assert "120 files, 60 measurements (nta), 60 refused" in text
    assert "… and 40 more" in text
    assert "… and 50 more" in text
    assert sum(line.startswith("  - ") for line in text.splitlines()) == 50


def test_what_can_be_read_is_said_once_for_many_unknown_files(tmp_path):
    for number in range(5):
        (tmp_path / f"note {number}.txt").write_text(f"hello {number}\n")
    text = " ".join(reading_text(read_all([tmp_path])).split())
    assert text.count("exoforge reads ") == 1
    assert text.count("is not an instrument file") == 5


def test_the_undiluted_concentration_is_in_the_table():
    from exoforge.instruments.dilution import of_stock, with_dilution

    text = reading_text(Reading(measurements=(of_stock(with_dilution(read_measurement(DATA / "zetaview_point.txt"), 100.0)),), files=1))
    assert "undiluted/mL" in text
