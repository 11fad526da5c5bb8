"""Neighbours: a record is nearest to itself, likeness is mutual, and doses are compared only in one unit."""

import itertools

import pytest

from exoforge.base.errors import SettingError
from exoforge.evidence.corpus import published
from exoforge.evidence.dose.likeness import compared_doses
from exoforge.evidence.nearest import DOSE_WEIGHT, FACETS, nearest
from exoforge.record.files import parse_record

PLAN = """
exoforge = "1.0"
id = "plan"
standing = "planned"
[source]
cell = "BMSCs"
[[step]]
stage = "deliver"
kind = "burst-release"
carrier = "{carrier}"
[dosing]
dose = "{dose}"
route = "local-implantation"
[target]
indication = "calvarial-defect"
species = "rat"
"""


def plan(carrier="β-TCP", dose="200 ug protein"):
    return parse_record(PLAN.format(carrier=carrier, dose=dose))


def test_weights_add_to_one():
    assert 1.0 == pytest.approx(sum(facet.weight for facet in FACETS) + DOSE_WEIGHT)


SOME = published()[::9]


@pytest.mark.parametrize("therapy", SOME, ids=lambda therapy: therapy.id)
def test_a_record_is_nearest_to_itself(therapy):
    first, second = nearest(therapy, 2)
    assert therapy is first.therapy
    assert first.different == ()
    assert first.score >= second.score


def test_likeness_is_mutual_and_between_0_and_1():
    scores = {(mine.id, found.therapy.id): found.score for mine in SOME for found in nearest(mine, 999, among=SOME)}
    assert len(SOME) ** 2 == len(scores)
    for mine, other in itertools.combinations([therapy.id for therapy in SOME], 2):
        assert scores[mine, other] == pytest.approx(scores[other, mine])
    assert all(0 <= score <= 1 + 1e-12 for score in scores.values())


def test_every_facet_has_one_sentence():
    for found in nearest(plan(), 999):
        assert len(FACETS) + 1 == len(found.alike) + len(found.different) + len(found.unknown)


def test_a_plan_finds_its_study():
    """A plan with bone marrow MSC on β-TCP in the rat's calvaria: Ying 2020 did just that."""
    best = nearest(plan())[0]
    assert "lu2023-t2-06" == best.therapy.id
    assert best.different == ()
    assert "carrier: beta-tricalcium phosphate in both" in best.alike
    assert "dose: 200 ug protein and 200 ug cannot be compared without what the mass is of" in best.unknown
    assert "tissue: not known of the therapy" in best.unknown


def test_the_class_of_a_carrier_counts_half():
    scores = {found.therapy.id: found for found in nearest(plan(carrier="gelatin"), 999)}
    chitosan = scores["lu2023-t2-12"]
    assert "carrier: gelatin here, chitosan and beta-glycerophosphate hydrogel there; both are natural hydrogel" in chitosan.alike
    assert scores["lu2023-t2-06"].score == pytest.approx(chitosan.score - 0.15 / 2)


def test_a_word_outside_the_vocabulary_stands_for_itself():
    found = {one.therapy.id: one for one in nearest(plan(carrier="spider silk"), 999)}["lu2023-t2-06"]
    assert "carrier: spider silk here, beta-tricalcium phosphate there" in found.different
    (own,) = nearest(plan(carrier="spider silk"), 1, among=[plan(carrier="Spider silk")])
    assert "carrier: spider silk in both" in own.alike


def test_knowing_nothing_is_half():
    nothing = parse_record('exoforge = "1.0"\nid = "nothing"\nstanding = "planned"\n')
    assert {0.5} == {round(found.score, 12) for found in nearest(nothing, 999)}
    assert all(len(FACETS) + 1 == len(found.unknown) for found in nearest(nothing, 999))


def test_no_neighbours_is_refused():
    with pytest.raises(SettingError, match="ask for 1 or more"):
        nearest(plan(), 0)


def dosing(text):
    return parse_record(f'exoforge = "1.0"\nid = "d"\nstanding = "planned"\n[dosing]\n{text}\n').dosing


@pytest.mark.parametrize(
    ("mine", "other", "likeness"),
    [
        ('dose = "100 ug"', 'dose = "0.1 mg"', 1.0),
        ('dose = "100 ug"', 'dose = "1 mg"', 0.0),
        ('dose = "100 ug"', 'dose = "1 g"', 0.0),
        ('dose = "1e10 particles"', 'dose = "1e11 particles/mL"\nvolume = "100 uL"', 1.0),
        ('dose = "1 ug/uL"\nvolume = "250 uL"', 'dose = "2.5 mg/mL"\nvolume = "100 uL"', 1.0),
        ('dose = "0 ug"', 'dose = "1 ug"', 0.0),
        ('dose = "0 ug"', 'dose = "0 mg"', 1.0),
    ],
)
def test_doses_in_units_that_fit(mine, other, likeness):
    for one, two in ((mine, other), (other, mine)):
        assert likeness == pytest.approx(compared_doses(dosing(one), dosing(two)).likeness, abs=1e-12)


@pytest.mark.parametrize(
    ("mine", "other", "reason"),
    [
        ('dose = "5e11 particles/mL"', 'dose = "200 ug protein"', "without the particles per protein mass of the batch"),
        ('dose = "5e11 particles/mL"', 'dose = "200 ug"', "without what the mass is of, and the particles per mass of the batch"),
        ('dose = "200 ug protein"', 'dose = "200 ug"', "without what the mass is of"),
        ('dose = "5e11 particles/mL"', 'dose = "1e10 particles"', "without the volume, area or body mass"),
        ('dose = "4e7 cells"', 'dose = "1e10 particles"', "without the particles per cell of the batch"),
        ('dose = "200 uL"', 'dose = "1e10 particles"', "without what the volume holds"),
        ("", 'dose = "1e10 particles"', "not reported in one of the records"),
        ("", "", "not reported in either record"),
    ],
)
def test_doses_that_cannot_be_compared(mine, other, reason):
    for one, two in ((mine, other), (other, mine)):
        found = compared_doses(dosing(one), dosing(two))
        assert found.likeness is None
        assert reason in found.sentence
