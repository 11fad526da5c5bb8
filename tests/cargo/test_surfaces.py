"""The table of surfaces: every row is whole, and names are read as they are written."""

from __future__ import annotations

import pytest

from exoforge.base.trace import references
from exoforge.cargo.surfaces import EVERYWHERE, also_named, chain_mass, displayed_surface, how_known, surface_of, surfaces
from exoforge.stages.distribute.physiology.bodies import ORGANS
from exoforge.stages.engineer.surface_modification import METHODS


@pytest.mark.parametrize("key", surfaces())
def test_a_row_names_organs_studies_and_sources_that_there_are(key):
    one = surfaces()[key]
    known = {reference.key: reference for reference in references()}
    assert one.organs == (EVERYWHERE,) or set(one.organs) <= set(ORGANS)
    assert one.studies, "a surface without a study is not held"
    assert one.unmeasured
    assert one.method in METHODS
    for status, cite in [(one.status, one.cite), *((study.status, study.cite) for study in one.studies)]:
        assert status == known[cite].status, cite
    for number in (one.molar_mass, one.footprint, one.dissociation):
        assert number is None or (number.low <= number.value <= number.high and (not number.cite or number.cite in known))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CREKA peptide", "creka"),
        ("DSPE-PEG-CREKA", "creka"),
        ("PEG 2000", "pegylated"),
        ("pegylated", "pegylated"),
        ("CXCR4; antagomir-188", "cxcr4"),
        ("cell-penetrating peptide-linked phospholipid", "cpp"),
        ("cRGD", "rgd"),
        ("Lamp2b-RVG", "rvg"),
        ("aptamer", "aptamer"),
    ],
)
def test_a_ligand_is_known_as_records_write_it(text, key):
    found = surface_of(text)
    assert found is not None
    assert found.key == key


def test_a_ligand_that_nobody_studied_here_is_none():
    assert surface_of("anti-CD3 antibody") is None
    assert surface_of("megapeg") is None


@pytest.mark.parametrize("text", ["anti-CXCR4 antibody", "CXCR4 siRNA", "scrambled CREKA", "CD47 knock-out", "RGD antagonist"])
def test_what_is_against_a_surface_or_a_control_of_it_is_not_the_surface(text):
    assert surface_of(text) is None
    assert displayed_surface(text) is None


@pytest.mark.parametrize(
    ("text", "key"), [("C-X-C chemokine receptor 4", "cxcr4"), ("Lamp2b-IMTP", "cstsmlkac"), ("CXCR4 and miR-21", ""), ("CXCR4 and CD47", "")]
)
def test_an_agent_of_cells_is_a_surface_in_any_spelling_when_it_is_nothing_else(text, key):
    found = displayed_surface(text)
    assert (found.key if found is not None else "") == key


def test_what_else_a_name_holds_is_told():
    assert also_named("DSPE-PEG-CREKA") == ("pegylated",)
    assert also_named("RGD + RVG") == ("rgd",)
    assert also_named("CREKA peptide") == also_named("PEG 2000") == also_named("anti-CXCR4") == ()


def test_the_mass_of_a_chain_is_that_of_its_name():
    assert chain_mass("PEG5000") == chain_mass("DSPE-PEG 5k") == chain_mass("pegylated (5000)") == 5.0
    assert chain_mass("PEG") is chain_mass("CREKA") is None


def test_what_is_known_is_no_more_than_the_sources_say():
    assert "recalled, not read" in how_known(surfaces()["pegylated"])
    assert "recalled, not read" in how_known(surfaces()["rgd"])
    assert how_known(surfaces()["creka"]).startswith("sources state a direction and no size")
    assert "culture alone" in how_known(surfaces()["cpp"])
    assert "no source states that uptake changes" in how_known(surfaces()["aptamer"])
