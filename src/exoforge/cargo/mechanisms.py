"""Which cargo is said to do what: a small signed graph, each edge with the place where it was read.

An edge goes cargo -> target -> pathway -> effect. It is a statement in print, not a fact of this package: contradictions
and slips of the source stand beside it as flags.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from exoforge.base.errors import InternalError, TermError
from exoforge.base.tables import toml_tables

Sign = Literal[-1, 0, 1]
"""1 raises, -1 lowers, 0 the direction is not printed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """One printed statement that a cargo changes something.

    Parameters
    ----------
    cargo : the molecules, as named in print; one statement may name several, and none where the vesicles as such are said to act.
    target, target_sign : the molecule acted upon, and whether it is raised or lowered.
    pathway, pathway_sign : signalling pathway, as printed, and whether it is switched on or off.
    process, process_sign : what the cells do, and whether they do it more or less.
    effect, sign : what changes in the tissue, and whether it rises or falls.
    tissue, system : where it was seen, and in which model.
    document, locator, words : key of the review in which it was read, where in it, and a few of its words.
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
    words: str
    study: str
    pathway_sign: Sign = 0
    process: str = ""
    process_sign: Sign = 0
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        signs = (self.target_sign, self.pathway_sign, self.process_sign, self.sign)
        if any(sign not in (-1, 0, 1) for sign in signs):
            raise InternalError(f"The edge '{self.key}' has the signs {signs}; each must be -1, 0 or 1.")


@lru_cache(maxsize=1)
def _table() -> dict[str, Edge]:
    found: dict[str, Edge] = {}
    for name, table in toml_tables("exoforge.cargo", "statements"):
        for key, entry in table.items():
            if key in found:
                raise InternalError(f"The edge '{key}' stands in two files, the second time in {name}.")
            found[key] = _edge(key, entry)
    return found


def _edge(key: str, entry: dict[str, Any]) -> Edge:
    process, process_sign = entry.pop("process", None) or ("", 0)
    lists = {name: tuple(entry.pop(name, ())) for name in ("cargo", "flags")}
    return Edge(**(entry | lists | {"key": key, "process": process, "process_sign": process_sign}))


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
