"""The table of categories: complete, without contradiction, and found by accession, entry name and gene."""

import pytest

from exoforge.base.tables import packaged_table
from exoforge.base.terms import is_term, term
from exoforge.cargo.names import name_tables
from exoforge.instruments.proteomics.categories import CATEGORIES, categorised, marker_of, marker_of_group, protein_of

TABLE = packaged_table("exoforge.instruments.proteomics", "categories.toml")


def name(text, gene=""):
    marker = marker_of(protein_of(text), gene)
    return None if marker is None else marker.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P02768|ALBU_HUMAN", "albumin"),
        ("P02769|ALBU_BOVIN", "albumin"),
        ("sp|P14625|ENPL_HUMAN", "GRP94"),
        ("O00560-3|SDCB1_HUMAN", "syntenin-1"),
        ("Q9NP72|RAB18_HUMAN", "Rab GTPases"),
        ("P62805", "histones"),
        ("P11215|ITAM_HUMAN", "CD11b"),
        ("P23229|ITA6_HUMAN", "integrins"),
        ("P19835|CEL_HUMAN", None),
        ("Q13740|CD166_HUMAN", None),
    ],
)
def test_a_protein_is_the_marker_that_it_is(text, expected):
    assert name(text) == expected


def test_a_gene_tells_a_marker_too():
    assert name("A0A000", "ITGB3") == "integrins"
    assert marker_of_group([protein_of("X1")], ["CANX"]).name == "calnexin"
    assert marker_of_group([protein_of("X1")], ["CANX", "ACTB"]) is None


def test_a_group_of_two_kinds_is_no_marker():
    assert marker_of_group([protein_of("P02768|ALBU_HUMAN"), protein_of("P19835|CEL_HUMAN")]) is None
    assert marker_of_group([protein_of("P0DM91|APOA1_PANPA"), protein_of("P02647|APOA1_HUMAN")]).name == "apolipoprotein A-I"


@pytest.mark.parametrize(
    ("text", "mark", "accession"),
    [("CON__P00761", "contaminant", "P00761"), ("REV__P27824", "decoy", "P27824"), ("#DECOY#P02768|ALBU_HUMAN", "decoy", "P02768"), ("P02768", "", "P02768")],
)
def test_marks_of_search_engines_are_kept(text, mark, accession):
    protein = protein_of(text)
    assert (protein.mark, protein.accession) == (mark, accession)


def test_each_accession_and_entry_stands_once():
    for kind in ("accessions", "entries"):
        words = [word for entry in TABLE["marker"].values() for word in entry[kind]]
        assert len(words) == len(set(words))


def test_every_row_is_complete_and_names_agree_with_the_vocabulary():
    for key, entry in TABLE["marker"].items():
        assert set(entry["category"]) <= set(CATEGORIES), key
        assert entry["status"] in ("read", "recalled", "choice"), key
        assert entry["source"] in TABLE["source"], key
        if is_term("markers", entry["name"]):
            assert term("markers", entry["name"]).label == entry["name"]
    assert len({marker.name for marker in categorised().values()}) == len(TABLE["marker"])


def test_accessions_agree_with_those_that_the_cargo_tables_read():
    genes = name_tables()["gene"]
    for entry in TABLE["marker"].values():
        for gene in entry["genes"]:
            known = genes.get(gene, {}).get("uniprot")
            assert known is None or set(known) & set(entry["accessions"]), gene
