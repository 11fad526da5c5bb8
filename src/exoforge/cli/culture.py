"""The commands of culture."""

from __future__ import annotations

import typer

from exoforge.cli import culture_plan

culture = typer.Typer(name="culture", help="Cells in a vessel: what they release, and what comes with it.", no_args_is_help=True)
culture.command(epilog="Example: exoforge culture plan --cells 4e7 --hours 48 --vessel hollow-fibre --supplement ev-depleted-fbs --dose 1e10 -o plan.svg")(
    culture_plan.plan
)
