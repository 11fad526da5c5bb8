"""The command that shows the carriers: how each is taken to let go, and what print says of it."""

from __future__ import annotations

from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.front import Json, Quiet, Seed, say


def carriers(
    name: Annotated[str, typer.Argument(help="A carrier ('exoforge terms carriers'); without it, all are listed.", show_default=False)] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """List the carriers with their release models, or show one with what print says of its release."""
    from exoforge.report.carriers_text import carrier_facts, carrier_text, carriers_facts, carriers_text
    from exoforge.stages.deliver.carriers import carrier_of
    from exoforge.stages.deliver.carriers import carriers as catalogue

    del seed
    if not name.strip():
        found = tuple(catalogue().values())
        say(carriers_facts(found), carriers_text(found), as_json=as_json, quiet=quiet)
        return
    one = carrier_of(name)
    if one is None:
        raise SettingError(f"No release model is offered for '{name}', nor for a wider carrier; 'exoforge release carriers' lists those there are.")
    say(carrier_facts(one, name), carrier_text(one, name), as_json=as_json, quiet=quiet)
