"""The commands of sizes: samples from their repeats, what an instrument sees, and two instruments where both see."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from exoforge.base.errors import FileError, SettingError
from exoforge.cli.amounts import Picture, above_zero, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer, say
from exoforge.cli.reading import read_files

if TYPE_CHECKING:
    from exoforge.design.sizing.model import Repeat
    from exoforge.instruments.folder import Reading
    from exoforge.streams.measurement import Measurement

FIRST = "samples"
EXAMPLE = "Example: exoforge size runs/ --by sample,day --dilution 1:1000 --pattern '{sample} {day} {time}-ExperimentSummary' -o ridges.svg"
EXAMPLE_OF_LIMITS = "Example: exoforge size limits --bead '100 nm' --bead-index 1.59 --wavelength 488nm --index 1.37,1.40 -o limits.svg"
EXAMPLE_OF_COMPARE = "Example: exoforge size compare nta.csv field.tif --sees 'nta=70 nm,tem=30 nm' --sample A12"
USUAL = "'exoforge size FILES' is 'exoforge size samples FILES'. Example: exoforge size runs/ --by sample,day --dilution 1:1000 -o ridges.svg"

Files = Annotated[list[Path], typer.Argument(help="Files that instruments wrote, or folders of them.", show_default=False)]
DilutionOf = Annotated[
    str, typer.Option("--dilution", help="How far the samples were diluted, such as 1:1000; applied once, and refused where a file has applied it.")
]
Pattern = Annotated[
    str, typer.Option("--pattern", help="How files or columns are named, such as '{sample}_{day}_{video}'; only the sample may hold the sign between.")
]
DesignFile = Annotated[Path | None, typer.Option("--design", help="Table (CSV): file, where needed label, sample and the other levels.", show_default=False)]
Sees = Annotated[
    str,
    typer.Option(
        "--sees", help="From which diameter each technique sees such particles, such as 'nta=70 nm,tem=30 nm'; techniques as 'exoforge read' names them."
    ),
]


class _Group(TyperGroup):
    """Takes files where a command is expected: ``exoforge size runs/`` is ``exoforge size samples runs/``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [FIRST, *args]
        return list(super().parse_args(ctx, args))


size = typer.Typer(
    name="size",
    cls=_Group,
    help="Sizes of samples from repeated measurements, with what spreads; what an instrument can see.",
    epilog=USUAL,
    no_args_is_help=True,
)


@size.command(FIRST, epilog=EXAMPLE)
def samples(
    files: Files,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Levels from the sample inward, with commas. 'file' is the file; 'day' its date where no name tells it. Videos or runs are always the last.",
        ),
    ] = "sample",
    pattern: Pattern = "",
    design: DesignFile = None,
    dilution: DilutionOf = "",
    biological: Annotated[
        str, typer.Option("--biological", help="The level whose groups are animals, donors or lots; no other spread is called biological.")
    ] = "",
    pool: Annotated[
        bool,
        typer.Option(
            "--pool",
            help="Give a sample of one day (or of one outermost group) an interval, too, from the spread of the others: assumes that all samples spread alike.",
        ),
    ] = False,
    sees: Sees = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Sizes and concentrations of samples with the interval of the sample, and the spreads between days, injections and videos."""
    from exoforge.design.sizing.comparison import every_comparison
    from exoforge.design.sizing.estimate import size_samples
    from exoforge.report.instruments.ridge_figure import ridge_spec
    from exoforge.report.instruments.sizing_plain import sizing_plain, sizing_rows
    from exoforge.report.instruments.sizing_text import sizing_text

    check_picture(output)
    limits, levels = _sees(sees), _levels(by)
    reading = read_files(files, hidden=quiet or as_json)
    repeats, said = _repeats(reading, levels, pattern, design, dilution)
    _check_sees(limits, reading.measurements)
    found = size_samples(repeats, levels[1:], biological=biological.strip(), pool=pool, said=said, seed=seed)
    comparisons, more = every_comparison(repeats, sees=limits)
    remarks = [*more, *(f"Not read: {one.sentence}" for one in reading.refusals), *reading.remarks]
    answer(
        sizing_plain(found, comparisons, remarks),
        sizing_text(found, comparisons, remarks),
        picture=lambda: (ridge_spec(found), sizing_rows(found)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


@size.command(epilog=EXAMPLE_OF_LIMITS)
def limits(
    bead: Annotated[str, typer.Option("--bead", help="Diameter of the bead that is just seen.", show_default=False)],
    bead_index: Annotated[float, typer.Option("--bead-index", help="Its refractive index: polystyrene 1.59, silica 1.45.")] = 1.59,
    wavelength: Annotated[str, typer.Option("--wavelength", help="Of the laser, in vacuum.")] = "488 nm",
    medium: Annotated[float, typer.Option("--medium", help="Refractive index of the suspension.")] = 1.335,
    angles: Annotated[str, typer.Option("--angles", help="Angles from the beam between which light is collected, in degrees.")] = "72 to 108",
    index: Annotated[str, typer.Option("--index", help="Refractive indices of the vesicles, with commas.")] = "1.37,1.40",
    shell: Annotated[str, typer.Option("--shell", help="Thickness of a membrane, such as '5 nm'; the index is then that of the lumen.")] = "",
    shell_index: Annotated[float, typer.Option("--shell-index", help="Refractive index of the membrane.")] = 1.48,
    pixel: Annotated[str, typer.Option("--pixel", help="Pixel of an electron micrograph, such as '0.8 nm'.")] = "",
    pore: Annotated[str, typer.Option("--pore", help="Smallest diameter that a resistive-pulse sensor registers.")] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute the smallest vesicle that an instrument sees which just sees a bead, by equal scattered light."""
    from exoforge.design.sizing.detection import Bead, Coat, limits_of
    from exoforge.report.instruments.sizing_limits import limits_spec, limits_text
    from exoforge.report.instruments.sizing_plain import limits_plain, limits_rows

    del seed
    check_picture(output)
    low, high = _angles(angles)
    stated = Bead(
        diameter=above_zero(bead, "m", "--bead"),
        index=bead_index,
        wavelength=above_zero(wavelength, "m", "--wavelength"),
        medium=medium,
        low_angle=low,
        high_angle=high,
    )
    found = limits_of(
        stated,
        _numbers(index),
        coat=Coat(thickness=above_zero(shell, "m", "--shell"), index=shell_index) if shell else None,
        pixel=above_zero(pixel, "m", "--pixel") if pixel else None,
        pore=above_zero(pore, "m", "--pore") if pore else None,
    )
    answer(limits_plain(found), limits_text(found), picture=lambda: (limits_spec(found), limits_rows(found)), output=output, as_json=as_json, quiet=quiet)


