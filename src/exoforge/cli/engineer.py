"""The commands of engineering: cargo in, targeting on."""

from __future__ import annotations

import typer

from exoforge.cli import engineer_compare, engineer_load, engineer_parent, engineer_surface

engineer = typer.Typer(name="engineer", help="Engineered vesicles: cargo in, targeting on, and what it can and cannot do.", no_args_is_help=True)
engineer.command(epilog=engineer_load.EXAMPLE)(engineer_load.load)
engineer.command(epilog=engineer_compare.EXAMPLE)(engineer_compare.compare)
engineer.command(epilog=engineer_parent.EXAMPLE)(engineer_parent.parent)
engineer.command(epilog=engineer_surface.EXAMPLE)(engineer_surface.surface)
