"""The commands of isolation: one rotor, one gradient, one column, one membrane, and whole methods side by side."""

from __future__ import annotations

import typer

from exoforge.cli import isolate_column, isolate_compare, isolate_gradient, isolate_rotor, isolate_tff

isolate = typer.Typer(name="isolate", help="What an isolation does to a feed, step by step or whole methods side by side.", no_args_is_help=True)
isolate_compare.mount(isolate)
isolate_rotor.mount(isolate)
isolate.command(epilog=isolate_tff.EXAMPLE)(isolate_tff.tff)
isolate.command(epilog=isolate_column.EXAMPLE)(isolate_column.column)
isolate.command(epilog=isolate_gradient.EXAMPLE)(isolate_gradient.gradient)
