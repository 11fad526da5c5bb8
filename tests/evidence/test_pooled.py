"""The pooled effects: whole, sourced, with signs that fit, and endpoints that exist."""

import pytest

from exoforge.base.terms import is_term
from exoforge.base.trace import reference
from exoforge.evidence.pooled import pooled_effects, pooled_of


@pytest.mark.parametrize("effect", pooled_effects(), ids=lambda one: one.key)
def test_every_effect_is_a_benefit_with_a_source_that_was_read(effect):
    assert reference(effect.source).status == "read"
    assert is_term("tissues", effect.tissue)
    assert effect.value * effect.better > 0, "what was pooled here are benefits; one that is none needs a closer look"
    assert (effect.low is None) == (effect.high is None)
    if effect.low is not None and effect.high is not None:
        assert effect.low < effect.value < effect.high
    assert effect.words
    assert f"{abs(effect.value):g}" in effect.words.replace("22.20", "22.2"), "the words hold the number"


def test_effects_are_found_by_tissue():
    assert {one.key for one in pooled_of("bone")} >= {"bone-volume-bailey2022", "bone-mai2025"}
    assert pooled_of("eye") == ()
