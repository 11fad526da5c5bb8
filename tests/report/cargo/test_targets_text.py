"""The explanation as text, facts and picture: within the width, honest about what is known, and readable by machines."""

import csv
import io
import json
from dataclasses import replace

import pytest

from exoforge.base.errors import SettingError
from exoforge.design.cargo.enrichment import EnrichedSet, Enrichment
from exoforge.design.cargo.explained import explained
from exoforge.report.cargo.network_figure import network_figure
from exoforge.report.cargo.targets_answer import makers
from exoforge.report.cargo.targets_plain import explained_facts, score_rows
from exoforge.report.cargo.targets_text import explained_text
from exoforge.report.drawing import svg_of
from exoforge.report.picture_files import write_picture
from exoforge.report.text import WIDTH
from tests.design.cargo.made_contrast import changed, contrast

MADE = contrast(
    changed("miR-21-5p", -2.0, 0.001, 900),
    changed("miR-21-3p", 0.2, 0.9, 10),
    changed("miR-145-5p", 1.5, 0.01, 50),
    changed("miR-221-3p", 1.2, 0.02, 50),
    changed("miR-140-5p", 0.4, 0.7, 60),
    *(changed(f"miR-{number}", 0.01 * (number - 4030)) for number in range(4000, 4060)),
)


@pytest.fixture(scope="module")
def found():
    return explained(MADE, permutations=200)


def test_the_text_keeps_its_width_and_says_how_little_is_known(found):
    text = explained_text(found)
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    assert "It speaks of 3 of the 3 changed molecules and 4 of the 65 tested molecules" in " ".join(text.split())
    assert "For research use." in text
    assert "miR-21 as miR-21-5p (by counts)" in " ".join(text.split())
    assert "nan" not in text.casefold()


def test_a_score_of_one_molecule_stands_in_brackets(found):
    line = next(line for line in explained_text(found).splitlines() if line.strip().startswith("metastasis"))
    assert line.count("(") == 2  # q of the changed and of all; p is left to the facts
    assert "In brackets: one molecule alone" in explained_text(found)


def test_the_contradiction_on_miR_221_stands_beside(found):
    assert "mir-221-puma" in explained_text(found)
    assert any(one["key"] == "mir-221-puma" and one["finding"] for one in explained_facts(found)["conflicts"])


def test_gene_sets_show_both_answers_within_the_width(found):
    one = EnrichedSet(
        **{"key": "WP1", "name": "A pathway with a name that is far too long for a line", "size": 400, "overlap": 380, "genes": ("PTEN",)},
        **{"molecules": ("miR-21-5p",), "odds": float("inf"), "expected": 123.4, "p": 1.2e-30, "q": 3.4e-28},
        **{"expected_drawn": 371.2, "p_drawn": 0.0123, "q_drawn": 0.31},
    )
    sets = Enrichment(pathways="a.gmt", targets="mti.csv", background=4000, hit=900, detected=60, changed=3, sets=(one,), untested=4, permutations=200)
    text = explained_text(replace(found, enrichment=sets))
    assert max(len(line) for line in text.splitlines()) <= WIDTH
    assert "1 of 1 sets pass 5 % by genes, 0 by drawn molecules." in text
    assert explained_facts(replace(found, enrichment=sets))["gene_sets"]["sets"][0]["odds"] is None
    missing = replace(sets, sets=(), missing="There is nothing to test.")
    assert "! There is nothing to test." in explained_text(replace(found, enrichment=missing))


def test_nothing_changed_is_said_first():
    text = explained_text(explained(replace(MADE, fdr=0.0), permutations=50))
    assert "! No molecule passes a false discovery rate of 0" in text


def test_facts_hold_the_places_of_print(found):
    facts = json.loads(json.dumps(explained_facts(found), allow_nan=False))
    statement = next(one for one in facts["statements"] if one["key"])
    assert {"document", "locator", "words", "study", "flags"} <= set(statement)
    score = next(one for one in facts["scores"] if one["label"] == "metastasis")
    assert score["molecules"][0]["measured"] == "miR-145-5p"
    assert score["changed"]["score"] == pytest.approx(-1.5)
    assert facts["gene_sets"] is None


def test_rows_are_as_long_as_their_head(found):
    rows = score_rows(found)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) > 5


def test_the_picture_has_every_changed_molecule_with_its_change(found, tmp_path):
    drawing = svg_of(network_figure(found))
    for told in ("miR-21-5p −2.00", "miR-145-5p +1.50", "dark bar: more in T", "S\u00a0−1.50"):
        assert told in drawing
    assert "miR-140-5p" not in drawing
    write_picture(tmp_path / "network.csv", spec=network_figure(found), rows=score_rows(found))
    assert len(list(csv.reader(io.StringIO((tmp_path / "network.csv").read_text(encoding="utf-8"))))) == len(score_rows(found))


