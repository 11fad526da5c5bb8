from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import replaced
from exoforge.laws.loading import partition_loading
from exoforge.stages.engineer.incubation import EMPTYING, IncubationLoading
from exoforge.stages.engineer.loading import shares_of_mixture
from exoforge.streams.suspension import Cargo
from tests.stages.deliver.feeds import feed, single_size, step


def test_the_lumen_ceiling_of_a_usual_mixture():
    """1e11 vesicles of 100 nm per mL can hold 3.817e-5 of a cargo in water."""
    split = IncubationLoading(cargo_mass=1e-9).treat(single_size(vesicles=1e11, volume=1e-6))
    assert 3.817e-5 == pytest.approx(split.figures["lumen_ceiling"], rel=1e-3)


def test_a_cargo_that_likes_both_phases_alike_loads_by_volume():
    lumens, membranes = shares_of_mixture(feed())
    inside = float(partition_loading(partition_coefficient=1.0, membrane_fraction=membranes))
    assert membranes == pytest.approx(inside, rel=1e-12)
    split = IncubationLoading(cargo_mass=1e-9, partition_coefficient=1.0, vesicle_loss=0.0).treat(feed())
    assert lumens + membranes == pytest.approx(split.figures["loading_efficiency"], rel=1e-9)


def test_a_water_soluble_cargo_stays_at_the_ceiling_and_a_fatty_one_passes_it():
    watery = IncubationLoading(cargo_mass=1e-9, partition_coefficient=0.0, vesicle_loss=0.0).treat(feed()).figures
    assert watery["lumen_ceiling"] == pytest.approx(watery["loading_efficiency"], rel=1e-3)
    fatty = IncubationLoading(cargo_mass=1e-9, partition_coefficient=1e4).treat(feed()).figures
    assert fatty["claim_over_ceiling"] > 100
    assert fatty["membrane_share"] > 0.05


def test_a_claim_above_the_ceiling_is_kept_and_told():
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="mir-21", cargo_mass="10 ug", efficiency="28.3 %"))
    split = hinged.operation.treat(feed())
    assert 0.283 == pytest.approx(split.figures["loading_efficiency"])
    assert split.figures["claim_over_ceiling"] > 1000
    assert 0.283e-8 == pytest.approx(split.product.cargo["mir-21"].mass)
    assert any("taken as stated" in notice for notice in hinged.notices)
    assert "membrane_share" not in split.figures
    assert "partition_coefficient" not in {*hinged.spreads, *(one.name for one in hinged.assumed)}
    assert split.product.trace.entries[-1].settings["cargo"] == "mir-21"


def test_without_a_claim_the_efficiency_is_computed_and_nothing_is_claimed_to_be_assumed():
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo_mass="10 ug"))
    assert hinged.operation.efficiency_basis == "computed"
    names = {assumption.name for assumption in hinged.assumed}
    assert {"partition_coefficient", "permeability", "duration", "vesicle_loss", "free_cargo_removed", "cargo"} == names


def test_what_nobody_knows_of_a_cargo_is_told_in_one_sentence_and_is_no_assumption():
    unknown = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo_mass="10 ug"))
    (said,) = unknown.notices
    assert "'molar_mass' and 'solubility' of cargo are not known" in said
    assert "copies per vesicle" not in unknown.operation.treat(feed()).figures
    half = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo_mass="10 ug", molar_mass="300 g/mol"))
    assert "'solubility' of cargo is not known" in half.notices[0]
    known = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo_mass="10 ug", molar_mass="300 g/mol", solubility="1 mg/mL"))
    assert known.notices == ()
    assert known.operation.treat(feed()).figures["copies per vesicle"] > 0


