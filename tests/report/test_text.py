"""What the terminal says."""

from dataclasses import replace

from exoforge.base.terms import terms
from exoforge.report.document import NATURE, document_of
from exoforge.report.text import references_text, summary_text, terms_text
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
