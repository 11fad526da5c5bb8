"""The page: everything inside it, every link with its target, every arm once, and no text of a study that could run."""

import base64
import hashlib
import html
import json
import re
from datetime import date

import pytest

from exoforge.evidence.bias import judged_studies, read_judgements, record_judgement
from exoforge.evidence.gaps import gap_map, landscape, timeline
from exoforge.evidence.store import open_store
from exoforge.report.evidence.map_contents import gap_page, landscape_page, timeline_page
from exoforge.report.evidence.map_page import page_text
from exoforge.report.evidence.map_words import NO_EFFECT
from tests.evidence.made_arms import few, made_arm, made_store

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"
SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with open_store(made_store(tmp_path_factory.mktemp("page"), few())) as store:
        yield store


@pytest.fixture(scope="module")
def page(made):
    return page_text(gap_page(gap_map(made, filters={}), {}))


def visible(text):
    """The page without its scripts and styles."""
    return re.sub(r"<style>.*?</style>", "", SCRIPT.sub("", text), flags=re.DOTALL)


def test_it_asks_nothing_of_the_network(page):
    assert not re.findall(r"<(?:link|iframe|img|object)\b", visible(page))
    assert "src=" not in visible(page)
    assert "vega.github.io" not in visible(page)
    assert "default-src 'none'" in page


def test_the_programs_that_draw_are_inside_once(page):
    scripts = SCRIPT.findall(page)
    assert 3 == len(scripts)
    assert 1 == sum(len(script) > 500_000 for script in scripts)
    assert json.loads(scripts[1])["layer"]


def test_the_scripts_may_run_and_no_others(page):
    allowed = set(re.findall(r"'sha256-([^']+)'", html.unescape(page)))
    programs = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert allowed == {base64.b64encode(hashlib.sha256(program.encode()).digest()).decode() for program in programs}
    assert "unsafe-inline" not in re.search(r"script-src[^;]*", page)[0]


def test_every_link_has_its_target_in_picture_and_table(page):
    targets = set(re.findall(r'\bid="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', visible(page))
    assert set(links) <= targets
    assert {f"cell-{place}" for place in ("1-1", "1-2", "2-1", "2-3", "3-1")} == {link for link in links if link.startswith("cell-")}
    drawn = page[page.index('id="map"') : page.index("<figcaption>")]
    assert {"cell-1-1", "cell-2-3"} < set(re.findall(r'href="#([^"]+)"', drawn))
    assert set(re.findall(r'"link": "#([^"]+)"', page)) <= targets


def test_every_arm_stands_once_with_what_is_known_of_it(page):
    for name in ("a1", "a2", "a3", "a4", "a5", "a6"):
        assert 1 == page.count(f"<code>{name}</code>"), name
    assert "Muster A 2019 (first2019) · result as told: improved · made2031, Table 1" in page
    assert "Citation: no work is cited." in page


def test_it_warns_before_anything_is_counted(page):
    told = (NO_EFFECT, "3 of 6 are told as &#39;improved&#39;. The documents that were read print no mean", "No study has been judged")
    warnings = [page.index(words) for words in told]
    assert sorted(warnings) == warnings
    assert warnings[-1] < page.index('id="map"')


def test_the_table_says_the_same_without_scripts(page):
    table = page[page.index('<table class="matrix">') : page.index("</table>")]
    rows = [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)]
    plain = [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in rows]
    assert [["tissue", "hydrogel", "bioactive ceramic", "not reported"], ["bone tissue", "2", "1", ""], ["skin", "1", "–", "1"]] == plain[:3]


def test_a_text_of_a_study_cannot_run(tmp_path):
    said = {"type": "clinical", "trial": EVIL, "phase": EVIL, "status": EVIL, "product": "exosome", "dose_text": EVIL, "tissue": "bone"}
    arm = made_arm("e1", title=EVIL, study="evil2030", year=2030, authors=EVIL, flags=(EVIL,), **said)
    with open_store(made_store(tmp_path, [arm])) as store:
        maps = [gap_page(gap_map(store, "phase", "trial", filters={}), {}), timeline_page(timeline(store, {}, by="phase"), {})]
        maps.append(landscape_page(landscape(store, {}), {}))
        filtered = gap_page(gap_map(store, filters={"phase": (EVIL,)}), {})
    for text in map(page_text, (*maps, filtered)):
        assert "<img" not in visible(text)
        assert 3 == len(SCRIPT.findall(text))
        assert "<script>alert" not in text
        assert "alert(" in visible(text).replace("&#39;", "'")


def test_judgements_are_told_by_arm_by_count_and_in_all(made, tmp_path, monkeypatch):
    monkeypatch.setenv("EXOFORGE_DATA", str(tmp_path))
    record_judgement(made, "a1", tool="syrcle", item="baseline", judgement="high", by="N.N. <b>", quote="older", on=date(2031, 5, 4))
    text = page_text(gap_page(gap_map(made, filters={}), judged_studies(read_judgements())))
    assert 2 == text.count("SYRCLE&#39;s risk of bias tool, by N.N. &lt;b&gt;: 1 high; 1 of 10 items judged")
    assert "1 of 1 study judged for bias (SYRCLE&#39;s risk of bias tool: 1 high)" in text
    assert "1 of 4 studies judged for bias" in text
    assert '"judged": 1' in text


def test_timelines_and_trials_have_pages_whose_links_lead_somewhere(made):
    for text in (page_text(timeline_page(timeline(made, {}), {})), page_text(landscape_page(landscape(made, {}), {}))):
        assert set(re.findall(r'href="#([^"]+)"', visible(text))) <= set(re.findall(r'\bid="([^"]+)"', text))
    assert 'id="left-1"' in page_text(timeline_page(timeline(made, {}), {}))


def test_the_same_question_gives_the_same_page(made, page):
    assert page == page_text(gap_page(gap_map(made, filters={}), {}))
