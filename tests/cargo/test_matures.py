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


def test_counts_do_not_overrule_the_strand_that_was_known_first():
    """In a real table miR-135b-3p and miR-204-3p have nearly all counts; what reviews call miR-135b was entered as what is now miR-135b-5p."""
    for stem in ("miR-135b", "miR-204"):
        found = mature_of(stem, counts={f"{stem}-3p": 990.0, f"{stem}-5p": 10.0})
        assert (found.name, found.standing) == ("", "several strands")
        assert f"{stem}-5p is the strand that miRBase knew first" in found.note
        assert mature_of(stem, counts={f"{stem}-3p": 10.0, f"{stem}-5p": 990.0}).name == f"{stem}-5p"
    assert mature_of("miR-126", counts={"miR-126-3p": 99.0, "miR-126-5p": 1.0}).name == "miR-126-3p"
    assert mature_of("miR-24", counts={"miR-24-3p": 99.0}).name == "miR-24-3p"


@pytest.mark.parametrize("family", ["let-7", "hsa-let-7", "miR-30", "miR-200", "hsa-miR-517a-3p|hsa-miR-517b-3p", "hsa-miR-517c-3p+hsa-miR-519a-3p"])
def test_several_molecules_under_one_name_are_never_one(family):
    found = mature_of(family, counts={"let-7a-5p": 1000.0})
    assert (found.name, found.standing) == ("", "several")
    assert "several microRNAs" in found.note or "Print does not say" in found.note


def test_a_stem_with_letters_beside_it_stays_a_stem():
    assert mature_of("miR-10").standing == "several"
    assert mature_of("miR-21").standing == "several strands"
    assert mature_of("miR-1-3p").standing == "listed"
    assert mature_of("hsa-miR-21-5p|MIMAT0000076").standing == "listed"


@pytest.mark.parametrize("written", ["miR\u201321\u20135p", "hsa\u2011miR\u201121\u20115p", "hsa-miR-21 -5p", "microRNA 21-5p", "miR\u221221\u22125p"])
def test_hyphens_and_blanks_of_a_word_processor_are_hyphens(written):
    assert mature_of(written).name == "miR-21-5p"


def test_an_arm_without_a_number_is_no_microrna():
    assert mature_of("miR-3p").standing == "no microRNA"
    assert mature_of("hsa-miR-5p").standing == "no microRNA"


def test_the_arm_of_a_copy_is_the_strand_that_its_hairpins_share():
    assert (mature_of("miR-486-1-5p").name, mature_of("miR-486-1-5p").standing) == ("miR-486-5p", "only strand")
    assert mature_of("miR-181b-1-3p").name == "miR-181b-3p"
