from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.stages.contract import Split
from exoforge.stages.engineer.aggregates import precipitated_mass, with_aggregates
from exoforge.stages.engineer.free_cargo_removal import USUAL, FreeCargoRemoval, molar_mass_of
from exoforge.streams.amounts import lost_cargo_name
from exoforge.streams.suspension import Cargo
from tests.stages.deliver.feeds import feed, step

METHODS = ("size-exclusion", "ultrafiltration", "centrifugation", "dialysis")


def loaded():
    """Vesicles with a little siRNA inside, more dissolved and some aggregated."""
    batch = feed()
    batch = dataclasses.replace(batch, cargo={**batch.cargo, "siRNA": Cargo(mass=1e-12, molar_mass=13.3)}, solutes={**batch.solutes, "siRNA": 9e-9})
    return with_aggregates(Split(product=batch), "siRNA", 1e-9, 150e-9).product


@given(st.sampled_from(METHODS), st.floats(0.0, 20.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_everything_is_somewhere(method, repeats, left, loss, kept):
    batch = loaded()
    split = FreeCargoRemoval(method=method, repeats=repeats, left_each=left, vesicle_loss=loss, aggregates_kept=kept).treat(batch)
    away = split.rejects["removed"]
    assert split.product.number + away.number + split.losses["handling"] == pytest.approx(batch.number, rel=1e-12)
    for name, mass in batch.solutes.items():
        assert split.product.solutes[name] + away.solutes[name] == pytest.approx(mass, rel=1e-12, abs=0.0)
    for name, one in batch.cargo.items():
        held = split.product.cargo[name].mass + away.cargo[name].mass
        assert held + split.figures.get(lost_cargo_name(name), 0.0) == pytest.approx(one.mass, rel=1e-9, abs=0.0)


def test_aggregates_stay_with_the_vesicles_and_dissolved_cargo_goes():
    split = FreeCargoRemoval(repeats=1.0, left_each=0.02, vesicle_loss=0.4, aggregates_kept=0.9).treat(loaded())
    assert split.product.solutes["siRNA"] == pytest.approx(0.02 * 9e-9, rel=1e-9, abs=0.0)
    assert precipitated_mass(split.product, "siRNA") == pytest.approx(0.9e-9, rel=1e-9, abs=0.0)
    assert split.product.cargo["siRNA"].mass == pytest.approx(0.6e-12, rel=1e-9, abs=0.0)
    whole = 0.18e-9 + 0.9e-9 + 0.6e-12
    assert split.figures["share of siRNA that is aggregated"] == pytest.approx(0.9e-9 / whole)
    assert split.figures["share of siRNA that is dissolved"] == pytest.approx(0.18e-9 / whole)
    assert split.figures["vesicle yield"] == pytest.approx(0.6)


def test_repeats_multiply_and_a_membrane_keeps_what_is_heavier_than_its_cut_off():
    batch = dataclasses.replace(feed(), solutes={"catalase": 1e-9, "doxorubicin": 1e-9, "albumin": 1e-9, "salt": 1e-9})
    tight = FreeCargoRemoval(method="dialysis", repeats=2.0, left_each=0.1, membrane_cutoff=100.0).treat(batch).product.solutes
    assert tight["catalase"] == pytest.approx(1e-9, rel=1e-9, abs=0.0)
    assert [tight[name] for name in ("doxorubicin", "albumin", "salt")] == pytest.approx([1e-11] * 3, rel=1e-9, abs=0.0)
    column = FreeCargoRemoval(method="size-exclusion", left_each=0.1, membrane_cutoff=100.0).treat(batch).product.solutes
    assert column["catalase"] == pytest.approx(1e-10, rel=1e-9, abs=0.0)
    dna = dataclasses.replace(feed(), solutes={"plasmid": 1e-9, "siRNA": 1e-9, "mRNA": 1e-9})
    parted = FreeCargoRemoval(method="size-exclusion", left_each=0.1).treat(dna).product.solutes
    assert parted["plasmid"] == pytest.approx(1e-9, rel=1e-9, abs=0.0)  # larger than the pores of the beads, as isolation says
    assert [parted[name] for name in ("siRNA", "mRNA")] == pytest.approx([1e-10] * 2, rel=1e-9, abs=0.0)
    assert molar_mass_of("albumin") == pytest.approx(66.4, rel=0.02)
    assert molar_mass_of("a salt") == 0.0


@pytest.mark.parametrize("method", METHODS)
def test_what_is_not_stated_is_usual_for_the_method(method):
    hinged = FreeCargoRemoval.from_step(step("engineer", "free-cargo-removal", method=method))
    told = {one.name: one.value for one in hinged.assumed}
    for name, usual in USUAL.get(method, {}).items():
        assert getattr(hinged.operation, name) == usual.value
        assert told[name] == usual.value
    assert ("membrane_cutoff" in told) == (method in ("ultrafiltration", "dialysis"))
    stated = FreeCargoRemoval.from_step(step("engineer", "free-cargo-removal", method=method, vesicle_loss="5 %", left_each="1 %"))
    assert stated.operation.vesicle_loss == pytest.approx(0.05)
    assert "vesicle_loss" not in {one.name for one in stated.assumed}


def test_the_volume_may_be_stated():
    split = FreeCargoRemoval(final_volume=2e-7).treat(loaded())
    assert split.product.volume == pytest.approx(2e-7, rel=1e-9, abs=0.0)
    assert FreeCargoRemoval().treat(loaded()).product.volume == pytest.approx(loaded().volume)
    assert split.product.medium == "pbs"
    assert np.all(split.product.number >= 0)
