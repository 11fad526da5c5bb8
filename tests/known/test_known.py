"""Every known answer of this folder, one test per number."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.known.case import Case, all_cases, got_text, margin, passes

TOOL = Path(__file__).resolve().parents[2] / "tools" / "validation.py"
CASES = [case for cases in all_cases().values() for case in cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_known_answer_is_reproduced(case: Case) -> None:
    got = case.compute()
    assert passes(case, got), f"{case.title} ({case.source}): expected {case.expected:g} +- {margin(case):.3g} {case.unit}, got {got!r}"


def test_every_case_has_its_own_name() -> None:
    names = [case.id for case in CASES]
    assert sorted(set(names)) == sorted(names)


def test_a_case_can_fail() -> None:
    case = Case(id="x", title="", source="", expected=2.0, tolerance=0.01, kind="relative", unit="", compute=lambda: 2.0)
    assert passes(case, 2.0199)
    assert not passes(case, 2.0201)
    assert not passes(case, float("nan"))


@pytest.mark.parametrize("size", [1e-6, 1e-12, 1e-18])
def test_a_case_of_a_small_number_can_fail(size: float) -> None:
    case = Case(id="x", title="", source="", expected=size, tolerance=0.01, kind="relative", unit="kg", compute=lambda: size)
    assert passes(case, 1.009 * size)
    assert not passes(case, 1.011 * size)
    assert not passes(case, 0.0)


def test_nothing_is_no_answer_where_something_is_expected() -> None:
    """A tolerance as large as the expected number lets 0 pass, and a share of 0 lets nothing else pass."""
    loose = [case.id for case in CASES if case.expected != 0 and passes(case, 0.0)]
    assert loose == []
    assert [case.id for case in CASES if case.expected == 0 and case.kind == "relative"] == []


def test_the_printed_answer_shows_one_digit_beyond_the_tolerance() -> None:
    case = Case(id="x", title="", source="", expected=2.0, tolerance=0.01, kind="absolute", unit="", compute=lambda: 2.0)
    assert got_text(case, 2.0049999999) == "2.005"
    assert got_text(case, 1.99961) == "2"


def test_the_validation_page_is_up_to_date() -> None:
    found = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
