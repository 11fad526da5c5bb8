"""The commands of flow cytometry: fluorescence in molecules, scatter in nanometres, gates and controls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.instruments.cytometry.controls import Role
    from exoforge.instruments.cytometry.scatter import Bead
    from exoforge.streams.measurement import Measurement

flow = typer.Typer(name="flow", help="Flow cytometry: fluorescence in molecules, scatter in nanometres, gates and controls.", no_args_is_help=True)

BeadsFile = Annotated[Path, typer.Argument(help="An FCS file of calibration beads.", show_default=False)]
Channel = Annotated[str, typer.Option("--channel", help="The channel, by its name or its stain, such as FL1-H.", show_default=False)]
Apply = Annotated[list[Path] | None, typer.Option("--apply", help="A sample to place on the line; may be given several times.", show_default=False)]


@flow.command(epilog="Example: exoforge flow mesf beads.fcs --channel FL1-H --values 0,792,2079,6588,16471,47497,137049,271647 --apply sample.fcs -o line.svg")
def mesf(
    beads: BeadsFile,
    channel: Channel,
    values: Annotated[str, typer.Option("--values", help="Known value of every peak of the beads, with commas between; 0 for the blank.", show_default=False)],
    apply: Apply = None,
    unit: Annotated[str, typer.Option("--unit", help="What the values are: MESF, MEFL, ERF, molecules.")] = "MESF",
    cluster: Annotated[str, typer.Option("--cluster", help="Channels in which the peaks are told apart; else the channel and up to two like it.")] = "",
    keep: Annotated[float, typer.Option("--keep", help="Share of the events used, the densest in scatter: single beads.", min=0.01, max=1.0)] = 0.3,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Turn a fluorescence channel into molecules with beads of known brightness."""
    from exoforge.instruments.cytometry.fluorescence import calibrate, in_molecules, same_settings
    from exoforge.report.instruments.cytometry_figure import mesf_picture
    from exoforge.report.instruments.cytometry_text import mesf_plain, mesf_text

    del seed
    check_picture(output)
    measured = _cytometry(beads)
    clustered = [part.strip() for part in cluster.split(",") if part.strip()]
    found = calibrate(measured, channel=channel, values=_numbers(values, "--values"), unit=unit, clustered=clustered, kept=keep)
    samples = [_cytometry(path) for path in apply or []]
    placed = [in_molecules(one, found) for one in samples]
    doubts = [*found.doubts, *(words for one in samples if (words := same_settings(measured, one, found.channel)))]
    answer(
        mesf_plain(found, placed, doubts),
        mesf_text(found, measured.sample, placed, doubts),
        picture=lambda: mesf_picture(found, measured.sample),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


@flow.command(
    epilog='Example: exoforge flow scatter beads.fcs --channel SSC-A --beads "100 nm:1.605, 500 nm:1.605" --index 1.40 --apply sample.fcs -o size.svg'
)
def scatter(
    beads: BeadsFile,
    channel: Channel,
    known: Annotated[str, typer.Option("--beads", help="Diameter and refractive index of each bead, with commas between.", show_default=False)],
    apply: Annotated[Path | None, typer.Option("--apply", help="A sample whose events are sized; else the beads' own file.", show_default=False)] = None,
    index: Annotated[float, typer.Option("--index", help="Refractive index of the vesicles, or of their core where --shell is given.")] = 1.40,
    shell: Annotated[str, typer.Option("--shell", help="Thickness of a shell, such as 6nm; 0nm for none.")] = "0nm",
    shell_index: Annotated[float, typer.Option("--shell-index", help="Refractive index of the shell.")] = 1.48,
    wavelength: Annotated[str, typer.Option("--wavelength", help="Of the laser, in vacuum.")] = "488nm",
    medium: Annotated[float, typer.Option("--medium", help="Refractive index of the sheath.")] = 1.337,
    detector: Annotated[str, typer.Option("--detector", help="'side' (a lens at 90 degrees) or 'forward' (a ring around the beam).")] = "side",
    angle: Annotated[str, typer.Option("--angle", help="Half angle of collection, such as 40deg, where it is known; else fitted.")] = "",
    threshold: Annotated[float | None, typer.Option("--threshold", help="Smallest signal that is seen; else the file's trigger.", show_default=False)] = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Turn a scatter channel into diameters with beads of known size and index, by Mie theory."""
    from exoforge.instruments.cytometry.channels import channel_name
    from exoforge.instruments.cytometry.diameters import sized_events
    from exoforge.instruments.cytometry.fluorescence import same_settings
    from exoforge.instruments.cytometry.scatter import Vesicle, calibrate_scatter
    from exoforge.report.instruments.cytometry_figure import scatter_picture
    from exoforge.report.instruments.cytometry_text import scatter_plain, scatter_text

    del seed
    check_picture(output)
    measured = _cytometry(beads)
    name = channel_name(measured, channel)
    found = calibrate_scatter(
        measured.arrays[name],
        _beads(known),
        wavelength=above_zero(wavelength, "m", "--wavelength"),
        medium_index=medium,
        detector=detector,
        half_angle=above_zero(angle, "rad", "--angle") if angle else None,
    )
    vesicle = Vesicle(index=index, shell=amount(shell, "m", "--shell"), shell_index=shell_index)
    sample = _cytometry(apply) if apply else measured
    sizes = sized_events(sample, name, found, vesicle, threshold=threshold)
    doubts = [*found.doubts, *([words] if (words := same_settings(measured, sample, name)) else [])]
    answer(
        scatter_plain(found, sizes, doubts),
        scatter_text(found, sizes, doubts),
        picture=lambda: scatter_picture(found, sizes),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


@flow.command(epilog="Example: exoforge flow gate sample.fcs --gates gates.toml --buffer buffer.fcs --detergent lysed.fcs -o gates.svg")
def gate(
    file: Annotated[Path, typer.Argument(help="An FCS file.", show_default=False)],
    gates: Annotated[Path, typer.Option("--gates", help="A table of gates (TOML): [[gate]] with name, above, below, channels, polygon.", show_default=False)],
    volume: Annotated[str, typer.Option("--volume", help="Sample volume that was run, such as 30uL; else the file's, where its unit is known.")] = "",
    buffer: Annotated[Path | None, typer.Option("--buffer", help="The control without particles; it is subtracted.", show_default=False)] = None,
    unstained: Annotated[Path | None, typer.Option("--unstained", help="The sample without stain.", show_default=False)] = None,
    detergent: Annotated[Path | None, typer.Option("--detergent", help="The sample after detergent: what is left is no vesicle.", show_default=False)] = None,
    control_volume: Annotated[str, typer.Option("--control-volume", help="Sample volume of every control; else the file's.")] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Count events in gates, with their intervals, and beside controls."""
    from dataclasses import replace

    from exoforge.instruments.cytometry.controls import gated_sample
    from exoforge.instruments.cytometry.gates import plot_channels, read_gates
    from exoforge.report.instruments.cytometry_figure import events_picture
    from exoforge.report.instruments.cytometry_gates_text import gates_plain, gates_text

    del seed
    check_picture(output)
    drawn = read_gates(gates)
    measured = _cytometry(file)
    given: tuple[tuple[Role, Path | None], ...] = (("Buffer", buffer), ("Unstained", unstained), ("Detergent", detergent))
    controls = {role: _cytometry(path) for role, path in given if path is not None}
    found = gated_sample(
        measured,
        drawn,
        controls,
        volume=above_zero(volume, "m3", "--volume") if volume else None,
        control_volume=above_zero(control_volume, "m3", "--control-volume") if control_volume else None,
    )
    shown = [measured, *(replace(one, sample=f"{role}: {one.sample}") for role, one in controls.items())]
    answer(
        gates_plain(found),
        gates_text(found),
        picture=lambda: events_picture(shown, drawn, plot_channels(measured, drawn)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def _cytometry(path: Path) -> Measurement:
    """The only data set of an FCS file."""
    from exoforge.base.errors import FileError
    from exoforge.instruments.catalog import read_measurement

    found = read_measurement(path)
    if found.technique != "flow-cytometry":
        raise FileError(f"'{path}' is a measurement by {found.technique}; a flow cytometry file (FCS) was expected.")
    if not all(values.size for values in found.arrays.values()):
        raise FileError(f"'{path}' holds no event; a run with events was expected.")
    return found


def _numbers(text: str, option: str) -> list[float]:
    from exoforge.base.errors import SettingError

    try:
        return [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise SettingError(f"{option} is '{text}'; write numbers with commas between, such as 0,792,2079.") from None


def _beads(text: str) -> list[Bead]:
    from exoforge.base.errors import SettingError
    from exoforge.instruments.cytometry.scatter import Bead

    found = []
    for part in text.split(","):
        size, colon, index = part.partition(":")
        try:
            if not colon:
                raise ValueError
            found.append(Bead(diameter=above_zero(size, "m", "--beads"), index=float(index)))
        except ValueError:
            raise SettingError(f"--beads has '{part.strip()}'; write diameter and refractive index, such as '100 nm:1.605'.") from None
    return found
