"""The commands of storage."""

from __future__ import annotations

import typer

store = typer.Typer(name="store", help="Stability: how long it keeps, what a warm day did, what a faster test foretells.", no_args_is_help=True)
