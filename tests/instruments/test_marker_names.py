"""One word for one marker."""

import pytest

from exoforge.instruments.marker_names import is_tetraspanin, marker_name


@pytest.mark.parametrize(
    ("text", "name"),
    [("SDCBP", "syntenin-1"), ("anti-CD63", "CD63"), ("Calnexin", "calnexin"), ("cd9", "CD9"), ("CD133/1", "CD133/1"), ("GP-5", "GP-5"), ("Alix", "ALIX")],
)
def test_a_marker_has_one_name(text, name):
    assert marker_name(text) == name


def test_the_three_tetraspanins():
    assert [name for name in ("CD9", "cd63", "CD81", "CD82") if is_tetraspanin(name)] == ["CD9", "cd63", "CD81"]
