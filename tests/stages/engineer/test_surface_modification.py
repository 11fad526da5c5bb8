"""Ligands on vesicles: each offered is somewhere, larger vesicles bear more, and what cannot be is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import StepError
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.surface import outer_area
from exoforge.stages.engineer.surface_modification import METHODS, SurfaceModification
from exoforge.streams.amounts import bilayers_by_diameter
from tests.stages.deliver.feeds import feed, single_size, step


def hinged(**stated):
    return SurfaceModification.from_step(step("engineer", "surface-modification", **stated))


def on(split):
    """Ligands that the product's vesicles bear."""
    product = split.product
    return sum(density * float(bilayers_by_diameter(product) @ outer_area(product.grid.diameter)) for density in product.ligands.values())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(METHODS), st.floats(1e-14, 1e-6), st.floats(1e-3, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 0.99))
def test_every_ligand_offered_is_on_a_vesicle_lost_with_one_or_free(method, offered, efficiency, detached, loss):
    made = SurfaceModification(
        method=method, basis="offered", ligand_amount=offered, coupling_efficiency=efficiency, detached=detached, vesicle_loss=loss, molar_mass=0.6
    )
    split = made.treat(feed())
    figures = split.figures
    assert figures["ligands offered"] == pytest.approx(offered * AVOGADRO)
    parts = figures["ligands on recovered vesicles"] + figures["ligands lost with vesicles"] + figures["ligands free"]
    assert parts == pytest.approx(offered * AVOGADRO, rel=1e-9)
    assert on(split) == pytest.approx(figures["ligands on recovered vesicles"], rel=1e-9)
    assert split.product.solutes["ligand"] * AVOGADRO / 0.6 == pytest.approx(figures["ligands free"], rel=1e-9, abs=1.0)
    assert figures["density over what finds room"] <= 1.0 + 1e-12


def test_a_stated_number_per_vesicle_is_kept_and_what_was_offered_follows():
    split = hinged(ligand="CREKA", per_vesicle=50, coupling_efficiency="10 %", vesicle_loss="20 %").operation.treat(single_size(vesicles=1e11, volume=1e-6))
    assert split.figures["ligands per vesicle"] == pytest.approx(50.0)
    assert split.product.ligands["creka"] == pytest.approx(50.0 / (np.pi * 1e-14), rel=1e-6)
    assert split.figures["ligands offered"] == pytest.approx(5e13)
    assert split.figures["ligands lost with vesicles"] == pytest.approx(1e12)


def test_a_density_gives_larger_vesicles_more_and_a_mass_is_weighed():
    split = hinged(ligand="RGD", density="1000 1/um2").operation.treat(feed())
    assert split.product.ligands == pytest.approx({"rgd": 1e15})
    by_mass = hinged(ligand="CREKA", ligand_amount="0.605 ug").operation
    assert by_mass.basis == "offered"
    assert by_mass.ligand_amount == pytest.approx(1e-9)
    with pytest.raises(StepError, match="molar_mass"):
        hinged(ligand="an antibody of mine", ligand_amount="1 ug")


def test_free_ligand_can_be_taken_away():
    made = SurfaceModification(basis="offered", ligand_amount=1e-9, molar_mass=2.0, free_ligand_removed=0.75)
    split = made.treat(feed())
    kept, away = split.product.solutes["ligand"], split.rejects["free-ligand"].solutes["ligand"]
    assert away == pytest.approx(3.0 * kept)
    assert (kept + away) * AVOGADRO / 2.0 == pytest.approx(split.figures["ligands free"])


def test_peg_is_a_mushroom_or_a_brush():
    few, many = (hinged(ligand="PEG", density=f"{density} 1/um2").operation.treat(feed()).figures for density in (1e4, 3e5))
    assert few["free chain [nm]"] == pytest.approx(3.454, rel=1e-3)
    assert few["overlap of chains"] == pytest.approx(0.01 * 3.4538**2, rel=1e-3)
    assert few["thickness of the layer [nm]"] == few["free chain [nm]"]
    assert many["overlap of chains"] > 1.0
    assert many["thickness of the layer [nm]"] > many["free chain [nm]"]


def test_cells_that_put_it_on_handle_no_vesicle():
    found = hinged(ligand="CXCR4")
    assert found.operation.method == "parent-expression"
    assert not {"coupling_efficiency", "vesicle_loss", "detached"} & {one.name for one in found.assumed}
    split = found.operation.treat(feed())
    assert split.losses["handling"].sum() == 0
    assert split.figures["ligands free"] == 0
    assert any("infarcted heart" in notice for notice in found.notices)


def test_what_is_too_few_or_unknown_is_told():
    assert any("fewer than one" in notice for notice in hinged(ligand="CREKA", per_vesicle=0.2).notices)
    assert any("no study of the ligand 'anti-CD3'" in notice for notice in hinged(ligand="anti-CD3", per_vesicle=20).notices)
    assert any(one.name == "ligand" for one in hinged().assumed)


def test_an_empty_feed_bears_nothing():
    empty = single_size(vesicles=0.0, volume=1e-6)
    split = SurfaceModification(basis="offered", ligand_amount=1e-9).treat(empty)
    assert split.figures["ligands on recovered vesicles"] == 0
    assert split.figures["ligands free"] == pytest.approx(1e-9 * AVOGADRO)


def test_a_name_brings_the_mass_of_its_chain_and_what_else_it_holds_is_told():
    assert hinged(ligand="PEG5000").operation.molar_mass == 5.0
    assert hinged(ligand="PEG").operation.molar_mass == 2.0
    assert hinged(ligand="PEG5000", molar_mass="3 kg/mol").operation.molar_mass == 3.0
    assert any("taken as a spacer" in notice for notice in hinged(ligand="DSPE-PEG-CREKA").notices)
    assert not any("counts as" in notice for notice in hinged(ligand="DSPE-PEG 2000").notices)