def test_more_than_dissolves_is_refused_and_a_solvent_is_stated_by_its_solubility():
    """20 ug in 1 mL is 0.02 g/L; what is dissolved already counts with it."""
    offered = {"cargo": "curcumin-like", "cargo_mass": "20 ug"}
    watery = IncubationLoading.from_step(step("engineer", "incubation-loading", solubility="10 ug/mL", **offered)).operation
    with pytest.raises(SettingError, match=r"offered at 0.02 g/L, more than the 0.01 g/L that dissolve"):
        watery.treat(feed())
    in_dmso = IncubationLoading.from_step(step("engineer", "incubation-loading", solubility="25 [20, 30] ug/mL", **offered))
    assert "solubility" not in in_dmso.spreads, "a limit does not stray, or members would be refused that the record is not"
    assert in_dmso.operation.treat(feed()).figures["loading_efficiency"] > 0
    before = dataclasses.replace(feed(), solutes={"curcumin-like": 1e-8})
    with pytest.raises(SettingError, match=r"offered at 0.03 g/L"):
        in_dmso.operation.treat(before)


def test_an_uncertain_mass_is_held_against_what_dissolves_by_its_stated_value():
    """A member that draws more than dissolves is not refused where the record is not, or its whole ensemble would stop."""
    near = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="drug", cargo_mass="18 [10, 30] ug", solubility="20 ug/mL")).operation
    assert replaced(near, {"cargo_mass": 29e-9}).treat(feed()).figures["loading_efficiency"] > 0
    above = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="drug", cargo_mass="25 [10, 30] ug", solubility="20 ug/mL")).operation
    with pytest.raises(SettingError, match=r"offered at 0.025 g/L"):
        replaced(above, {"cargo_mass": 11e-9}).treat(feed())


def test_an_amount_keeps_its_interval_and_its_molecules():
    """1 [0.5, 2] nmol of 13.3 kg/mol; the molar mass, which made the mass, does not stray from it."""
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="siRNA", cargo_mass="1 [0.5, 2] nmol"))
    assert hinged.operation.cargo_mass == pytest.approx(13.3e-9)
    assert (hinged.spreads["cargo_mass"].a, hinged.spreads["cargo_mass"].b) == pytest.approx((6.65e-9, 26.6e-9))
    assert "molar_mass" not in hinged.spreads
    assert "cargo_mass" not in {one.name for one in hinged.assumed}
    own = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="a drug", cargo_mass="2 nmol", molar_mass="500 g/mol"))
    assert own.operation.cargo_mass == pytest.approx(1e-9)
    with pytest.raises(StepError, match="state the 'molar_mass' too"):
        IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="a drug", cargo_mass="2 nmol"))


def test_several_cargos_in_one_step_are_told_to_be_one():
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo=["siRNA", "miR-21"], cargo_mass="1 ug"))
    assert hinged.operation.cargo == "siRNA and miR-21"
    assert any("loaded as one cargo" in notice for notice in hinged.notices)


def test_a_claim_without_vesicles_is_refused():
    """Cargo in no vesicle has no place in which it could be followed."""
    claim = {"cargo_mass": 1e-9, "efficiency": 0.2, "efficiency_basis": "claimed"}
    with pytest.raises(SettingError, match="20 % of the cargo are said to be in the vesicles, but no vesicle is left"):
        IncubationLoading(**claim).treat(single_size(vesicles=0.0, volume=1e-6))
    with pytest.raises(SettingError, match="no vesicle is left"):
        IncubationLoading(**claim, vesicle_loss=1.0).treat(feed())


def test_what_passes_a_membrane_in_passes_it_out():
    """Paclitaxel in 100 nm: a lumen fills in 5 ms, and lumen and membrane empty in 24 s, 4,600 times later, because of what the membrane holds."""
    one = IncubationLoading(cargo_mass=1e-10, partition_coefficient=12500.0, permeability=2.9e-6).treat(single_size(vesicles=1e11, volume=1e-6)).figures
    assert one["time to fill a lumen [s]"] == pytest.approx(45e-9 / (3 * 2.9e-6), rel=1e-9)
    assert one[EMPTYING] == pytest.approx(45e-9 / (3 * 2.9e-6) * (1 + 12500 * ((50 / 45) ** 3 - 1)), rel=1e-9)
    assert EMPTYING not in IncubationLoading(cargo_mass=1e-10, permeability=0.0).treat(feed()).figures


