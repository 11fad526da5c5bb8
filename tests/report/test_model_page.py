"""The pages of the models."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from exoforge.design.shelf.checking import Checked
from exoforge.laws.kinetics.card import Claim
from exoforge.report.model_page import card_page
from exoforge.report.model_text import got_text
from exoforge.stages.shelf import card_of

TOOL = Path(__file__).resolve().parents[2] / "tools" / "model_cards.py"
CLAIM = Claim(key="x", title="bone | callus", expected=2.0, tolerance=0.01, unit="g/mL", origin="published", source="table 1", compute=lambda: 2.0)


def test_the_pages_of_the_models_are_up_to_date():
    found = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")


def test_a_page_lays_what_was_computed_beside_what_was_expected():
    card = replace(card_of("trejo2019"), cannot_say=("Nothing about vessels.",))
    page = card_page(card, (Checked(claim=CLAIM, got=1.9960000001, is_reproduced=True), Checked(claim=CLAIM, got=None, is_reproduced=False)))
    assert r"| bone \| callus | 2 g/mL | 1.996 | ± 1 % | yes | table 1 (published) |" in page
    assert "| no number | ± 1 % | **no** |" in page
    assert "1 of 2 known numbers reproduced" in page
    assert "- Nothing about vessels." in page


def test_an_answer_has_one_digit_more_than_its_tolerance():
    assert got_text(CLAIM, 2.00499999999) == "2.005"
    assert got_text(replace(CLAIM, tolerance=0.5, kind="absolute"), 123.456) == "123.46"
    assert got_text(replace(CLAIM, expected=0.0, tolerance=1e-6, kind="absolute"), 1e-12) == "0"
