"""Which cargo is said to act on which target: the small table that the package carries, made of the printed statements and of a few pairs read elsewhere.

A target is raised or lowered as print says; where a sign is not printed it stays open. A pair told with both signs is contested.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.errors import InternalError
from exoforge.base.tables import toml_tables
from exoforge.cargo.mechanisms import Edge, Sign, edges
from exoforge.cargo.names import Name, names_in


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoTarget:
    """A cargo and a molecule on which it is said to act.

    Parameters
    ----------
    cargo, target : the two molecules.
    raises, lowers, open : the statements by the sign of what happens to the target; open where it is not printed.
    """

    cargo: Name
    target: Name
    raises: tuple[Edge, ...]
    lowers: tuple[Edge, ...]
    open: tuple[Edge, ...]


def sign_of_target(pair: CargoTarget) -> Sign | None:
    """The sign where all that are printed agree, 0 where none is printed, None where they clash."""
    if pair.raises and pair.lowers:
        return None
    return 1 if pair.raises else -1 if pair.lowers else 0


@lru_cache(maxsize=1)
def cargo_targets() -> tuple[CargoTarget, ...]:
    """Every pair of a named cargo and a named target, in the order of the documents; words that name no single molecule are none."""
    said: dict[tuple[str, str], tuple[Name, Name, list[Edge]]] = {}
    for one in (*edges(), *further_pairs()):
        cargo = [name for printed in one.cargo for name in names_in(printed) if name.kind != "words"]
        targets = [name for name in names_in(one.target) if name.kind != "words"] if one.target else []
        for source in cargo:
            for target in targets:
                said.setdefault((source.key, target.key), (source, target, []))[2].append(one)
    return tuple(
        CargoTarget(
            cargo=cargo,
            target=target,
            raises=tuple(one for one in told if one.target_sign > 0),
            lowers=tuple(one for one in told if one.target_sign < 0),
            open=tuple(one for one in told if one.target_sign == 0),
        )
        for cargo, target, told in said.values()
    )


@lru_cache(maxsize=1)
def further_pairs() -> tuple[Edge, ...]:
    """Pairs that were read elsewhere than in the reviews; statements without an effect."""
    held = {one.key for one in edges()}
    found: dict[str, Edge] = {}
    for name, table in toml_tables("exoforge.cargo", "target_pairs"):
        for key, entry in table.items():
            if key in found or key in held:
                raise InternalError(f"The pair '{key}' stands twice, the second time in {name}.")
            found[key] = Edge(key=key, **(entry | {name: tuple(entry.get(name, ())) for name in ("cargo", "flags")}))
    return tuple(found.values())
