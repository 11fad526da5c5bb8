"""Loading asked of a stock: ceilings and evidence always, the model where there is one, claims held against both."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.base.terms import term
from exoforge.design.engineering.loading import USUAL_OFFERED, loading_of, method_of, methods_known
from exoforge.design.summary import interval_of_rows
from exoforge.evidence.loading import LoadingRow
from exoforge.laws.loading import packing_ceiling
from exoforge.stages.catalog import operations
from exoforge.stages.culture.stock import Stock

ALIKE = {"concentration": "1e11 particles/mL", "volume": "1 mL", "diameter_median": "100 nm", "diameter_gsd": "1.01"}


def asked(cargo="siRNA", methods=("incubation",), **more):
    return loading_of(cargo, methods, **{"stock": ALIKE, "members": 8} | more)


def test_the_ceilings_are_those_of_the_stock():
    stock = Stock(concentration=1e17, volume=1e-6, diameter_median=100e-9, diameter_gsd=1.01).produce()
    number, diameter = stock.number[0], stock.grid.diameter
    found = asked().ceilings
    assert found.lumens.central == pytest.approx(float(number @ (np.pi / 6 * np.maximum(diameter - 10e-9, 0.0) ** 3)) / 1e-6, rel=1e-6)
    assert found.copies.central == pytest.approx(float(number @ packing_ceiling(diameter, 13.3)) / 1e11, rel=1e-6)
    assert found.lumens.low <= found.lumens.median <= found.lumens.high


@pytest.mark.parametrize("method", [kind for kind in methods_known() if kind != "genetic-modification"])
def test_the_cargo_offered_is_all_accounted_for(method):
    cargo = "siRNA" if method == "transfection-loading" else "doxorubicin"  # a reagent carries nucleic acids
    found = asked(cargo, [method]).methods[0].modelled
    assert found.efficiency.central <= 1.0
    whole = found.efficiency.central + found.free.central + found.precipitated.central + found.removed.central
    assert whole <= 1.0 + 1e-9  # the rest left with lost vesicles
    assert 0.0 < found.left.central
    assert found.carriers.high <= 1.0


def test_every_method_gives_the_three_together():
    found = asked("doxorubicin", ())
    assert {one.kind for one in found.methods} == set(methods_known())
    for one in found.methods:
        assert (one.modelled is None) == bool(one.missing)
        assert bool(one.published.said) == (not one.published.own and not one.published.family)
    assert found.ceilings.lumens.central > 0


def test_a_method_meets_the_same_stock_whoever_stands_beside_it():
    alone = asked("doxorubicin", ["sonication"]).methods[0].modelled
    beside = next(one.modelled for one in asked("doxorubicin", ["saponin", "sonication"]).methods if one.kind == "sonication")
    assert alone.efficiency == beside.efficiency


def test_a_method_without_a_model_says_so():
    found = asked("siRNA", ["genetic-modification"]).methods[0]
    assert found.modelled is None
    assert "no model" in found.missing
    assert found.published.family or found.published.own


def test_a_cargo_of_no_known_family_has_no_evidence():
    found = asked("unobtainium")
    assert "unobtainium" in found.notes[-1]
    assert found.methods[0].published.said
    assert found.ceilings.copies is None
    assert asked("unobtainium", family="protein").methods[0].published.family


def test_the_family_of_an_unknown_cargo_decides_what_passes_a_membrane():
    protein, drug = (asked("unobtainium", family=family).methods[0].modelled.efficiency.high for family in ("protein", "hydrophobic drug"))
    assert protein == 0.0
    assert drug > 1e-4


def test_own_and_family_stand_in_ranges_of_their_own():
    published = asked("DOX", ["incubation"]).methods[0].published
    ranges = [found for found in published.ranges if found.quantity == "capacity"]
    assert [set(found.rows) <= set(published.own) for found in ranges] == [True, False]


def test_a_claim_is_held_against_the_ceilings():
    found = asked(claim=0.3, offered=1e-6).methods[0]
    ceilings = asked().ceilings
    assert found.claim.over_lumens.central == pytest.approx(0.3 / ceilings.lumens.central)
    copies = 0.3 * 1e-6 / 13.3 * 6.02214076e23 / 1e11
    assert found.claim.copies.central == pytest.approx(copies, rel=1e-6)
    assert found.claim.over_packing.central == pytest.approx(copies / ceilings.copies.central, rel=1e-3)
    assert any("times what a lumen holds" in sentence for sentence in found.warnings)
    assert any("dissolved alike" in sentence for sentence in found.warnings)


def test_a_range_printed_from_below_something_is_not_wholly_above_the_ceiling():
    found = asked(methods=["electroporation"]).methods[0]
    (bounded,) = (row for row in found.published.family if row.low_is_bound)
    assert bounded not in found.published.above
    assert [row.value for row in found.published.above] == [pytest.approx(0.037)]
    assert any(sentence.startswith("1 of 2 published rows that are or may be efficiencies lies") for sentence in found.warnings)


def test_a_modest_claim_is_not_warned_of():
    found = asked("unobtainium", claim=1e-5).methods[0]
    assert found.claim.over_packing is None
    assert found.warnings == ()


def test_what_is_offered_is_told_when_nobody_stated_it():
    assert asked().asked.offered == pytest.approx(USUAL_OFFERED * 1e-6)
    hydrophobic = asked("paclitaxel").asked
    assert hydrophobic.offered == pytest.approx(3e-4 * 1e-6)
    assert "dissolves" in hydrophobic.why_offered
    assert asked(offered=1e-9).asked.why_offered == ""


def test_more_than_dissolves_is_a_sentence_or_a_refusal():
    found = asked("paclitaxel", offered=1e-7).methods[0]
    assert found.modelled is None
    assert "dissolve" in found.missing
    with pytest.raises(SettingError, match="dissolve"):
        asked("paclitaxel", offered=1e-7, refuses=True)
    assert asked("paclitaxel", offered=1e-7, settings={"solubility": "1 mg/mL"}).methods[0].modelled is not None


def test_a_users_table_stands_in_place_of_the_summaries():
    row = LoadingRow(
        key="mine:1",
        method="sonication",
        substance="doxorubicin",
        cargo="DOX",
        family="small molecule",
        quantity="capacity",
        document="mine",
        place="1",
        status="read",
        value=0.01,
    )
    found = asked("DOX", ["sonication"], table=[row]).methods[0].published
    assert found.own == (row,)
    assert not any(one.status == "derived" for one in found.family)


def test_a_summary_of_another_substance_is_no_further_evidence():
    family = asked("curcumin", ["sonication"]).methods[0].published.family
    assert not any(one.substance and one.is_range for one in family)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"cargo": "CRISPR"}, "may be several things"),
        ({"methods": ["heatgun"]}, "no way of loading"),
        ({"methods": ["wash"]}, "no way of loading"),
        ({"methods": ["loading"]}, "no way of loading"),
        ({"family": "metal", "cargo": "x"}, "no family"),
        ({"settings": {"molar_mas": "1 g/mol"}}, "did you mean 'molar_mass'"),
        ({"members": 1}, "from 2 to"),
        ({"offered": 0.0}, "above 0"),
        ({"cargo": "  "}, "No cargo is named"),
        ({"settings": {"efficiency": "30 %"}}, "--efficiency"),
        ({"settings": {"cargo_mass": "1 ug"}}, "--offered"),
    ],
)
def test_bad_questions_are_refused(question, words):
    with pytest.raises(SettingError, match=words):
        asked(**question)


def test_a_setting_reaches_who_reads_it():
    plain, changed = asked(methods=["sonication"]), asked(methods=["sonication"], settings={"vesicle_loss": "0", "diameter_median": "200 nm"})
    assert changed.ceilings.lumens.central > plain.ceilings.lumens.central
    assert changed.methods[0].modelled.left.central > plain.methods[0].modelled.left.central
    assert method_of("saponin") == "saponin-permeabilisation"


@pytest.mark.parametrize("kind", [kind for kind in methods_known() if ("engineer", kind) in operations()])
def test_a_method_is_known_by_every_name_that_is_shown(kind):
    title = operations()["engineer", kind].title
    last = title.split(maxsplit=2)[2]  # of 'Loading by freezing and thawing' it is 'freezing and thawing'
    for name in (title, last, last.removeprefix("a "), kind.removesuffix("-loading"), term("operations", kind).label):
        assert method_of(name) == kind


def test_the_first_value_of_an_interval_is_the_central_one():
    found = interval_of_rows(np.array([5.0, 1.0, 2.0, 3.0]))
    assert (found.central, found.median) == (5.0, 2.0)
