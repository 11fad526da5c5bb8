"""What a step says under the first of several names."""

import pytest

from exoforge.record.settings import reason_missing, stated_leaf, stated_text
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step

NAMED = Stated(value="siRNA", basis="reported")


def step(**settings):
    return Step(stage="engineer", kind="incubation", settings=settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ""),
        ({"agent": NAMED}, "siRNA"),
        ({"cargo": Stated(value="miR-21", basis="reported"), "agent": NAMED}, "miR-21"),
        ({"cargo": Missing(reason="not applicable"), "agent": NAMED}, "siRNA"),
    ],
)
def test_the_first_name_that_is_stated_counts(settings, said):
    assert stated_text(step(**settings), "cargo", "agent") == said
    assert (stated_leaf(step(**settings), "cargo", "agent") is None) == (not said)


def test_a_reason_is_that_of_the_first_name_that_is_there():
    assert reason_missing(step(agent=Missing(reason="not applicable")), "cargo", "agent") == "not applicable"
    assert reason_missing(step(), "cargo", "agent") == "not reported"
