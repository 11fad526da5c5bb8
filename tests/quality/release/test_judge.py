"""Lots against limits: what passes, what fails, what cannot be told."""

import dataclasses
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import RecordError, SettingError
from exoforge.quality.release.evidence import ReadFile, Span
from exoforge.quality.release.judge import judge
from exoforge.quality.release.specification import Specification, shipped, specification
from exoforge.quality.release.values import stated_value, within
from exoforge.record.lots.lot import Lot
from exoforge.record.lots.tables import parse_tables
from exoforge.streams.measurement import Dilution, Distribution, Figure, Marker, Measurement

HEAD = {"lot_format": "1.0", "id": "L1", "product": "P", "made": date(2026, 1, 5)}


def spec_of(limit, **more):
    head = {key: more.pop(key) for key in ("guard_band",) if key in more}
    test = {"id": "t", "name": "T", "attribute": "quantity", "limit": limit} | more
    return Specification.model_validate({"spec_format": "1.0", "id": "S", "version": "1", "title": "S", "test": [test]} | head)


def stated(limit, value=None, results=None, label=None, **more):
    rows = results or [{"test": "t"} | ({"markers": value} if isinstance(value, dict) else {"value": value})]
    lot = Lot.model_validate(HEAD | {"result": rows, "label": label or {}})
    found = judge(lot, spec_of(limit, **more))
    return found.findings[0].verdict, found


def measured(limit, *, label=None, dilution="", measurement=None, **more):
    one = measurement or Measurement(
        technique="nta",
        arrays={},
        specs=(),
        sample="s",
        instrument="i",
        figures=(Figure(name="concentration", value=1e16, unit="particles/m3", meaning="", source="printed", spread=1e15, repeats=5),),
        distributions=(Distribution(label="a", edges=np.array([0, 50e-9, 400e-9, 1e-6]), amount=np.array([5.0, 90.0, 5.0]), unit=""),),
        markers=(Marker(name="CD-9", result="positive", said=""),),
        dilution=Dilution(factor=1.0, applied=True, source="the file"),
    )
    lot = Lot.model_validate(HEAD | {"file": [{"path": "a.csv"}], "label": label or {}})
    return judge(lot, spec_of(limit, **more), [ReadFile(file=lot.files[0], sha256="0" * 64, measurements=(one,))]).findings[0], one


BELOW = {"kind": "below", "value": "0.5 EU/mL"}


@pytest.mark.parametrize(
    ("limit", "value", "verdict"),
    [
        (BELOW, "<0.05 EU/mL", "pass"),
        (BELOW, "<0.5 EU/mL", "pass"),
        (BELOW, "<1 EU/mL", "not decidable"),
        (BELOW, "≤0.5 EU/mL", "not decidable"),
        (BELOW, "0.5 EU/mL", "fail"),
        (BELOW, "0.0004 EU/uL", "pass"),
        (BELOW, ">2 EU/mL", "fail"),
        (BELOW, ">=0.5 EU/mL", "fail"),
        (BELOW, "0.1 ng/mL", "not decidable"),
        (BELOW, "low", "not decidable"),
        ({"kind": "at-most", "value": "0.5 EU/mL"}, "0.5 EU/mL", "pass"),
        ({"kind": "at-least", "value": "90 %"}, "90 %", "pass"),
        ({"kind": "above", "value": "90 %"}, "90 %", "fail"),
        ({"kind": "above", "value": "90 %"}, "0.90", "not decidable"),
        ({"kind": "at-least", "value": "90 %"}, "85", "not decidable"),
        ({"kind": "at-least", "value": "90 %"}, 85, "not decidable"),
        (BELOW, "-5 EU/mL", "not decidable"),
        ({"kind": "at-most", "value": "5 mV"}, "-12 mV", "pass"),
        ({"kind": "at-least", "value": "1234567"}, 1234567, "pass"),
        ({"kind": "at-least", "value": "90 %"}, ">80 %", "not decidable"),
        ({"kind": "at-least", "value": "90 %"}, "<90 %", "fail"),
        ({"kind": "between", "low": "90 nm", "high": "0.2 um"}, "200 nm", "pass"),
        ({"kind": "between", "low": "90 nm", "high": "0.2 um"}, "201 nm", "fail"),
        ({"kind": "word", "words": ["negative"]}, " Negative. ", "pass"),
        ({"kind": "word", "words": ["negative"]}, "positive", "fail"),
        ({"kind": "word", "words": ["negative"]}, "negative in 9 of 10", "not decidable"),
        ({"kind": "markers", "positive": ["CD9"], "negative": ["GM130"]}, {"cd-9": "positive", "GM130": "negative"}, "pass"),
        ({"kind": "markers", "positive": ["CD9"], "negative": ["GM130"]}, {"CD9": "positive"}, "not decidable"),
        ({"kind": "markers", "positive": ["CD9"], "negative": ["GM130"]}, {"CD9": "negative"}, "fail"),
        ({"kind": "markers", "positive": ["CD90"], "positive_at_least": "95 %"}, {"CD90": "95 %"}, "pass"),
        ({"kind": "markers", "negative": ["CD34"], "negative_at_most": "2 %"}, {"CD34": "2.1 %"}, "fail"),
        ({"kind": "markers", "positive": ["CD90"], "positive_at_least": "95 %"}, {"CD90": 80}, "not decidable"),
    ],
)
def test_a_stated_result_against_a_limit(limit, value, verdict):
    got, whole = stated(limit, value)
    assert got == verdict
    assert whole.overall == {"pass": "release", "fail": "reject", "not decidable": "incomplete"}[verdict]


