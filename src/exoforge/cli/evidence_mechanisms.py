"""The command that asks the mechanisms: what a cargo is said to do, what raises or lowers an effect, and what a preparation carries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.front import Json, Quiet, Seed, say


def mechanisms(
    cargo: Annotated[str, typer.Option("--cargo", help="What does it do? 'miR-21' also finds its arms.")] = "",
    target: Annotated[str, typer.Option("--target", help="Through which molecule? PUMA and BBC3 are one.")] = "",
    pathway: Annotated[str, typer.Option("--pathway", help="Through which pathway? 'AKT' also finds PI3K/AKT.")] = "",
    raises: Annotated[str, typer.Option("--raises", help="What raises this effect or process?")] = "",
    lowers: Annotated[str, typer.Option("--lowers", help="What lowers this effect or process?")] = "",
    tissue: Annotated[str, typer.Option("--tissue", help="In which tissue? A wider one finds the narrower.")] = "",
    overlay: Annotated[Path | None, typer.Option("--overlay", help="A table of microRNA counts or proteins: what is said of what it holds.")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the links into this file (.svg, .png or .html).")] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Question the signed mechanisms: cargo, target, pathway, process, effect, each with its places, works and contradictions."""
    from exoforge.evidence.graph import Question, ask
    from exoforge.evidence.overlay import lay_over
    from exoforge.evidence.preparation import read_preparation
    from exoforge.report.evidence.mechanism_picture import write_picture
    from exoforge.report.evidence.mechanisms import asked_cargo, found_facts, found_text, overlay_chains, overlay_facts, overlay_text, title_of

    del seed
    question = Question(cargo=cargo, target=target, pathway=pathway, raises=raises, lowers=lowers, tissue=tissue)
    found = ask(question)
    laid = None if overlay is None else lay_over(read_preparation(overlay), found.chains)
    drawn = found.chains if laid is None else overlay_chains(laid)
    if picture is not None:
        write_picture(picture, drawn, title=title_of(question, overlay), asked=asked_cargo(question, laid, drawn))
    facts = found_facts(question, found) if laid is None else overlay_facts(laid)
    text = found_text(question, found) if laid is None else overlay_text(laid, question)
    written = [] if picture is None else [str(picture)]
    say({"ok": True, **facts, "written": written}, "\n".join([text, *(f"\n  {path}" for path in written)]), as_json=as_json, quiet=quiet)
