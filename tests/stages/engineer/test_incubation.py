from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.loading import partition_loading
from exoforge.stages.engineer.incubation import IncubationLoading
from exoforge.stages.engineer.loading import shares_of_mixture
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
    assert {"partition_coefficient", "molar_mass", "solubility", "vesicle_loss", "free_cargo_removed", "cargo"} == names
    assert hinged.notices == ()


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


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1e6))
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