@pytest.mark.parametrize(("value", "verdict"), [("8e9 particles/mL", "pass"), ("7.99e9 particles/mL", "fail"), ("1.2e10 particles/mL", "pass")])
def test_the_label_bounds_the_number(value, verdict):
    limit = {"kind": "label", "label": "concentration", "tolerance": "20 %"}
    assert stated(limit, value, label={"concentration": "1e10 particles/mL"})[0] == verdict
    assert stated(limit, value)[0] == "not decidable"
    verdict, found = stated(limit, value, label={"concentration": ""})
    assert (verdict, "The lot states no concentration" in found.findings[0].reason) == ("not decidable", True)


def test_a_guard_band_asks_for_the_whole_interval():
    limit = {"kind": "at-least", "value": "90 %"}
    assert stated(limit, "91 [88, 94] %")[0] == "pass"
    assert stated(limit, "91 [88, 94] %", guard_band=True)[0] == "not decidable"
    assert stated(limit, "95 [92, 97] %", guard_band=True)[0] == "pass"
    assert stated(limit, "91 %", guard_band=True)[0] == "not decidable"


def test_a_test_without_evidence_keeps_a_lot_from_release():
    lot = Lot.model_validate(HEAD)
    assert judge(lot, spec_of(BELOW)).overall == "incomplete"
    assert judge(lot, spec_of(BELOW, level="report-only")).findings[0].counts is False
    conditional = spec_of(BELOW, level="conditional", condition="frozen lots")
    assert not judge(lot, conditional).findings[0].counts
    assert judge(Lot.model_validate(HEAD | {"conditions": ["t"]}), conditional).overall == "incomplete"


def test_a_retest_counts_only_where_it_is_allowed():
    results = [{"test": "t", "value": "0.9 EU/mL"}, {"test": "t", "value": "0.1 EU/mL", "retest": True}]
    assert stated(BELOW, results=results)[0] == "fail"
    verdict, found = stated(BELOW, results=results, retest=True)
    assert verdict == "pass"
    assert "0.9 EU/mL" in found.findings[0].reason
    verdict, found = stated(BELOW, results=[*results[:1], {"test": "t", "value": "2 EU/mL", "retest": True}, *results[1:]], retest=True)
    assert verdict == "fail"
    assert "2 retests" in found.findings[0].reason


