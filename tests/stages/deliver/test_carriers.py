"""The catalogue of carriers: whole, true to print, and what a record's carrier comes to."""

from __future__ import annotations

import re

import pytest

from exoforge.base.errors import TermError
from exoforge.base.parameters import parameters_of
from exoforge.base.trace import reference
from exoforge.stages.deliver import OPERATIONS
from exoforge.stages.deliver.carriers import NOT_REPORTED, carrier_of, carriers
from exoforge.stages.deliver.gel_slab import GelSlab
from tests.shared_data import shared
from tests.stages.deliver.feeds import step

KINDS = {operation.kind: operation for operation in OPERATIONS}
SOURCES = {
    "lu2023": "sources/003_5f5f7647a10dc7cc.txt",
    "roszkowski2024": "sources/000_958083d54b747de5.txt",
    "adelipour2023": "sources/001_990e1eed67c9b46e.txt",
}
BONE_REVIEW = (
    *("silver-nanoparticles", "titanium", "mesoporous-bioactive-glass", "beta-tcp", "calcium-sulfate-nanohydroxyapatite", "hyaluronic-acid-nhp"),
    *("hyaluronic-acid-alginate-hap", "chitosan-glycerophosphate", "gelatin", "chitosan", "small-intestinal-submucosa", "peg-dna", "cha-sf-gcs-peg"),
    *("magnesium-gallic-acid-mof", "pegmc-tcp", "plga-polydopamine", "plga-peg", "pla", "sulfonated-peek"),
)


def test_every_carrier_of_the_bone_review_has_a_row_with_its_words():
    for key in BONE_REVIEW:
        assert any(statement.document == "lu2023" for statement in carriers()[key].statements), key


def test_every_row_is_whole():
    for key, one in carriers().items():
        assert key == one.key
        assert one.why
        assert not one.kind or one.kind in KINDS
        declared = {parameter.name for parameter in parameters_of(KINDS[one.kind])} if one.kind else set()
        assert set(one.state) | {usual.name for usual in one.usual} <= declared, key
        assert "choice" in one.why.casefold() or one.key == "solution"
        for cited in (*one.statements, *one.usual):
            assert reference(cited.document if hasattr(cited, "document") else cited.cite).status == "read"
        for statement in one.statements:
            assert statement.value
            assert statement.locator


@pytest.mark.parametrize("document", SOURCES)
def test_the_words_stand_in_print(document):
    text = " ".join(shared(SOURCES[document]).read_text(encoding="utf-8").split())
    words = [statement.words for one in carriers().values() for statement in one.statements if statement.document == document]
    assert words
    missing = [said for said in words if re.sub(r"\s+", " ", said) not in text]
    assert missing == []


def test_a_carrier_without_a_row_takes_the_nearest_wider_one():
    assert carrier_of("collagen").key == "natural-hydrogel"
    assert carrier_of("porous β-TCP").key == "beta-tcp"
    assert carrier_of("coralline hydroxyapatite").key == "hydroxyapatite"
    assert carrier_of("liposome") is None
    with pytest.raises(TermError):
        carrier_of("porridge")


def test_print_that_is_silent_is_called_so():
    silent = [key for key in BONE_REVIEW if all(one.value.startswith(NOT_REPORTED) for one in carriers()[key].statements if one.document == "lu2023")]
    assert {"silver-nanoparticles", "beta-tcp", "gelatin", "pla"} <= set(silent)
    assert not {"plga-polydopamine", "magnesium-gallic-acid-mof", "peg-dna"} & set(silent)


def test_the_value_that_print_gives_for_a_carrier_is_taken_and_told():
    hinged = GelSlab.from_step(step("deliver", "gel-slab", carrier="hyaluronic acid"))
    (told,) = (one for one in hinged.assumed if one.name == "diffusivity")
    assert (2.6e-14, "derived", "pmc8228022") == (pytest.approx(told.value), told.status, told.cite)
    assert "usual value of the carrier" in told.reason
    assert hinged.spreads["diffusivity"].a == 4.0
    stated = GelSlab.from_step(step("deliver", "gel-slab", carrier="hyaluronic acid", diffusivity="1e-12 m2/s"))
    assert stated.operation.diffusivity == 1e-12
    assert GelSlab.from_step(step("deliver", "gel-slab", carrier="gelatin")).operation.diffusivity == 1e-13
