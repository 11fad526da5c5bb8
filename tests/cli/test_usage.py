"""A command line that cannot be read: the sentence points to the help of the command that was typed."""

import pytest

from tests.cli.command import refused


@pytest.mark.parametrize(
    ("arguments", "help_of"),
    [
        (("read", "sample.fcs", "--volume", "30uL"), "exoforge read"),
        (("flow", "gate"), "exoforge flow gate"),
        (("flow", "gates"), "exoforge flow"),
        (("reed",), "exoforge"),
    ],
)
def test_a_usage_error_points_to_the_help_of_its_command(arguments, help_of):
    assert refused(*arguments).endswith(f"'{help_of} --help' says what there is.")