@pytest.mark.parametrize("said", ["Synthetic: made by exoforge; not measured", "exoforge synthetic file; not measured"])
def test_a_look_alike_is_no_evidence_but_in_a_lot_that_is_an_exercise(said):
    limit = {"kind": "share", "low": "50 nm", "high": "400 nm", "at_least": "90 %"}
    one = dataclasses.replace(measured(limit)[1], settings={"head": {"Remarks": (said,)}})
    assert measured(limit, measurement=one)[0].verdict == "not decidable"
    assert "synthetic" in measured(limit, measurement=one)[0].reason
    assert measured(limit, measurement=dataclasses.replace(one, settings={}, sample="synthetic liposomes"))[0].verdict == "pass"
    lot = Lot.model_validate(HEAD | {"nature": "synthetic", "file": [{"path": "a.csv"}]})
    found = judge(lot, spec_of(limit), [ReadFile(file=lot.files[0], sha256="", measurements=(one,))])
    assert (found.findings[0].verdict, found.overall, found.outcome) == ("pass", "exercise", "release")


def test_a_file_of_another_technique_decides_nothing():
    limit = {"kind": "share", "low": "50 nm", "high": "400 nm", "at_least": "90 %"}
    one = measured(limit)[1]
    lot = Lot.model_validate(HEAD | {"file": [{"path": "a.csv", "test": "t"}]})
    found = judge(lot, spec_of(limit, techniques=["dls"]), [ReadFile(file=lot.files[0], sha256="", measurements=(one,))])
    assert found.findings[0].verdict == "not decidable"


PASSING = HEAD | {"result": [{"test": "t", "value": "0.1 EU/mL", "document": "E-1"}]}


def test_what_cannot_be_read_keeps_a_lot_from_conforming():
    lot = Lot.model_validate(HEAD | {"file": [{"path": "a.csv"}], "result": [{"test": "t", "value": "0.1 EU/mL"}]})
    found = judge(lot, spec_of(BELOW), [ReadFile(file=lot.files[0], sha256="", trouble="gone")])
    assert (found.overall, found.findings[0].verdict) == ("incomplete", "pass")
    assert "a.csv" in found.sentence
    unusable = judge(Lot.model_validate(PASSING), spec_of(BELOW), problems=("Another record.",))
    assert (unusable.overall, unusable.notes[0]) == ("incomplete", "Another record.")
    assert "1 problem of the lot file" in unusable.sentence
    assert judge(Lot.model_validate(PASSING), spec_of(BELOW)).overall == "release"
    named = Lot.model_validate(HEAD | {"file": [{"path": "a.csv", "test": "t"}]})
    conditional = spec_of(BELOW, level="conditional", condition="frozen lots")
    assert judge(named, conditional, [ReadFile(file=named.files[0], sha256="", trouble="gone")]).findings[0].counts


def test_a_standard_is_laid_beside_its_certified_value():
    one = dataclasses.replace(
        measured({"kind": "markers", "positive": ["CD9"]})[1], figures=(Figure(name="mode diameter", value=98e-9, unit="m", meaning="", source="printed"),)
    )
    lot = Lot.model_validate(HEAD | {"file": [{"path": "b.csv", "standard": "beads", "nominal": "100 nm"}]})
    note = judge(lot, spec_of(BELOW), [ReadFile(file=lot.files[0], sha256="", measurements=(one,))]).notes[-1]
    assert "mode diameter 98 nm, certified 100 nm (−2.0 %)" in note


def test_a_file_is_judged_by_its_share_its_concentration_and_its_markers():
    share = {"kind": "share", "low": "50 nm", "high": "400 nm"}
    assert measured(share | {"at_least": "90 %"})[0].verdict == "pass"
    assert measured(share | {"above": "90 %"})[0].verdict == "fail"
    limit = {"kind": "label", "label": "c", "tolerance": "20 %", "figure": "concentration"}
    found, one = measured(limit, label={"c": "1e10 particles/mL"})
    assert found.verdict == "pass"
    assert found.result == "1e10 particles/mL (8.758e9 to 1.124e10)"
    unknown = dataclasses.replace(one, dilution=Dilution())
    assert measured(limit, label={"c": "1e10 particles/mL"}, measurement=unknown)[0].verdict == "not decidable"
    assert measured({"kind": "markers", "positive": ["CD9"]})[0].verdict == "pass"
    assert measured({"kind": "word", "words": ["negative"]})[0].verdict == "not tested"


