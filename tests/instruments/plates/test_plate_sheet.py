import io
import zipfile

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.plates import PlateSheet, sheet_text, write_book
from tests.instruments.as_file import as_file

PLATE = np.arange(96.0).reshape(8, 12) / 50.0


def read(text, **more):
    return PlateSheet().read(as_file(text, **more))


@pytest.mark.parametrize(("mark", "decimal"), [(",", "."), (";", "."), (";", ","), ("\t", ","), ("\t", "."), ("|", ",")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plate_is_read_under_every_mark(mark, decimal, encoding, end):
    text = sheet_text(PLATE, mark=mark, decimal=decimal).replace("\n", end)
    (found,) = read(text, encoding=encoding)
    assert found.arrays["signal"] == pytest.approx(PLATE, abs=1e-4)
    assert found.sample == "562 nm"
    assert "synthetic" in found.notices[0]


def test_384_wells_and_every_other_cell_are_kept():
    plate = np.arange(384.0).reshape(16, 24)
    (found,) = read("Instrument,X100\nRead by,A. Person\n\n" + sheet_text(plate, label="Luminescence") + "\nEnd of plate,37.1 C\n")
    assert found.arrays["signal"] == pytest.approx(plate)
    cells = found.settings["other cells"]
    assert "Instrument; X100" in cells.values()
    assert "End of plate; 37.1 C" in cells.values()


def test_several_plates_anywhere_in_a_sheet():
    second = ["", "Plate 2 (450 nm)", *(f",,{line}" for line in sheet_text(PLATE + 1).splitlines()[3:])]
    found = read(sheet_text(PLATE) + "\n".join(second) + "\n")
    assert [one.sample for one in found] == ["562 nm", "Plate 2 (450 nm)"]
    assert found[1].arrays["signal"] == pytest.approx(PLATE + 1, abs=1e-4)


def test_several_lines_of_a_row_letter_are_several_wavelengths():
    lines = ["Results", "\t" + "\t".join(map(str, range(1, 13)))]
    for row, letter in enumerate("ABCDEFGH"):
        lines.append("\t".join([letter, *map(str, PLATE[row]), "450"]))
        lines.append("\t".join(["", *map(str, PLATE[row] / 2), "570"]))
    found = read("\n".join(lines) + "\n")
    assert [one.sample for one in found] == ["450 nm", "570 nm"]
    assert found[1].arrays["signal"] == pytest.approx(PLATE / 2)


def test_rows_without_letters_under_a_temperature():
    lines = ["Plate:\tA\tEndpoint", "\tTemperature(C)\t" + "\t".join(map(str, range(1, 13)))]
    lines += ["\t".join(["", "25.0" if row == 0 else "", *map(str, PLATE[row])]) for row in range(8)]
    (found,) = read("\n".join(lines) + "\n")
    assert found.arrays["signal"] == pytest.approx(PLATE)


def test_saturated_and_other_words_are_no_numbers():
    words = {"A1": "OVRFLW", "B2": ">4.000", "C3": "n/a", "D4": "bubble", "E5": "1e300", "F6": "inf", "G7": "<0.01"}
    (found,) = read(sheet_text(PLATE, words=words))
    signal = found.arrays["signal"]
    assert int(found.arrays["saturated"].sum()) == 2
    assert all(np.isnan(signal["ABCDEFGH".index(well[0]), int(well[1:]) - 1]) for well in words)
    assert found.flags["saturated/A1"] == ("OVRFLW",)
    assert found.unread["well D4"] == "bubble"
    assert int(np.isnan(signal).sum()) == len(words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (sheet_text(PLATE).rsplit("G,", 1)[0], "no row G"),
        (sheet_text(np.full((8, 12), np.nan)), "holds no number"),
        ("\n".join(line.split(",", 1)[-1] if line[:2] in {f"{one}," for one in "ABCDEFGH"} else line for line in sheet_text(PLATE).splitlines()), "no row 'A'"),
        (sheet_text(PLATE) + "x,1\n" * 6000, "more than 5000 rows"),
    ],
)
def test_what_is_no_whole_plate_is_refused_in_one_sentence(text, said):
    file = as_file(text)
    assert PlateSheet().sniff(file)
    with pytest.raises(FileError, match=said) as refusal:
        PlateSheet().read(file)
    assert str(file.path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_other_tables_are_not_taken_for_plates():
    for text in ("a,b\n1,2\n", "1,2,3,4,5,6,7,8,9,10,11,12\n", "x," + ",".join(map(str, range(1, 13))) + "\ny,no\n", '"never closed\n,11,\n'):
        assert not PlateSheet().sniff(as_file(text))


def test_a_workbook_with_two_sheets(tmp_path):
    path = tmp_path / "plates.xlsx"
    write_book(path, {"562 nm": PLATE, "620 nm": PLATE / 10}, words={"H12": "OVER"})
    found = read_measurements(path)
    assert [one.sample for one in found] == ["562 nm", "620 nm"]
    assert found[1].arrays["signal"][:7] == pytest.approx(PLATE[:7] / 10)
    assert found[0].arrays["saturated"][7, 11] == 1
    assert any("by description only" in notice for notice in found[0].notices)


def test_a_workbook_that_is_a_bomb_or_damaged_is_not_opened(tmp_path):
    path = tmp_path / "plates.xlsx"
    write_book(path, {"plate": PLATE})
    content = path.read_bytes()
    bomb = io.BytesIO(content)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 60_000_000)
    path.write_bytes(bomb.getvalue())
    with pytest.raises(FileError, match="unpacks to"):
        read_measurements(path)
    heavy = io.BytesIO(content)
    with zipfile.ZipFile(heavy, "a") as archive:
        archive.writestr("xl/styles2.xml", b"<a>" + bytes(range(97, 123)) * 100_000)
    path.write_bytes(heavy.getvalue())
    with pytest.raises(FileError, match="styles2"):
        read_measurements(path)
    evil = io.BytesIO(content)
    with zipfile.ZipFile(evil, "a") as archive:
        archive.writestr("xl/more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    path.write_bytes(evil.getvalue())
    with pytest.raises(FileError, match="declares entities"):
        read_measurements(path)
    for cut in (30, len(content) // 2, len(content) - 10):
        path.write_bytes(content[:cut])
        with pytest.raises(FileError) as refusal:
            read_measurements(path)
        assert "\n" not in str(refusal.value)
    draw = np.random.default_rng(1)
    for _ in range(40):
        copy = bytearray(content)
        for place in draw.integers(0, len(copy), 6):
            copy[place] = draw.integers(0, 256)
        path.write_bytes(bytes(copy))
        try:
            read_measurements(path)
        except FileError as trouble:
            assert "\n" not in str(trouble)


def test_a_workbook_of_wide_empty_rows_takes_little_memory(tmp_path):
    import tracemalloc

    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    for name in range(4):
        sheet = book.create_sheet(f"s{name}")
        for _ in range(1500):
            sheet.append([*[None] * 599, 1])
    path = tmp_path / "wide.xlsx"
    book.save(path)
    tracemalloc.start()
    with pytest.raises(FileError):
        read_measurements(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


@pytest.mark.parametrize("mark", [";", "\t"])
def test_thousands_are_no_decimals(mark):
    counts = np.arange(96.0).reshape(8, 12) * 500 + 1000
    grouped = sheet_text(counts, mark=mark)
    for value in counts.ravel():
        grouped = grouped.replace(f"{mark}{value:.4f}", f"{mark}{value:,.0f}").replace(f"{mark}{value:.0f}{mark}", f"{mark}{value:,.0f}{mark}")
    with pytest.raises(FileError, match="decimals with a point"):
        read(grouped)


def test_a_raw_plate_says_how_it_becomes_protein():
    (found,) = read(sheet_text(PLATE))
    assert any("exoforge assay read" in notice for notice in found.notices)
    assert {"wells read": 96.0, "lowest signal": 0.0, "highest signal": pytest.approx(1.9)} == {one.name: one.value for one in found.figures}
