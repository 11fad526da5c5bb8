"""Substances: what the table holds, how names are read, and what is not guessed."""

import re

import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import reference
from exoforge.cargo.substances import FAMILIES, SEVERAL, known_as, meant_by, substance_of, substances

WEIGHTS = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999, "S": 32.06, "F": 18.998, "P": 30.974, "Cl": 35.45, "Na": 22.990, "Pt": 195.084}
FORMULA = re.compile(r"^((?:[A-Z][a-z]?\d*){2,})\.")


def known():
    for one in substances().values():
        for name in ("molar_mass", "partition", "solubility"):
            number = getattr(one, name)
            if number is not None:
                yield pytest.param(one, number, id=f"{one.key} {name}")


@pytest.mark.parametrize(("substance", "number"), list(known()))
def test_every_number_has_its_source(substance, number):
    assert substance.family in FAMILIES
    assert number.low <= number.value <= number.high
    if number.status in ("read", "derived"):
        assert reference(number.cite).status == "read"
    if number.status == "recalled":
        assert reference(number.cite).status == "recalled"


def formulas():
    for one in substances().values():
        if one.molar_mass is not None and (found := FORMULA.match(one.molar_mass.note)):
            yield pytest.param(found[1], one.molar_mass.value, id=one.key)


@pytest.mark.parametrize(("formula", "molar_mass"), list(formulas()))
def test_masses_follow_from_the_formulas(formula, molar_mass):
    grams = sum(WEIGHTS[element] * int(count or 1) for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula))
    assert molar_mass == pytest.approx(grams / 1e3, rel=5e-5)


def test_partitions_that_were_derived_follow_from_what_was_read():
    per_litre = 1.0 / 0.76
    assert substances()["paclitaxel"].partition.value == pytest.approx(9500 * per_litre, rel=0.01)
    assert substances()["curcumin"].partition.low == pytest.approx(2.4e4 * per_litre, rel=0.02)
    assert substances()["curcumin"].partition.high == pytest.approx(4.3e4 * per_litre, rel=0.02)
    assert substances()["gemcitabine"].partition.value == pytest.approx(10**-1.22, rel=0.01)
    assert substances()["resveratrol"].solubility.value == pytest.approx(3.12e-6 * 55.3 * 228.24, rel=0.01)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("DOX", "doxorubicin"),
        ("si-RNA", "sirna"),
        ("hsa-miR-140-5p", "mirna"),
        ("BMP-2", "bmp2"),
        ("Cas 9 RNP", "cas9-rnp"),
        ("tgf-β1", "tgfb1"),
        ("SPIONs", "spio"),
    ],
)
def test_spellings(text, key):
    assert substance_of(text).key == key


@pytest.mark.parametrize("text", ["CRISPR", "Cas9", "porphyrins", "RNA", "VEGF gene"])
def test_a_name_with_several_meanings_is_none_of_them(text):
    assert substance_of(text) is None
    assert len(meant_by(text)) >= 2


def test_names_with_several_meanings_name_substances():
    assert {key for keys in SEVERAL.values() for key in keys} <= set(substances())
    assert meant_by("doxorubicin") == ()
    assert substance_of("unobtainium") is None


def test_what_is_known_of_a_cargo_may_be_its_family_alone():
    assert known_as("siRNA") is substance_of("siRNA")
    assert known_as("unobtainium") is None
    mine = known_as("unobtainium", "protein")
    assert (mine.family, mine.molar_mass, mine.partition, mine.solubility) == ("protein", None, None, None)
    assert known_as("VEGF gene").family == "DNA"  # plasmid or mRNA: neither passes a membrane
    assert known_as("porphyrin") is None  # one passes, one does not
    with pytest.raises(SettingError, match="no family"):
        known_as("unobtainium", "metal")
