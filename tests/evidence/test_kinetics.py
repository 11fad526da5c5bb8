"""The table of published kinetics."""

import csv
import math

import pytest

from exoforge.base.terms import is_term
from exoforge.base.trace import reference
from exoforge.evidence.kinetics import FIGURES, contradictions, experiments, experiments_of
from tests.shared_data import shared


def by_key(key):
    return next(one for one in experiments() if one.key == key)


def test_every_experiment_names_what_is_mandatory():
    for one in experiments():
        assert one.label
        assert one.label_kind
        assert one.cell_source
        assert one.source
        assert is_term("species", one.species)
        assert is_term("routes", one.route)
        assert one.values or one.figures or one.findings


def test_what_counts_as_read_has_a_reference_that_was_read():
    for one in experiments():
        status = reference(one.via or one.study).status
        assert one.status == "recalled" or status == "read", one.key


def test_figures_are_known_ones_with_bounds_in_order():
    for one in experiments():
        for figure in one.figures:
            assert figure.name in FIGURES
            assert 0 <= figure.low <= figure.high


def test_the_area_and_clearance_of_imai_agree_with_each_other_and_say_that_macrophages_were_depleted():
    one = by_key("imai2015-depleted")
    figures = {figure.name: figure for figure in one.figures}
    assert figures["area"].centre * figures["clearance"].centre == pytest.approx(1.0, rel=0.05)
    assert "depleted" in one.condition


def test_volume_clearance_and_residence_of_the_parkinson_mice_agree():
    figures = {figure.name: figure for figure in by_key("kim2019-row26").figures}
    assert figures["volume"].low / figures["clearance"].low == pytest.approx(figures["residence time"].low, rel=0.05)


def test_the_organs_of_morishita_do_not_add_up_to_the_dose():
    assert sum(value.value for value in by_key("morishita2015").values) == pytest.approx(36.6)


def test_relative_signals_are_never_percent_of_dose():
    relative = [value for one in experiments() for value in one.values if value.study in ("wen2019", "evatlas2026")]
    assert len(relative) == 38
    assert {value.basis for value in relative} == {"relative signal"}


def test_liver_and_spleen_are_100_at_every_time():
    for one in experiments():
        for time in {value.time for value in one.values if value.basis == "relative signal"}:
            assert sum(value.value for value in one.values if value.time == time) == pytest.approx(100, abs=0.02)


def test_the_relative_values_are_those_of_their_table():
    with shared("data/context/ev_atlas/Fig4c_MSC_Biodistribution.csv").open(encoding="utf-8-sig") as file:
        printed = sorted(float(row["Liver"]) for row in csv.DictReader(file))
    held = sorted(value.value for one in experiments() for value in one.values if value.basis == "relative signal" and value.site == "liver")
    assert held == pytest.approx(printed, rel=1e-3)


def test_a_claim_of_long_circulation_stands_beside_every_intravenous_datum():
    (conflict,) = contradictions("intravenous")
    assert "circulate long" in " ".join(one.says for one in conflict.statements)
    assert contradictions("topical") == ()


def test_experiments_are_found_by_species_and_route():
    assert {one.study for one in experiments_of(species="macaque")} == {"driedonks2022"}
    assert experiments_of(species="mouse", routes=("inhaled",)) == ()
    assert not any(math.isnan(value.time) for one in experiments() for value in one.values)
