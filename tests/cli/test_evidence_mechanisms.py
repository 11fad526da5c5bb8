"""The command that asks the mechanisms: text, JSON, overlay and picture."""

import json

import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.cli.evidence_mechanisms import mechanisms


def test_text_for_people(capsys):
    mechanisms(cargo="miR-21-5p")
    text = capsys.readouterr().out
    assert "5' arm of miR-21" in text
    assert "miR-21 → PTEN ↓ → AKT ↑ → infarct size ↓" in text


def test_one_json_object_for_machines(capsys):
    mechanisms(raises="osteogenic-differentiation", as_json=True)
    facts = json.loads(capsys.readouterr().out)
    assert facts["ok"] is True
    assert {"raises": "osteogenic-differentiation"} == facts["question"]
    assert facts["statements"]


def test_an_overlay_with_a_picture(capsys, tmp_path):
    table, picture = tmp_path / "counts.tsv", tmp_path / "carried.svg"
    table.write_text("miRNA\tcount\nhsa-miR-21-5p\t9\nhsa-miR-133b\t3\n", encoding="utf-8")
    mechanisms(overlay=table, picture=picture)
    text = capsys.readouterr().out
    assert "statements speak of 2 of 2 names" in " ".join(text.split())
    assert str(picture) in text
    assert "What is said of the cargo in counts.tsv" in picture.read_text(encoding="utf-8")


def test_an_overlay_answers_within_the_question(capsys, tmp_path):
    table = tmp_path / "counts.csv"
    table.write_text("name,count\nmiR-21-5p,9\nmiR-133b,3\n", encoding="utf-8")
    mechanisms(overlay=table, raises="angiogenesis")
    text = capsys.readouterr().out
    assert "only those of raises angiogenesis" in text
    assert "None of these statements speaks of: miR-133b" in text


def test_quiet_says_nothing_and_still_draws(capsys, tmp_path):
    mechanisms(cargo="let-7b", picture=tmp_path / "a.png", quiet=True)
    assert capsys.readouterr().out == ""
    assert (tmp_path / "a.png").exists()


def test_what_is_not_known_or_cannot_be_drawn_is_refused(tmp_path):
    with pytest.raises(TermError, match="No statement names the cargo"):
        mechanisms(cargo="miR-0")
    with pytest.raises(SettingError, match="cannot be read"):
        mechanisms(picture=tmp_path / "all.svg")
