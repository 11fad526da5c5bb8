"""The mechanisms as text and picture: signs as printed, nothing called proof, and no label upon another."""

import json
import re
from itertools import pairwise

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.evidence.graph import Question, ask, chains, links
from exoforge.evidence.overlay import lay_over
from exoforge.evidence.preparation import read_preparation
from exoforge.report.drawing import svg_of
from exoforge.report.evidence.mechanism_figure import mechanism_figure, wide
from exoforge.report.evidence.mechanism_layout import COLUMN, GAP, layout, text_width
from exoforge.report.evidence.mechanism_picture import write_picture
from exoforge.report.evidence.mechanisms import asked_cargo, chain_text, found_facts, found_text, overlay_facts, overlay_text, title_of

QUESTIONS = [Question(cargo="miR-21"), Question(raises="osteogenic-differentiation"), Question(lowers="inflammation"), Question(tissue="bone")]


@pytest.fixture(params=QUESTIONS, ids=lambda question: title_of(question))
def found(request):
    return ask(request.param).chains


def one(key):
    return next(chain for chain in chains() if chain.edge.key == key)


def test_a_chain_is_one_line_with_the_printed_signs():
    assert chain_text(one("mir-21-pten-infarct-heart")) == "miR-21 → PTEN ↓ → AKT ↑ → infarct size ↓"
    assert chain_text(one("mir-210-efna3")) == "miR-210 → EFNA3 (sign not printed) → angiogenesis ↑"


def test_the_text_tells_places_works_flags_and_the_caution():
    question = Question(target="PUMA")
    text = found_text(question, ask(question))
    flat = " ".join(text.split())
    assert "yu2013mir221; nikfarjam2020" in flat
    assert "! Table 2 prints that miR-221 upregulates PUMA" in flat
    assert "Disputed in print" in flat
    assert "nothing here was measured" in flat
    assert all(len(line) <= 110 for line in text.splitlines())


def test_the_other_side_of_a_contradiction_is_not_filtered_away():
    question = Question(target="STAT3", tissue="skin")
    flat = " ".join(found_text(question, ask(question)).split())
    assert "Opposite signs: no cargo named on STAT3" in flat
    assert "lee2012" in flat, "the lowering side was seen in the lung"


def test_an_answer_that_is_empty_says_so():
    question = Question(cargo="miR-21", tissue="liver")
    assert "No statement says so" in found_text(question, ask(question))


def test_without_a_question_everything_that_is_named_is_listed():
    flat = " ".join(found_text(Question(), ask(Question())).split())
    assert flat.startswith(f"{len(chains())} statements")
    for name in ("miR-21 ", "PTEN ", "PI3K/AKT ", "angiogenesis "):
        assert name in flat


@pytest.mark.parametrize("question", [*QUESTIONS, Question()])
def test_the_facts_are_json_and_hold_every_statement(question):
    answer = ask(question)
    facts = json.loads(json.dumps(found_facts(question, answer)))
    assert [chain.edge.key for chain in answer.chains] == [statement["key"] for statement in facts["statements"]]
    assert "miR-21" not in facts["named"] or facts["named"]["miR-21"]["identifiers"][0]["curie"] == "mirbase:MI0000077"


