import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.reactions import Reaction, mass_action, rates_of, speeds_of


def test_a_rate_is_the_sum_of_what_its_reactions_make_and_take():
    reactions = (Reaction(name="in", speed="k0", change={"A": 1}), Reaction(name="pair", speed="k * A**2", change={"A": -2, "B": 1}))
    assert {"A": "v_in - 2 * v_pair", "B": "v_pair", "C": "0"} == rates_of(("A", "B", "C"), reactions)
    assert {"v_in": "k0", "v_pair": "k * A**2"} == speeds_of(reactions)


def test_a_reaction_cannot_change_what_is_no_state():
    with pytest.raises(SettingError, match="changes 'X'"):
        rates_of(("A",), (Reaction(name="r", speed="1", change={"X": 1}),))


@pytest.mark.parametrize(
    ("turn", "speed", "change"),
    [
        ("A + B -> C", "k * A * B", {"A": -1, "B": -1, "C": 1}),
        ("E + A -> E + B", "k * E * A", {"A": -1, "B": 1}),
        ("-> A", "k", {"A": 1}),
        ("A ->", "k * A", {"A": -1}),
        ("E -> E", "k * E", {}),
    ],
)
def test_mass_action_takes_its_speed_from_the_left_side(turn, speed, change):
    found = mass_action("r", turn, "k")
    assert speed == found.speed
    assert change == dict(found.change)


def test_a_rate_that_is_a_sum_is_put_in_brackets():
    assert "(k + q) * A" == mass_action("r", "A -> B", "k + q").speed


@pytest.mark.parametrize("turn", ["A + A -> B", "A", "A -> B -> C", "A -> B + B"])
def test_a_turn_that_is_none_is_refused(turn):
    with pytest.raises(SettingError, match="write it as 'A"):
        mass_action("r", turn, "k")
