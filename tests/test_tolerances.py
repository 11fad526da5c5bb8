"""No comparison of two numbers passes because both are small in SI units."""

import ast
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

TESTS = Path(__file__).parent
CLOSE = ("isclose", "allclose")
"""Functions of numpy that let pass whatever is within 1e-8, unless they are told otherwise; those of math and numpy.testing let nothing pass."""


@pytest.mark.parametrize("small", [1e-12, 1e-18, 1e-290])
def test_a_small_number_is_told_from_its_double(small):
    assert 2 * small != pytest.approx(small)
    assert [1.0, 2 * small] != pytest.approx([1.0, small], rel=1e-9)
    assert {"mass": 0.0} != pytest.approx({"mass": small})
    assert np.array([[1.0, 0.0]]) != pytest.approx(np.array([[1.0, small]]), rel=1e-9)
    assert small != pytest.approx(0.0)
    assert small * (1 + 1e-10) == pytest.approx(small, rel=1e-9)


def test_what_a_test_states_itself_holds():
    assert 1e-13 == pytest.approx(0.0, abs=1e-12)
    assert Decimal("1.0000001") == pytest.approx(Decimal(1))


def test_numpy_is_always_told_how_near():
    without = [
        f"{path.relative_to(TESTS)}:{call.lineno}"
        for path in sorted(TESTS.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOSE
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("np", "numpy")
        and not any(word.arg == "atol" for word in call.keywords)
    ]
    assert without == []
