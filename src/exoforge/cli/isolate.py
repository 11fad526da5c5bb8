"""The commands of isolation: one rotor, one gradient, one column, one membrane, and whole methods side by side."""

from __future__ import annotations

import typer

isolate = typer.Typer(name="isolate", help="What an isolation does to a feed, step by step or whole methods side by side.", no_args_is_help=True)
