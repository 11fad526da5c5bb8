"""Which mature microRNA a name means: by species, arm, version, accession, copy, old name; and what is told where it may mean several."""

import pytest

from exoforge.cargo.matures import mature_of
from exoforge.cargo.mirbase import strand_by_name, strands, strands_of_stem
from exoforge.cargo.names import name_of


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("hsa-miR-140-5p", "miR-140-5p"), ("miR-140-5p", "miR-140-5p"), ("hsa_miR_140_5p", "miR-140-5p"), ("HSA-MIR-140-5P", "miR-140-5p")),
        *(("hsa-miR-21-5p_v22.1", "miR-21-5p"), ("hsa-miR-21-5p|MIMAT0000076", "miR-21-5p"), ("MIMAT0000431", "miR-140-5p")),
        *(("let-7b-5p", "let-7b-5p"), ("hsa-let7b-5p", "let-7b-5p"), ("miR-103a-2-5p", "miR-103a-2-5p"), ("miR-1246", "miR-1246"), ("miR-451a", "miR-451a")),
    ],
)
def test_a_strand_is_known_by_every_spelling(written, name):
    found = mature_of(written)
    assert (found.name, found.standing, found.note) == (name, "listed", "")
    assert found.accession == strand_by_name()[name].accession


def test_a_name_without_an_arm_is_told_and_not_guessed():
    found = mature_of("miR-140")
    assert (found.name, found.standing, found.candidates) == ("", "several strands", ("miR-140-5p", "miR-140-3p"))
    assert "miR-140-5p or miR-140-3p" in found.note


def test_counts_decide_where_one_strand_has_most_of_them_and_it_is_told():
    found = mature_of("miR-140", counts={"miR-140-5p": 970.0, "miR-140-3p": 30.0})
    assert (found.name, found.standing) == ("miR-140-5p", "by counts")
    assert "97 %" in found.note
    even = mature_of("miR-140", counts={"miR-140-5p": 60.0, "miR-140-3p": 40.0})
    assert (even.name, even.standing) == ("", "several strands")
    assert "miR-140-5p 60 %" in even.note
    assert mature_of("miR-140", counts={}).standing == "several strands"


def test_copies_lead_to_the_strands_of_their_hairpin():
    assert mature_of("let-7a-1").candidates == ("let-7a-5p", "let-7a-3p")
    assert mature_of("miR-181b").candidates == ("miR-181b-5p", "miR-181b-2-3p", "miR-181b-3p")
    assert mature_of("miR-181b-1").candidates == ("miR-181b-5p", "miR-181b-3p")


def test_an_old_name_leads_to_the_new_one():
    found = mature_of("hsa-miR-375")
    assert (found.name, found.standing) == ("miR-375-3p", "renamed")
    assert "release 21" in found.note
    assert mature_of("hsa_miR_3591_5p").standing == "renamed"


def test_a_withdrawn_entry_says_so():
    found = mature_of("hsa-miR-1273a")
    assert (found.name, found.standing, found.accession) == ("", "withdrawn", "MIMAT0005926")


def test_a_star_does_not_tell_the_arm():
    assert (mature_of("miR-140*").standing, mature_of("miR-140*").name) == ("star name", "")


@pytest.mark.parametrize(
    ("written", "standing"), [("mmu-miR-21a-5p", "other species"), ("miR-99999", "not listed"), ("miR-181", "several"), ("VEGF", "no microRNA")]
)
def test_what_cannot_be_settled_has_a_sentence(written, standing):
    found = mature_of(written)
    assert found.standing == standing
    assert found.note.endswith(".")


def test_every_listed_name_is_read_back_as_itself():
    wrong = [one.name for one in strands() if one.name and mature_of(f"hsa-{one.name}").name != one.name]
    assert wrong == []


def test_every_accession_has_its_name():
    assert [one.accession for one in strands() if one.name and mature_of(one.accession).name != one.name] == []
    assert name_of("MIMAT0031893").key == "miR-181b-2-3p"


def test_stems_hold_only_listed_strands():
    assert {name for names in strands_of_stem().values() for name in names} == set(strand_by_name())
