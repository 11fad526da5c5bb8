from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.laws.vesicle import lumen_volume
from exoforge.stages.engineer.aggregates import precipitated_mass
from exoforge.stages.engineer.extrusion import Extrusion
from exoforge.stages.engineer.freeze_thaw_loading import FreezeThawLoading
from exoforge.stages.engineer.incubation import IncubationLoading
from exoforge.stages.engineer.loading import shares_of_mixture
from exoforge.stages.engineer.opening import Working, spilled, worked
from exoforge.stages.engineer.saponin import SAPONIN, SaponinPermeabilisation
from exoforge.stages.engineer.sonication import Sonication
from exoforge.stages.engineer.thermal_loading import REFERENCE, ThermalLoading
from exoforge.stages.engineer.transfection_loading import TransfectionLoading
from exoforge.streams.amounts import lost_cargo_name, mean_diameter
from tests.stages.deliver.feeds import GRID, feed, step

OPENING = (Sonication, Extrusion, FreezeThawLoading, SaponinPermeabilisation, ThermalLoading)
KINDS = {cls.kind: cls for cls in (*OPENING, TransfectionLoading)}
VESICLES = 0


def area(number):
    return float(number[VESICLES] @ GRID.diameter**2)


@pytest.mark.parametrize("cls", KINDS.values(), ids=KINDS)
def test_particles_area_and_cargo_close(cls):
    batch = feed()
    split = cls(cargo_mass=1e-8, cargo="drug").treat(batch)
    lost = sum(split.losses.values())
    made = sum(split.made.values())
    entered = np.zeros_like(split.product.number)
    entered[: batch.number.shape[0]] = batch.number
    assert split.product.number + lost == pytest.approx(entered + made, rel=1e-12)
    handled = split.product.number + split.losses["handling"]
    assert area(handled) == pytest.approx(area(batch.number), rel=1e-12)
    offered = (
        split.product.cargo["drug"].mass
        + split.product.solutes["drug"]
        + split.rejects["free-cargo"].solutes["drug"]
        + split.figures[lost_cargo_name("drug")]
        + precipitated_mass(split.product, "drug")
    )
    assert offered == pytest.approx(1e-8, rel=1e-12, abs=0.0)
    old = split.product.cargo["old"].mass + split.figures[lost_cargo_name("old")] + split.product.solutes.get("old", 0.0)
    assert old == pytest.approx(1e-9, rel=1e-12, abs=0.0)


