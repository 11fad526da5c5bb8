"""Asking: spellings, wider words, filters, facets, pages, and what is refused."""

import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.base.terms import family
from exoforge.evidence.search import FACETS, Question, facet, search
from exoforge.evidence.words import concepts_of, index_words, stem_of, units_of


def found(store, text="", limit=400, **filters):
    return search(store, Question(text=text, filters={name.replace("_", "-"): words for name, words in filters.items()}, limit=limit))


def test_nothing_asked_gives_everything(shipped):
    answer = found(shipped)
    assert answer.total == len(answer.rows) == shipped.tuples("SELECT count(*) FROM arms")[0][0]


@pytest.mark.parametrize(("one", "other"), [("hucMSC", "umbilical cord MSC"), ("hASCs", "adipose-derived stem cells"), ("MI", "myocardial infarction")])
def test_two_spellings_find_the_same(shipped, one, other):
    first, second = ({row["id"] for row in found(shipped, text).rows} for text in (one, other))
    assert first
    assert first == second


def test_a_wider_word_finds_the_narrower(shipped):
    bone = {row["id"] for row in found(shipped, tissue=["bone"]).rows}
    skull = {row["id"] for row in found(shipped, tissue=["calvarium"]).rows}
    assert skull < bone
    assert skull <= {row["id"] for row in found(shipped, "bone").rows}


def test_the_arms_hold_all_of_the_words(shipped):
    both = {row["id"] for row in found(shipped, "hypoxia bone").rows}
    assert both
    assert both <= {row["id"] for row in found(shipped, "hypoxia").rows} & {row["id"] for row in found(shipped, "bone").rows}
    assert not found(shipped, "hypoxia bone").partial


def test_words_that_begin_alike_are_one(shipped):
    hypoxia, hypoxic = ({row["id"] for row in found(shipped, word).rows} for word in ("hypoxia", "hypoxic"))
    assert len(hypoxic) > 10
    assert hypoxic <= hypoxia


def test_where_no_arm_holds_all_the_answer_says_so(shipped):
    answer = found(shipped, "kartogenin stroke")
    assert answer.partial
    assert answer.total > 0


def test_a_word_that_nobody_holds_is_named(shipped):
    assert found(shipped, "bone xylophone").unknown == ("xylophone",)
    assert found(shipped, "xylophone").total == 0


def test_every_arm_of_a_filter_fits_it(shipped):
    answer = found(shipped, tissue=["bone"], study_type=["in vivo"], carrier_class=["natural hydrogel"])
    assert answer.total > 0
    for row in answer.rows:
        assert row["tissue"] in family("tissues", "bone")
        assert row["study_type"] == "in-vivo"
        assert row["carrier"] in family("carriers", "natural-hydrogel")


def test_words_of_one_facet_are_alternatives(shipped):
    rat, mouse, either = (found(shipped, species=words).total for words in (["rat"], ["mouse"], ["rat", "mouse"]))
    assert rat + mouse == either


def test_what_nobody_said_can_be_asked_for(shipped):
    silent, all_of_it = found(shipped, route=["not reported"]), found(shipped)
    assert 0 < silent.total < all_of_it.total
    assert {row["route"] for row in silent.rows} == {None}


def test_facets_count_every_arm_once(shipped):
    answer = found(shipped, tissue=["bone"])
    for words in answer.facets.values():
        assert sum(count for _, count in words) == answer.total
        assert [count for _, count in words] == sorted((count for _, count in words), reverse=True)


def test_pages_follow_each_other(shipped):
    whole = [row["id"] for row in found(shipped, "bone").rows]
    pages = [search(shipped, Question(text="bone", limit=7, offset=offset)) for offset in (0, 7, 14)]
    assert whole[:21] == [row["id"] for page in pages for row in page.rows]


def test_nothing_found_says_which_filter_keeps_it_away(shipped):
    answer = found(shipped, "hypoxia", tissue=["bone"], species=["sheep"])
    assert answer.total == 0
    assert answer.without["species"] > 0


def test_the_best_comes_first(shipped):
    rows = found(shipped, "miR-375").rows
    assert "375" in rows[0]["title"] + str(rows[0]["cargo"])
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_what_is_no_facet_or_no_word_is_refused(shipped):
    with pytest.raises(SettingError, match=r"There is no facet 'colour'; the facets are tissue"):
        facet("colour")
    with pytest.raises(TermError, match="'bnoe' is not a known term of 'tissues'; did you mean"):
        found(shipped, tissue=["bnoe"])
    with pytest.raises(SettingError, match="cannot be shown"):
        found(shipped, limit=0)


def test_a_question_cannot_change_the_store(shipped):
    before = found(shipped).total
    for text in ("'; DROP TABLE arms; --", '"', "%", "{0}", "{}"):
        found(shipped, text)
        found(shipped, document=[text])
    assert found(shipped).total == before


def test_facets_have_columns(shipped):
    columns = set(shipped.rows("SELECT * FROM arms LIMIT 1")[0])
    assert {one.column for one in FACETS} | {one.counted for one in FACETS} <= columns


def test_a_text_is_cut_into_the_longest_spellings():
    assert [words for words, _ in units_of("umbilical cord MSC in bone")] == [("umbilical", "cord", "msc"), ("bone",)]
    assert "sources:umbilical-cord-msc" in set(concepts_of("HucMSC exosomes"))
    assert list(index_words("miR-21-5p of the β-TCP")) == ["mir-21-5p", "mir", "21", "5p", "beta-tcp", "beta", "tcp"]
    assert stem_of("hypoxia") == stem_of("hypoxic")
