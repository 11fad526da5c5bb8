"""The vocabulary: complete, without two meanings for one spelling, and honest about where its identifiers were seen."""

import itertools
import json
import re

import pytest

from exoforge.base.errors import TermError
from exoforge.base.terms import UNSPECIFIED, is_term, key_or_word, label_or_word, rooms, term, terms
from exoforge.base.unit_names import COMMON_UNITS, factor_between, normal_unit
from tests.shared_data import shared

ROOMS = (
    "sources",
    "tissues",
    "species",
    "indications",
    "routes",
    "carriers",
    "operations",
    "markers",
    "cargo",
    "endpoints",
    "media",
    "species_in_suspension",
    "units",
    "products",
    "study_types",
    "results",
)
STAGES = ("culture", "isolate", "engineer", "store", "deliver", "distribute", "respond")


def spellings(entry):
    return [word for word in (entry.key, entry.label, entry.curie, *entry.synonyms) if word]


def folded(room, word):
    """As the vocabulary reads it; the case of a unit is part of its meaning."""
    if room == "units":
        return word
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").replace("β", "beta").split())


def test_the_rooms():
    assert rooms() == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_no_spelling_means_two_terms_of_a_room(room):
    owners = {}
    for entry in terms(room):
        for word in {folded(room, word) for word in spellings(entry)}:
            owners.setdefault(word, []).append(entry.key)
    assert {word: keys for word, keys in owners.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_spelling_finds_its_term(room):
    lost = [(word, entry.key) for entry in terms(room) for word in spellings(entry) if term(room, word) != entry]
    assert lost == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_definition_is_one_short_sentence(room):
    one_sentence = re.compile(r"[A-Z0-9](?:(?!\. ).){3,138}\.")
    assert [entry.key for entry in terms(room) if not one_sentence.fullmatch(entry.definition)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_synonym_repeats_what_is_understood_anyway(room):
    for entry in terms(room):
        words = [folded(room, word) for word in entry.synonyms]
        assert len(words) == len(set(words) - {folded(room, entry.key), folded(room, entry.label)}), entry.key


@pytest.mark.parametrize("room", ROOMS)
def test_a_parent_is_a_wider_term_of_the_same_room(room):
    keys = {entry.key: entry for entry in terms(room)}
    for entry in terms(room):
        line = [entry.key]
        while parent := keys[line[-1]].parent:
            assert parent in keys, entry.key
            assert parent not in line, entry.key
            line.append(parent)


@pytest.mark.parametrize("room", ROOMS)
def test_an_identifier_is_well_formed_and_says_whether_it_was_seen(room):
    identifier = re.compile(r"(CL|UBERON|MONDO):\d{7}|(NCBITaxon|HGNC|CHEBI):\d+|mirbase\.mature:MIMAT\d{7}")
    for entry in terms(room):
        if entry.curie:
            assert identifier.fullmatch(entry.curie), entry.key
            assert entry.curie_status in {"read", "recalled"}, entry.key
        else:
            assert entry.curie_status == "", entry.key


PREFIXES = {
    "sources": {"CL"},
    "tissues": {"UBERON"},
    "species": {"NCBITaxon"},
    "indications": {"MONDO"},
    "markers": {"HGNC"},
    "cargo": {"HGNC", "CHEBI", "mirbase.mature"},
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_identified_in_its_own_ontologies(room):
    assert {entry.curie.split(":")[0] for entry in terms(room) if entry.curie} <= PREFIXES.get(room, set())


def test_one_identifier_has_one_meaning_in_the_whole_vocabulary():
    """A gene may be a marker and a cargo, but then under the same name."""
    named = {}
    for entry in itertools.chain.from_iterable(terms(room) for room in rooms()):
        if entry.curie:
            named.setdefault(entry.curie, set()).add(entry.key)
    assert {curie: keys for curie, keys in named.items() if len(keys) > 1} == {}


def test_identifiers_marked_read_carry_the_name_that_the_ontology_gives():
    groups = json.loads(shared("data/context/ontology_subset.json").read_text(encoding="utf-8"))
    names = {curie: name for group in groups.values() for curie, name in group["terms"].items()}
    ours = [entry for room in rooms() for entry in terms(room) if entry.curie.split(":")[0] in groups]
    assert {entry.curie for entry in ours if entry.curie_status == "read"} == {entry.curie for entry in ours if entry.curie in names}
    strangers = [
        (entry.key, names[entry.curie])
        for entry in ours
        if entry.curie in names and not _root_words(names[entry.curie]) & set().union(*(_root_words(word) for word in spellings(entry)))
    ]
    assert strangers == []


def _root_words(name):
    return set(re.findall(r"[a-z]{4,}", name.casefold())) - {"mesenchymal", "stem", "cell", "cells", "tissue", "disease"} or {name.casefold()}


@pytest.mark.parametrize(
    ("room", "word", "key"),
    [
        ("sources", "hucMSCs", "umbilical-cord-msc"),
        ("sources", "UC", "umbilical-cord-msc"),
        ("sources", "hASCs", "adipose-msc"),
        ("sources", "BMSCs", "bone-marrow-msc"),
        ("sources", "SHEDs", "shed"),
        ("sources", "hPDLSCs", "pdlsc"),
        ("sources", "Wharton’s jelly", "whartons-jelly-msc"),
        ("sources", "MSCs", UNSPECIFIED),
        ("species", "NCBITaxon:9606", "human"),
        ("species", "mice", "mouse"),
        ("indications", "Critical-sized calvarial defects", "calvarial-defect"),
        ("indications", "diabetic foot ulcer", "diabetic-foot-ulcer"),
        ("indications", "COVID-19 ARDS", "covid-19-ards"),
        ("routes", "i.v.", "intravenous"),
        ("routes", "tail vein injection", "intravenous"),
        ("routes", "articular cavity injection", "intra-articular"),
        ("carriers", "β-TCP", "beta-tcp"),
        ("carriers", "tricalcium phosphate", "beta-tcp"),
        ("carriers", "HA", "hyaluronic-acid"),
        ("carriers", "HAP", "hydroxyapatite"),
        ("carriers", "GelMA", "gelma"),
        ("operations", "ultracentrifugation", "centrifugation"),
        ("operations", "UC", "centrifugation"),
        ("operations", "TFF", "tangential-flow-filtration"),
        ("operations", "SEC", "size-exclusion"),
        ("operations", "lyophilization", "lyophilisation"),
        ("markers", "PDCD6IP", "alix"),
        ("cargo", "hsa-miR-21-5p", "mir-21-5p"),
        ("cargo", "miRNA-375", "mir-375"),
        ("cargo", "BMP-2", "bmp2"),
        ("cargo", "TGF-β1", "tgfb1"),
        ("species_in_suspension", "exosomes", "small-ev"),
        ("units", "µg protein", "ug protein"),
    ],
)
def test_what_reviews_and_laboratories_write_is_understood(room, word, key):
    assert term(room, word).key == key
    assert is_term(room, word)


def test_a_metre_is_not_a_mole():
    assert term("units", "nm").key == "nm"
    assert term("units", "nM").key == "nM"
    assert term("units", "uM").key == "uM"


def test_the_seven_stages_are_operations_and_hold_the_others():
    assert set(STAGES) <= {entry.key for entry in terms("operations")}
    for entry in terms("operations"):
        line = entry
        while line.parent:
            line = term("operations", line.parent)
        assert line.key in {*STAGES, UNSPECIFIED}, entry.key


@pytest.mark.parametrize("room", ["sources", "tissues", "species", "indications", "routes", "carriers", "operations", "media"])
def test_what_a_document_leaves_open_can_be_said(room):
    assert is_term(room, UNSPECIFIED)


@pytest.mark.parametrize("unit", COMMON_UNITS)
def test_every_common_unit_is_listed(unit):
    assert is_term("units", unit)


def test_every_listed_unit_is_a_unit_in_its_own_spelling():
    for entry in terms("units"):
        assert normal_unit(entry.key) == entry.key
        for synonym in entry.synonyms:
            assert factor_between(synonym, entry.key) == pytest.approx((1.0, 0.0)), synonym


def test_an_unknown_word_is_refused_with_the_nearest_ones():
    with pytest.raises(TermError, match=r"'calvarial defcet' is not a known term of 'indications'; did you mean 'calvarial defect'"):
        term("indications", "calvarial defcet")
    assert not is_term("indications", "calvarial defcet")


def test_a_word_that_no_term_means_stays_what_it_is():
    assert (key_or_word("media", "PBS"), label_or_word("media", "PBS")) == ("pbs", term("media", "pbs").label)
    assert (key_or_word("tissues", "a cloud"), label_or_word("tissues", "a cloud")) == ("a cloud", "a cloud")


def test_an_unknown_word_with_no_near_one_says_where_they_are_listed():
    with pytest.raises(TermError, match="'exoforge terms routes' lists them all"):
        term("routes", "zzzzzzzz")


@pytest.mark.parametrize("ask", [terms, lambda room: term(room, "bone"), lambda room: is_term(room, "bone")], ids=["terms", "term", "is_term"])
def test_an_unknown_room_is_refused_with_the_rooms(ask):
    with pytest.raises(TermError, match="There is no vocabulary 'tissue'; did you mean 'tissues'"):
        ask("tissue")