def contest(one):
    parts = tuple(replace(part, sign=0, raises=part.lowers) for part in one.contributions)
    return replace(one, contributions=parts, changed=None, every=None) if one.key == "metastasis" else one


def test_what_is_contested_is_named_in_text_and_picture(found):
    made = replace(found, network=replace(found.network, outcomes=tuple(contest(one) for one in found.network.outcomes)))
    assert "Contested, and in no score: miR-145-5p on metastasis" in " ".join(explained_text(made).split())
    assert "metastasis (contested)" in svg_of(network_figure(made))


def test_the_picture_without_change_says_so_and_leaves_out_what_cannot_be_read():
    names = ("miR-140-5p", "miR-145-5p", "miR-223-3p", "miR-124-3p", "miR-21-5p", "miR-19a-3p", "miR-181c-5p", "miR-125b-5p", "miR-133b", "miR-22-3p")
    found = explained(contrast(*(changed(name, 3.0 - 0.1 * place) for place, name in enumerate(names)), *QUIET), permutations=20)
    drawing = svg_of(network_figure(found))
    assert "none passes the false discovery rate" in drawing
    assert "more do not fit" in drawing
    assert "miR-140-5p +3.00" in drawing
    assert "miR-22-3p" not in drawing


QUIET = [changed(f"miR-{number}", 0.0) for number in range(4000, 4010)]


def test_nothing_to_draw_is_refused():
    with pytest.raises(SettingError, match="nothing to draw"):
        network_figure(explained(contrast(*QUIET), permutations=20))


def test_the_answer_stands_first_and_in_few_lines(found):
    lines = explained_text(found).splitlines()
    assert lines[2] == "In short"
    answer = " ".join(" ".join(lines[2 : lines.index("", 3)]).split())
    assert "3 molecules of 65 changed; the statements of the package speak of 3 of them." in answer
    assert "rest on one molecule, and tell only how far that one changed." in answer
    assert lines.index("", 3) < 10


def test_what_passes_is_named_in_the_answer(found):
    held = found.network
    of_two = next(one for one in held.outcomes if one.level == "outcome" and len(makers(one, with_changed=True)) > 1)
    sure = replace(of_two, changed=replace(of_two.changed, q=0.01))
    others = tuple(replace(one, changed=one.changed and replace(one.changed, q=0.9)) for one in held.outcomes if one is not of_two)
    text = " ".join(explained_text(replace(found, network=replace(held, outcomes=(sure, *others)))).split())
    assert f"1 with a score beyond chance at 5 %: {sure.label} (S" in text
    twin = replace(sure, key="twin", label="a twin")
    twice = " ".join(explained_text(replace(found, network=replace(held, outcomes=(sure, twin, *others)))).split())
    assert f"2 with a score beyond chance at 5 %, made by 1 group of molecules: {sure.label}, a twin (S" in twice.replace("\u00a0", " ")
    none = " ".join(explained_text(replace(found, network=replace(held, outcomes=others))).split())
    assert "none with a score beyond chance at 5 %" in none


def test_beside_changed_molecules_no_p_is_printed_and_no_level_falls_back_to_another_score(found):
    text = explained_text(found)
    heads = [line for line in text.splitlines() if line.strip().startswith(("Outcomes ", "Pathways ", "Targets  "))]
    assert heads
    assert all("all: S" in line and " p " not in line for line in heads)
    assert "p of one outcome is left to '--json'" in " ".join(text.split())
    quiet = explained_text(explained(replace(MADE, fdr=0.0), permutations=50))
    assert "Signed scores over all tested molecules" in quiet
    assert "go by q" in explained_facts(found)["chances"]


def test_molecules_of_which_print_speaks_come_before_those_with_only_a_number(found, tmp_path):
    path = tmp_path / "mti.csv"
    rows = "\n".join(f"M,hsa-{name},Homo sapiens,PTEN,5728,Homo sapiens,b,Functional MTI,1" for name in ("miR-4000-5p", "miR-1-3p", "miR-21-5p"))
    path.write_text(
        f"miRTarBase ID,miRNA,Species (miRNA),Target Gene,Target Gene (Entrez ID),Species (Target Gene),b,Support Type,c\n{rows}\n", encoding="utf-8"
    )
    made = contrast(changed("miR-1-3p", 5.0, 1e-9, 9), *MADE.rows)
    lines = explained_text(explained(made, targets=path, permutations=50)).splitlines()
    names = [line.split()[0] for line in lines[next(place for place, line in enumerate(lines) if line.startswith("changed ")) + 1 :][:4]]
    assert names.index("miR-1-3p") == 3
