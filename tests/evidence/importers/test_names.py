"""Keys of works: one work has one, two works have two."""

import pytest

from exoforge.evidence.importers.names import UNNAMED, Names, folded_title
from exoforge.record.therapy import Citation

HELD = Citation(key="li2018", authors="Li W", year=2018, title="Exosomes of β-cells <i>in vivo</i>", doi="10.1000/a", pmid="123")


def work(**told):
    return Citation(**({"key": UNNAMED} | told))


@pytest.mark.parametrize(
    "told",
    [
        {"pmid": "123"},
        {"doi": "https://doi.org/10.1000/A"},
        {"title": "Exosomes of beta cells in vivo."},
        {"title": "EXOSOMES OF β-CELLS IN VIVO", "year": 2019},
    ],
)
def test_a_work_is_known_by_pmid_doi_or_title(told):
    assert "li2018" == Names([HELD]).named(work(**told)).key


@pytest.mark.parametrize("told", [{"pmid": "124"}, {"doi": "10.1000/b"}, {"year": 2023}])
def test_the_same_title_is_another_work_when_something_contradicts(told):
    assert "" == Names([HELD]).held_as(work(title=HELD.title, **told))


@pytest.mark.parametrize(
    ("authors", "year", "title", "key"),
    [
        ("Müller-Lüdenscheidt AB, Li W", 2020, "x", "mullerludenscheidt2020"),
        ("van der Berg J.-P.", 2020, "x", "vanderberg2020"),
        ("", 2020, "On exosomes", "exosomes2020"),
        ("", None, "张", "work"),
        ("Li W", 2018, "Another", "li2018a"),
    ],
)
def test_a_new_work_is_called_by_author_and_year(authors, year, title, key):
    assert key == Names([HELD]).named(work(authors=authors, year=year, title=title)).key


def test_two_new_works_of_one_author_and_year_have_two_keys():
    names = Names(())
    first, second, again = (names.named(work(authors="Li W", year=2020, title=title)).key for title in ("One", "Two", "one!"))
    assert ("li2020", "li2020a", "li2020") == (first, second, again)


def test_a_key_of_the_user_is_kept_when_it_is_free():
    names = Names([HELD])
    assert ["mine", "li2018a"] == [names.named(work(key=key, title=key)).key for key in ("mine", "li2018")]


def test_a_title_is_its_letters():
    assert "exosomesofbetacellsinvivo" == folded_title(HELD.title)


def test_a_pmid_that_several_works_bear_names_none_of_them():
    held = [Citation(key=f"w{number}", title=f"Title {number}", year=2022, pmid="34998430") for number in (1, 2)]
    names = Names(held)
    assert "" == names.held_as(Citation(key="mine", title="A title nobody has", year=2022, pmid="34998430"))
    assert "w2" == names.held_as(Citation(key="mine", title="Title 2", year=2022, pmid="1234"))
