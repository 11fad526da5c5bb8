"""The command of one column: size exclusion, its fractions, and which of them to pool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import FeedFile, Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Members, Quiet, Seed, answer, say
from exoforge.cli.isolate_front import feed_asked

if TYPE_CHECKING:
    from exoforge.laws.resins import Resin

KIND = "size-exclusion"
EXAMPLE = "Example: exoforge isolate column --bed 10mL --load 0.5mL --resin 'qEV 70' --fraction 0.5mL --recovery 60% -o column.svg"
PER_UG = "particles/kg protein"


def column(
    bed: Annotated[str, typer.Option("--bed", help="Packed volume of the bed; without it the resin's usual one.")] = "",
    load: Annotated[str, typer.Option("--load", help="Volume loaded at once; without it 5 % of the bed.")] = "",
    resin: Annotated[str, typer.Option("--resin", help="The beads by name ('--list-resins').")] = "qEV 70",
    resins: Annotated[Path | None, typer.Option("--resins", help="A TOML file with resins of your own.", show_default=False)] = None,
    list_resins: Annotated[bool, typer.Option("--list-resins", help="Print the resins that are known, and nothing else.")] = False,
    pore: Annotated[str, typer.Option("--pore", help="Pores as you know them, in place of the resin's.")] = "",
    bead: Annotated[str, typer.Option("--bead", help="Diameter of the beads, in place of the resin's.")] = "",
    diameter: Annotated[str, typer.Option("--diameter", help="Inner diameter of the column.")] = "",
    flow: Annotated[str, typer.Option("--flow", help="Flow through the column, such as 1mL/min.")] = "",
    temperature: Annotated[str, typer.Option("--temp", help="Temperature of the run.")] = "",
    feed: FeedFile = None,
    fraction: Annotated[str, typer.Option("--fraction", help="Volume of one fraction.")] = "0.5 mL",
    purity: Annotated[str, typer.Option("--purity", help="Wanted of the pool, in particles per ug protein.")] = "",
    recovery: Annotated[str, typer.Option("--recovery", help="Wanted of the pool: share of the vesicles loaded, such as 60%.")] = "",
    model: Annotated[str, typer.Option("--model", help="Behind fractions and pools: 'moments' (as in a run) or 'finite-volumes'.")] = "moments",
    members: Members = 200,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Run a size exclusion column: chromatogram, fractions, what to pool, and what purity costs in recovery."""
    from exoforge.design.isolation.column_run import column_run
    from exoforge.design.isolation.steps import planned_step
    from exoforge.laws.resins import resin as resin_of
    from exoforge.laws.resins import resins_with
    from exoforge.report.isolation.column_figure import column_spec
    from exoforge.report.isolation.column_plain import column_plain, column_rows
    from exoforge.report.isolation.column_text import column_text
    from exoforge.report.isolation.resins_text import resins_plain, resins_text

    check_picture(output)
    known = resins_with(resins)
    if list_resins:
        say(resins_plain(known), resins_text(known), as_json=as_json, quiet=quiet)
        return
    if model not in ("moments", "finite-volumes"):
        raise SettingError(f"--model is '{model}'; it must be moments or finite-volumes.")
    beads = resin_of(resin, known)
    given = (
        ("bed_volume", bed, "m3", "--bed"),
        ("pore_diameter", pore, "m", "--pore"),
        ("bead_radius", bead, "m", "--bead"),
        ("bed_diameter", diameter, "m", "--diameter"),
        ("flow_rate", flow, "m3/s", "--flow"),
        ("temperature", temperature, "K", "--temp"),
    )
    stated = {name: (amount(text, unit, option) if unit == "K" else above_zero(text, unit, option), unit) for name, text, unit, option in given if text.strip()}
    if bead.strip():
        stated["bead_radius"] = (stated["bead_radius"][0] / 2.0, "m")
    settings = {name: f"{value!r} {unit}" for name, (value, unit) in (_of_resin(beads) | stated).items()}
    planned, _ = planned_step("isolate", KIND, settings | {"resin": "custom" if _is_own(beads) else beads.label})
    found = column_run(
        feed_asked(feed, before=(KIND,)),
        planned,
        beads=beads,
        load=amount(load, "m3", "--load") if load.strip() else None,
        fraction=amount(fraction, "m3", "--fraction"),
        wanted_purity=_purity(purity) if purity.strip() else None,
        wanted_recovery=amount(recovery, "", "--recovery") if recovery.strip() else None,
        model="moments" if model == "moments" else "finite-volumes",
        members=members,
        seed=seed,
    )
    answer(
        column_plain(found),
        column_text(found),
        picture=lambda: (column_spec(found), column_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def _is_own(beads: Resin) -> bool:
    return beads.pore_status == "stated"


def _of_resin(beads: Resin) -> dict[str, tuple[float, str]]:
    """What a resin of the user states; those of the list are known to the step by their name."""
    if not _is_own(beads):
        return {}
    bed = {"bed_volume": (beads.bed_volume, "m3"), "bed_diameter": (beads.bed_diameter, "m")}
    return {"pore_diameter": (beads.pore_diameter, "m"), "bead_radius": (beads.bead_radius, "m"), **bed}


def _purity(text: str) -> float:
    """A wanted purity; a bare number is in particles per microgram of protein."""
    try:
        return float(text) * 1e9
    except ValueError:
        return amount(text, PER_UG, "--purity")