@size.command(epilog=EXAMPLE_OF_COMPARE)
def compare(
    first: Annotated[Path, typer.Argument(help="A file or folder of one technique.", show_default=False)],
    second: Annotated[Path, typer.Argument(help="A file or folder of another technique, of the same sample.", show_default=False)],
    sees: Sees = "",
    sample: Annotated[str, typer.Option("--sample", help="What the sample is called in the answer.")] = "the sample",
    dilution: Annotated[str, typer.Option("--dilution", help="Dilutions of the two, with a comma, such as '1:1000,1:50'.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compare two techniques on one sample, above the diameter from which both see."""
    from dataclasses import asdict

    from exoforge.design.sizing.comparison import compared
    from exoforge.report.instruments.sizing_text import comparison_text
    from exoforge.report.plain import finite

    del seed
    known = _sees(sees)
    factors = [part.strip() for part in dilution.split(",")] if dilution else ["", ""]
    if len(factors) != 2:
        raise SettingError(f"--dilution is '{dilution}'; give one for each of the two, with a comma between, such as '1:1000,1:50'.")
    sides: list[list[Repeat]] = []
    measurements: list[Measurement] = []
    for path, factor in zip((first, second), factors, strict=True):
        reading = read_files([path], hidden=quiet or as_json)
        if reading.refusals:
            raise FileError(reading.refusals[0].sentence)
        measurements += reading.measurements
        sides.append(_repeats(reading, ["sample"], "", None, factor)[0])
    _check_sees(known, measurements)
    found = compared(sample, *sides, sees=known)
    say(finite(asdict(found)), comparison_text(found), as_json=as_json, quiet=quiet)


def _repeats(reading: Reading, levels: list[str], pattern: str, design: Path | None, dilution: str) -> tuple[list[Repeat], list[str]]:
    from exoforge.design.sizing.naming import naming
    from exoforge.design.sizing.repeats import repeats_of
    from exoforge.instruments.dilution import parse_dilution

    if pattern and design is not None:
        raise SettingError("--pattern and --design both say what the files are; give one of them.")
    return repeats_of(reading.measurements, levels, naming(pattern, design), dilution=parse_dilution(dilution) if dilution else None)


def _check_sees(sees: Mapping[str, float], measurements: Sequence[Measurement]) -> None:
    known = sorted({one.technique for one in measurements})
    strange = next((technique for technique in sees if technique not in known), None)
    if strange is not None:
        raise SettingError(f"--sees names '{strange}'; the techniques of these files are {', '.join(known)}.")


def _levels(by: str) -> list[str]:
    levels = [level.strip() for level in by.split(",")]
    if levels[0] != "sample" or not all(level.isidentifier() for level in levels) or len(set(levels)) < len(levels):
        raise SettingError(f"--by is '{by}'; write the levels from the sample inward, each once, such as sample,day,injection.")
    return levels


def _sees(text: str) -> dict[str, float]:
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        technique, sign, limit = part.partition("=")
        if not sign:
            raise SettingError(f"--sees is '{text}'; write each technique with the diameter from which it sees, such as 'nta=70 nm,tem=30 nm'.")
        found[technique.strip()] = above_zero(limit.strip(), "m", "--sees")
    return found


def _numbers(text: str) -> list[float]:
    return [amount(part, "", "--index") for part in text.split(",")]


def _angles(text: str) -> tuple[float, float]:
    try:
        low, high = (math.radians(float(part.replace("degrees", "").replace("deg", "").strip())) for part in text.split("to"))
    except ValueError:
        raise SettingError(f"--angles is '{text}'; write two angles from the beam in degrees, such as '72 to 108'.") from None
    if not 0 <= low < high <= math.pi:
        raise SettingError(f"--angles is '{text}'; the first must be the smaller, and both within 0 and 180 degrees.")
    return low, high