def test_a_file_that_could_not_be_read_leaves_its_test_open():
    lot = Lot.model_validate(HEAD | {"file": [{"path": "a.csv", "test": "t"}], "result": [{"test": "t", "value": "0.1 EU/mL"}]})
    found = judge(lot, spec_of(BELOW), [ReadFile(file=lot.files[0], sha256="", trouble="gone")])
    assert found.findings[0].verdict == "not decidable"
    assert "gone" in found.findings[0].reason


ENDS = st.floats(-100, 100)


@given(ENDS, ENDS, ENDS, st.booleans(), st.booleans())
def test_a_point_is_inside_or_outside_and_never_across(value, one, two, low_open, high_open):
    allowed = Span(low=min(one, two), high=max(one, two), unit="m", low_open=low_open, high_open=high_open)
    assert within(Span(low=value, high=value, unit="m"), allowed) in ("inside", "outside")


def test_stated_values_keep_their_sign():
    assert stated_value("<0.05 EU/mL").possible.high == 0.05
    assert stated_value("24 [13, 35] nm").interval == Span(low=13, high=35, unit="nm")


def test_the_shipped_specifications_hold_what_was_read():
    assert shipped() == ("sttt-2025", "wjsc-2025")
    one, two = (specification(name) for name in shipped())
    assert {test.id for test in two.tests} >= {"sterility", "endotoxin", "mycoplasma", "morphology", "size", "markers", "lysis", "cell-viability"}
    limits = {test.id: test.limit for test in (*two.tests, *one.tests)}
    assert limits["endotoxin"].value == "0.25 EU/mL"
    assert (limits["size"].low, limits["size"].high, limits["size"].above) == ("50 nm", "400 nm", "90 %")
    with pytest.raises(SettingError, match="did you mean 'wjsc-2025'"):
        specification("wjsc-2024")


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ('{ kind = "at-lest", value = "1 nm" }', "did you mean 'at-least'"),
        ('{ kind = "at-least", valu = "1 nm" }', "did you mean 'value'"),
        ('{ value = "1 nm" }', "of which kind"),
        ('{ kind = "between", low = "3 nm", high = "2 nm" }', "is not below"),
        ('{ kind = "share", low = "1 nm", high = "2 nm" }', "either at_least or above"),
        ('{ kind = "markers" }', "needs positive or negative"),
        ('{ kind = "label", label = "c", tolerance = "20" }', "no share of 0 to 100 %"),
        ('{ kind = "share", low = "1 nm", high = "2 nm", above = 90 }', "no share of 0 to 100 %"),
        ('{ kind = "markers", positive = ["CD9"], positive_at_least = "95 nm" }', "no share of 0 to 100 %"),
    ],
)
def test_a_wrong_limit_is_told_with_its_line(tmp_path, limit, said):
    path = tmp_path / "s.toml"
    test = f'[[test]]\nid = "t"\nname = "T"\nattribute = "safety"\nlimit = {limit}\n'
    path.write_text(f'spec_format = "1.0"\nid = "S"\nversion = "1"\ntitle = "S"\n{test}', encoding="utf-8")
    with pytest.raises(RecordError, match=said) as caught:
        specification(str(path))
    assert all(one.line in (5, 9) for one in caught.value.problems)


def test_two_tests_of_one_name_are_refused():
    row = '[[test]]\nid = "t"\nname = "T"\nattribute = "safety"\nlimit = { kind = "at-least", value = "1 nm" }\n'
    with pytest.raises(RecordError, match="stands twice"):
        parse_tables(f'spec_format = "1.0"\nid = "S"\nversion = "1"\ntitle = "S"\n{row}{row}', Specification, source="s")
