"""The graph of mechanisms: nodes meet over spellings, signs multiply along a chain, works are counted and not sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import TermError
from exoforge.cargo.mechanisms import Edge
from exoforge.evidence.graph import VESICLES, Question, ask, chain_of, chains, direct_pairs, links, nodes_in, sign_of, support_of
from exoforge.evidence.signs import composed, oppositions

SIGNS = st.sampled_from([-1, 0, 1])


def said(key, cargo=("miR-21",), target="", target_sign=0, pathway="", pathway_sign=0, process="", process_sign=0, effect="", sign=0, **more):
    """A statement of our own, so that the truth is known."""
    place = {"tissue": "bone", "system": "", "document": "lu2023", "locator": "Table 1", "words": "words", "study": f"study-{key}"} | more
    told = {"target": target, "target_sign": target_sign, "pathway": pathway, "pathway_sign": pathway_sign}
    return chain_of(Edge(key=key, cargo=cargo, **told, process=process, process_sign=process_sign, effect=effect, sign=sign, **place))


def test_spellings_of_one_gene_are_one_node():
    of = (said("a", target="PUMA (BBC3)", target_sign=-1), said("b", target="BBC3", target_sign=-1))
    (link,) = links(of)
    assert (link.source.key, link.end.key) == ("miR-21", "BBC3")
    assert {"a", "b"} == {one.key for one in link.lowers}


def test_a_link_between_two_printed_signs_has_their_product():
    """PTEN falls and AKT rises: so PTEN lowers AKT."""
    of = (said("a", target="PTEN", target_sign=-1, pathway="Akt", pathway_sign=1, effect="infarct-size", sign=-1),)
    assert [-1, -1, -1] == [sign_of(link) for link in links(of)]
    assert ["PTEN", "AKT", "infarct-size"] == [link.end.key for link in links(of)]


def test_what_is_not_printed_stays_open_and_the_end_keeps_its_printed_sign():
    (chain,) = of = (said("a", target="EFNA3", effect="angiogenesis", sign=1),)
    assert [0, 0] == [sign_of(link) for link in links(of)]
    assert chain.steps[-1][1] == 1


@given(SIGNS, SIGNS, SIGNS, SIGNS)
def test_the_product_along_one_statement_is_its_printed_end_or_open(first, second, third, last):
    before = {"target": "PTEN", "target_sign": first, "pathway": "AKT", "pathway_sign": second}
    of = (said("a", **before, process="apoptosis", process_sign=third, effect="fibrosis", sign=last),)
    product = 1
    for link in links(of):
        product *= sign_of(link)
    assert product == (last if first and second and third else 0)


def test_one_work_told_by_two_reviews_is_one():
    of = [said("a", study="wang2017"), said("b", study="wang2017", document="nikfarjam2020"), said("c", study="", flags=("None fits.",))]
    support = support_of([chain.edge for chain in of])
    assert ("wang2017",) == support.studies
    assert support.unattributed == 1
    assert ("lu2023", "nikfarjam2020") == support.documents


def test_statements_without_a_cargo_speak_of_the_vesicles_as_such():
    assert (VESICLES,) == said("a", cargo=(), target="PTEN").steps[0][0]
    assert () == direct_pairs([said("a", cargo=(), target="PTEN", target_sign=1)])


def test_an_opposite_sign_is_found_wherever_the_pair_stands_with_both_places():
    of = (
        said("up", target="PTEN", target_sign=1, tissue="brain"),
        said("down", target="PTEN", target_sign=-1, pathway="AKT", pathway_sign=1),
        said("again", target="PTEN", target_sign=-1, tissue="brain"),
    )
    (found,) = oppositions(of)
    assert ("miR-21", "PTEN") == (found.source.key, found.end.key)
    assert ("up",) == tuple(one.key for one in found.raises)
    assert ("down", "again") == tuple(one.key for one in found.lowers)
    assert ("brain",) == found.tissues


def test_a_process_here_and_an_effect_there_are_one_thing():
    of = (said("a", process="apoptosis", process_sign=-1), said("b", effect="apoptosis", sign=1))
    assert ["apoptosis"] == [one.end.key for one in oppositions(of)]


def test_an_arm_is_laid_beside_the_whole_and_two_siblings_are_not():
    arm = (said("a", cargo=("miR-21-5p",), target="PTEN", target_sign=1), said("b", target="PTEN", target_sign=-1))
    assert ["miR-21"] == [one.source.key for one in oppositions(arm)]
    siblings = (said("a", cargo=("miR-125a",), target="PTEN", target_sign=1), said("b", cargo=("miR-125b",), target="PTEN", target_sign=-1))
    assert () == oppositions(siblings)


def test_open_signs_oppose_nothing():
    assert () == oppositions((said("a", target="PTEN"), said("b", target="PTEN", target_sign=-1)))


def parted():
    """One statement for the cargo on PTEN, another for PTEN on an effect."""
    return (
        said("first", target="PTEN", target_sign=-1),
        said("second", cargo=("miR-19a",), target="PTEN", target_sign=-1, effect="neurogenesis", sign=1),
    )


def test_a_path_over_two_statements_has_the_product_of_its_signs():
    (found,) = [one for one in composed(parted()) if one.links[0].source.key == "miR-21"]
    assert (found.sign, found.printed, found.verdict) == (1, 0, "not printed")


@pytest.mark.parametrize(("printed", "verdict"), [(1, "agrees"), (-1, "clashes")])
def test_a_printed_end_to_end_sign_goes_first_and_a_clash_is_told(printed, verdict):
    (found,) = [one for one in composed((*parted(), said("third", effect="neurogenesis", sign=printed))) if one.links[0].source.key == "miR-21"]
    assert (found.sign, found.printed, found.verdict) == (1, printed, verdict)


def test_a_path_through_an_open_or_disputed_link_stays_open():
    for doubt in (said("x", target="PTEN"), said("x", target="PTEN", target_sign=1)):
        first = (doubt,) if doubt.edge.target_sign == 0 else (parted()[0], doubt)
        (found,) = [one for one in composed((*first, parted()[1])) if one.links[0].source.key == "miR-21"]
        assert (found.sign, found.verdict) == (0, "open")


def test_two_statements_are_not_joined_at_a_process():
    of = (said("a", process="apoptosis", process_sign=-1), said("b", cargo=("miR-22",), process="apoptosis", process_sign=-1, effect="fibrosis", sign=-1))
    assert not [one for one in composed(of) if one.links[0].source.key == "miR-21"]


def test_a_question_for_a_microrna_finds_its_arms_and_says_so():
    of = (said("whole"), said("arm", cargo=("miR-216a-5p",), effect="fibrosis", sign=1))
    asked = ask(Question(cargo="hsa-miR-216a"), of)
    assert ["arm"] == [chain.edge.key for chain in asked.chains]
    assert any("5' arm of miR-216a" in note for note in asked.notes)


def test_every_part_of_a_question_must_be_met():
    found = ask(Question(cargo="miR-21", target="PTEN", lowers="infarct size", tissue="heart"))
    assert found.chains
    for chain in found.chains:
        assert "miR-21" in chain.edge.cargo
        assert chain.edge.target == "PTEN"
        assert (chain.edge.effect, chain.edge.sign) == ("infarct-size", -1)
    assert () == ask(Question(cargo="miR-21", target="PTEN", raises="infarct size")).chains


def test_a_pathway_is_found_with_those_that_name_it_and_the_others_are_told():
    found = ask(Question(pathway="AKT"))
    keys = {node.key for node in nodes_in(found.chains, "pathway")}
    assert {"AKT", "PI3K/AKT"} <= keys
    narrow = ask(Question(pathway="PI3K/Akt"))
    assert "PI3K/AKT" in {node.key for node in nodes_in(narrow.chains, "pathway")}
    assert any("Not counted here" in note and "AKT/mTOR" in note for note in narrow.notes)
    assert len(narrow.chains) < len(found.chains)


def test_a_wider_tissue_finds_the_narrower():
    assert {"bone", "calvarium"} <= {chain.edge.tissue for chain in ask(Question(tissue="bone")).chains}


def test_an_effect_without_a_direction_is_neither_raised_nor_lowered():
    raised = {chain.edge.key for chain in ask(Question(raises="osteogenic differentiation")).chains}
    lowered = {chain.edge.key for chain in ask(Question(lowers="osteogenic differentiation")).chains}
    assert "mir-135b-osteogenesis" in lowered
    assert "mir-196a-osteogenesis" not in raised | lowered
    assert not raised & lowered


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question(cargo="miR-0"), "No statement names the cargo 'miR-0'"),
        (Question(target="PTENN"), "did you mean 'PTEN'"),
        (Question(pathway="nonsense"), "No statement names the pathway 'nonsense'"),
        (Question(raises="angiogenesi"), "did you mean 'angiogenesis'"),
        (Question(tissue="bones of the moon"), "is not a known term of 'tissues'"),
    ],
)
def test_what_no_statement_names_is_refused_with_the_nearest(question, sentence):
    with pytest.raises(TermError, match=sentence):
        ask(question)


def test_every_statement_of_the_package_becomes_links():
    for chain in chains():
        assert links([chain]), chain.edge.key


def test_the_contradictions_of_the_package_have_both_sides_and_their_places():
    for one in oppositions(chains()):
        assert one.raises
        assert one.lowers
        assert all(edge.locator for edge in (*one.raises, *one.lowers))
        assert not {edge.key for edge in one.raises} & {edge.key for edge in one.lowers} or one.source.key == ""
