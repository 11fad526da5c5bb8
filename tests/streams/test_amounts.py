from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.streams import amounts
from tests.stages.deliver.feeds import feed, single_size


def test_vesicles_are_not_all_particles():
    assert amounts.vesicle_number(feed()) == pytest.approx(1e11, rel=1e-12)
    assert amounts.particle_number(feed()) == pytest.approx(4e11, rel=1e-12)


def test_protein_is_that_of_particles_and_of_dissolved_protein_but_not_of_sugar():
    batch = feed(albumin=1e-7)
    carried = sum(float(np.sum(row * species.protein)) for row, species in zip(batch.number, batch.species, strict=True))
    assert carried + 1e-7 == pytest.approx(amounts.total_protein(batch), rel=1e-12)


@pytest.mark.parametrize(("solute", "expected"), [("albumin", True), ("serum protein", True), ("protein", True), ("sucrose", False), ("mir-21", False)])
def test_which_solutes_are_protein(solute, expected):
    assert expected == amounts.is_protein(solute)


def test_lipid_of_a_vesicle_of_100_nm():
    """pi (d^2 + (d - 10 nm)^2) / 0.65 nm2 lipids: 145.3 pmol per 1e9 vesicles."""
    assert 145.3e-12 == pytest.approx(amounts.phospholipid(single_size(vesicles=1e9, volume=1e-6)), rel=1e-3)


def test_purity_is_vesicles_per_protein():
    batch = feed()
    assert 1e11 / amounts.total_protein(batch) == pytest.approx(amounts.purity(batch), rel=1e-12)
    assert amounts.purity(feed(vesicles=0.0)) == 0.0
    bare = dataclasses.replace(feed(albumin=0.0), species=tuple(dataclasses.replace(one, protein=np.zeros(40)) for one in feed().species))
    assert float("inf") == amounts.purity(bare)


def test_diameters_of_a_log_normal_population():
    low, middle, high = amounts.percentile_diameters(feed(), (10.0, 50.0, 90.0))
    assert 100e-9 == pytest.approx(middle, rel=1e-3)
    assert 100e-9 * np.exp(1.2816 * 0.3) == pytest.approx(high, rel=1e-2)
    assert 100e-9 * np.exp(-1.2816 * 0.3) == pytest.approx(low, rel=1e-2)
    assert 100e-9 * np.exp(0.3**2 / 2) == pytest.approx(amounts.mean_diameter(feed()), rel=1e-2)


def test_no_particle_has_no_diameter():
    with pytest.raises(SettingError, match="no vesicle"):
        amounts.mean_diameter(feed(vesicles=0.0))
    with pytest.raises(SettingError, match="percents"):
        amounts.percentile_diameters(feed(), 120.0)


def test_a_portion_takes_of_everything_alike():
    half = amounts.portion(feed(), 0.5)
    assert 2e7 == half.cells
    assert 5e-7 == half.volume
    assert 5e-8 == half.solutes["albumin"]
    assert feed().number * 0.5 == pytest.approx(half.number)
    with pytest.raises(SettingError, match="share"):
        amounts.portion(feed(), -0.1)
