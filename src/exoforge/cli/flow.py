"""The commands of flow cytometry: fluorescence in molecules, scatter in nanometres, gates and controls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.instruments.cytometry.gates import Compared
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
    import numpy as np

    from exoforge.instruments.cytometry.channels import channel_name
    from exoforge.instruments.cytometry.fluorescence import same_settings
    from exoforge.instruments.cytometry.scatter import Vesicle, calibrate_scatter, curve_of, diameters_of, limit_of
    from exoforge.report.instruments.cytometry_figure import scatter_picture
    from exoforge.report.instruments.cytometry_text import scatter_plain, scatter_text, sizes_plain

    del seed
    check_picture(output)
    measured = _cytometry(beads)
    name = channel_name(measured, channel)
    light = above_zero(wavelength, "m", "--wavelength")
    found = calibrate_scatter(
        measured.arrays[name],
        _beads(known),
        wavelength=light,
        medium_index=medium,
        detector=detector,
        half_angle=above_zero(angle, "rad", "--angle") if angle else None,
    )
    vesicle = Vesicle(index=index, shell=amount(shell, "m", "--shell"), shell_index=shell_index)
    curve = curve_of(found, vesicle)
    sample = _cytometry(apply) if apply else measured
    signal = sample.arrays[channel_name(sample, name)]
    signal = signal[np.isfinite(signal)]
    smallest, how = limit_of(sample, name, threshold)
    limit = (smallest, how, float(diameters_of(curve, np.array([smallest]))[0]))
    doubts = [*found.doubts, *([words] if (words := same_settings(measured, sample, name)) else [])]
    sizes = sizes_plain(name, diameters_of(curve, signal), curve, signal, doubts)
    kind = f"index {index:g}" if vesicle.shell == 0 else f"core {index:g} in a shell of {shell}, {shell_index:g}"
    answer(
        scatter_plain(found, curve, vesicle, limit, sizes),
        scatter_text(found, curve, vesicle, limit, sizes),
        picture=lambda: scatter_picture(found, curve, kind, smallest, name),
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

    from exoforge.base.errors import SettingError
    from exoforge.instruments.cytometry.gates import compare, count_gates, plot_channels, read_gates, volume_of
    from exoforge.report.instruments.cytometry_figure import events_picture
    from exoforge.report.instruments.cytometry_gates_text import gates_plain, gates_text

    del seed
    check_picture(output)
    drawn = read_gates(gates)
    measured = _cytometry(file)
    own = above_zero(volume, "m3", "--volume") if volume else volume_of(measured)
    said = "stated" if volume else "from the file"
    counted = count_gates(measured, drawn, own)
    controls: list[tuple[str, str, tuple[Compared, ...]]] = []
    files, remarks = [measured], _doubts(measured, stated=bool(volume))
    for role, path in (("Buffer", buffer), ("Unstained", unstained), ("Detergent", detergent)):
        if path is None:
            continue
        other = _cytometry(path)
        if other.file and measured.file and other.file.sha256 == measured.file.sha256:
            raise SettingError(f"'{file}' is given as the sample and as its control '--{role.lower()}'; give the control's own file.")
        theirs = above_zero(control_volume, "m3", "--control-volume") if control_volume else volume_of(other)
        compared, remark = compare(measured, other, drawn, (own, theirs))
        controls.append((role, other.sample, compared))
        files.append(replace(other, sample=f"{role}: {other.sample}"))
        said_of = [f"{role}: {doubt}" for doubt in _doubts(other, stated=bool(control_volume)) if doubt not in measured.notices]
        remarks += [one for one in (remark, *said_of) if one and one not in remarks]
    if buffer is None:
        remarks.append("No buffer control was given: events of the buffer and of the instrument are among these counts.")
    if detergent is None:
        remarks.append("No detergent control was given: protein aggregates and lipoproteins cannot be told from vesicles.")
    if own is not None:
        remarks.append("Concentrations are of the sample as it was run; multiply what is left above the buffer by its dilution.")
    answer(
        gates_plain(measured.sample, counted, (own, said), controls, remarks),
        gates_text(measured.sample, counted, (own, said), controls, remarks),
        picture=lambda: events_picture(files, drawn, plot_channels(measured, drawn)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def _doubts(measured: Measurement, *, stated: bool) -> list[str]:
    """What a file's notices say against counting its events: swarm, pauses, a cut-off scale, no trigger; nothing of a volume that was stated."""
    from exoforge.instruments.cytometry.summary import ALL_EVENTS, OWN_UNITS

    return [one for one in measured.notices if one not in (ALL_EVENTS, OWN_UNITS) and not (stated and "--volume" in one)]


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