def test_an_assumed_amount_is_not_refused_but_told():
    """What the record does not say it cannot have said wrongly."""
    assumed = {"value": "20 ug", "basis": "assumed"}
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="drug", cargo_mass=assumed, solubility="10 ug/mL"))
    assert hinged.operation.treat(feed()).figures["loading_efficiency"] > 0
    assert any("is assumed, so that it is not refused" in notice for notice in hinged.notices)


def test_a_nucleic_acid_does_not_pass_and_does_not_dissolve_in_membranes():
    hinged = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="siRNA", cargo_mass="1 ug"))
    assert (hinged.operation.permeability, hinged.operation.partition_coefficient) == (0.0, 0.0)
    told = {one.name: one.reason for one in hinged.assumed}
    assert "siRNA is a small RNA" in told["permeability"]
    split = hinged.operation.treat(feed())
    assert split.figures["loading_efficiency"] == 0
    assert split.product.solutes["siRNA"] == pytest.approx(1e-9)


def test_lumens_fill_with_time():
    kept = {"cargo_mass": 1e-9, "partition_coefficient": 0.0, "vesicle_loss": 0.0, "permeability": 1e-11}
    shares = [IncubationLoading(duration=hours * 3600.0, **kept).treat(feed()).figures["lumens filled"] for hours in (0.0, 0.1, 1.0, 100.0)]
    assert shares[0] == 0
    assert shares[0] < shares[1] < shares[2] < shares[3]
    assert shares[3] == pytest.approx(1.0, abs=1e-6)
    one = IncubationLoading(duration=45e-9 / 3e-11, **kept).treat(single_size(vesicles=1e10, volume=1e-6))
    assert one.figures["time to fill a lumen [s]"] == pytest.approx(45e-9 / 3e-11, rel=1e-9)
    assert one.figures["lumens filled"] == pytest.approx(1 - np.exp(-1), rel=1e-4)


def test_after_a_long_time_it_is_the_equilibrium_of_all_three_places():
    lumens, membranes = shares_of_mixture(feed(vesicles=1e13))
    split = IncubationLoading(cargo_mass=1e-9, partition_coefficient=50.0, vesicle_loss=0.0, permeability=1e-3, duration=1e4).treat(feed(vesicles=1e13))
    bound = float(partition_loading(partition_coefficient=50.0, membrane_fraction=membranes))
    assert split.figures["membrane_share"] == pytest.approx(bound, rel=1e-9)
    assert split.figures["loading_efficiency"] == pytest.approx(bound + (1 - bound) * lumens / (1 - membranes), rel=1e-9)


def test_a_cargo_that_was_there_keeps_its_molecules_and_its_carriers():
    """0.3 of the vesicles held 10 parts, all take one more: mean and scatter are those of both together, and nothing jumps when little is added."""
    had = dataclasses.replace(feed(), cargo={"drug": Cargo(mass=1e-9, molar_mass=20.0, carriers=0.3)})
    kept = {"cargo": "drug", "vesicle_loss": 0.0, "efficiency_basis": "claimed", "molar_mass": 10.0}
    none = IncubationLoading(cargo_mass=1e-9, efficiency=0.0, **kept).treat(had).product.cargo["drug"]
    assert (none.mass, none.molar_mass, none.carriers) == (1e-9, 20.0, 0.3)
    more = IncubationLoading(cargo_mass=1e-9, efficiency=0.5, **kept).treat(had).product.cargo["drug"]
    assert more.mass == pytest.approx(1.5e-9)
    assert more.mass / more.molar_mass == pytest.approx(1e-9 / 20 + 0.5e-9 / 10)
    held = np.where(np.random.default_rng(0).random(1_000_000) < 0.3, 1 / 0.3, 0.0) + 0.5
    assert more.carriers == pytest.approx(held.mean() ** 2 / np.mean(held**2), rel=5e-3)
    unknown = dataclasses.replace(feed(), cargo={"drug": Cargo(mass=1e-9, molar_mass=20.0)})
    assert IncubationLoading(cargo_mass=1e-9, cargo="drug").treat(unknown).product.cargo["drug"].molar_mass == 20.0


