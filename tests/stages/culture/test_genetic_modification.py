"""Endogenous loading: mean and carriers by hand, words of the field, and nothing where nothing is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.copies import probability
from exoforge.record.stated import Stated, leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.modification_settings import DISPLAYED, NOT_KNOWN, vector_of
from exoforge.streams.amounts import bilayers_by_diameter, copies_per_vesicle, vesicle_number


def hinged(agent="miR-140-5p", **settings):
    plain = {"agent": agent, **settings} if agent else settings
    leaves = {name: value if isinstance(value, Stated) else leaf_from_plain(value, "planned") for name, value in plain.items()}
    return GeneticModification.from_step(Step(stage="culture", kind="genetic-modification", settings=leaves))


def harvest(**settings):
    return Flask(cells=1e7, volume=2e-5, **settings).produce()


def test_the_mean_is_that_of_modified_and_plain_cells_together():
    one = GeneticModification(native_copies=0.01, fold=20.0, modified_cells=0.25)
    assert one.copies() == pytest.approx(0.01 * (0.75 + 0.25 * 20.0), rel=1e-12)
    whole = GeneticModification(native_copies=0.01, fold=20.0, modified_cells=0.25, fold_measured_in="harvest")
    assert whole.copies() == pytest.approx(0.2, rel=1e-12)
    assert GeneticModification(native_copies=0.01, fold=1.0).copies() == pytest.approx(0.01, rel=1e-12)


def test_the_harvest_holds_as_many_molecules_as_mean_times_vesicles():
    feed, one = harvest(), hinged().operation
    split = one.treat(feed)
    cargo = split.product.cargo["miR-140-5p"]
    assert cargo.mass * AVOGADRO / cargo.molar_mass == pytest.approx(one.copies() * vesicle_number(feed), rel=1e-12)
    assert copies_per_vesicle(split.product)["miR-140-5p"] == pytest.approx(one.copies(), rel=1e-12)
    assert cargo.carriers == pytest.approx(one.modified_cells * one.loaded_share, rel=1e-12)
    np.testing.assert_array_equal(split.product.number, feed.number)
    assert (split.losses, split.rejects, split.made) == ({}, {}, {})


def test_vesicles_of_serum_carry_none():
    feed = harvest(supplement="fbs")
    split = hinged().operation.treat(feed)
    own, all_of_them = vesicle_number(feed), float(bilayers_by_diameter(feed).sum())
    assert own < all_of_them
    carriers = split.figures["vesicles that can carry"]
    assert split.product.cargo["miR-140-5p"].carriers == pytest.approx(carriers * own / all_of_them, rel=1e-12)
    assert copies_per_vesicle(split.product)["miR-140-5p"] == pytest.approx(split.figures["copies per vesicle"] * own / all_of_them, rel=1e-12)


def test_most_vesicles_are_empty_and_the_figures_are_those_of_the_distribution():
    one = GeneticModification(agent="miR-21", molar_mass=7.1, native_copies=0.01, fold=50.0, modified_cells=0.5, loaded_share=0.4)
    figures = one.treat(harvest()).figures
    chance = probability(np.arange(60), one.copies(), carriers=one.carriers())
    assert figures["vesicles that hold a copy"] == pytest.approx(1.0 - chance[0], rel=1e-9)
    assert figures["vesicles that hold a copy"] < one.carriers() < 0.5
    assert figures["copies in one that holds any"] == pytest.approx(float(np.arange(60) @ chance) / (1.0 - chance[0]), rel=1e-9)
    assert figures["copies per vesicle"] < figures["packing ceiling, copies per vesicle"]


@given(fold=st.floats(0.0, 1e3), share=st.floats(0.001, 1.0), kind=st.floats(0.001, 1.0))
def test_whatever_the_fold_nobody_holds_less_than_a_copy_and_no_more_carry_than_can(fold, share, kind):
    one = GeneticModification(agent="miR-21", molar_mass=7.1, fold=fold, modified_cells=share, loaded_share=kind)
    figures = one.treat(harvest()).figures
    assert 0 <= figures["vesicles that hold a copy"] <= figures["vesicles that can carry"] * (1 + 1e-12)
    assert figures["copies in one that holds any"] >= 1.0 - 1e-9


def test_more_fold_and_more_modified_cells_bring_more():
    low, high = GeneticModification(fold=5.0).copies(), GeneticModification(fold=50.0).copies()
    few, many = GeneticModification(modified_cells=0.1).copies(), GeneticModification(modified_cells=0.9).copies()
    assert low < high
    assert few < many


def test_of_a_microrna_the_chain_is_assumed_and_said_to_be_a_prior():
    found = hinged()
    assert found.operation.copies_basis == "computed"
    assert {"native_copies", "fold", "modified_cells", "loaded_share", "molar_mass"} <= set(found.spreads)
    told = {one.name: one for one in found.assumed}
    assert (told["native_copies"].cite, told["native_copies"].status) == ("chevillet2014", "read")
    assert told["fold"].low < 2 < 50 < told["fold"].high
    assert "copies_per_vesicle" not in told
    assert any("wide prior" in notice for notice in found.notices)


@pytest.mark.parametrize("agent", ["BMP2", "GATA-4", "MIF", "CRISPR-Cas system", "something new"])
def test_of_anything_else_nothing_is_known_and_nothing_is_put_in(agent):
    found = hinged(agent)
    assert found.operation.copies_basis == NOT_KNOWN
    split = found.operation.treat(harvest())
    assert split.product.cargo == {}
    assert split.figures == {}
    assert any(f"how many copies of '{agent}' such vesicles hold is not known" in notice for notice in found.notices)
    assert not {"native_copies", "fold", "modified_cells", "molar_mass"} & {one.name for one in found.assumed}


def test_stated_copies_are_taken_and_the_chain_is_idle():
    found = hinged("BMP2", copies_per_vesicle="0.3 copies/particle", molar_mass="26 kg/mol", modified_cells="1", loaded_share="0.5", fold="7")
    split = found.operation.treat(harvest())
    assert split.figures["copies per vesicle"] == 0.3
    assert split.figures["vesicles that hold a copy"] == pytest.approx(0.5 * (1 - math.exp(-0.6)), rel=1e-12)
    assert split.product.cargo["BMP2"].molar_mass == pytest.approx(26.0, rel=1e-9)
    assert any("'fold' is stated, but" in notice for notice in found.notices)


def test_copies_of_what_has_no_molar_mass_are_refused():
    with pytest.raises(SettingError, match="nobody knows its 'molar_mass'"):
        hinged("something new", copies_per_vesicle="2 copies/particle")


def test_a_stated_fold_is_that_of_the_harvest_unless_said_otherwise():
    assert hinged(fold="40").operation.copies() == pytest.approx(0.00825 * 40, rel=1e-12)
    of_cells = hinged(fold="40", fold_measured_in="modified cells", modified_cells="0.5").operation
    assert of_cells.copies() == pytest.approx(0.00825 * (0.5 + 20), rel=1e-12)


@pytest.mark.parametrize(
    ("words", "vector"),
    [
        ("lentivirus", "viral"),
        ("lentiviral transduction", "viral"),
        ("AAV", "viral"),
        ("plasmid", "non-viral"),
        ("non-viral", "non-viral"),
        ("Lipofectamine", "non-viral"),
        ("miR-140 mimic", "non-viral"),
        ("prayer", ""),
    ],
)
def test_vectors_are_understood(words, vector):
    assert vector_of(words) == vector


def test_the_vector_decides_how_many_cells_are_modified():
    viral, plain, unsaid = (hinged(**({"vector": word} if word else {})) for word in ("lentivirus", "plasmid", ""))
    assert plain.operation.modified_cells < unsaid.operation.modified_cells < viral.operation.modified_cells
    cites = [next(one.cite for one in found.assumed if one.name == "modified_cells") for found in (viral, plain, unsaid)]
    assert cites == ["msc_retrovirus", "msc_transfection2018", ""]
    with pytest.raises(SettingError, match="name a virus"):
        hinged(vector="prayer")
    selected = hinged(vector="plasmid", modified_cells="100 %")
    assert selected.operation.modified_cells == 1.0
    assert "modified_cells" not in {one.name for one in selected.assumed}


def test_a_motif_without_a_factor_widens_and_does_not_move():
    exo, tat, none = hinged(sorting_motif="EXOmotif CGGGAG"), hinged(sorting_motif="TAT-TAR"), hinged()
    assert exo.operation.copies() == none.operation.copies()
    assert exo.spreads["sorting_factor"].a > 1
    assert "sorting_factor" not in none.spreads
    assert tat.operation.sorting_factor == 65.0
    assert next(one.cite for one in tat.assumed if one.name == "sorting_factor") == "sutaria2017"


def test_a_surface_is_a_ligand_and_no_cargo():
    shown = Stated(value=("CXCR4",), basis="derived")
    found = hinged("CXCR4", **{DISPLAYED: shown})
    assert found.operation.location == "surface"
    split = found.operation.treat(harvest())
    assert (split.product.cargo, split.product.ligands, split.figures) == ({}, {}, {})
    assert any("no density is told" in notice for notice in found.notices)
    counted = hinged("CXCR4", copies_per_vesicle="10 copies/particle", **{DISPLAYED: shown}).operation.treat(harvest()).product
    feed = harvest()
    area = float(np.pi * (feed.number[0] @ feed.grid.diameter**2))
    assert counted.ligands["CXCR4"] == pytest.approx(10 * vesicle_number(feed) / area, rel=1e-12)
    assert counted.cargo == {}
    assert hinged("miR-140-5p", **{DISPLAYED: shown}).operation.location == "inside"


def test_a_second_modification_of_the_same_agent_adds_up():
    feed, one = harvest(), hinged().operation
    once = one.treat(feed).product
    twice = one.treat(once).product
    assert twice.cargo["miR-140-5p"].mass == pytest.approx(2 * once.cargo["miR-140-5p"].mass, rel=1e-12)


def test_without_an_agent_nothing_is_put_in_and_that_is_told():
    found = hinged("")
    assert any(one.name == "agent" for one in found.assumed)
    assert found.operation.treat(harvest()).product.cargo == {}


def test_an_amount_that_is_none_is_refused_with_its_name():
    with pytest.raises(StepError, match="fold"):
        hinged(fold="-3")
