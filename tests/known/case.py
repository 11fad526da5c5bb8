"""A known answer: a number that somebody else printed, or that follows exactly, and how we get it."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exoforge.laws.kinetics.card import holds, margin

FOLDER = Path(__file__).parent
PUBLISHED_FIRST = ("process", "dosing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One number to reproduce.

    Parameters
    ----------
    id : unique, such as ``process A1 SW 40 Ti``. title : what it is. source : who printed or derived it.
    expected : in `unit`. tolerance : in `unit` when `kind` is ``absolute``, a share of `expected` when it is ``relative``.
    compute : the package's own answer, in `unit`.
    """

    id: str
    title: str
    source: str
    expected: float
    tolerance: float
    kind: Literal["absolute", "relative"]
    unit: str
    compute: Callable[[], float]


def passes(case: Case, got: float) -> bool:
    """Whether an answer is near enough, by the rule that the models' own claims keep; a NaN never is."""
    return holds(case, got)


def got_text(case: Case, got: float) -> str:
    """An answer with one digit more than its tolerance can tell apart: enough to judge it, and the same on every machine."""
    allowed = margin(case)
    finest = math.floor(math.log10(allowed)) - 1 if allowed > 0 else -12
    leading = math.floor(math.log10(abs(got))) if got else finest
    digits = min(max(leading - finest + 1, 1), 12)
    text = f"{got:.{digits}g}"
    return "0" if float(f"{got:.{max(-finest, 0)}f}") == 0 and case.expected == 0 else text


def all_cases() -> dict[str, tuple[Case, ...]]:
    """The cases of every module of this folder that has any, by module."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "case" and not path.stem.startswith(("test_", "_")))
    names.sort(key=lambda name: (PUBLISHED_FIRST.index(name) if name in PUBLISHED_FIRST else len(PUBLISHED_FIRST), name))
    modules = {name: importlib.import_module(f"tests.known.{name}") for name in names}
    return {name: module.CASES for name, module in modules.items() if hasattr(module, "CASES")}
