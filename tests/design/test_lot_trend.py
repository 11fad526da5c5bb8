"""A number followed from lot to lot."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.design.lot_trend import follow
from exoforge.design.lots import ReadLot, lots_in
from exoforge.quality.release.evidence import ReadFile
from exoforge.quality.release.specification import Specification
from exoforge.record.lots.lot import Lot
from exoforge.streams.measurement import Figure, Measurement


def a_lot(number, values, *, technique="nta", beads=()):
    def one(value, standard=""):
        figure = Figure(name="D50", value=value * 1e-9, unit="m", meaning="", source="printed")
        measured = Measurement(technique=technique, arrays={}, specs=(), sample="s", instrument="i", figures=(figure,))
        return {"path": f"{standard}{number}-{value}", "standard": standard}, measured

    made = [*(one(value) for value in values), *(one(value, "beads") for value in beads)]
    plain = {"lot_format": "1.0", "id": f"L{number:02d}", "product": "P", "made": date(2026, 1, 1) + timedelta(days=number)}
    lot = Lot.model_validate(plain | {"file": [row for row, _ in made]})
    files = tuple(ReadFile(file=file, sha256="", measurements=(measured,)) for file, (_, measured) in zip(lot.files, made, strict=True))
    return ReadLot(path=Path(f"{number}.toml"), sha256="", lot=lot, files=files)


def series(count, repeats=1, seed=1, shift=0.0):
    rng = np.random.default_rng(seed)
    return [a_lot(number, rng.normal(110 + shift * (number > count // 2), 2, repeats).round(3)) for number in range(count)]


def test_few_lots_give_a_run_chart_and_eight_give_limits():
    assert follow(series(7), "D50").chart == "run"
    found = follow(series(8), "D50")
    assert (found.chart, found.limits.used) == ("individuals", 8)


def test_lots_with_several_files_give_means_and_standard_deviations():
    found = follow(series(10, repeats=3), "d50")
    assert found.chart == "xbar-s"
    assert found.limits.within == pytest.approx(2e-9, rel=0.4)
    assert follow(series(10, repeats=3), "D50", chart="individuals").chart == "individuals"


def test_where_lots_differ_more_than_their_repeats_it_is_said():
    rng = np.random.default_rng(2)
    lots = [a_lot(number, (rng.normal(110, 10) + rng.normal(0, 0.5, 3)).round(3)) for number in range(10)]
    assert any("--chart individuals" in note for note in follow(lots, "D50").notes)


def test_a_standard_is_no_lot():
    found = follow([a_lot(number, [110 + number % 2], beads=[100]) for number in range(9)], "D50")
    assert len(found.points) == len(found.standards) == 9
    assert {round(one.value * 1e9) for one in found.standards} == {100}


def test_techniques_are_not_mixed():
    lots = [*series(8), a_lot(20, [90], technique="dls")]
    with pytest.raises(SettingError, match="--technique"):
        follow(lots, "D50")
    found = follow(lots, "D50", technique="nta")
    assert any("L20" in note for note in found.notes)


def test_capability_needs_a_limit_and_enough_lots():
    test = {"id": "size", "name": "S", "attribute": "identity", "limit": {"kind": "between", "low": "90 nm", "high": "130 nm", "figure": "D50"}}
    spec = Specification.model_validate({"spec_format": "1.0", "id": "S", "version": "1", "title": "S", "test": [test]})
    found = follow(series(12), "D50", spec=spec).capability
    assert found.low < found.ppk < found.high
    assert (found.limit_low, found.limit_high) == pytest.approx((90e-9, 130e-9))
    few = follow(series(9), "D50", spec=spec)
    assert few.capability is None
    assert any("too few for a capability" in note for note in few.notes)


def test_a_shift_is_seen_against_the_first_lots():
    found = follow(series(20, shift=12.0), "D50", first=8)
    assert min(one.at for one in found.signals if one.number == 1) > 9


def test_a_concentration_is_that_of_the_product_in_any_case_of_its_letters():
    figure = Figure(name="concentration", value=1e15, unit="particles/m3", meaning="", source="printed")
    lots = [a_lot(number, [110]) for number in range(3)]
    for lot in lots:
        measured = dataclasses.replace(lot.files[0].measurements[0], figures=(figure,))
        object.__setattr__(lot, "files", (dataclasses.replace(lot.files[0], measurements=(measured,)),))
    for name in ("concentration", "Concentration"):
        with pytest.raises(SettingError, match="how far it was diluted"):
            follow(lots, name)


def test_what_makes_a_step_or_a_capability_doubtful_is_said():
    lots = series(12, shift=20)
    spec = {"id": "t", "name": "T", "attribute": "quantity", "limit": {"kind": "between", "low": "80 nm", "high": "160 nm", "figure": "D50"}}
    asked = Specification.model_validate({"spec_format": "1.0", "id": "S", "version": "1", "title": "S", "test": [spec]})
    notes = follow(lots, "D50", spec=asked).notes
    assert any("no stable process" in note for note in notes)
    assert any("outside its own limits in the lower chart: L07" in note for note in notes)
    measured = dataclasses.replace(lots[0].files[0].measurements[0], instrument="j", unread={"remark": "Synthetic: made by exoforge"})
    object.__setattr__(lots[0], "files", (dataclasses.replace(lots[0].files[0], measurements=(measured,)),))
    notes = follow(lots, "D50").notes
    assert any("2 instruments" in note for note in notes)
    assert any("1 of 12 lots are synthetic" in note for note in notes)


def test_a_folder_without_lots_is_refused(tmp_path):
    (tmp_path / "spec.toml").write_text("a = 1\n")
    with pytest.raises(FileError, match="no lot"):
        lots_in([tmp_path])
