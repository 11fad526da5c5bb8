"""Hybrids with liposomes: membrane, protein, cargo and ligands are somewhere, and what is the vesicle's is spread thinner."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.surface import outer_area
from exoforge.stages.engineer.liposome_hybrid import HYBRID, LIPOSOME, LiposomeHybrid
from exoforge.streams.amounts import bilayers_by_diameter, carried_protein, vesicle_number
from exoforge.streams.suspension import Suspension
from tests.stages.deliver.feeds import feed, step


def kinds(split):
    return {one.name: row for one, row in zip(split.product.species, split.product.number, strict=True)}


def area(suspension: Suspension) -> float:
    return float(bilayers_by_diameter(suspension) @ outer_area(suspension.grid.diameter))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(1e-3, 20.0), st.floats(3e-8, 3e-7), st.floats(0.0, 1.0))
def test_membrane_protein_and_cargo_are_kept(fused, ratio, diameter, leakage):
    made = LiposomeHybrid(
        fused=fused, liposomes_per_vesicle=ratio, liposome_diameter=diameter, leakage=leakage, vesicle_loss=0.0, cargo_mass=1e-9, cargo="drug", molar_mass=0.5
    )
    before = feed()
    split = made.treat(before)
    assert area(split.product) == pytest.approx(area(before) + float(split.made["liposomes"].sum(axis=0) @ outer_area(before.grid.diameter)), rel=1e-9, abs=0.0)
    assert carried_protein(split.product, split.product.number) == pytest.approx(carried_protein(before, before.number), rel=1e-9, abs=0.0)
    for name, mass in (("drug", 1e-9), ("old", 1e-9)):
        assert split.product.cargo[name].mass + split.product.solutes.get(name, 0.0) == pytest.approx(mass, rel=1e-9, abs=0.0)
        assert 0.0 <= split.product.cargo[name].carriers <= 1.0


def test_who_fuses_is_bounded_by_the_fewer():
    few = LiposomeHybrid(fused=0.5, liposomes_per_vesicle=0.1, vesicle_loss=0.0).treat(feed())
    assert few.figures["share of vesicles fused"] == pytest.approx(0.1)
    assert few.figures["share of liposomes fused"] == pytest.approx(1.0)
    assert kinds(few)[LIPOSOME].sum() == pytest.approx(0.0, abs=1.0)
    assert kinds(few)[HYBRID].sum() == pytest.approx(1e10, rel=1e-3)
    none = LiposomeHybrid(fused=0.0).treat(feed())
    assert HYBRID not in kinds(none) or kinds(none)[HYBRID].sum() == 0
    assert "mean diameter of hybrids [nm]" not in none.figures


def test_liposomes_of_an_earlier_step_are_not_taken_for_vesicles():
    """Twice in a row: of the vesicles and hybrids there the same share fuses, with liposomes of either step; nothing is lost in between."""
    step_ = LiposomeHybrid(fused=0.3, liposomes_per_vesicle=1.0, vesicle_loss=0.0, leakage=0.0, cargo_mass=1e-9, cargo="drug", molar_mass=0.5)
    once = step_.treat(feed())
    twice = step_.treat(once.product)
    assert twice.figures["vesicles fused"] == pytest.approx(0.3 * 1e11, rel=1e-3)
    assert twice.figures["share of liposomes fused"] == pytest.approx(0.3 / 1.7, rel=1e-3)
    assert [one.name for one in twice.product.species] == ["small-ev", "ldl", LIPOSOME, HYBRID, HYBRID]
    assert not any(one.from_medium for one in twice.product.species if one.name == HYBRID)
    assert vesicle_number(twice.product) == pytest.approx(1e11, rel=1e-3)
    assert area(twice.product) == pytest.approx(area(once.product) + float(twice.made["liposomes"].sum(axis=0) @ outer_area(feed().grid.diameter)), rel=1e-9)
    assert twice.product.cargo["drug"].mass == pytest.approx(2e-9, rel=1e-12, abs=0.0)
    assert twice.product.cargo["drug"].molar_mass == pytest.approx(0.5)


def test_liposomes_that_are_none_hold_nothing():
    with pytest.raises(SettingError, match="No liposomes are offered"):
        LiposomeHybrid(liposomes_per_vesicle=0.0, cargo_mass=1e-9).treat(feed())
    empty = dataclasses.replace(feed(), number=np.zeros_like(feed().number), cargo={})
    assert not LiposomeHybrid(cargo_mass=1e-9).treat(empty).product.cargo


def test_liposomes_are_no_product_and_hybrids_are():
    before = feed()
    split = LiposomeHybrid(fused=0.4, liposomes_per_vesicle=3.0, vesicle_loss=0.0).treat(before)
    assert vesicle_number(split.product) == pytest.approx(vesicle_number(before), rel=1e-4)


def test_a_hybrid_is_larger_and_thinner_in_what_was_the_vesicle_s():
    before = dataclasses.replace(feed(), ligands={"cxcr4": 1e15})
    split = LiposomeHybrid(fused=1.0, liposomes_per_vesicle=1.0, liposome_diameter=1e-7, liposome_width=1.01, vesicle_loss=0.0).treat(before)
    figures = split.figures
    assert figures["mean diameter of hybrids [nm]"] > figures["mean diameter of vesicles [nm]"] > 90
    own = area(before)
    assert figures["vesicle membrane in a hybrid"] == pytest.approx(own / (own + 1e11 * np.pi * 1e-14), rel=0.01)
    assert split.product.ligands["cxcr4"] * area(split.product) == pytest.approx(1e15 * own, rel=1e-9)
    assert 0.2 < figures["lumen that neither brought"] < 0.45


def test_a_step_brings_the_priors_of_its_method_and_the_mass_of_its_cargo():
    hinged = LiposomeHybrid.from_step(step("engineer", "liposome-hybridisation", method="extrusion", cargo="doxorubicin", cargo_mass="1 ug"))
    assert hinged.operation.fused == 0.5
    assert hinged.operation.molar_mass == pytest.approx(0.5435, rel=1e-3)
    assert next(one for one in hinged.assumed if one.name == "fused").status == "choice"
    with pytest.raises(SettingError, match="the particles followed here"):
        LiposomeHybrid(liposome_diameter=9e-7).treat(feed())
