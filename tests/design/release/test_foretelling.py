"""What a record's carrier lets go: sizes, drivers, and measured points beside the band."""

import numpy as np
import pytest

from exoforge.base.errors import ExoforgeError
from exoforge.design.release.curves import Curve, Curves
from exoforge.design.release.feed import stated_curves
from exoforge.design.release.foretelling import drawn_until, release_foretold
from exoforge.design.release.structure import groups_of
from exoforge.record.files import read_record
from exoforge.report.release.predict_figure import predict_figure
from exoforge.report.release.predict_plain import predict_facts, predict_rows
from exoforge.report.release.predict_text import predict_text

GEL = """exoforge = "1.0"
id = "gel"
title = "gel"
standing = "planned"
[source]
cell = "umbilical-cord-msc"
[[step]]
stage = "deliver"
kind = "KIND"
[dosing]
dose = "2e10 particles"
"""
MEASURED = """
[[measurement]]
technique = "nta"
quantity = "median diameter"
value = "140 nm"
[[measurement]]
technique = "fluorescence"
quantity = "release"
file = "curves.csv"
"""


def record(tmp_path, kind="gel-slab", more=""):
    path = tmp_path / "gel.toml"
    path.write_text(GEL.replace("KIND", kind) + more, encoding="utf-8")
    return read_record(path)


def measured(*shares, hours=(0.0, 6.0, 24.0, 48.0, 96.0)):
    made = tuple(Curve(batch=f"B{place}", time=np.array(hours) * 3600.0, released=np.array(share), spread=None) for place, share in enumerate(shares))
    return Curves(file="made.csv", time_unit="h", measured="released", curves=made, corrected=False, notes=())


def test_small_vesicles_leave_a_gel_first_and_its_diffusivity_decides(tmp_path):
    found = release_foretold(record(tmp_path), members=40, seed=1)
    small, _, large = found.by_size
    assert small.released.central[-1] > large.released.central[-1]
    assert not found.sizes_alike
    assert found.ledger[0].assumption.name == "diffusivity"
    assert found.times[0.1].central < found.times[0.5].central
    assert np.all(np.diff(found.released.median) >= -1e-9)
    assert np.all(found.released.low <= found.released.high + 1e-12)
    assert "an assumption" in found.feed


def test_a_scaffold_lets_all_sizes_leave_alike(tmp_path):
    found = release_foretold(record(tmp_path, "burst-release"), members=20)
    assert found.sizes_alike
    assert "all sizes leave alike" in predict_text(found)


def test_given_and_stated_sizes_take_the_place_of_usual_ones(tmp_path):
    given = release_foretold(record(tmp_path), diameter=60e-9, spread=1.2, members=4)
    stated = release_foretold(record(tmp_path, more=MEASURED), members=4)
    usual = release_foretold(record(tmp_path), members=4)
    assert given.released.central[-1] > usual.released.central[-1] > stated.released.central[-1]
    assert "as given" in given.feed
    assert "stated 140 nm (median diameter, nta)" in stated.feed
    assert stated_curves(record(tmp_path, more=MEASURED), tmp_path) == tmp_path / "curves.csv"
    assert stated_curves(record(tmp_path), tmp_path) is None


def test_points_outside_the_band_are_named(tmp_path):
    found = release_foretold(record(tmp_path), curves=measured([0, 0.6, 0.9, 0.95, 0.99], [0, 0.001, 0.001, 0.001, 0.001]), members=40)
    fast, slow = found.beside
    assert len(fast.above) == 4
    assert not fast.below
    assert len(slow.below) == 4
    assert "faster than foretold" in predict_text(found)
    assert drawn_until(found) == pytest.approx(1.25 * 96 * 3600)
    late = release_foretold(record(tmp_path), curves=measured([0, 0.1, 0.2, 0.3, 0.4], hours=(0, 24, 48, 96, 24 * 400)), members=4)
    assert late.beside[0].later == 1


def test_facts_rows_and_figure_hold_no_number_that_is_none(tmp_path):
    import json

    found = release_foretold(record(tmp_path), curves=measured([0, 0.05, 0.1, 0.2, 0.3]), members=10)
    facts = json.loads(json.dumps(predict_facts(found), allow_nan=False))
    assert facts["sizes_alike"] is False
    assert len(facts["by_size"]) == 3
    assert "nan" not in predict_text(found).casefold()
    assert max(map(len, predict_text(found).splitlines())) <= 100
    assert len({len(row) for row in predict_rows(found)}) == 1
    json.dumps(predict_figure(found), allow_nan=False)


def test_a_record_without_a_delivery_or_a_model_is_refused(tmp_path):
    without = (GEL[: GEL.index("[[step]]")] + "[dosing]\ndose = '1e9 particles'\n").replace("KIND", "")
    path = tmp_path / "none.toml"
    path.write_text(without, encoding="utf-8")
    with pytest.raises(ExoforgeError, match="no step of stage 'deliver'"):
        release_foretold(read_record(path), members=4)
    with pytest.raises(ExoforgeError, match="without --diameter"):
        release_foretold(record(tmp_path), spread=1.4, members=4)


def test_laws_that_disagree_are_told_one_by_one_and_that_the_median_describes_none(tmp_path):
    found = release_foretold(record(tmp_path, "hindered-gel"), members=120, seed=0)
    assert [one.law for one in found.by_law] == ["lustig-peppas", "obstruction", "ogston", "retention"]
    assert sum(one.members for one in found.by_law) == 120
    ends = [one.at_end.median for one in found.by_law]
    assert ends == sorted(ends)
    assert found.groups.little > 0.3
    text = predict_text(found)
    assert "The laws disagree" in text
    assert "none was checked on vesicles" in text
    assert len(predict_facts(found)["by_law"]) == 4
    assert "dashed: medians by law, none of them checked on vesicles" in predict_figure(found)["title"]["subtitle"]


@pytest.mark.parametrize(("ends", "apart"), [([0.0] * 6 + [1.0] * 4, True), ([0.0] * 10, False), ([0.3, 0.5, 0.7], False), ([0.0, 0.5, 0.5, 0.5, 1.0], False)])
def test_members_that_hold_and_members_that_let_go(ends, apart):
    assert groups_of(np.array(ends)).apart is apart


def test_the_assumption_that_sets_the_time_is_named(tmp_path):
    found = release_foretold(record(tmp_path), members=40, seed=1)
    text = " ".join(predict_text(found).split())
    assert "The time scale is assumed, not known." in text
    assert "effective diffusivity of a vesicle of 100 nm in the gel, taken as 0.100 µm²/s (a choice, pmc8228022)" in text
    assert "open_faces 'one'" in text
    assert "90 % retained after 14 d" in text
    assert not any(one.value.startswith("not reported") for one in found.in_print)
    assert "What the time rests on" not in predict_text(release_foretold(record(tmp_path, "injection"), members=10))
