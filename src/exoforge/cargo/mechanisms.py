"""Which cargo is said to do what: a small signed graph, each edge with the place where it was read.

An edge goes cargo -> target -> pathway -> effect. It is a statement in print, not a fact of this package: contradictions
and slips of the source stand beside it as flags.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from exoforge.base.errors import InternalError, TermError

Sign = Literal[-1, 0, 1]
"""1 raises, -1 lowers, 0 the direction is not printed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """One printed statement that a cargo changes something.

    Parameters
    ----------
    cargo : the molecules, as named in print; one statement may name several.
    target, target_sign : the molecule acted upon, and whether it is raised or lowered.
    pathway : signalling pathway, as printed.
    effect, sign : what changes in the tissue, and whether it rises or falls.
    tissue, system : where it was seen, and in which model.
    document, locator : key of the review in which it was read, and where in it.
    study : key of the work that the review cites; empty where the citation does not fit.
    flags : contradictions and slips in print, each a sentence.
    """

    key: str
    cargo: tuple[str, ...]
    target: str
    target_sign: Sign
    pathway: str
    effect: str
    sign: Sign
    tissue: str
    system: str
    document: str
    locator: str
    study: str
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.sign not in (-1, 0, 1) or self.target_sign not in (-1, 0, 1):
            raise InternalError(f"The edge '{self.key}' has the signs {self.target_sign} and {self.sign}; each must be -1, 0 or 1.")


@lru_cache(maxsize=1)
def _table() -> dict[str, Edge]:
    text = (resources.files("exoforge.cargo") / "mechanisms.toml").read_text(encoding="utf-8")
    return {
        key: Edge(key=key, **(entry | {"cargo": tuple(entry["cargo"]), "flags": tuple(entry.get("flags", ()))})) for key, entry in tomllib.loads(text).items()
    }


def edges(*, cargo: str = "", effect: str = "", tissue: str = "") -> tuple[Edge, ...]:
    """The edges of a cargo, effect or tissue, in any case; all edges when nothing is asked for."""

    def fits(asked: str, held: tuple[str, ...]) -> bool:
        return not asked or asked.casefold() in (word.casefold() for word in held)

    return tuple(one for one in _table().values() if fits(cargo, one.cargo) and fits(effect, (one.effect,)) and fits(tissue, (one.tissue,)))


def edge(key: str) -> Edge:
    """The edge of a key.

    Raises
    ------
    TermError
        There is no such edge; the sentence names the nearest one.
    """
    found = _table().get(key)
    if found is None:
        near = difflib.get_close_matches(key, list(_table()), n=1, cutoff=0.4)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(_table())}."
        raise TermError(f"There is no mechanism '{key}'; {hint}")
    return found
