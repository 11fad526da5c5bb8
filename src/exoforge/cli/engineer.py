"""The commands of engineering: cargo in, targeting on."""

from __future__ import annotations

import typer

engineer = typer.Typer(name="engineer", help="Engineered vesicles: cargo in, targeting on, and what it can and cannot do.", no_args_is_help=True)
