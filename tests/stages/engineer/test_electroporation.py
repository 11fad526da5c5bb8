from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.laws.vesicle import lumen_volume
from exoforge.stages.engineer.aggregates import precipitated_mass, with_aggregates
from exoforge.stages.engineer.electroporation import Electroporation
from exoforge.stages.engineer.loading import shares_of_mixture
from tests.stages.deliver.feeds import feed, single_size, step

OPENING = {"field": 4e7, "pulse_duration": 1e-7, "pore_permeability": 1e-3, "open_time": 10.0, "partition_coefficient": 0.0, "vesicle_loss": 0.0}
"""Pulses that open every size of the made feed for long."""


def hinged(**settings):
    return Electroporation.from_step(step("engineer", "electroporation", **({"cargo": "siRNA", "cargo_mass": "1 ug"} | settings)))


def treated(**settings):
    return hinged(**settings).operation.treat(feed())


def test_a_usual_cuvette_opens_no_vesicle_and_says_so_with_its_numbers():
    """1 kV/cm puts 7.5 mV across a vesicle of 100 nm; 0.5 V would need 67 kV/cm."""
    found = hinged(voltage="400 V", gap="4 mm")
    said = next(notice for notice in found.notices if "Schwan" in notice)
    assert "7.5 mV" in said
    assert "67 kV/cm" in said
    split = found.operation.treat(feed())
    assert split.figures["voltage across a vesicle of 100 nm [V]"] == pytest.approx(7.5e-3)
    assert split.figures["vesicles opened"] == 0
    assert split.figures["loading_efficiency"] == 0
    assert split.product.cargo["siRNA"].mass == 0


def test_what_precipitates_lies_beside_the_vesicles_as_particles():
    split = treated(field="1 kV/cm", precipitated_share="30 %")
    assert precipitated_mass(split.product, "siRNA") == pytest.approx(0.3e-9, rel=1e-12)
    row = [one.name for one in split.product.species].index("cargo-aggregate")
    diameter = np.average(np.log(split.product.grid.diameter), weights=split.product.number[row])
    assert np.exp(diameter) == pytest.approx(200e-9, rel=0.1)
    assert split.product.number[row] == pytest.approx(split.made["precipitation"][row])


def test_a_chelator_leaves_less_and_without_one_its_share_is_no_assumption():
    with_it = treated(field="1 kV/cm", precipitated_share="30 %", edta="yes", edta_leaves="10 %")
    assert with_it.figures["share of the cargo precipitated"] == pytest.approx(0.03)
    assert "edta_leaves" not in {one.name for one in hinged().assumed}
    assert "edta_leaves" in {one.name for one in hinged(edta="yes").assumed}


def test_a_drug_is_not_taken_to_precipitate_and_a_nucleic_acid_is():
    told = {one.name: one for one in hinged().assumed}
    assert told["precipitated_share"].cite == "kooijmans2013"
    assert told["precipitated_share"].status == "recalled"
    drug = hinged(cargo="doxorubicin")
    assert drug.operation.precipitated_share == 0
    assert "precipitated_share" not in drug.spreads or drug.spreads["precipitated_share"].shape == "fixed"


def test_a_perfect_opening_ends_at_the_lumen_ceiling():
    lumens, membranes = shares_of_mixture(feed())
    split = Electroporation(cargo_mass=1e-9, precipitated_share=0.0, vesicle_aggregation=0.0, **OPENING).treat(feed())
    assert split.figures["vesicles opened"] == pytest.approx(1.0)
    assert split.figures["loading_efficiency"] == pytest.approx(lumens / (1.0 - membranes), rel=1e-9)
    assert split.figures["claim_over_ceiling"] == pytest.approx(1.0, rel=1e-3)


def test_only_sizes_above_the_threshold_take_any_and_they_are_the_carriers():
    """At 67 kV/cm the vesicles above 100 nm open, the smaller ones do not."""
    mixed = feed()
    split = Electroporation(cargo_mass=1e-9, **{**OPENING, "field": 0.5 / (0.75 * 100e-9)}, vesicle_aggregation=0.0, precipitated_share=0.0).treat(mixed)
    large = mixed.grid.diameter > 100e-9
    assert split.figures["vesicles opened"] == pytest.approx(mixed.number[0][large].sum() / mixed.number[0].sum())
    assert split.product.cargo["cargo"].carriers == pytest.approx(split.figures["vesicles opened"])
    volume = lumen_volume(mixed.grid.diameter) * mixed.number[0]
    assert split.figures["loading_efficiency"] < volume[large].sum() / mixed.volume * 1.001


def test_more_pulses_and_a_longer_opening_fill_more():
    few = treated(field="80 kV/cm", pulse_duration="100 ns", pore_permeability="1e-9 m/s", pulses="1").figures
    many = treated(field="80 kV/cm", pulse_duration="100 ns", pore_permeability="1e-9 m/s", pulses="5").figures
    assert 0 < few["loading_efficiency"] < many["loading_efficiency"] < many["lumen_ceiling"]


