"""The command of resistive pulses: what no file of them says, the size of the beads, is stated here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, above_zero, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

pulses = typer.Typer(name="pulses", help="Resistive pulses (TRPS, MRPS): diameters by beads in the same pore.", no_args_is_help=True, rich_markup_mode=None)
EXAMPLE = 'Example: exoforge pulses calibrate lot.csv --beads beads.csv --diameter "110 nm" --concentration "1e9 /mL" -o sizes.svg'
Sample = Annotated[Path, typer.Argument(help="The file of the sample's pulses.", show_default=False)]


@pulses.callback()
def _group() -> None:
    """Resistive pulses (TRPS, MRPS): diameters by beads in the same pore."""


@pulses.command(epilog=EXAMPLE)
def calibrate(
    sample: Sample,
    beads: Annotated[Path, typer.Option("--beads", help="The file of the beads' pulses, of the same pore and settings.", show_default=False)],
    diameter: Annotated[str, typer.Option("--diameter", help="Of the beads, as their maker states it, such as '110 nm'.", show_default=False)],
    concentration: Annotated[
        str, typer.Option("--concentration", help="Of the beads as they passed the pore, such as '1e9 /mL'; that of the sample follows.", show_default=False)
    ] = "",
    dilution: Annotated[
        str,
        typer.Option("--dilution", help="How far the sample was diluted, such as 1:100, or 'file' for what its file states; applied once.", show_default=False),
    ] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Size the pulses of a sample with beads of one known size in the same pore, and count it with their concentration."""
    from dataclasses import replace

    from exoforge.base.errors import SettingError
    from exoforge.instruments.catalog import read_measurement
    from exoforge.instruments.dilution import holds_concentration, of_stock, parse_dilution, with_dilution
    from exoforge.instruments.pulses import calibrated
    from exoforge.report.instruments.pulses_figure import pulses_picture
    from exoforge.report.instruments.pulses_text import calibration_text
    from exoforge.report.instruments.reading_plain import measurement_plain

    del seed
    check_picture(output)
    known = above_zero(diameter, "m", "--diameter")
    stated = above_zero(concentration, "particles/m3" if "particle" in concentration else "1/m3", "--concentration") if concentration else None
    factor = parse_dilution(dilution) if dilution and dilution.strip().casefold() != "file" else None
    own, standard = read_measurement(sample), read_measurement(beads)
    if own.file is not None and standard.file is not None and own.file.sha256 == standard.file.sha256:
        raise SettingError(f"'{sample}' and '{beads}' hold the same bytes; give the file of the sample and that of the beads.")
    sized = calibrated(own, standard, diameter=known, concentration=stated)
    if dilution and not holds_concentration(sized):
        raise SettingError("--dilution multiplies particles per volume, and none is known here; state the --concentration of the beads, or leave it out.")
    found = sized if not dilution else of_stock(sized if factor is None else with_dilution(sized, factor))
    of_beads = calibrated(standard, standard, diameter=known, concentration=stated)
    limit = found.distributions[0].detection  # of the pore, so of the beads too
    of_beads = replace(of_beads, distributions=tuple(replace(part, detection=limit) for part in of_beads.distributions))
    answer(
        {"measurements": [measurement_plain(found)], "beads": measurement_plain(of_beads)},
        calibration_text(found),
        picture=lambda: pulses_picture((found, of_beads)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )
