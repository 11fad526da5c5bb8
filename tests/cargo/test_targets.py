"""The shipped table of targets: every pair rests on a statement with a place, and signs are those of print."""

from exoforge.cargo.entrez import entrez_by_symbol
from exoforge.cargo.mechanisms import edges
from exoforge.cargo.targets import CargoTarget, cargo_targets, further_pairs, sign_of_target

PAIRS = {(pair.cargo.key, pair.target.key): pair for pair in cargo_targets()}


def test_signs_are_those_of_print():
    assert sign_of_target(PAIRS["miR-21", "PTEN"]) == -1
    assert sign_of_target(PAIRS["miR-204", "RUNX2"]) == 0
    assert sign_of_target(PAIRS["miR-21", "BCL2"]) == 1


def test_pairs_beyond_the_reviews_name_where_they_were_read():
    assert ("miR-140", "MMP13") in PAIRS
    for one in further_pairs():
        assert one.document
        assert one.locator
        assert one.words
        assert one.flags


def test_every_pair_rests_on_a_statement_that_names_both():
    keys = {one.key for one in (*edges(), *further_pairs())}
    for pair in cargo_targets():
        told = (*pair.raises, *pair.lowers, *pair.open)
        assert told
        assert {one.key for one in told} <= keys
        assert pair.cargo.kind != "words"
        assert pair.target.kind != "words"


def test_a_pair_told_with_both_signs_has_none():
    pair = PAIRS["miR-21", "PTEN"]
    both = CargoTarget(cargo=pair.cargo, target=pair.target, raises=pair.lowers, lowers=pair.lowers, open=())
    assert sign_of_target(both) is None


def test_genes_of_the_table_have_an_entrez_identifier():
    assert entrez_by_symbol()["MMP13"] == "4322"
    assert {pair.target.key for pair in cargo_targets() if pair.target.kind == "gene"} <= set(entrez_by_symbol())
