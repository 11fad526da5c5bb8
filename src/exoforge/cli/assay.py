"""The commands on assays: concentrations off a plate, the potency of a lot, and particles per protein."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, above_zero, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.instruments.preparations import Purity
    from exoforge.streams.measurement import Measurement

assay = typer.Typer(name="assay", help="Concentrations off a plate, the potency of a lot, particles per protein.", no_args_is_help=True, rich_markup_mode=None)
EXAMPLE_OF_READ = "Example: exoforge assay read plate.csv --layout map.csv --assay bca -o curve.svg"
EXAMPLE_OF_POTENCY = "Example: exoforge assay potency migration.csv --reference REF --model 4pl -o potency.svg"
EXAMPLE_OF_RATIO = "Example: exoforge assay ratio --particles '3e11 particles/mL' --protein '120 ug/mL' --diameter '110 nm'"

SMALLEST, LARGEST = 20e-9, 10e-6
"""[m] Between these lie the diameters of vesicles; another is a slip of the unit. A choice."""


@assay.command(epilog=EXAMPLE_OF_READ)
def read(
    file: Annotated[Path, typer.Argument(help="A plate reader's sheet (CSV, XLSX).", show_default=False)],
    layout: Annotated[Path, typer.Option("--layout", help="The map of the plate (TOML or CSV): standards, blanks, samples, dilutions.", show_default=False)],
    kind: Annotated[str, typer.Option("--assay", help="bca, micro-bca, bradford, protein-dye, lipid, rna-dye, dna-dye or elisa.")] = "bca",
    model: Annotated[str, typer.Option("--model", help="Standard curve: linear, quadratic, 4pl or 5pl; without it the assay's own.")] = "",
    weighting: Annotated[str, typer.Option("--weights", help="none, 1/y or 1/y2; without it the assay's own.")] = "",
    plate: Annotated[str, typer.Option("--plate", help="Which plate, by its name or number, where the sheet has several.")] = "",
    keep_blank: Annotated[bool, typer.Option("--keep-blank", help="Do not subtract the mean of the blank wells.")] = False,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Read concentrations off a plate: standard curve, its limits, and every sample with its interval."""
    from exoforge.instruments.catalog import read_measurements
    from exoforge.instruments.plates import kind_of, read_layout, run_assay
    from exoforge.laws.standard_curve import MODELS
    from exoforge.report.instruments.plates_figure import assay_spec
    from exoforge.report.instruments.plates_plain import assay_plain, assay_rows
    from exoforge.report.instruments.plates_text import assay_text

    del seed
    check_picture(output)
    chosen = kind_of(kind)
    wanted = next((one for one in MODELS if one == model), None)
    if model and wanted is None:
        raise SettingError(f"--model is '{model}'; it must be one of {', '.join(MODELS)}.")
    known = read_layout(layout)
    found = run_assay(_plate(read_measurements(file), plate, file), known, chosen, model=wanted, weighting=weighting or None, subtract_blank=not keep_blank)
    answer(assay_plain(found), assay_text(found), picture=lambda: (assay_spec(found), assay_rows(found)), output=output, as_json=as_json, quiet=quiet)


def _plate(found: tuple[Measurement, ...], asked: str, file: Path) -> Measurement:
    """The plate that is asked for, or the only one."""
    plates = [one for one in found if one.technique == "plate-reader"]
    if not plates:
        raise SettingError(f"'{file}' was read as {found[0].technique}; a plate reader's sheet was expected.")
    names = ", ".join(f"{place} ({one.sample})" for place, one in enumerate(plates, start=1))
    if not asked.strip():
        if len(plates) > 1:
            raise SettingError(f"'{file}' holds {len(plates)} plates: {names}. Choose one with --plate.")
        return plates[0]
    if asked.isdigit() and 1 <= int(asked) <= len(plates):
        return plates[int(asked) - 1]
    match = [one for one in plates if one.sample.casefold() == asked.strip().casefold()]
    if len(match) != 1:
        raise SettingError(f"--plate is '{asked}'; '{file}' holds {names}.")
    return match[0]


