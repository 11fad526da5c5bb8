import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.evidence.dose.lognormal import LogNormal, up_to_factor
from exoforge.evidence.dose.priors import class_ratios, doubtful_purity, isolation_class, isolation_classes, phospholipid_of_particle, protein_of_mass

HUNDRED = LogNormal(median=100e-9)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("PEG precipitation", "precipitation"),
        ("precipitation", "precipitation"),
        ("size-exclusion", "purified"),
        ("TFF", "concentrated"),
        ("centrifugation", "concentrated"),
        ("Purified", "purified"),
        ("", "unknown"),
    ],
)
def test_an_isolation_has_a_class(word, key):
    assert isolation_class(word).key == key


def test_no_operation_is_in_two_classes():
    operations = [one for each in isolation_classes().values() for one in each.operations]
    assert sorted(set(operations)) == sorted(operations)


@pytest.mark.parametrize("word", ["magic", "wash", "gel-slab"])
def test_what_is_no_isolation_is_refused(word):
    with pytest.raises(SettingError, match="is no isolation that says how pure"):
        isolation_class(word)


def test_a_purer_class_has_more_particles_per_protein():
    medians = [isolation_classes()[key].per_protein.median for key in ("precipitation", "concentrated", "purified")]
    assert medians == sorted(medians)


@pytest.mark.parametrize("one", isolation_classes().values(), ids=lambda one: one.key)
def test_every_class_says_its_status_and_cites_what_is_on_the_list(one):
    assert one.status in {"derived", "recalled"}
    assert set(one.cites) <= {reference.key for reference in references()}
    assert "choice" in one.sentence or one.key == "unknown"
    recalled = {reference.key for reference in references() if reference.status == "recalled"}
    assert (one.status == "recalled") == bool(set(one.cites) & recalled)


def test_only_precipitation_has_a_yield_of_cells():
    joined = {key: {(ratio.of, ratio.per) for ratio in class_ratios(one)} for key, one in isolation_classes().items()}
    assert [key for key, pairs in joined.items() if ("particles", "cells") in pairs] == ["precipitation"]


def test_the_yields_of_precipitation_agree_with_one_another():
    """Particles per cell over protein per cell is particles per protein, as far as independent ranges can agree."""
    purity, particles, protein = class_ratios(isolation_class("precipitation"))
    assert particles.value.median / protein.value.median == pytest.approx(purity.value.median, rel=1e-9)


def test_the_lipid_of_a_vesicle_is_known_worse_when_its_size_is():
    sharp, broad = (phospholipid_of_particle(LogNormal(median=120e-9, log_sd=sd)).value for sd in (0.0, 0.2))
    assert sharp.median == pytest.approx(212.7e-12 / 1e9, rel=1e-3)
    assert broad.median == sharp.median
    assert broad.log_sd**2 - sharp.log_sd**2 == pytest.approx((2.09 * 0.2) ** 2, rel=0.02)


def test_a_mass_of_something_is_protein_up_to_a_choice():
    assert (protein_of_mass().value.median, protein_of_mass().status) == (1.0, "choice")


def test_more_particles_than_the_protein_can_hold_are_impossible():
    (note,) = doubtful_purity(up_to_factor(1e11, 1.1), HUNDRED)
    assert note.startswith("Impossible for vesicles of 100 nm")
    assert "6.8e9" in note


def test_more_protein_than_a_vesicle_weighs_is_not_its_own():
    (note,) = doubtful_purity(up_to_factor(2.38e7, 1.1), HUNDRED)
    assert "42 fg" in note
    assert "0.59 fg" in note
    assert "98.6 %" in note


def test_a_plausible_purity_raises_nothing_and_a_wide_one_is_told():
    assert doubtful_purity(up_to_factor(3e9, 1.1), HUNDRED) == ()
    assert "reaches above" in doubtful_purity(up_to_factor(4e9, 3.0), HUNDRED)[0]
