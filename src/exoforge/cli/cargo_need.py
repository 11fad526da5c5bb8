"""The command that counts the vesicles a cell would need for a microRNA to do something."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import Picture, check_picture, named_values
from exoforge.cli.front import Json, Members, Quiet, Seed, answer, progress_bar


def need(
    record: Annotated[
        Path | None, typer.Argument(help="A therapy record (TOML) whose vesicles are meant; without it, --dose and usual values.", show_default=False)
    ] = None,
    mirna: Annotated[str, typer.Option("--mirna", help="The microRNA, such as miR-140-5p; siRNA is answered, too.", show_default=False)] = "",
    tissue: Annotated[str, typer.Option("--tissue", help="Whose cells ('exoforge terms tissues'); without it, the record's.")] = "",
    dose: Annotated[str, typer.Option("--dose", help="Vesicles given in all, such as 1e10, in place of the record's.")] = "",
    copies: Annotated[str, typer.Option("--copies-per-vesicle", help="Copies in one vesicle, such as 0.5 or '0.1 to 2', in place of the record's.")] = "",
    goals: Annotated[list[str] | None, typer.Option("--goal", help="What the response is to reach, such as fragments=20 (copies); again for more.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="A link or a setting of the tissue, such as escape=0.3; again for more.")] = None,
    members: Members = 200,
    searched: Annotated[int, typer.Option("--searched", help="Members for which the response model is asked, about 30 ms each; at least 2.")] = 50,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compute the vesicles that each cell would need for a microRNA to matter, beside what a dose brings."""
    from exoforge.design.need.need import Question, need_of
    from exoforge.record.files import read_record
    from exoforge.report.need_figure import need_figure
    from exoforge.report.need_plain import need_facts, need_rows
    from exoforge.report.need_text import need_text

    check_picture(output)
    if not mirna:
        raise SettingError("Say which microRNA with --mirna, such as --mirna miR-140-5p.")
    given = named_values(settings, "--set", "escape=0.3")
    for option, name, text, unit in (("--dose", "given", dose, "particles"), ("--copies-per-vesicle", "copies_per_vesicle", copies, "copies/particle")):
        if text and name in given:
            raise SettingError(f"{option} and --set {name} say the same; write one of them.")
        if text:
            given[name] = _with_unit(text, unit)
    wanted = {name: _threshold(name, text) for name, text in named_values(goals, "--goal", "fragments=20").items()}
    question = Question(mirna=mirna, tissue=tissue, settings=given, goals=wanted)
    therapy = read_record(record) if record is not None else None
    with progress_bar("Asking the model", hidden=quiet or as_json) as progress:
        found = need_of(question, therapy, members=members, searched=searched, seed=seed, progress=progress)
    answer(need_facts(found), need_text(found), picture=lambda: (need_figure(found), need_rows(found)), output=output, as_json=as_json, quiet=quiet)


def _with_unit(text: str, unit: str) -> str:
    """A bare number, or an interval of them, with the unit that it can only have."""
    return text if any(sign.isalpha() and sign not in "eEto" for sign in text) else f"{text} {unit}"


def _threshold(name: str, text: str) -> float:
    """What an endpoint is to reach."""
    try:
        number = float(text)
    except ValueError:
        raise SettingError(f"--goal is '{name}={text}'; write a number, such as fragments=20.") from None
    if not 0 <= number < float("inf"):
        raise SettingError(f"--goal is '{name}={text}'; the number must be finite and not below 0.")
    return number
