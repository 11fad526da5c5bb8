"""The commands of culture."""

from __future__ import annotations

import typer

culture = typer.Typer(name="culture", help="Cells in a vessel: what they release, and what comes with it.", no_args_is_help=True)
