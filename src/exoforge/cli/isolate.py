"""The commands of isolation: one rotor, one gradient, one column, one membrane, and whole methods side by side."""

from __future__ import annotations

import typer

from exoforge.cli import isolate_column, isolate_compare, isolate_gradient, isolate_rotor, isolate_tff

isolate = typer.Typer(name="isolate", help="What an isolation does to a feed, step by step or whole methods side by side.", no_args_is_help=True)
isolate.command(epilog="Example: exoforge isolate compare --feed my.toml --methods duc,uf,uf+df,sec -o compare.svg")(isolate_compare.compare)
isolate.command(epilog="Example: exoforge isolate scale --methods duc,uf+df --from '10 mL' --to '1000 L' -o scale.svg")(isolate_compare.scale)
isolate.command(epilog="Example: exoforge isolate methods")(isolate_compare.methods)
isolate_rotor.mount(isolate)
isolate.command(epilog=isolate_tff.EXAMPLE)(isolate_tff.tff)
isolate.command(epilog=isolate_column.EXAMPLE)(isolate_column.column)
isolate.command(epilog=isolate_gradient.EXAMPLE)(isolate_gradient.gradient)
