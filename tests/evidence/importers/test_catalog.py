"""Which importer reads a file, by its content; and what is refused at the door."""

from pathlib import Path

import pytest

from exoforge.base.disk import LARGEST_TEXT
from exoforge.base.errors import FileError
from exoforge.evidence.importers.catalog import importers, read_import
from exoforge.evidence.importers.contract import Importer
from exoforge.evidence.importers.names import Names
from tests.evidence.importers.tables import ROW, table

DATA = Path(__file__).parent / "data"
SAMPLES = {"ris": "two.ris", "nbib": "two.nbib", "clinicaltrials-gov-v2": "trial.json"}


def text_of(importer):
    return table(ROW) if importer.name == "csv-template" else (DATA / SAMPLES[importer.name]).read_text()


@pytest.mark.parametrize("importer", importers(), ids=lambda importer: importer.name)
def test_a_file_is_known_by_its_content_whatever_its_name(importer, tmp_path):
    assert isinstance(importer, Importer)
    path = tmp_path / "download.txt"
    path.write_text(text_of(importer))
    found = read_import(path, Names(()))
    assert importer.title == found.title
    assert all(row.arm is not None for row in found.rows)
    assert found == read_import(path, Names(()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encodings_of_spreadsheet_programs_are_read(encoding, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(table(ROW | {"dose": "100 µg protein", "authors": "Müller A"}).encode(encoding))
    (row,) = read_import(path, Names(())).rows
    assert ("100 ug protein", "Müller A") == (str(row.arm.therapy.dosing.dose.value), row.arm.therapy.citations[0].authors)


@pytest.mark.parametrize("content", [b"Dear colleague,\nplease find", b"{}", b'{"a": 1}', b"a,b,c\n1,2,3\n", b"<html></html>"])
def test_an_unknown_file_is_refused_with_what_is_understood(content, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"nothing that can be added.*understands studies of ClinicalTrials.gov.*RIS.*extraction template"):
        read_import(path, Names(()))


@pytest.mark.parametrize(("content", "what"), [(b"PK\x03\x04..", "spreadsheet"), (b"%PDF-1.4", "PDF"), (b"a\x00b", "not a text file"), (b" \n", "empty")])
def test_a_file_that_is_no_text_is_refused(content, what, tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=what):
        read_import(path, Names(()))


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    with pytest.raises(FileError, match=r"has 67 MB"):
        read_import(path, Names(()))
