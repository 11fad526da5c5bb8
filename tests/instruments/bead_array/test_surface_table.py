"""Tables of surface markers on capture beads, made by hand."""

import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.bead_array.surface_table import SurfaceTable
from tests.instruments.as_file import as_file

TABLE = "Sample;CD9;CD63;CD81;CD44;CD45;mIgG1;REA Control\nblank;1,0;1,0;1,0;1,0;1,0;1,0;1,0\nEV 1;121;81;101;5;1,5;2,0;1,5\n"


def read(text):
    file = as_file(text)
    assert SurfaceTable().sniff(file)
    return SurfaceTable().read(file)


def markers(one):
    return {marker.name: (marker.result, marker.value) for marker in one.markers}


def test_known_truth():
    (one,) = read(TABLE)
    assert markers(one) == {"CD9": ("positive", 120), "CD63": ("positive", 80), "CD81": ("positive", 100), "CD44": ("positive", 4), "CD45": ("negative", 0.5)}
    assert one.arrays["normalised"][0] == pytest.approx(1.2)


def test_the_other_way_round_is_the_same():
    cells = [line.split(";") for line in TABLE.strip().split("\n")]
    turned = "\n".join(";".join(row) for row in zip(*cells, strict=True)) + "\n"
    assert markers(read(turned)[0]) == markers(read(TABLE)[0])


def test_without_a_blank_the_control_beads_are_subtracted():
    text = "\n".join(line for line in TABLE.split("\n") if not line.startswith("blank"))
    (one,) = read(text)
    assert markers(one)["CD9"] == ("positive", pytest.approx(119.25))
    assert "no blank" in one.notices[0]


def test_between_the_rules_a_marker_is_only_quantified():
    assert markers(read(TABLE.replace("81;101;5", "81;101;3"))[0])["CD44"][0] == "quantified"


def test_a_bead_that_shines_as_much_in_the_blank_is_not_positive():
    """CD9 is 60 times the control beads and shines by itself: 100 without vesicles and 121 with them."""
    (one,) = read(TABLE.replace("blank;1,0;1,0", "blank;100;81"))
    assert markers(one)["CD9"] == ("quantified", 21)
    assert markers(one)["CD63"] == ("negative", 0)
    assert markers(one)["CD81"] == ("positive", 100)


@pytest.mark.parametrize(
    ("name", "is_blank"),
    [
        ("PBS-washed EV", False),
        ("medium EV 1", False),
        ("Buffer exchange 2", False),
        ("background", True),
        ("Blank 2", True),
        ("PBS only", True),
        ("no EV", True),
    ],
)
def test_a_sample_is_the_blank_only_by_its_whole_name(name, is_blank):
    """A preparation that was washed in PBS holds vesicles."""
    found = read(TABLE.replace("blank;", f"{name};"))
    assert [one.sample for one in found] == (["EV 1"] if is_blank else [name, "EV 1"])
    assert found[-1].settings["exoforge"]["blank"] == ((name,) if is_blank else ())


def test_an_empty_sample_is_never_positive_by_division():
    (one,) = read(TABLE.replace("121;81;101;5;1,5;2,0;1,5", "0;0;0;0;0;0;0"))
    assert {result for result, _ in markers(one).values()} == {"quantified"}
    assert any("hardly caught" in notice for notice in one.notices)


@pytest.mark.parametrize("text", [TABLE.replace("121", "bright"), TABLE.replace("121", "1e300"), TABLE[:-8], TABLE.split("EV 1")[0]])
def test_damage_is_refused_in_one_sentence(text):
    with pytest.raises(FileError, match=r"file\.csv") as refusal:
        SurfaceTable().read(as_file(text))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("high", "low", "net"), [("1,234", "2.5", 1233), ("1.234,5", "2,5", 1233.5), ("1,234", "1,0", 0.234)])
def test_what_a_comma_means_is_told_by_all_medians_together(high, low, net):
    """A median above 999 with a mark between its thousands was once read a thousandfold too small, in silence."""
    text = TABLE.replace("1,0", "1").replace("1,5", "1").replace("2,0", low).replace("EV 1;121", f"EV 1;{high}")
    (one,) = read(text)
    assert one.arrays["net"][0] == pytest.approx(net)
    turned = "\n".join(";".join(row) for row in zip(*(line.split(";") for line in text.strip().split("\n")), strict=True)) + "\n"
    assert read(turned)[0].arrays["net"][0] == pytest.approx(net)


def test_a_median_that_may_be_a_thousand_times_another_is_refused():
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234") as refusal:
        read(TABLE.replace(",0", "").replace(",5", "").replace("121", "1,234"))
    assert "\n" not in str(refusal.value)