@assay.command(epilog=EXAMPLE_OF_POTENCY)
def potency(
    file: Annotated[Path, typer.Argument(help="A table (CSV) with the columns preparation, dose, response and, if any, plate.", show_default=False)],
    reference: Annotated[str, typer.Option("--reference", help="The preparation that the others are compared with.", show_default=False)],
    only: Annotated[list[str] | None, typer.Option("--only", help="Take this preparation only, beside the reference; may be repeated.")] = None,
    model: Annotated[Literal["4pl", "parallel-line"], typer.Option("--model", help="Whole curves, or lines over the logarithm of the dose.")] = "4pl",
    transform: Annotated[Literal["none", "log"], typer.Option("--transform", help="Whether the logarithm of the responses is fitted.")] = "none",
    limits: Annotated[str, typer.Option("--slope-limits", help="Equivalence limits of the slope ratio; your own assays should set them.")] = "0.8,1.25",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Estimate the potency of lots relative to a reference, and judge whether the assay may be used."""
    from exoforge.instruments.plates import read_doses, run_potency
    from exoforge.report.instruments.potency_figure import potency_spec
    from exoforge.report.instruments.potency_text import potency_plain, potency_rows, potency_text

    del seed
    check_picture(output)
    found = run_potency(read_doses(file), reference=reference, only=only or (), model=model, transform=transform, limits=_limits(limits))
    answer(potency_plain(found), potency_text(found), picture=lambda: (potency_spec(found), potency_rows(found)), output=output, as_json=as_json, quiet=quiet)


def _limits(text: str) -> tuple[float, float]:
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise SettingError(f"--slope-limits is '{text}'; write two numbers on either side of 1, such as '0.8,1.25'.") from None
    return low, high


@assay.command(epilog=EXAMPLE_OF_RATIO)
def ratio(
    files: Annotated[list[Path] | None, typer.Argument(help="Tables of preparations with particles and protein (CSV).", show_default=False)] = None,
    particles: Annotated[str, typer.Option("--particles", help="Particles per volume, such as '3e11 particles/mL', in place of a file.")] = "",
    protein: Annotated[str, typer.Option("--protein", help="Protein per volume, such as '120 ug/mL'.")] = "",
    diameter: Annotated[str, typer.Option("--diameter", help="Mean diameter of the particles; without it 120 nm.")] = "",
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Form particles per protein, and compare it with the most that vesicles of that size can be."""
    from exoforge.instruments.preparations import purities, purity_of
    from exoforge.report.instruments.plates_ratio_figure import ratio_rows, ratio_spec
    from exoforge.report.instruments.plates_ratio_text import ratio_plain, ratio_text

    del seed
    check_picture(output)
    stated = bool(particles.strip() or protein.strip())
    if stated == bool(files):
        raise SettingError("Give either tables of preparations, or --particles and --protein.")
    size = above_zero(diameter, "m", "--diameter") if diameter.strip() else None
    if size is not None and not SMALLEST <= size <= LARGEST:
        raise SettingError(f"--diameter is '{diameter}'; vesicles have {SMALLEST * 1e9:g} nm to {LARGEST * 1e6:g} um. Write it like '100 nm'.")
    found: tuple[Purity, ...]
    if stated:
        if not (particles.strip() and protein.strip()):
            raise SettingError("A ratio needs both --particles and --protein.")
        found = (purity_of("stated", above_zero(particles, "particles/m3", "--particles") / _protein(protein), diameter=size),)
    else:
        from exoforge.instruments.catalog import read_measurements

        found = tuple(purities([one for path in files or [] for one in read_measurements(path)]))
        if size is not None:
            found = tuple(purity_of(one.label, one.ratio, low=one.low, high=one.high, diameter=size) for one in found)
        if not found:
            raise SettingError("These files hold no preparation with both particles and protein; a ratio needs both.")
    answer(ratio_plain(found), ratio_text(found), picture=lambda: (ratio_spec(found), ratio_rows(found)), output=output, as_json=as_json, quiet=quiet)


def _protein(text: str) -> float:
    """A mass per volume, with the word protein or without."""
    return above_zero(text, "kg protein/m3" if "protein" in text else "kg/m3", "--protein")
