"""The list of resins, its names, and the resins of a user."""

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.base.trace import reference
from exoforge.laws.filtration import protein_radius
from exoforge.laws.resins import resin, resins, resins_with


def test_every_resin_says_where_its_numbers_come_from():
    for one in resins():
        for status, source in ((one.pore_status, one.pore_source), (one.bead_status, one.bead_source), (one.bed_status, one.bed_source)):
            assert status in ("read", "recalled", "choice"), one.label
            assert bool(source) == (status != "choice"), one.label
            if status == "read":
                assert reference(source).status == "read", f"{one.label}: {source}"
            if source:
                assert reference(source).text != source, f"{source} is on no list"
        assert one.note or "choice" not in (one.pore_status, one.bead_status), one.label
        assert 2e-9 <= one.pore_diameter < one.bead_radius < one.bed_diameter


def test_pores_are_wider_than_the_largest_protein_that_enters():
    """The printed range and the pores are two sources; they must not contradict each other."""
    for one in resins():
        if one.limits is not None:
            low, high = one.limits
            assert low < high
            assert 2 * float(protein_radius(high)) < 1.05 * one.pore_diameter, one.label


def test_pores_that_were_read():
    """Ter-Ovanesyan 2021: 75, 42 and 24 nm."""
    found = {name: resin(name).pore_diameter * 1e9 for name in ("Sepharose CL-2B", "cl-4b", "sepharose CL 6B")}
    assert found == pytest.approx({"Sepharose CL-2B": 75.0, "cl-4b": 42.0, "sepharose CL 6B": 24.0})


@pytest.mark.parametrize("name", ["qEV 70", "qev-70", "qEV70", "qEV 70 nm", "qEVoriginal 70 nm", "QEV 70NM"])
def test_a_resin_is_found_by_any_of_its_names(name):
    assert resin(name).label == "qEV 70"


def test_an_unknown_resin_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match=r"did you mean 'Sepharose CL-4B'\?"):
        resin("Sefarose CL-4B")


def test_resins_of_a_user_join_and_replace(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[mine]\npore_diameter = "60 nm"\nbead_diameter = "90 um"\nbed_volume = "20 mL"\nsource = "our own"\n'
        '[qev-70]\npore_diameter = "66 nm"\nbead_diameter = "80 um"\n'
    )
    known = resins_with(path)
    mine = resin("Mine", known)
    assert (mine.pore_diameter, mine.bead_radius, mine.bed_volume) == pytest.approx((60e-9, 45e-6, 20e-6))
    assert (mine.pore_status, mine.note) == ("stated", "our own")
    assert resin("qev-70", known).pore_diameter == pytest.approx(66e-9)
    assert len(known) == len(resins()) + 1
    assert resin("qev-70").pore_diameter == pytest.approx(70e-9)
    assert resins_with(None) == resins()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[a]\npore_diameter = "60 nm"\n', "it needs pore_diameter and bead_diameter"),
        ("a = 3\n", "it needs pore_diameter and bead_diameter"),
        ('[a]\npore_diameter = "60 nm"\nbead_diameter = "90 um"\ncolour = "blue"\n', "'colour' is not read"),
        ('[a]\npore_diameter = "60 kg"\nbead_diameter = "90 um"\n', "resin 'a', 'pore_diameter'"),
        ('[a]\npore_diameter = 60\nbead_diameter = "90 um"\n', "resin 'a', 'pore_diameter'"),
        ('[a]\npore_diameter = "-60 nm"\nbead_diameter = "90 um"\n', "must be above 0"),
        ("[a\n", "cannot be read as TOML"),
    ],
)
def test_a_resin_that_is_not_stated_is_refused(tmp_path, text, sentence):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(FileError, match=sentence):
        resins_with(path)
