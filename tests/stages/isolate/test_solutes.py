"""What an isolation does with cargo that a loading left behind: dissolved, and as aggregates beside the vesicles."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from exoforge.stages.contract import Separation
from exoforge.stages.isolate.retention import KILODALTON
from exoforge.stages.isolate.solutes import OTHER_SOLUTE, SOLUTE_DIAMETER, has_known_size, solute_diameter, solute_diameters
from exoforge.stages.isolate.ultrafiltration import Ultrafiltration
from exoforge.streams.suspension import Species
from tests.conformance.members import MEMBERS, feed_of, made

SEPARATIONS = [member for member in MEMBERS if issubclass(member, Separation)]
CARGO = {"siRNA": 1e-9, "doxorubicin": 1e-9, "catalase": 1e-9, "plasmid": 1e-9, "saponin": 1e-8, "unheard-of": 1e-9}


def loaded():
    """A usual feed with six cargoes dissolved and 1e9 aggregates of siRNA of 150 nm."""
    batch = feed_of()
    size = batch.grid.diameter.size
    lump = Species(name="cargo-aggregate", density=np.full(size, 1400.0), density_medium="dry", refractive_index=1.5, protein=np.zeros(size), made_of="siRNA")
    row = np.where(np.arange(size) == np.argmin(np.abs(batch.grid.diameter - 150e-9)), 1e9, 0.0)
    return dataclasses.replace(batch, species=(*batch.species, lump), number=np.vstack([batch.number, row]), solutes={**batch.solutes, **CARGO})


def test_a_known_cargo_is_as_large_as_its_molar_mass_says():
    assert solute_diameter("siRNA") == pytest.approx(4.0e-9, rel=0.05)
    assert solute_diameter("doxorubicin") == pytest.approx(1.2e-9, rel=0.05)
    assert solute_diameter("catalase") == pytest.approx(9.4e-9, rel=0.05)
    assert solute_diameter("mRNA") > 10e-9
    assert solute_diameter("plasmid") > 100e-9
    assert solute_diameters(["albumin", "sucrose", "unheard-of"]) == pytest.approx([SOLUTE_DIAMETER["albumin"], OTHER_SOLUTE, OTHER_SOLUTE])
    assert has_known_size("miR-140-5p")
    assert not has_known_size("unheard-of")


@pytest.mark.parametrize("member", SEPARATIONS, ids=lambda member: member.kind)
def test_every_isolation_closes_over_aggregates_and_free_cargo(member):
    batch = loaded()
    split = made(member).separate(batch)
    streams = (split.product, *split.rejects.values())
    parts = [*(one.number for one in streams), *split.losses.values()]
    assert np.sum(parts, axis=0) == pytest.approx(batch.number, rel=1e-12, abs=1e-6)
    assert split.product.species == batch.species
    for name in CARGO:
        assert sum(one.solutes.get(name, 0.0) for one in streams) == pytest.approx(batch.solutes[name], rel=1e-12, abs=0.0)


def test_a_column_parts_free_cargo_and_keeps_aggregates():
    product = made(next(one for one in SEPARATIONS if one.kind == "size-exclusion")).separate(loaded()).product
    assert product.solutes["siRNA"] < 0.01e-9
    assert product.number[-1].sum() > 0.5e9
    assert product.solutes["plasmid"] > 0.9e-9


def test_a_gradient_parts_aggregates_by_density():
    product = made(next(one for one in SEPARATIONS if one.kind == "density-gradient")).separate(loaded()).product
    assert product.number[-1].sum() < 0.01e9


def test_a_membrane_lets_pass_what_is_smaller_than_its_cut_off():
    washed = Ultrafiltration(membrane_cutoff=100 * KILODALTON, concentration_factor=1.0, diavolumes=5.0).separate(loaded()).product.solutes
    left = {name: washed[name] / mass for name, mass in CARGO.items()}
    assert left["unheard-of"] == pytest.approx(np.exp(-5.0))
    assert left["doxorubicin"] == pytest.approx(np.exp(-5.0), rel=0.01)
    assert np.exp(-5.0) < left["siRNA"] < 0.02
    at_cutoff = Ultrafiltration(membrane_cutoff=240 * KILODALTON, concentration_factor=1.0, diavolumes=5.0, sharpness=8.0, vesicle_sieving=0.0)
    assert at_cutoff.separate(loaded()).product.solutes["catalase"] / 1e-9 == pytest.approx(np.exp(-2.5), rel=0.01)  # as heavy as the cut-off: half passes
    assert left["catalase"] == pytest.approx(np.exp(-5.0 * (0.005 + 0.995 / (1.0 + 2.4 ** (8.0 / 3.0)))), rel=0.01)
    assert left["plasmid"] > 0.95
