"""The table of surfaces: every row is whole, and names are read as they are written."""

from __future__ import annotations

import pytest

from exoforge.base.trace import references
from exoforge.cargo.surfaces import EVERYWHERE, surface_of, surfaces
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
