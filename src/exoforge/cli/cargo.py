"""The commands of cargo: what a table of counts says, and how many vesicles a cargo would need."""

from __future__ import annotations

import typer

cargo = typer.Typer(name="cargo", help="Cargo: what tables of counts say, and how many vesicles a cargo would need.", no_args_is_help=True)
