"""The page and the PDF: every chapter in its order, nothing from outside, nothing of a record taken for markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from exoforge.report.blocks import Paragraph, pictures_in
from exoforge.report.chapters import CHAPTERS
from exoforge.report.document import NATURE
from exoforge.report.dossier import dossier_of
from exoforge.report.drawing import svg_of
from exoforge.report.html import html_text
from exoforge.report.pdf import pdf_bytes
from tests.report import synthetic

ORDER = [
    "glance",
    "river",
    "sizes",
    "engineering",
    "exposure",
    "response",
    "stoichiometry",
    "quality",
    "studies",
    "doses",
    "assumptions",
    "warnings",
    "references",
    "making",
]
EVIL = '<script>alert(1)</script> #panic("x") $a_b$ *bold* @label <label> \\ `raw` // no comment " \' & [x](y)'
RUNS = {"full": synthetic.full, "short": synthetic.short, "empty": synthetic.empty}


def page_of(run) -> str:
    dossier = dossier_of(run)
    return html_text(dossier, {one.name: svg_of(one.spec) for one in pictures_in(dossier)})


def pdf_of(run) -> bytes:
    dossier = dossier_of(run)
    return pdf_bytes(dossier, {one.name: svg_of(one.spec) for one in pictures_in(dossier)})


class Page(HTMLParser):
    """What a page holds: tags, sections, the targets of links, everything that a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sections: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if found.get("id") else []
        if tag == "section":
            self.sections.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        else:
            self.fetched += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "data", "poster", "srcset", "action")]
        self.fetched += re.findall(r"url\(([^)]*)\)", " ".join(value or "" for _, value in attrs))

    def handle_data(self, data):
        self.words.append(data)


def evil():
    run = synthetic.full()
    therapy = run.therapy.model_copy(update={"title": EVIL})
    row = run.ledger[0]
    return replace(
        run,
        therapy=therapy,
        warnings=(EVIL,),
        notices=(EVIL,),
        neighbours=(replace(run.neighbours[0], therapy=therapy, alike=(EVIL,)),),
        ledger=(replace(row, assumption=replace(row.assumption, meaning=EVIL, reason=EVIL)), *run.ledger[1:]),
        doses=(replace(run.doses[1], provenance=EVIL),),
    )


@pytest.mark.parametrize("name", RUNS)
def test_every_chapter_stands_in_its_place(name):
    page = Page(page_of(RUNS[name]()))
    assert ORDER == page.sections
    assert len(CHAPTERS) == len(ORDER)


@pytest.mark.parametrize("name", RUNS)
def test_a_page_needs_nothing_from_outside(name):
    text = page_of(RUNS[name]())
    page = Page(text)
    assert [one for one in page.fetched if not one.startswith("#")] == []
    assert "script" not in page.tags
    assert "link" not in page.tags
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert all(one.startswith(("#", "https://doi.org/")) for one in page.links)


@pytest.mark.parametrize("name", RUNS)
def test_ids_are_unique_and_inner_links_lead_somewhere(name):
    page = Page(page_of(RUNS[name]()))
    assert len(page.ids) == len(set(page.ids))
    assert {one[1:] for one in page.links if one.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize("name", RUNS)
def test_the_page_says_that_it_is_no_evidence(name):
    assert NATURE in " ".join(Page(page_of(RUNS[name]())).words)


def test_a_part_that_is_missing_is_one_honest_line():
    chapters = {chapter.key: chapter for chapter in dossier_of(synthetic.empty()).chapters}
    for key in (
        "river",
        "sizes",
        "engineering",
        "exposure",
        "response",
        "stoichiometry",
        "quality",
        "studies",
        "doses",
        "assumptions",
        "warnings",
        "references",
    ):
        (only,) = chapters[key].blocks
        assert isinstance(only, Paragraph)
        assert only.tone == "absent"


def test_words_of_a_record_are_never_markup_of_the_page():
    text = page_of(evil())
    page = Page(text)
    assert "script" not in page.tags
    assert "<script>" not in text
    assert " ".join(page.words).count("<script>alert(1)</script>") >= 5


def test_words_of_a_record_are_never_markup_of_the_pdf():
    assert pdf_of(evil()).startswith(b"%PDF")


@pytest.mark.parametrize("name", RUNS)
def test_the_pdf_has_pages_and_is_the_same_again(name):
    run = RUNS[name]()
    content = pdf_of(run)
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) >= 1
    assert content == pdf_of(run)


def test_every_assumption_is_in_the_dossier():
    words = " ".join(Page(page_of(synthetic.full())).words)
    for row in synthetic.ledger():
        assert row.assumption.name in words


def test_figures_and_tables_can_be_heard():
    text = page_of(synthetic.full())
    drawings = re.findall(r"<svg\b[^>]*>", text)
    assert len(drawings) > 8
    assert all('role="img"' in one and re.search(r'aria-label="[^"]{20,}"', one) for one in drawings)
    assert text.count("<table") == text.count("<thead>")
    assert "<th>" not in text


def test_a_release_that_is_over_at_once_is_a_sentence():
    run = synthetic.full()
    at_once = np.ones(2)
    band = replace(run.release, x=np.array([0.0, 1.0]), central=at_once, low=at_once, median=at_once, high=at_once)
    assert "release" in {picture.name for picture in pictures_in(dossier_of(run))}
    assert "release" not in {picture.name for picture in pictures_in(dossier_of(replace(run, release=band)))}