@given(st.floats(0.0, 12.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(25e-9, 200e-9))
@settings(max_examples=40, deadline=None)
def test_no_opening_passes_the_share_of_the_lumens(cycles, opened, fused, torn, piece):
    batch, working = feed(), Working(cycles=cycles, opened=opened, fused=fused, torn=torn, piece=piece)
    after = worked(batch, working)
    assert np.all((after.exchanged >= 0) & (after.exchanged <= 1))
    assert after.number.min() >= 0
    assert 0.0 <= spilled(batch, after) <= 1.0
    wetted = dataclasses.replace(batch, number=after.number)
    method = Sonication(
        cargo_mass=1e-8, cycles=cycles, opened_share=opened, fused_share=fused, broken_share=torn, piece_diameter=piece, partition_coefficient=0.0
    )
    assert method.take_up(batch).lumen <= shares_of_mixture(wetted)[0] * (1.0 + 1e-9) / (1.0 - shares_of_mixture(wetted)[1])


def test_a_vesicle_that_was_open_holds_as_much_as_equilibrium():
    whole = FreezeThawLoading(cargo_mass=1e-8, cycles=1.0, opened_share=1.0, fused_share=0.0, vesicle_loss=0.0, partition_coefficient=3.0)
    lumens, membranes = shares_of_mixture(feed())
    inside = 3.0 * membranes / (1.0 + 2.0 * membranes)
    assert whole.take_up(feed()).membrane == pytest.approx(inside)
    assert whole.take_up(feed()).lumen == pytest.approx((1.0 - inside) * lumens / (1.0 - membranes))
    assert whole.treat(feed()).figures["vesicles opened"] == pytest.approx(1.0)
    assert IncubationLoading(cargo_mass=1e-8, vesicle_loss=0.0, partition_coefficient=3.0).take_up(feed()).membrane == pytest.approx(inside)


def test_cycles_add_up_and_parts_of_cycles_count():
    once = FreezeThawLoading(cargo_mass=1e-8, cycles=3.0, opened_share=0.3, fused_share=0.0)
    assert once.treat(feed()).figures["vesicles opened"] == pytest.approx(1.0 - 0.7**3)
    assert worked(feed(), Working(cycles=0.5, opened=0.3)).exchanged[VESICLES] == pytest.approx(0.15)
    batch = feed()
    below = dataclasses.replace(batch, number=np.where(GRID.diameter < 130e-9, batch.number, 0.0))  # eight in one are still on the grid
    fused = FreezeThawLoading(cargo_mass=1e-8, cycles=3.0, opened_share=0.0, fused_share=0.4, vesicle_loss=0.0).treat(below)
    assert fused.product.number[VESICLES].sum() == pytest.approx(below.number[VESICLES].sum() * 0.8**3, rel=1e-12)
    assert area(fused.product.number) == pytest.approx(area(below.number), rel=1e-12)
    assert fused.figures["mean diameter after [m]"] == pytest.approx(mean_diameter(fused.product), rel=1e-12)
    assert fused.figures["mean diameter before [m]"] == pytest.approx(mean_diameter(below), rel=1e-12)
    assert fused.product.number[1] == pytest.approx(batch.number[1])


def test_without_cycles_nothing_happens():
    still = Sonication(cargo_mass=1e-8, cycles=0.0, vesicle_loss=0.0, partition_coefficient=0.0).treat(feed())
    assert still.product.number == pytest.approx(feed().number)
    assert still.figures["loading_efficiency"] == 0.0
    assert still.product.cargo["old"].mass == pytest.approx(1e-9, rel=1e-9, abs=0.0)


@pytest.mark.parametrize("cls", OPENING, ids=[cls.kind for cls in OPENING])
def test_an_opening_in_the_same_liquid_takes_no_cargo_out(cls):
    """Twice in a row, and once more without new cargo: what is inside follows what is dissolved, up to the share of the lumens."""
    loud = cls(cargo_mass=1e-8, cargo="drug", vesicle_loss=0.0, partition_coefficient=0.0)
    once = loud.treat(feed()).product
    twice = loud.treat(once).product
    still = dataclasses.replace(loud, cargo_mass=0.0).treat(twice)
    assert still.product.cargo["drug"].mass >= 0.999 * twice.cargo["drug"].mass
    assert twice.cargo["drug"].mass > 1.9 * once.cargo["drug"].mass
    for product, offered in ((once, 1e-8), (twice, 2e-8), (still.product, 2e-8)):
        assert product.cargo["drug"].mass + product.solutes["drug"] == pytest.approx(offered, rel=1e-12, abs=0.0)
        lumens, membranes = shares_of_mixture(product)
        assert product.cargo["drug"].mass <= offered * lumens / (1.0 - membranes) * (1.0 + 1e-9)


def test_lumens_that_all_open_hold_their_share_of_all_that_is_there():
    all_open = FreezeThawLoading(cargo_mass=1e-8, cargo="drug", cycles=1.0, opened_share=1.0, fused_share=0.0, vesicle_loss=0.0, partition_coefficient=0.0)
    lumens, membranes = shares_of_mixture(feed())
    twice = all_open.treat(all_open.treat(feed()).product)
    assert twice.product.cargo["drug"].mass == pytest.approx(2e-8 * lumens / (1.0 - membranes), rel=1e-12, abs=0.0)
    assert twice.product.cargo["old"].mass == pytest.approx(1e-9 * lumens / (1.0 - membranes), rel=1e-12, abs=0.0)
    assert twice.product.cargo["drug"].carriers == pytest.approx(1.0)


def test_a_fatty_cargo_stays_in_the_membranes_it_is_at_home_in():
    fatty = Sonication(cargo_mass=1e-8, cargo="drug", fused_share=0.0, broken_share=0.0, vesicle_loss=0.0, partition_coefficient=1e4)
    once = fatty.treat(feed()).product
    again = dataclasses.replace(fatty, cargo_mass=0.0).treat(once).product
    assert again.cargo["drug"].mass == pytest.approx(once.cargo["drug"].mass, rel=0.1, abs=0.0)


def test_vesicles_that_fill_the_mixture_are_refused_and_a_full_last_bin_is_told():
    thick = dataclasses.replace(feed(), number=feed().number * 2e4)
    with pytest.raises(SettingError, match="would fill"):
        Sonication(cargo_mass=1e-8).treat(thick)
    told = "share of the vesicles at the largest size followed, where the number is no longer right"
    assert FreezeThawLoading(cargo_mass=1e-8, cycles=100.0, fused_share=1.0).treat(feed()).figures[told] > 0.5
    assert told not in FreezeThawLoading(cargo_mass=1e-8).treat(feed()).figures


def test_only_fusion_brings_in_what_the_larger_lumen_draws():
    """Of the lumens after, the gain in volume is liquid from outside; the rest is what was inside."""
    after = worked(feed(), Working(cycles=1.0, opened=0.0, fused=0.6))
    lumen = lumen_volume(GRID.diameter)
    kept = float((after.number[VESICLES] * (1.0 - after.exchanged[VESICLES])) @ lumen)
    assert kept == pytest.approx(float(feed().number[VESICLES] @ lumen), rel=2e-3)


def test_sonication_makes_vesicles_larger_on_average_and_extrusion_smaller():
    loud = Sonication(cargo_mass=1e-8, fused_share=0.35, broken_share=0.0).treat(feed()).product
    assert mean_diameter(loud) > 1.3 * mean_diameter(feed())
    pressed = Extrusion(cargo_mass=1e-8, pore_diameter=80e-9, fused_share=0.0, broken_share=1.0).treat(feed())
    assert mean_diameter(pressed.product) < 85e-9
    assert not pressed.product.number[VESICLES][GRID.diameter > 90e-9].any()
    assert pressed.figures["vesicles after over before, without losses"] > 1.0
    assert pressed.figures["pressure that no vesicle withstands [Pa]"] == pytest.approx(4.0 * 5e-3 / 80e-9)


def test_pores_that_no_bilayer_passes_are_refused():
    with pytest.raises(SettingError, match=r"pore_diameter is 15 nm.*20 nm and above"):
        Extrusion(cargo_mass=1e-8, pore_diameter=15e-9)
    assert Extrusion(cargo_mass=1e-8, pore_diameter=30e-9).treat(feed()).product.number.min() >= 0


def test_saponin_opens_above_a_concentration_and_stays():
    below = SaponinPermeabilisation(cargo_mass=1e-8, concentration=0.02, opening_concentration=0.03, partition_coefficient=0.0).treat(feed())
    assert below.figures["loading_efficiency"] == 0.0
    assert below.product.solutes[SAPONIN] == pytest.approx(0.02e-6, rel=1e-9, abs=0.0)
    assert SaponinPermeabilisation(cargo_mass=1e-8, concentration=0.0, opening_concentration=0.0).treat(feed()).figures["vesicles opened"] == 0.0
    above = SaponinPermeabilisation(cargo_mass=1e-8, concentration=0.2, opened_share=0.5, vesicle_loss=0.0, partition_coefficient=0.0).treat(feed())
    lumens, membranes = shares_of_mixture(feed())
    assert above.figures["loading_efficiency"] == pytest.approx(0.5 * lumens / (1.0 - membranes - 0.5 * lumens))
    back = 0.5 * lumens / (1.0 - membranes - 0.5 * lumens)
    assert above.product.solutes["old"] == pytest.approx(0.5e-9 * (1.0 - back), rel=1e-9, abs=0.0)
    assert above.product.cargo["cargo"].carriers == pytest.approx(0.5)
    again = SaponinPermeabilisation(cargo_mass=1e-8, concentration=0.2).treat(above.product)
    assert again.product.solutes[SAPONIN] == pytest.approx(0.4e-6, rel=1e-9, abs=0.0)
    twice = SaponinPermeabilisation(cargo_mass=1e-8, concentration=0.02, opening_concentration=0.03).treat(below.product)
    assert twice.figures["vesicles opened"] == pytest.approx(0.5)  # 0.02 g/L of either step are 0.04


def test_heat_opens_by_a_rate():
    warm = ThermalLoading(cargo_mass=1e-8, temperature=REFERENCE, duration=1000.0, opening_rate=1e-3).treat(feed())
    assert warm.figures["vesicles opened"] == pytest.approx(1.0 - np.exp(-1.0))
    cold = ThermalLoading(cargo_mass=1e-8, temperature=277.15, duration=1000.0, opening_rate=1e-3, activation_energy=8e4).treat(feed())
    ratio = np.exp(8e4 / 8.314462618 * (1.0 / REFERENCE - 1.0 / 277.15))
    assert cold.figures["vesicles opened"] == pytest.approx(-np.expm1(-ratio), rel=1e-6)


def test_complexes_of_a_reagent_lie_beside_the_vesicles():
    split = TransfectionLoading(cargo_mass=1e-8, cargo="siRNA", complexed_share=0.8, merged_share=0.25, vesicle_loss=0.0).treat(feed())
    assert split.product.cargo["siRNA"].mass == pytest.approx(0.2e-8, rel=1e-9, abs=0.0)
    assert precipitated_mass(split.product, "siRNA") == pytest.approx(0.6e-8, rel=1e-12, abs=0.0)
    assert split.product.solutes["siRNA"] == pytest.approx(0.2e-8, rel=1e-9, abs=0.0)
    assert "share of the cargo that packed lumens hold" not in split.figures
    empty = dataclasses.replace(feed(), number=np.zeros_like(feed().number))
    alone = TransfectionLoading(cargo_mass=1e-8, complexed_share=0.8).treat(empty)
    assert precipitated_mass(alone.product, "cargo") == pytest.approx(0.8e-8, rel=1e-9, abs=0.0)


def test_no_more_merges_than_packed_lumens_hold():
    much = TransfectionLoading(cargo_mass=1e-3, cargo="siRNA", molar_mass=13.3, complexed_share=0.8, merged_share=0.5).treat(feed())
    assert much.figures["copies per vesicle"] == pytest.approx(much.figures["packing ceiling, copies per vesicle"], rel=1e-9)
    inside = much.product.cargo["siRNA"].mass + much.figures[lost_cargo_name("siRNA")]
    assert inside + precipitated_mass(much.product, "siRNA") == pytest.approx(0.8e-3, rel=1e-9, abs=0.0)
    assert much.figures["share of the cargo that packed lumens hold"] < 0.4


def test_a_reagent_tells_what_it_cannot_part_and_what_it_is_not_for():
    hinged = TransfectionLoading.from_step(step("engineer", "transfection-loading", cargo="siRNA", cargo_mass="1 ug", partition_coefficient="2"))
    assert any("control without vesicles" in notice for notice in hinged.notices)
    assert any("float as vesicles do" in notice for notice in hinged.notices)
    assert any("'partition_coefficient' is stated" in notice for notice in hinged.notices)
    assert "partition_coefficient" not in {*hinged.spreads, *(one.name for one in hinged.assumed)}
    with pytest.raises(StepError, match="binds nucleic acid, and doxorubicin is a hydrophilic drug"):
        TransfectionLoading.from_step(step("engineer", "transfection-loading", cargo="doxorubicin", cargo_mass="1 ug"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_is_kept_beside_the_ceiling(kind):
    hinged = KINDS[kind].from_step(step("engineer", kind, cargo="catalase", cargo_mass="10 ug", efficiency="18 %"))
    split = hinged.operation.treat(feed())
    assert split.figures["loading_efficiency"] == pytest.approx(0.18)
    assert split.figures["claim_over_ceiling"] > 1000
    assert any("taken as stated" in notice for notice in hinged.notices)
