"""The examples run, and the example of the Python interface does what it says."""

import runpy
from pathlib import Path

import pytest

import exoforge
from exoforge.design.cargo.contrast import contrast_of

EXAMPLES = Path(__file__).parents[1] / "examples"
RECORDS = sorted(EXAMPLES.glob("*.toml"))


def test_there_is_one_of_each_standing():
    assert {"published", "planned", "performed"} == {exoforge.read(path).standing for path in RECORDS}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_an_example_runs_and_is_written(path, tmp_path):
    assert all(problem.severity != "error" for problem in exoforge.check(path))
    files = [exoforge.read_measurement(file) for file in EXAMPLES.glob(f"{path.stem}*.csv")]
    result = exoforge.run(exoforge.read(path), members=12, seed=1, measurements=files)
    assert result.response is not None
    assert bool(result.confrontations) == bool(files)
    written = exoforge.write_dossier(result, tmp_path)
    assert all(file.stat().st_size > 0 for file in written)
    assert exoforge.read(tmp_path / "record.toml") == exoforge.read(path)


def test_the_nta_file_of_the_example_is_the_one_its_script_makes(tmp_path, monkeypatch):
    made = runpy.run_path(str(EXAMPLES / "make_nta.py"), run_name="made")
    committed = (EXAMPLES / "performed-bone-batch-ExperimentSummary.csv").read_bytes()
    (tmp_path / "performed-bone-batch.toml").write_bytes((EXAMPLES / "performed-bone-batch.toml").read_bytes())
    monkeypatch.setitem(made["main"].__globals__, "HERE", tmp_path)
    made["main"]()
    assert committed == (tmp_path / "performed-bone-batch-ExperimentSummary.csv").read_bytes()


def test_the_counts_of_the_example_are_those_its_script_makes_and_its_truth_is_found(tmp_path, monkeypatch):
    made = runpy.run_path(str(EXAMPLES / "cargo" / "make_counts.py"), run_name="made")
    monkeypatch.setitem(made["main"].__globals__, "HERE", tmp_path)
    made["main"]()
    assert (EXAMPLES / "cargo" / "counts.csv").read_bytes() == (tmp_path / "counts.csv").read_bytes()
    contrast = contrast_of(EXAMPLES / "cargo" / "counts.csv", control="Rest", treated="Primed")
    called = {one.name: one.log2_fold for one in contrast.rows if one.q is not None and one.q <= 0.05}
    assert set(called) == {*made["RAISED"], *made["LOWERED"]}
    assert all((fold > 0) == (name in made["RAISED"]) for name, fold in called.items())


def test_ten_lines_of_python(capsys):
    runpy.run_path(str(EXAMPLES / "ten_lines.py"), run_name="__main__")
    printed = capsys.readouterr().out
    assert "moves the headline most" in printed
    assert "Waugh" in printed
