"""Laws of hindrance as a structural ensemble: each member follows one, and none is averaged away."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exoforge.stages.deliver.hindered_gel import LAWS, HinderedGel, diffusivities, law_of
from tests.stages.deliver.feeds import feed, step

BATCH = {"dose_amount": 1.0, "dose_basis": "batch"}
VESICLE = np.array([100e-9])


def test_every_rank_is_one_law_and_each_has_a_quarter():
    ranks = np.linspace(0.0, 1.0, 1001)
    drawn = [law_of(HinderedGel(**BATCH, law_rank=rank)) for rank in ranks]
    assert [drawn.count(law) / len(drawn) for law in LAWS] == pytest.approx([0.25] * 4, abs=2e-3)
    assert law_of(HinderedGel(**BATCH)) == "ogston"
    assert law_of(HinderedGel(**BATCH, law="retention", law_rank=0.0)) == "retention"


def test_the_laws_stand_in_the_order_of_what_they_let_through():
    gel = HinderedGel(**BATCH)
    said = [float(diffusivities(gel, law, VESICLE)[0]) for law in LAWS]
    assert said == sorted(said)
    assert said[0] == 0.0
    assert said[-1] == pytest.approx(1e-13)
    assert said[2] > 100.0 * said[1]


def test_an_open_mesh_lets_the_mesh_laws_through():
    """Free in water at 37 degC: 4.5 um2/s as 1.38e-23 * 310.15 / (3 pi 0.692 mPa s 100 nm) = 6.57e-12 m2/s."""
    gel = HinderedGel(**BATCH, mesh_size=1e-5, polymer_share=1e-4)
    assert float(diffusivities(gel, "lustig-peppas", VESICLE)[0]) == pytest.approx(6.57e-12, rel=0.02)
    assert float(diffusivities(gel, "obstruction", VESICLE)[0]) == pytest.approx(6.57e-12, rel=0.02)


def test_what_is_larger_than_the_mesh_never_leaves_by_the_mesh_law():
    product = HinderedGel(**BATCH, law="lustig-peppas", mesh_size=200e-9, shape="sphere", length=1e-5).load(feed())
    held = feed().grid.diameter > 400e-9 / 1.0001
    small = feed().grid.diameter < 100e-9
    assert (product.released[held] == 0.0).all()
    assert product.released[small, -1] == pytest.approx(1.0, abs=1e-6)


def test_the_disagreement_is_told_law_by_law():
    (notice,) = HinderedGel.from_step(step("deliver", "hindered-gel")).notices
    assert all(law in notice for law in LAWS)
    assert "each member" in notice
    (one,) = HinderedGel.from_step(step("deliver", "hindered-gel", law="obstruction")).notices
    assert "'obstruction' was taken" in one


def test_a_law_assumes_only_what_it_reads():
    def assumed(**settings):
        return {one.name for one in HinderedGel.from_step(step("deliver", "hindered-gel", **settings)).assumed}

    own = {"law_rank", "mesh_size", "polymer_share", "fibre_radius", "diffusivity"}
    assert assumed() & own == own
    assert assumed(law="ogston") & own == {"polymer_share", "fibre_radius"}
    assert assumed(law="obstruction") & own == {"mesh_size", "fibre_radius"}
    assert assumed(law="lustig-peppas") & own == {"mesh_size", "polymer_share"}
    assert assumed(law="retention") & own == {"diffusivity"}


def test_what_is_stated_of_the_mesh_and_not_taken_is_told():
    chains = {"strand_mass": "4 kg/mol", "repeat_mass": "44 g/mol", "characteristic_ratio": "4"}

    def told(**settings):
        return " ".join(HinderedGel.from_step(step("deliver", "hindered-gel", **settings)).notices)

    assert "'mesh_size'; the stated 'storage_modulus' changes no number (the elastic mesh of that modulus is 16.2 nm)" in told(
        mesh_size="50 nm", storage_modulus="1 kPa"
    )
    assert "the mesh is that of the stated chains; the stated 'storage_modulus' changes no number" in told(storage_modulus="1 kPa", **chains)
    assert "the stated 'strand_mass' changes no number. A mesh of chains needs all of" in told(strand_mass="4 kg/mol")
    assert "'storage_modulus' is stated, but with the other settings of the step nothing uses it" in told(law="retention", storage_modulus="1 kPa")
    assert "changes no number" not in told(**chains) + told(storage_modulus="1 kPa")


def test_the_mesh_comes_from_modulus_or_chains():
    elastic = HinderedGel.from_step(step("deliver", "hindered-gel", storage_modulus="1 kPa"))
    assert elastic.operation.mesh_size == pytest.approx(16.24e-9, abs=5e-12)
    chains = {"strand_mass": "4.4 kg/mol", "repeat_mass": "44 g/mol", "characteristic_ratio": 4, "polymer_share": 0.027}
    swollen = HinderedGel.from_step(step("deliver", "hindered-gel", **chains))
    assert swollen.operation.mesh_size == pytest.approx(0.154e-9 * math.sqrt(800.0) / 0.3)
    (told,) = (one for one in swollen.assumed if one.name == "mesh_size")
    assert "Canal" in told.reason
    assert told.cite == "canal1989"
