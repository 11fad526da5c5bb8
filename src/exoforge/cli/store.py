"""The commands of storage."""

from __future__ import annotations

import typer

from exoforge.cli import store_shelf_life

store = typer.Typer(name="store", help="Stability: how long it keeps, what a warm day did, what a faster test foretells.", no_args_is_help=True)
store.command(epilog="Example: exoforge store shelf-life data.csv --limit 90 --unit months -o shelf-life.svg")(store_shelf_life.shelf_life)
store.command(epilog="Example: exoforge store accelerated data.csv --at 4C --limit 80 --until '24 months' -o foretold.svg")(store_shelf_life.accelerated)
store.command(epilog="Example: exoforge store excursion log.csv --allowed '2 to 8 C' -o journey.svg")(store_shelf_life.excursion)
