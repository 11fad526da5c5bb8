"""The command about one way of loading: model, ceilings and evidence together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, above_zero, check_picture, named_values, share
from exoforge.cli.front import Json, Members, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.evidence.loading import LoadingRow

EXAMPLE = "Example: exoforge engineer load --cargo siRNA --method electroporation --ev 1e11/mL -o siRNA.svg"
EXAMPLE_OF_SET = "vesicle_loss=10 %"
Cargo = Annotated[str, typer.Option("--cargo", help="What is loaded, such as siRNA, doxorubicin, catalase or Cas9 RNP.", show_default=False)]
Vesicles = Annotated[str, typer.Option("--ev", help="Vesicles per volume of the mixture, such as 1e11/mL; without it, the stock's usual.")]
Volume = Annotated[str, typer.Option("--volume", help="Volume of the mixture.")]
Offered = Annotated[str, typer.Option("--offered", help="Cargo offered, such as 100ug or 2nmol; without it 100 ug/mL, or what dissolves.")]
Family = Annotated[str, typer.Option("--family", help="Of a cargo that is not known: small RNA, long RNA, DNA, protein, peptide, hydrophilic drug ...")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="A setting of the method or the stock, such as vesicle_loss=0.1; again for more.")]
Table = Annotated[
    Path | None, typer.Option("--table", help="Your table of published loadings (CSV in the form of Fig3bc_Loading_Capacity.csv).", show_default=False)
]


def load(
    cargo: Cargo,
    method: Annotated[str, typer.Option("--method", help="How it is loaded, such as electroporation, sonication, saponin or incubation.", show_default=False)],
    ev: Vesicles = "",
    volume: Volume = "1 mL",
    offered: Offered = "",
    efficiency: Annotated[str, typer.Option("--efficiency", help="A claim to hold against the ceilings, such as '30 %'.")] = "",
    family: Family = "",
    settings: Sets = None,
    table: Table = None,
    members: Members = 500,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """How much of a cargo a method brings in, what is lost and left free, beside the ceilings and what was published."""
    from exoforge.design.engineering.loading import loading_of
    from exoforge.report.engineering.load_text import load_text
    from exoforge.report.engineering.loading_figure import loading_spec
    from exoforge.report.engineering.loading_plain import loading_plain, loading_table

    check_picture(output)
    claim = share(efficiency, "--efficiency") if efficiency else None
    rows, notes = table_rows(table)
    found = loading_of(
        cargo,
        [method],
        stock=stock_settings(ev, volume),
        settings=named_values(settings, "--set", EXAMPLE_OF_SET),
        offered=offered_mass(offered, cargo) if offered else None,
        claim=claim,
        family=family,
        refuses=True,
        table=rows,
        notes=notes,
        members=members,
        seed=seed,
    )
    answer(loading_plain(found), load_text(found), picture=lambda: (loading_spec(found), loading_table(found)), output=output, as_json=as_json, quiet=quiet)


def stock_settings(ev: str, volume: str) -> dict[str, str]:
    """What the options state of the stock, as a record writes it; a bare number per volume counts vesicles.

    Raises
    ------
    SettingError
        The options are no such amounts, or not above 0.
    """
    from dataclasses import replace

    from exoforge.base.units import convert, fits, parse_quantity, quantity_text

    found = {"volume": f"{above_zero(volume, 'm3', '--volume')!r} m3"}
    if not ev:
        return found
    try:
        stated = parse_quantity(ev)
    except SettingError as trouble:
        raise SettingError(f"--ev is '{ev}': {trouble}") from None
    unit = next((one for one in ("1/m3", "particles/m3") if fits(stated, one)), None)
    if unit is None or not stated.value > 0:
        raise SettingError(f"--ev is '{ev}'; write vesicles per volume, above 0, such as '1e11/mL' or '1e10 to 1e11 particles/mL'.")
    return found | {"concentration": quantity_text(replace(convert(stated, unit), unit="particles/m3"))}


def offered_mass(text: str, cargo: str) -> float:
    """The mass of cargo offered [kg]; an amount of substance is turned into one by the molar mass of the cargo.

    Raises
    ------
    SettingError
        It is neither, not above 0, or the molar mass of the cargo is not known.
    """
    from exoforge.base.units import fits, parse_quantity
    from exoforge.cargo.substances import substance_of

    try:
        is_amount = fits(parse_quantity(text), "mol")
    except SettingError as trouble:
        raise SettingError(f"--offered is '{text}': {trouble}") from None
    if not is_amount:
        return above_zero(text, "kg", "--offered")
    moles, substance = above_zero(text, "mol", "--offered"), substance_of(cargo)
    if substance is None or substance.molar_mass is None:
        raise SettingError(f"--offered is '{text}', and the molar mass of '{cargo}' is not known; write its mass, such as '100 ug'.")
    return moles * substance.molar_mass.value


def table_rows(path: Path | None) -> tuple[tuple[LoadingRow, ...], tuple[str, ...]]:
    """The rows of a user's table, and what must be known of it; none where there is none."""
    if path is None:
        return (), ()
    from exoforge.evidence.loading_table import read_loading_table

    found = read_loading_table(path)
    return found.rows, (
        f"'{found.file}': {len(found.rows)} numbers of {found.works} works that print a DOI; the shipped summaries of capacities stay out.",
        *found.notes,
    )
