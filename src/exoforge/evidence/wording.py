"""How an arm is put together from its words, wherever they come from: its title, its steps, the way it is given."""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.base.terms import line, term


def arm_title(words: Mapping[str, str]) -> str:
    """One line for a reader: what is given, for what, to whom, how much.

    Parameters
    ----------
    words : by column of the flat table: product, cell, modification, carrier, model, indication, dose; a missing one is left out.
    """

    def label(column: str, room: str) -> str:
        return term(room, words[column]).label if words.get(column) else ""

    product, cell, carrier = label("product", "products") or "what was given", label("cell", "sources"), label("carrier", "carriers")
    made = "" if not cell else f" ({cell})" if words.get("product") == "msc" else f" of {cell}"
    changed = f", {words['modification']}" if words.get("modification") else ""
    given = product[:1].upper() + product[1:] + made + changed + (f", in {carrier}" if carrier else "")
    return "; ".join(part for part in (given, words.get("model", "") or label("indication", "indications"), words.get("dose", "")) if part)


def stage_of(kind: str) -> str:
    """The stage of the river to which an operation belongs: its widest term; empty for a word that is no operation."""
    return (line("operations", kind) or ("",))[-1]


def way_of_giving(route: str) -> str:
    """The operation by which a route gives what a carrier holds."""
    if route == "local-implantation":
        return "implantation"
    injected = {"intravascular", "local-injection", "subcutaneous", "intramuscular", "intraperitoneal"} & set(line("routes", route))
    return "injection" if injected else "deliver"
