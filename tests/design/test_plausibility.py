"""A prediction beside a pooled effect: inside, outside, the wrong way, or not to be compared."""

import dataclasses

import pytest

from exoforge.design.plausibility import plausibility_of, published
from exoforge.design.response_result import EndpointResult
from exoforge.design.result import Interval
from exoforge.evidence.pooled import pooled_of
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Tissue


def endpoint(difference: float) -> EndpointResult:
    whole = Interval(central=difference, low=difference - 0.05, median=difference, high=difference + 0.05)
    return EndpointResult(
        name="bone", meaning="bone", unit="", larger_is_better=True, treated=whole, untreated=whole, difference=whole, better=1.0
    )  # fmt: skip


@pytest.mark.parametrize(("difference", "verdict"), [(0.22, "within"), (0.05, "below"), (0.5, "above"), (-0.1, "the other way")])
def test_a_mean_difference_is_compared_in_its_own_unit(difference, verdict):
    found = next(one for one in plausibility_of("bone-healing", "bone", [endpoint(difference)]) if one.effect.key == "bone-volume-bailey2022")
    assert found.verdict == verdict
    assert found.predicted is not None
    assert found.predicted.median == pytest.approx(100 * difference)
    assert "22.2 %" in found.sentence


def test_a_standardised_difference_is_never_compared():
    found = [one for one in plausibility_of("bone-healing", "bone", [endpoint(0.2)]) if one.effect.measure == "SMD"]
    assert found
    assert all(one.verdict == "not comparable" and one.predicted is None and "no scatter between animals" in one.sentence for one in found)


def test_an_effect_without_an_endpoint_says_so():
    found = plausibility_of("another-model", "bone", [endpoint(0.2)])
    assert all(one.verdict == "not comparable" for one in found)
    assert any("no endpoint of this model" in one.sentence for one in found)


def test_a_lower_value_can_be_the_benefit():
    effect = dataclasses.replace(pooled_of("bone")[0], value=-3.0, low=-4.0, high=-2.0, better=-1)
    assert published(effect) == "-3 % (95 % interval -4 to -2)"


def test_what_is_compared_exists():
    for effect in (one for tissue in ("bone", "skin", "cartilage") for one in pooled_of(tissue)):
        for kind, _, size in effect.compares:
            operation = operations()[("respond", kind)]
            assert issubclass(operation, Tissue)
            assert operation.card.tissue == effect.tissue
            assert size > 0