def test_clumped_vesicles_are_a_loss_of_their_own_and_take_their_cargo_along():
    split = Electroporation(cargo_mass=1e-9, vesicle_aggregation=0.25, vesicle_loss=0.2, cargo="siRNA").treat(feed())
    assert split.losses["clumping in the pulses"][0].sum() == pytest.approx(0.25 * feed().number[0].sum())
    assert split.losses["clumping in the pulses"][1].sum() == 0
    assert split.product.cargo["old"].mass == pytest.approx(0.6e-9)
    assert split.figures["lost cargo old [kg]"] == pytest.approx(0.4e-9)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"field": "1 kV/cm", "pulse_duration": "0.5 ns"}, "shorter than the 1.17e-09 s"),
        ({"field": "600 kV/cm", "pulse_duration": "2 ns"}, "in which water sparks"),
        ({"field": "100 kV/cm", "pulse_duration": "1 ms"}, "3.59e\\+04 K into the mixture"),
        ({"voltage": "400 V", "gap": "0 mm"}, "above 0"),
        ({"field": "1 kV/cm", "pulses": "2.5"}, "whole number"),
    ],
)
def test_pulses_outside_the_range_are_refused_with_their_numbers(settings, message):
    with pytest.raises((StepError, SettingError), match=message):
        hinged(**settings)


def test_a_claim_made_with_impossible_pulses_is_kept_and_told():
    found = hinged(field="100 kV/cm", pulse_duration="1 ms", efficiency="20 %")
    assert any("would boil" in notice for notice in found.notices)
    assert found.operation.treat(feed()).figures["loading_efficiency"] == pytest.approx(0.2)
    assert not {"pore_permeability", "open_time", "partition_coefficient"} & {one.name for one in found.assumed}


def test_voltage_and_gap_make_the_field():
    exact = hinged(voltage="400 V", gap="2 mm")
    assert exact.operation.field == pytest.approx(2e5)
    assert "field" not in {*exact.spreads, *(one.name for one in exact.assumed)}
    guessed = hinged(voltage="400 V")
    assert guessed.operation.field == pytest.approx(1e5)
    assert guessed.spreads["field"].b == pytest.approx(4e5)
    assert any("gap is not stated" in one.reason for one in guessed.assumed)
    both = hinged(voltage="400 V", gap="2 mm", field="1 kV/cm")
    assert both.operation.field == pytest.approx(1e5)
    assert any("change no number" in notice for notice in both.notices)


def test_aggregates_that_no_bin_holds_are_refused():
    split = Electroporation(cargo_mass=1e-9, precipitated_share=0.0).treat(feed())
    with pytest.raises(SettingError, match="followed here are 20 to 400 nm"):
        with_aggregates(split, "siRNA", 1e-9, 5e-6)


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries(
        {
            "field": st.floats(0.0, 5e7),
            "pore_permeability": st.floats(0.0, 1.0),
            "open_time": st.floats(0.0, 1e4),
            "precipitated_share": st.floats(0.0, 1.0),
            "vesicle_aggregation": st.floats(0.0, 0.999),
            "vesicle_loss": st.floats(0.0, 0.999),
            "free_cargo_removed": st.floats(0.0, 1.0),
            "partition_coefficient": st.floats(0.0, 1e6),
            "efficiency": st.floats(0.0, 1.0),
            "efficiency_basis": st.sampled_from(["claimed", "computed"]),
        }
    )
)
def test_the_cargo_offered_is_aboard_lost_precipitated_free_or_removed(values):
    split = Electroporation(cargo_mass=1e-8, cargo="siRNA", **values).treat(feed())
    parts = (
        split.product.cargo["siRNA"].mass,
        split.figures["lost cargo siRNA [kg]"],
        precipitated_mass(split.product, "siRNA"),
        split.product.solutes["siRNA"],
        split.rejects["free-cargo"].solutes["siRNA"],
    )
    assert min(parts) >= 0
    assert sum(parts) == pytest.approx(1e-8, rel=1e-12)
    old = split.product.cargo["old"].mass + split.figures["lost cargo old [kg]"]
    assert old == pytest.approx(1e-9, rel=1e-12)
    entered = np.zeros_like(split.product.number)
    entered[:2] = feed().number
    left = split.product.number + split.rejects["free-cargo"].number + sum(split.losses.values())
    assert left == pytest.approx(entered + sum(split.made.values(), np.zeros_like(entered)), rel=1e-12)
    assert 0 <= split.product.cargo["siRNA"].carriers <= 1


def test_an_empty_tube_loads_nothing():
    empty = single_size(vesicles=0.0, volume=1e-6)
    split = Electroporation(cargo_mass=1e-9, precipitated_share=0.0, **OPENING).treat(empty)
    assert split.product.cargo["cargo"].mass == 0
    assert all(np.isfinite(list(split.figures.values())))
    twice = Electroporation(cargo_mass=1e-9, precipitated_share=0.0, cargo="old").treat(dataclasses.replace(empty, solutes={"old": 1e-9}))
    assert twice.product.solutes["old"] == pytest.approx(2e-9)
