"""Spellings meet in one name; arms and members are kin and not the same; what is ambiguous says so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.terms import terms
from exoforge.cargo.mechanisms import edges
from exoforge.cargo.names import folded, kinship, name_of, names_in, wider_names
from exoforge.cargo.pathways import pathway_words, pathways_in

PRINTED = sorted({word for one in edges() for word in (*one.cargo, *([one.target] if one.target else []))})


@pytest.mark.parametrize("printed", PRINTED)
def test_everything_that_statements_name_is_known(printed):
    """A new statement needs its names in names.toml: identifiers, or an entry among the phrases."""
    for name in names_in(printed):
        assert name_of(name.key) == name or name_of(name.label) == name, f"'{name.key}' is not in names.toml"


@pytest.mark.parametrize("printed", PRINTED)
def test_genes_and_microrna_strands_have_an_identifier_that_was_seen_or_says_it_was_not(printed):
    for name in names_in(printed):
        if name.kind in ("gene", "microRNA"):
            assert name.identifiers
        for one in name.identifiers:
            assert re.fullmatch(r"HGNC:\d+|fplx:\w+|CHEBI:\d+|mirbase:MI\d{7}|mirbase\.mature:MIMAT\d{7}", one.curie)
            assert one.status in ("read", "recalled")


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        *(("PUMA", "BBC3"), ("puma (BBC3)", "BBC3"), ("TNFα", "TNF"), ("TNFalpha (TNF)", "TNF"), ("IL-10", "IL10"), ("VEGF-A", "VEGFA")),
        *(("SDF1 (CXCL12)", "CXCL12"), ("neprilysin", "MME"), ("P15692", "VEGFA"), ("sp|P15692-2|VEGFA_HUMAN", "VEGFA"), ("CD31", "PECAM1")),
        *(("hsa-miR-21-5p", "miR-21-5p"), ("MIR21", "miR-21"), ("hsa.miR.21.5p", "miR-21-5p"), ("mmu_mir_21a_5p", "miR-21a-5p")),
        *(("hsa-let-7b-5p", "let-7b-5p"), ("let7b", "let-7b"), ("MIMAT0000076", "miR-21-5p"), ("MIMAT0000092_1", "miR-92a-3p")),
        *(("hsa-miR-21-5p_v22.1", "miR-21-5p"), ("hsa-miR-21-5p|MIMAT0000076", "miR-21-5p"), ("microRNA-133b", "miR-133b")),
        *(("miR-17~92", "miR-17-92 cluster"), ("miR-17-92", "miR-17-92 cluster"), ("protein kinase B (AKT)", "AKT"), ("NF-kB", "NF-κB")),
    ],
)
def test_a_spelling_is_understood(spelling, key):
    assert (key,) == tuple(name.key for name in names_in(spelling))


@pytest.mark.parametrize("word", ["", "foo", "miR-21*", "miR-21 inhibitor", "12", "MIMAT9999999"])
def test_what_is_not_known_is_none_rather_than_the_nearest(word):
    assert name_of(word) is None


def test_a_list_in_print_is_several_molecules():
    assert ("RUNX2", "ALPL", "COL1A1") == tuple(name.key for name in names_in("RUNX2, ALP, COL1A1"))
    assert ("SMAD1", "SMAD5") == tuple(name.key for name in names_in("Smad1/5 (SMAD1, SMAD5)"))
    assert ("IL7", "IL-12") == tuple(name.key for name in names_in("IL7-IL12"))
    assert ("IDO1",) == tuple(name.key for name in names_in("indoleamine 2,3-dioxygenase (IDO1)"))
    assert ("words",) == tuple(name.kind for name in names_in("something that nobody knows"))


def test_an_arm_is_kin_of_its_microrna_and_not_the_same():
    arm, whole = name_of("miR-21-5p"), name_of("miR-21")
    assert arm.key != whole.key
    assert kinship(arm, whole) == "miR-21-5p is the 5' arm of miR-21, whose arm is not stated"
    assert kinship(whole, arm) == ""
    assert "miR-21" not in wider_names(name_of("miR-210"))


def test_members_are_kin_of_the_family_and_siblings_are_not_kin():
    assert "miR-181" in wider_names(name_of("hsa-miR-181a-5p"))
    assert "miR-17-92 cluster" in wider_names(name_of("miR-19a"))
    assert kinship(name_of("miR-125a"), name_of("miR-125b")) == ""
    assert kinship(name_of("IGF1R mRNA"), name_of("IGF1R")) == "IGF1R mRNA is a form of IGF1R"
    assert kinship(name_of("antagomir-188"), name_of("miR-188")) == "", "what blocks a microRNA is no form of it"


def test_what_is_ambiguous_says_so():
    assert name_of("miR-18-3p").note.startswith("Either miR-18a-3p or miR-18b-3p.")
    assert {"mirbase.mature:MIMAT0002891", "mirbase.mature:MIMAT0004751"} == {one.curie for one in name_of("miR-18-3p").identifiers}
    assert "which member" in name_of("miR-181").note
    assert "not printed" in name_of("miR-17 superfamily").note
    assert "arm" in name_of("let-7b").note
    assert "2 hairpins" in name_of("miR-125b").note


def test_known_identifiers():
    """Read in HGNC and miRBase 22."""
    assert ["HGNC:17868"] == [one.curie for one in name_of("PUMA").identifiers]
    assert ["mirbase:MI0000077", "HGNC:31586"] == [one.curie for one in name_of("miR-21").identifiers]
    assert ["mirbase.mature:MIMAT0000076"] == [one.curie for one in name_of("miR-21-5p").identifiers]
    assert ["HGNC:9588"] == [one.curie for one in name_of("PTEN").identifiers]


def test_a_gene_of_the_vocabulary_keeps_its_identifier_and_its_synonyms():
    for held in terms("cargo"):
        if held.curie.startswith("HGNC:") and not held.key.startswith(("mir", "let")):
            assert (held.curie,) == tuple(one.curie for one in name_of(held.label).identifiers)
            assert {name_of(held.label).key} == {name_of(word).key for word in held.synonyms}


@given(st.integers(1, 9999), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "-3p", "-5p"]), st.sampled_from(["", "hsa-", "mmu-"]), st.booleans())
def test_any_microrna_has_one_name_however_it_is_written(number, letter, arm, species, upper):
    plain = f"miR-{number}{letter}{arm}"
    written = species + (plain.upper() if upper else plain.replace("-", "."))
    assert name_of(plain).key == name_of(written).key
    assert name_of(name_of(plain).key) == name_of(plain)


@given(st.text(alphabet="aBc12αβκ -_", max_size=12))
def test_folding_is_done_once_and_forgets_hyphens(text):
    assert folded(text) == folded(folded(text)) == folded(text.replace("-", " "))


@pytest.mark.parametrize(
    ("printed", "keys"),
    [
        *(("PI3K/Akt", ("PI3K/AKT",)), ("PI3K/AKT signaling pathway", ("PI3K/AKT",)), ("Wnt/beta-catenin", ("Wnt/β-catenin",))),
        *(("Wnt/β-catenin", ("Wnt/β-catenin",)), ("ERK1/2", ("ERK",)), ("Akt and ERK", ("AKT", "ERK")), ("NF-kB", ("NF-κB",))),
        *(("mTOR, Wnt/β-catenin, STAT3, NF-kB", ("mTOR", "Wnt/β-catenin", "STAT3", "NF-κB")), ("M2/Th2/Treg responses", ("M2/Th2/Treg responses",))),
        ("anti-oxidation and anti-apoptosis pathways", ("anti-oxidation and anti-apoptosis pathways",)),
    ],
)
def test_pathways_are_spelled_in_one_way(printed, keys):
    assert keys == pathways_in(printed)


def test_a_pathway_names_its_parts():
    assert ("PTEN", "AKT", "GSK3β") == pathway_words("PTEN/protein kinase B/glycogen synthase kinase 3beta")
    assert "AKT" in pathway_words("PI3K/Akt")