def test_all_free_cargo_of_the_name_is_taken_away_whenever_it_was_offered():
    before = dataclasses.replace(feed(), solutes={"drug": 3e-9})
    split = IncubationLoading(cargo_mass=1e-9, cargo="drug", efficiency_basis="claimed", efficiency=0.0, free_cargo_removed=0.9).treat(before)
    assert split.product.solutes["drug"] == pytest.approx(0.4e-9)
    assert split.rejects["free-cargo"].solutes["drug"] == pytest.approx(3.6e-9)


def test_lost_vesicles_take_their_cargo_along():
    """A fifth of the vesicles is lost, with a quarter of what the other four fifths hold; the rest is free."""
    split = IncubationLoading(cargo_mass=1e-8, efficiency=0.4, efficiency_basis="claimed", vesicle_loss=0.2, free_cargo_removed=1.0, cargo="drug").treat(feed())
    assert 0.4e-8 == pytest.approx(split.product.cargo["drug"].mass)
    assert 0.1e-8 == pytest.approx(split.figures["lost cargo drug [kg]"])
    assert 0.5e-8 == pytest.approx(split.rejects["free-cargo"].solutes["drug"])


def test_a_claim_that_leaves_lost_vesicles_too_little_gives_them_the_rest():
    split = IncubationLoading(cargo_mass=1e-8, efficiency=0.9, efficiency_basis="claimed", vesicle_loss=0.5, cargo="drug").treat(feed())
    assert 0.9e-8 == pytest.approx(split.product.cargo["drug"].mass)
    assert 0.1e-8 == pytest.approx(split.figures["lost cargo drug [kg]"])
    assert 0.0 == pytest.approx(split.product.solutes["drug"], abs=1e-20)


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.999), st.floats(0.0, 1.0), st.floats(0.0, 1e6))
def test_cargo_and_particles_are_conserved(efficiency, loss, removed, partition):
    batch = feed()
    for basis in ("claimed", "computed"):
        loading = IncubationLoading(
            cargo_mass=1e-8,
            efficiency=efficiency,
            efficiency_basis=basis,
            vesicle_loss=loss,
            free_cargo_removed=removed,
            partition_coefficient=partition,
            cargo="drug",
        )
        split = loading.treat(batch)
        parts = (
            split.product.cargo["drug"].mass,
            split.product.solutes["drug"],
            split.rejects["free-cargo"].solutes["drug"],
            split.figures["lost cargo drug [kg]"],
        )
        assert 1e-8 == pytest.approx(sum(parts), rel=1e-12)
        assert min(parts) >= 0
        assert batch.number == pytest.approx(split.product.number + split.losses["handling"], rel=1e-12)
        assert (1.0 - loss) * 1e-9 == pytest.approx(split.product.cargo["old"].mass, rel=1e-12)
        assert 1e-9 == pytest.approx(split.product.cargo["old"].mass + split.figures["lost cargo old [kg]"], rel=1e-12)


def test_loading_needs_an_offer_and_a_volume():
    with pytest.raises(SettingError, match="cargo_mass"):
        IncubationLoading.from_step(step("engineer", "incubation-loading"))
    with pytest.raises(SettingError, match="no volume"):
        IncubationLoading(cargo_mass=1e-9).treat(single_size(vesicles=1.0, volume=0.0))
    with pytest.raises(SettingError, match="fill"):
        IncubationLoading(cargo_mass=1e-9).treat(single_size(vesicles=1e16, volume=1e-6))


def test_a_stated_family_decides_what_an_unknown_cargo_does():
    plain, protein = (
        IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="x", cargo_mass="10 ug", **more)) for more in ({}, {"family": "protein"})
    )
    assert (protein.operation.permeability, protein.operation.partition_coefficient) == (0.0, 0.0)
    assert plain.operation.permeability > 0
    assert not any("family" in notice for notice in protein.notices)
    gene = IncubationLoading.from_step(step("engineer", "incubation-loading", cargo="VEGF gene", cargo_mass="10 ug"))
    assert gene.operation.permeability == 0.0
