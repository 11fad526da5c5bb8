"""What the terminal says."""

from dataclasses import replace

from exoforge.base.terms import terms
from exoforge.report.display import NARROW
from exoforge.report.document import NATURE, document_of
from exoforge.report.run_text import summary_text
from exoforge.report.text import WIDTH, aligned, pair, references_text, terms_text, wrapped
from tests.report import synthetic


def test_the_summary_holds_headlines_river_and_warnings():
    text = summary_text(synthetic.full())
    assert "6.4 (2.0–18) × 10⁷ particles/µg protein" in text
    assert "18 (11–27)\u202f%" in text
    assert "5 Storage" in text
    assert "2 warnings" in text
    assert text.endswith(NATURE)
    assert max(map(len, text.splitlines())) <= 110


def test_a_long_river_says_what_it_leaves_out():
    run = synthetic.full()
    long = tuple(replace(run.reaches[min(place, 4)], key=f"step[{place + 1}] isolate/centrifugation") for place in range(9))
    text = summary_text(replace(run, reaches=long))
    assert "… 5 steps between" in text
    assert "9 Storage" in text


def test_an_empty_run_says_so():
    assert "no step from which a number could be computed" in summary_text(synthetic.empty())


def test_references_say_whether_they_were_read():
    text = references_text(document_of(synthetic.full())["references"])
    assert "[trejo2019]" in text
    assert "(recalled)" in text
    assert references_text([]) == "No reference was used."


def test_terms_show_word_definition_and_synonyms():
    first = terms("carriers")[0]
    text = terms_text(terms("carriers"))
    assert text.startswith(first.key)
    assert first.definition.split()[0] in text
    assert f"also: {first.synonyms[0]}" in text


def test_a_paragraph_hangs_below_its_text_and_keeps_a_per_cent_sign_with_its_number():
    first, *others = wrapped("word " * 60, "  ! ")
    assert first.startswith("  ! word")
    assert all(line.startswith("    word") for line in others)
    assert wrapped("word " * 60, "  ", hang=2)[1].startswith("    word")
    assert wrapped("", "  ") == [""]
    for length in range(WIDTH - 10, WIDTH + 2):
        lines = wrapped("x" * length + " 50 % of it")
        assert any("50 %" in line for line in lines)
        assert max(map(len, lines)) <= WIDTH


def test_a_long_label_and_a_long_value_take_the_lines_that_they_need():
    lines = pair("a label of many words", "value " * 30, width=12)
    assert lines[0] == "  a label of"
    assert lines[1].startswith("  many words    value value")
    assert lines[2].startswith(" " * 16 + "value")


def test_columns_are_as_wide_as_they_are_shown():
    rows = [["a", "share"], ["name", f"5{NARROW}%"], ["a row by itself that widens nothing"], ["b", f"100{NARROW}%"]]
    assert aligned(rows) == ["a     share", "name  5%", "a row by itself that widens nothing", "b     100%"]
    assert aligned(rows, indent="  ", gap=1, numbers=True)[1] == "  name    5%"
