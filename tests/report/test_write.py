"""The folder: all files or none, nobody else's touched, and a crate that lists each with its checksum."""

import hashlib
import json
import tomllib
from datetime import date

import pytest

from exoforge.base.errors import SettingError
from exoforge.record.files import parse_record
from exoforge.report import drawing, write
from exoforge.report.document import NATURE, read_document
from exoforge.report.write import rendered, write_dossier
from tests.report import synthetic

NAMES = ["dossier.html", "dossier.pdf", "dossier.json", "record.toml", "ro-crate-metadata.json"]


@pytest.fixture(scope="module")
def files():
    return rendered(synthetic.full(), made_on=date(2024, 5, 17))


def crate_of(files):
    return {one["@id"]: one for one in json.loads(files["ro-crate-metadata.json"])["@graph"]}


def test_all_files_are_written(tmp_path):
    written = write_dossier(synthetic.short(), tmp_path / "new" / "out")
    assert [tmp_path / "new" / "out" / name for name in NAMES] == list(written)
    assert all(path.stat().st_size > 100 for path in written)
    assert read_document(written[2])["nature"] == NATURE


def test_the_record_reads_back(files):
    assert synthetic.full().therapy == parse_record(files["record.toml"].decode())
    assert tomllib.loads(files["record.toml"].decode())["id"] == "synthetic-calvaria"


def test_without_pdf_there_is_none():
    assert "dossier.pdf" not in rendered(synthetic.empty(), pdf=False)


def test_the_same_run_gives_the_same_files(files):
    assert files == rendered(synthetic.full(), made_on=date(2024, 5, 17))


def test_the_crate_lists_every_file_with_its_checksum(files):
    crate = crate_of(files)
    listed = {part["@id"] for part in crate["./"]["hasPart"]}
    assert set(files) - {"ro-crate-metadata.json"} == listed
    for name in listed:
        assert hashlib.sha256(files[name]).hexdigest() == crate[name]["sha256"]
        assert str(len(files[name])) == crate[name]["contentSize"]


def test_the_crate_says_how_it_was_made(files):
    crate = crate_of(files)
    assert crate["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert crate["./"]["datePublished"] == "2024-05-17"
    assert crate["#seed"]["value"] == 7
    assert crate["#members"]["value"] == 500
    assert crate["#exoforge"]["softwareVersion"] == "0.1.0"
    assert crate["#input-A12-ExperimentSummary.csv"]["sha256"] == "ab" * 32
    used = {one["@id"] for one in crate["#run"]["object"]}
    assert {"record.toml", "#seed", "#members", "#input-A12-ExperimentSummary.csv"} == used
    assert "license" not in crate["./"]


def test_every_pointer_of_the_crate_leads_to_an_entity(files):
    crate = crate_of(files)

    def pointers(value):
        if isinstance(value, dict):
            yield from [value["@id"]] if set(value) == {"@id"} else [one for item in value.values() for one in pointers(item)]
        elif isinstance(value, list):
            yield from (one for item in value for one in pointers(item))

    targets = {one for entity in crate.values() for key, value in entity.items() if key != "conformsTo" for one in pointers(value)}
    assert targets <= set(crate)


def test_the_day_can_be_set_from_outside(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert crate_of(rendered(synthetic.empty(), pdf=False))["./"]["datePublished"] == "1970-01-02"


def test_a_failure_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "dossier.html").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")

    def fails(*_args):
        raise RuntimeError("no PDF today")

    monkeypatch.setattr(write, "pdf_bytes", fails)
    with pytest.raises(RuntimeError, match="no PDF today"):
        write_dossier(synthetic.empty(), tmp_path)
    assert {"dossier.html": "old", "mine.txt": "mine"} == {path.name: path.read_text() for path in tmp_path.iterdir()}


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    write_dossier(synthetic.empty(), tmp_path, pdf=False)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_without_the_extra_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SettingError, match=r"pip install 'exoforge\[report\]'"):
        write_dossier(synthetic.empty(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert "exoforge[report]" in drawing.MISSING_EXTRA
