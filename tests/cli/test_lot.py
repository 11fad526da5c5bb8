"""The commands of lots, as a user meets them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exoforge.base.errors import ExoforgeError
from exoforge.cli import app

RUNNER = CliRunner()
EXAMPLES = Path(__file__).parents[2] / "examples" / "lots"


@pytest.fixture(scope="module")
def series(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lots") / "lots"
    shutil.copytree(EXAMPLES, folder)
    return folder


def asked(*arguments, code=0):
    found = RUNNER.invoke(app, ["lot", *map(str, arguments)])
    assert found.exit_code == code, (found.output, found.exception)
    assert all(len(line) <= 100 for line in found.output.splitlines() if not line.startswith("{") and "pytest-" not in line)
    return found.output


def refused(*arguments):
    found = RUNNER.invoke(app, ["lot", *map(str, arguments)])
    assert isinstance(found.exception, ExoforgeError), found.output
    return str(found.exception)


def test_every_command_has_an_example():
    for command in ("new", "check", "specs", "judge", "enter", "history", "export", "trend"):
        text = RUNNER.invoke(app, ["lot", command, "--help"]).output
        assert f"exoforge lot {command}" in text
        for option in ("--json", "--quiet", "--seed"):
            assert option in text, command


def test_a_lot_begins_is_checked_and_its_history_is_kept(tmp_path):
    path = tmp_path / "lot-07.toml"
    asked("new", path, "--who", "A. Example")
    assert "'made' is missing" in refused("check", path)
    path.write_text(path.read_text().replace('product = ""', 'product = "P"').replace("# made = ", "made = "))
    assert "0 problems" in asked("check", path)
    path.write_text(path.read_text().replace('passage = ""', 'passage = "5"'))
    assert "changed since entry 1" in asked("history", path).replace("\n", " ")
    asked("enter", path, "--event", "corrected", "--what", "passage is 5", "--why", "misread", "--who", "A. Example")
    facts = json.loads(asked("history", path, "--json"))
    assert [one["event"] for one in facts["entries"]] == ["created", "corrected"]
    assert asked("history", path, "--holds", facts["entries"][0]["digest"][:12])
    assert "was removed" in asked("history", path, "--holds", "abcdef", code=2)
    history = tmp_path / "lot-07.history.jsonl"
    history.write_text(history.read_text().replace("A. Example", "B. Example", 1))
    assert "ALTERED" in asked("history", path, code=2)
    assert "already" in refused("new", path)


def test_the_twelve_examples_are_judged(series):
    overall = {}
    for path in sorted(series.glob("lot-*.toml")):
        facts = json.loads(asked("judge", path, "--spec", series / "specification.toml", "--who", "A. Example", "--json"))
        assert facts["overall"] == "exercise"
        overall[path.stem] = facts["outcome"]
        assert facts["history_entry"]
    assert [name for name, one in overall.items() if one == "reject"] == ["lot-09"]
    assert list(overall.values()).count("release") == 11


def test_a_certificate_is_written_and_says_no_more_than_conformity(series, tmp_path):
    pytest.importorskip("typst")
    text = asked("judge", series / "lot-01.toml", "--spec", "sttt-2025", "--who", "A. Example", "-o", tmp_path / "c.pdf")
    assert "INCOMPLETE" in text
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    plain = json.loads((tmp_path / "c.json").read_text())
    verdicts = {one["test"]: one["verdict"] for one in plain["tests"]}
    assert (verdicts["size"], verdicts["karyotype"]) == ("pass", "not tested")
    assert "clinical" not in json.dumps(plain | {"specification": None, "notes": None})
    assert "research use" in plain["nature"]
    assert "written as" in refused("judge", series / "lot-01.toml", "--spec", "sttt-2025", "-o", tmp_path / "c.docx")


def test_a_certificate_says_what_is_synthetic_and_what_was_judged_before(series, tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(series, folder)
    path, spec = folder / "lot-02.toml", folder / "specification.toml"
    for history in folder.glob("*.history.jsonl"):
        history.unlink()
    facts = json.loads(asked("judge", path, "--spec", spec, "--who", "A", "--json"))
    assert facts["answer"].startswith("Exercise, nothing was measured")
    assert "Not for release" in facts["exercise"]
    assert all(one["synthetic"] for one in facts["files"])
    path.write_text(path.read_text().replace('nature = "synthetic"\n', ""))
    facts = json.loads(asked("judge", path, "--spec", spec, "--who", "A", "--json"))
    assert (facts["overall"], facts["exercise"]) == ("incomplete", "")
    assert "changed since entry 1" in facts["notes"][0]
    assert [(one["number"], one["same_lot_file"]) for one in facts["earlier"]] == [(1, False)]
    assert facts["earlier"][0]["answer"].startswith("Exercise, nothing was measured")
    text = asked("judge", path, "--spec", spec, "--who", "A", "-o", tmp_path / "c.pdf")
    assert "synthetic: nothing was measured, so it is" in text
    assert "Judged before" in text


def test_a_history_outlives_its_lot_file(tmp_path):
    path = tmp_path / "lot-07.toml"
    asked("new", path, "--who", "A. Example")
    path.unlink()
    assert "is not there" in asked("history", path)


def test_a_file_that_was_changed_is_not_judged(series, tmp_path):
    folder = tmp_path / "lots"
    shutil.copytree(series, folder)
    file = folder / "lot-01-ExperimentSummary.csv"
    file.write_bytes(file.read_bytes().replace(b"0.5", b"0.6", 1))
    facts = json.loads(asked("judge", folder / "lot-01.toml", "--spec", folder / "specification.toml", "--who", "A", "--json"))
    assert facts["outcome"] == "incomplete"
    assert ["SHA-256" in one for one in facts["notes"] if "lot-01-ExperimentSummary.csv" in one] == [True]
    assert "not the file that was stated" in asked_check(folder / "lot-01.toml")


def test_every_problem_of_the_check_keeps_a_lot_from_conforming_and_stands_on_the_certificate(series, tmp_path):
    """One file as sample and as standard was once a problem of 'lot check' and conformed all the same."""
    folder = tmp_path / "lots"
    shutil.copytree(series, folder)
    path = folder / "lot-02.toml"
    text = path.read_text().replace("lot-02-beads-ExperimentSummary.csv", "lot-02-ExperimentSummary.csv")
    path.write_text("\n".join(line for line in text.splitlines() if not line.startswith("sha256")))
    assert "stands already as file 1" in asked_check(path)
    facts = json.loads(asked("judge", path, "--spec", folder / "specification.toml", "--who", "A", "--json"))
    assert (facts["overall"], facts["outcome"]) == ("exercise", "incomplete")
    assert "1 problem of the lot file" in facts["sentence"]
    assert any("stands already as file 1" in one for one in facts["notes"])


def test_a_file_that_was_measured_before_the_lot_was_made_is_a_deviation(series, tmp_path):
    folder = tmp_path / "lots"
    shutil.copytree(series, folder)
    path = folder / "lot-02.toml"
    path.write_text(path.read_text().replace("made = 2026-01-19", "made = 2026-02-01\nexpires = 2026-03-01"))
    facts = json.loads(asked("judge", path, "--spec", folder / "specification.toml", "--who", "A", "--json"))
    (one,) = (one for one in facts["deviations"] if "'lot-02-ExperimentSummary.csv'" in one)
    assert "measured on 2026-01-19" in one
    assert "before the lot was made (2026-02-01)" in one


def test_the_check_of_records_names_that_of_lots(series):
    found = RUNNER.invoke(app, ["check", str(series / "lot-02.toml")])
    assert found.exit_code == 2
    assert "is a lot" in found.output
    assert "exoforge lot check" in found.output
    assert "'exoforge' is missing" not in found.output


def asked_check(path):
    found = RUNNER.invoke(app, ["lot", "check", str(path)])
    assert found.exit_code == 2
    return found.output


def test_an_export_holds_everything_and_overwrites_nothing(series, tmp_path):
    pytest.importorskip("typst")
    asked("export", series / "lot-02.toml", "--spec", series / "specification.toml", "--who", "A", "-o", tmp_path / "out", "--with-files")
    names = {str(one.relative_to(tmp_path / "out")) for one in (tmp_path / "out").rglob("*") if one.is_file()}
    assert names >= {"lot.toml", "specification.toml", "history.jsonl", "certificate.pdf", "certificate.json", "manifest.json"}
    assert len([one for one in names if one.startswith("files")]) == 2
    assert "already there" in refused("export", series / "lot-02.toml", "--spec", series / "specification.toml", "-o", tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_cannot_be_exported_is_entered_nowhere(series, tmp_path):
    shutil.copytree(series, tmp_path / "lots")
    path = tmp_path / "lots" / "lot-02.toml"
    asked("enter", path, "--what", "begun", "--who", "A")
    (path.parent / "lot-02-ExperimentSummary.csv").unlink()
    assert "nothing was exported" in refused("export", path, "--spec", series / "specification.toml", "--who", "A", "-o", tmp_path / "out", "--with-files")
    assert [one["event"] for one in json.loads(asked("history", path, "--json"))["entries"]][-1] == "note"


def test_a_series_is_followed(series, tmp_path):
    text = asked("trend", series, "-f", "D50", "-s", series / "specification.toml", "--reference", "lot-01,lot-02,lot-03", "--margin", "10 %")
    for part in ("rising", "no drift is seen", "Cpk", "equivalent", "rule 1"):
        assert part in text
    asked("trend", series, "-f", "D50", "-o", tmp_path / "t.csv")
    assert len((tmp_path / "t.csv").read_text().splitlines()) == 13
    few = asked("trend", *sorted(series.glob("lot-0[1-5].toml")), "-f", "concentration")
    assert "run chart" in few
    stated = asked("trend", series, "-f", "endotoxin", "-o", tmp_path / "e.json")
    assert "Left out" in stated


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-f", "D51"], "No lot has 'D51'"),
        (["-f", "D50", "--chart", "xbar-s"], "no repeats"),
        (["-f", "D50", "--reference", "lot-01,lot-02"], "--margin"),
        (["-f", "D50", "--reference", "lot-99", "--margin", "1 nm"], "lot-99"),
        (["-f", "D50", "--reference", "lot-01,lot-02", "--margin", "1 mL"], "does not fit"),
    ],
)
def test_what_cannot_be_followed_is_refused(series, words, said):
    assert said in refused("trend", series, *words)


def test_a_set_of_rules_is_one_of_two(series):
    assert "western-electric" in asked("trend", series, "-f", "D50", "--rules", "wrong", code=2)


def test_the_examples_are_those_that_their_script_makes(tmp_path, monkeypatch):
    import runpy

    made = runpy.run_path(str(EXAMPLES / "make_lots.py"), run_name="made")
    monkeypatch.setitem(made["main"].__globals__, "HERE", tmp_path)
    made["main"]()
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (EXAMPLES / path.name).read_bytes(), path.name
