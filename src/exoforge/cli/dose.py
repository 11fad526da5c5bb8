"""The commands about doses: another unit, another species."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.front import Json, Quiet, Seed, say

if TYPE_CHECKING:
    from exoforge.base.units import Quantity
    from exoforge.record.dose_level import DoseLevel, DoseReading

dose = typer.Typer(name="dose", help="Doses in other units and in other species, each with its interval or its reason why not.", no_args_is_help=True)

DoseText = Annotated[str, typer.Argument(help="A dose as a record or a paper writes it.", show_default=False)]


@dose.command(epilog='Example: exoforge dose convert "200 ug protein" --to particles --isolation precipitation --diameter "120 nm"')
def convert(
    text: DoseText,
    to: Annotated[str, typer.Option("--to", help="A unit such as particles, 'ug protein', pmol, particles/kg; without it, all.")] = "",
    batch: Annotated[Path | None, typer.Option("--batch", help="The record of the preparation, with what was measured of it.")] = None,
    lab: Annotated[list[Path] | None, typer.Option("--lab", help="The record of another batch by the same hands; may be given several times.")] = None,
    isolation: Annotated[str, typer.Option("--isolation", help="How the vesicles were isolated, where no record says.")] = "",
    diameter: Annotated[str, typer.Option("--diameter", help="Diameter of the vesicles, such as '120 nm'.")] = "",
    body_mass: Annotated[str, typer.Option("--body-mass", help="Of the animal or patient, for doses per kg.")] = "",
    area: Annotated[str, typer.Option("--area", help="Of the defect or wound, for doses per cm2.")] = "",
    volume: Annotated[str, typer.Option("--volume", help="Of one application, for doses per mL.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Say a dose in another unit, as an interval with every factor behind it."""
    from exoforge.evidence.dose.conversion import RefusedDose, context_of, convert_level, level_doubts, level_everywhere
    from exoforge.record.files import read_record
    from exoforge.report.dose_tables import conversion_plain, conversion_text

    del seed
    reading = _read(text)
    sizes = {per: size for per, given in (("kg", body_mass), ("cm2", area), ("mL", volume)) if (size := _quantity(given)) is not None}
    context = context_of(
        batch=None if batch is None else read_record(batch),
        lab=[read_record(path) for path in lab or ()],
        isolation=isolation,
        diameter=_quantity(diameter),
        sizes=sizes,
    )
    answers = []
    for level in reading.levels:
        conversions = (convert_level(level, to, context),) if to else level_everywhere(level, context)
        answers.append((level, conversions, level_doubts(level, context)))
    refused = [one.reason for _, conversions, _ in answers for one in conversions if isinstance(one, RefusedDose)]
    if to and len(refused) == len(answers):
        raise SettingError("\n".join(dict.fromkeys(refused)))
    say(conversion_plain(reading, answers, context), conversion_text(reading, answers, context), as_json=as_json, quiet=quiet)


@dose.command(epilog='Example: exoforge dose scale "100 ug" --from rat --to human --route intra-articular --defect-from "50 uL" --defect-to "5 mL"')
def scale(
    text: DoseText,
    source: Annotated[str, typer.Option("--from", help="The species that the dose was given to.")],
    target: Annotated[str, typer.Option("--to", help="The species to carry it to.")] = "human",
    source_mass: Annotated[str, typer.Option("--from-mass", help="Body mass, such as '250 g'; else that of the table.")] = "",
    target_mass: Annotated[str, typer.Option("--to-mass", help="Body mass, such as '70 kg'; else that of the table.")] = "",
    route: Annotated[str, typer.Option("--route", help="The route ('exoforge terms routes'), which decides what the guidance exempts.")] = "",
    volume: Annotated[str, typer.Option("--volume", help="Of one application in the target species, to be judged.")] = "",
    sites: Annotated[int, typer.Option("--sites", help="Among how many sites the volume is divided.", min=1)] = 1,
    source_defect: Annotated[str, typer.Option("--defect-from", help="Area, volume or joint volume of the defect there.")] = "",
    target_defect: Annotated[str, typer.Option("--defect-to", help="Area, volume or joint volume of the defect here.")] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Carry a dose from one species to another by every way in use, side by side."""
    from exoforge.evidence.dose.scaling import scale_dose
    from exoforge.report.dose_tables import scaling_plain, scaling_text

    del seed
    reading = _read(text)
    given = {"source_mass": source_mass, "target_mass": target_mass, "volume": volume, "source_defect": source_defect, "target_defect": target_defect}
    sizes: dict[str, Any] = {name: _quantity(said) for name, said in given.items()}
    scaled = [scale_dose(_whole(level), source=source, target=target, route=route, sites=sites, **sizes) for level in reading.levels]
    facts = {"ok": True, "text": reading.text, "levels": [scaling_plain(one) for one in scaled], "unread": reading.unread, "notes": [*reading.notes]}
    notes = "".join(f"\n  * {note}" for note in reading.notes)
    say(facts, "\n\n".join(scaling_text(one) for one in scaled) + notes, as_json=as_json, quiet=quiet)


def _read(text: str) -> DoseReading:
    """The levels of a dose.

    Raises
    ------
    SettingError
        There is none; the sentences say why.
    """
    from exoforge.record.dose_text import read_dose

    reading = read_dose(text)
    if not reading.levels:
        raise SettingError("\n".join(reading.notes))
    return reading


def _whole(level: DoseLevel) -> Quantity:
    """The amount of one application where the text gives a concentration and its volume, else the dose as read."""
    from exoforge.record.dose_level import amount_in_all

    return amount_in_all(level) or level.quantity


def _quantity(text: str) -> Quantity | None:
    from exoforge.base.units import parse_quantity

    return parse_quantity(text) if text.strip() else None