def test_an_overlay_speaks_of_what_is_said_and_never_of_proof(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("name,count\nhsa-miR-21-5p,9\nhsa-miR-9999-5p,1\nfoo,2\n", encoding="utf-8")
    overlay = lay_over(read_preparation(path), chains())
    flat = " ".join(overlay_text(overlay).split())
    assert "said of miR-21 → PTEN ↓ → AKT ↑ → infarct size ↓" in flat
    assert "does not show that it acts so" in flat
    assert "No statement speaks of: hsa-miR-9999-5p" in flat
    assert "Not understood as a microRNA or as a gene of the statements: foo" in flat
    assert not re.search(r"\b(prove[sdn]?|will|causes?|shows that)\b", flat)
    assert "hsa-miR-21-5p" == json.loads(json.dumps(overlay_facts(overlay)))["carried"][0]["written"]


def test_labels_stand_apart(found):
    placed = layout(links(found))
    for column in range(len(placed.roles)):
        labels = sorted((label for label in placed.labels if label.column == column), key=lambda label: label.y)
        for upper, lower in pairwise(labels):
            assert upper.y + upper.height / 2 <= lower.y - lower.height / 2


def test_a_line_that_passes_a_column_crosses_no_label_of_it(found):
    placed = layout(links(found))
    passages = [
        (round(x / (COLUMN + GAP)), y)
        for drawn in placed.drawn
        for x, y in drawn.points[2:-1]
        if x % (COLUMN + GAP) == 0  # where it enters the column
    ]
    assert passages
    for column, y in passages:
        assert not [label.node.label for label in placed.labels if label.column == column and abs(y - label.y) < 7 * len(label.lines)]


def test_every_label_fits_its_column_and_everything_the_picture(found):
    placed = layout(links(found))
    assert all(text_width(line) <= COLUMN + GAP - 20 for label in placed.labels for line in label.lines)
    for drawn in placed.drawn:
        assert all(0 <= x <= placed.width and -8 <= y <= placed.height + 8 for x, y in drawn.points)


def test_every_link_is_drawn_with_each_of_its_signs(found):
    told = {(link.source, link.end, sign) for link in links(found) for sign, said in ((1, link.raises), (-1, link.lowers), (0, link.open)) if said}
    drawn = layout(links(found)).drawn
    assert {sign for _, _, sign in told} == {one.sign for one in drawn}
    assert {(source, sign) for source, _, sign in told} == {(one.source, one.sign) for one in drawn}
    assert {(end, sign) for _, end, sign in told} == {(one.end, one.sign) for one in drawn}


def test_more_works_make_a_wider_line():
    widths = [wide(works) for works in range(5)]
    assert sorted(set(widths)) == widths


def test_the_same_question_gives_the_same_drawing_with_title_columns_and_key():
    chosen = ask(Question(cargo="miR-21")).chains
    spec = mechanism_figure(chosen, title="What miR-21 is said to do", asked=("miR-21",))
    first = svg_of(spec)
    assert first == svg_of(mechanism_figure(chosen, title="What miR-21 is said to do", asked=("miR-21",)))
    for words in ("What miR-21 is said to do", "Cargo", "Cell process", "Effect", "sign not printed", "PTEN", "infarct size"):
        assert words in first


def test_what_cannot_be_read_is_not_drawn():
    with pytest.raises(SettingError, match="cannot be read"):
        mechanism_figure(chains(), title="all")
    with pytest.raises(SettingError, match="nothing to draw"):
        mechanism_figure((), title="none")


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>")])
def test_a_picture_is_written_by_its_ending(tmp_path, ending, begins):
    path = tmp_path / f"picture.{ending}"
    write_picture(path, ask(Question(cargo="let-7b")).chains, title="What <let-7b> is said to do")
    assert path.read_bytes().startswith(begins)


def test_the_page_needs_no_network_and_holds_every_statement(tmp_path):
    path = tmp_path / "page.html"
    chosen = ask(Question(cargo="miR-375")).chains
    write_picture(path, chosen, title="What <miR-375> is said to do")
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "<title>What &lt;miR-375&gt; is said to do</title>" in page
    assert len(chosen) == page.count("<li>") == page.count('class="where"')
    assert '"actions": false' in page or '"actions":false' in page


def test_an_unknown_ending_and_an_absent_folder_are_refused(tmp_path):
    chosen = ask(Question(cargo="let-7b")).chains
    with pytest.raises(SettingError, match=r"a picture ends in \.svg, \.png or \.html"):
        write_picture(tmp_path / "picture.gif", chosen, title="x")
    with pytest.raises(FileError):
        write_picture(tmp_path / "none" / "picture.svg", chosen, title="x")


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (Question(cargo="miR-21"), "What miR-21 is said to do"),
        (Question(cargo="miR-21", lowers="inflammation"), "What miR-21 is said to do to lower inflammation"),
        (Question(raises="osteogenic-differentiation", pathway="PI3K/AKT"), "What is said to raise osteogenic differentiation through PI3K/AKT"),
        (Question(tissue="bone"), "What is said to act in bone tissue"),
    ],
)
def test_a_picture_says_what_was_asked(question, title):
    assert title == title_of(question)


def test_the_asked_cargo_and_its_kin_stand_out():
    chosen = ask(Question(cargo="miR-181c")).chains
    assert {"miR-181c", "miR-181"} <= asked_cargo(Question(cargo="miR-181c"), None, chosen)
    assert "miR-146a" not in asked_cargo(Question(cargo="miR-181c"), None, chosen)


def test_composed_paths_are_told_as_said_by_nobody_and_only_with_the_sign_that_was_asked_for():
    question = Question(lowers="infarct-size")
    facts = found_facts(question, ask(question))
    assert facts["composed"]
    assert {path["sign"] for path in facts["composed"]} <= {0, -1}
    assert "said by nobody" in " ".join(found_text(question, ask(question)).split())
    through = Question(target="PTEN", lowers="infarct-size")
    assert [] == found_facts(through, ask(through))["composed"]
