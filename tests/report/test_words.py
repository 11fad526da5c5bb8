"""The words of a run."""

import pytest

from exoforge.report.words import sentence_case


@pytest.mark.parametrize("text", ["mRNA that it is to bind", "miR-140 in a vesicle", "siRNA", "mirna", "miRNAs", "pH of the buffer", "c1", "kpb/db"])
def test_a_symbol_and_a_word_with_its_own_capitals_are_left_alone(text):
    assert sentence_case(text) == text


@pytest.mark.parametrize(("text", "told"), [("mirror", "Mirror"), ("siren of RNA", "Siren of RNA"), ("non-RNA cargo", "Non-RNA cargo"), ("", "")])
def test_any_other_word_starts_large(text, told):
    assert sentence_case(text) == told
