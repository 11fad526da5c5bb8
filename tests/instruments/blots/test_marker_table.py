"""Tables of markers: the template, other heads and words, contradictions and damage."""

import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.blots import TEMPLATE, MarkerTable
from tests.instruments.as_file import as_file
from tests.instruments.blots.filled import FILLED


def read(text):
    file = as_file(text, "western.csv")
    assert MarkerTable().sniff(file)
    return MarkerTable().read(file)


def markers(one):
    return {marker.name: (marker.result, marker.value) for marker in one.markers}


def test_the_template_holds_no_result_and_is_refused_until_it_is_filled_in():
    """The examples of the template once counted as evidence."""
    with pytest.raises(FileError, match=r"western\.csv.* 7 rows .*neither a result nor an intensity") as refusal:
        read(TEMPLATE)
    assert "\n" not in str(refusal.value)


def test_a_row_without_a_result_says_nothing_and_is_told():
    (one,) = read("marker,sample,result,intensity\nCD9,A,positive,\nCD63,A,,\nCD81,A,not tested,\nALIX,A,,50\nCD9,B,,\n")
    assert (one.sample, set(markers(one))) == ("A", {"CD9", "ALIX"})
    (told,) = (notice for notice in one.notices if "neither a result nor an intensity" in notice)
    assert "CD63 in line 3, CD81 in line 4, CD9 in line 6" in told


def test_the_filled_template_is_read():
    (one,) = read(FILLED)
    assert one.sample == "lot 1"
    assert markers(one)["CD9"] == ("positive", None)
    assert markers(one)["calnexin"] == ("negative", None)
    assert "albumin" not in markers(one)
    assert [notice for notice in one.notices if "albumin" not in notice] == []
    assert not one.unread


@pytest.mark.parametrize(
    "text",
    [
        "Protein;Fraction;Call;Band intensity;Loaded\nSDCBP;F7;+;1000,5;10\n",
        "sample\tantibody\tpresent\tdensitometry\tloading\nF7\tsyntenin-1\tYes\t1000.5\t10\n",
    ],
)
def test_other_heads_and_marks_mean_the_same(text):
    (one,) = read(text)
    assert one.sample == "F7"
    assert markers(one) == {"syntenin-1": ("positive", pytest.approx(100.05))}


def test_an_intensity_alone_is_never_positive():
    (one,) = read("marker,sample,intensity\nCD9,A,5000\n")
    assert markers(one)["CD9"] == ("quantified", 5000)
    assert any("without the amount" in notice for notice in one.notices)


def test_a_contradiction_gives_no_marker_and_is_told():
    (one,) = read("marker,sample,result\nCD9,A,positive\ncd9,A,negative\nCD63,A,+\n")
    assert set(markers(one)) == {"CD63"}
    assert "line 2" in one.notices[0]
    assert "line 3" in one.notices[0]


@pytest.mark.parametrize("word", ["n.d.", "maybe", "none"])
def test_a_word_that_may_mean_two_things_is_told_and_not_taken(word):
    (one,) = read(f"marker,sample,result\nCD9,A,{word}\n")
    assert not one.markers
    assert any("not understood" in notice for notice in one.notices)


def test_other_columns_are_kept_as_unread():
    (one,) = read("marker,sample,result,exposure\nCD9,A,+,30 s\n")
    assert one.unread == {"line 2, exposure": "30 s"}


@pytest.mark.parametrize(
    "text",
    [
        "marker,sample,result\n",
        "marker,sample,result\nCD9\n",
        "marker,sample,result\n,A,+\n",
        "marker,sample,intensity\nCD9,A,-5\n",
        "marker,sample,intensity\nCD9,A,dark\n",
        "marker,sample,intensity,loading\nCD9,A,5,0\n",
    ],
)
def test_damage_is_refused_in_one_sentence(text):
    with pytest.raises(FileError, match=r"western\.csv") as refusal:
        MarkerTable().read(as_file(text, "western.csv"))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("intensity", "loading", "value"), [("1,234", "2.5", 1234 / 2.5), ("1.234,5", "2,5", 1234.5 / 2.5), ("1,234", "2,5", 1.234 / 2.5)])
def test_what_a_comma_means_is_told_by_all_numbers_together(intensity, loading, value):
    """An intensity with a mark between its thousands was once read a thousandfold too small, in silence."""
    (one,) = read(f"sample;marker;result;intensity;loading\nF7;CD9;+;{intensity};{loading}\n")
    assert markers(one) == {"CD9": ("positive", pytest.approx(value))}


def test_an_intensity_that_may_be_a_thousand_times_another_is_refused():
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234") as refusal:
        read("sample;marker;result;intensity\nF7;CD9;+;1,234\n")
    assert "\n" not in str(refusal.value)
