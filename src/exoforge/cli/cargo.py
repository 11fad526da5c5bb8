"""The commands of cargo: what a table of counts says, and how many vesicles a cargo would need."""

from __future__ import annotations

import typer

from exoforge.cli import cargo_explain, cargo_need, cargo_proteins

cargo = typer.Typer(name="cargo", help="Cargo: what tables of counts say, and how many vesicles a cargo would need.", no_args_is_help=True)
cargo.command(epilog="Example: exoforge cargo explain counts.csv --control Ctrl --treated DOG -o changes.svg")(cargo_explain.explain)
cargo.command(epilog="Example: exoforge cargo proteins uc.csv sec.csv ip.csv -o categories.svg")(cargo_proteins.proteins)
cargo.command(epilog="Example: exoforge cargo need --mirna miR-140-5p --tissue cartilage --dose 1e10 -o need.svg")(cargo_need.need)
