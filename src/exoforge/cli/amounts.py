"""Amounts on the command line: written as a scientist writes them, read once, refused with the name of the option."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from exoforge.base.errors import SettingError
from exoforge.base.units import convert, fits, parse_quantity

Picture = Annotated[
    Path | None,
    typer.Option("--output", "-o", "--plot", help="Picture to write, too: .svg, .png, .csv (its numbers) or .json (the chart, Vega-Lite).", show_default=False),
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", help="Picture to write, too: .svg, .png, .csv (its numbers) or .json (the chart, Vega-Lite).", show_default=False),
]
"""A picture of a command whose ``--output`` is another file."""
FeedFile = Annotated[
    Path | None,
    typer.Option(
        "--feed", help="A record; what its culture and its steps before this one make is the feed. Without it, a usual conditioned medium.", show_default=False
    ),
]


def amount(text: str, unit: str, option: str) -> float:
    """What an option says, in a unit of the package; a bare number is refused unless the unit is none.

    Parameters
    ----------
    text : such as ``10 mL``, ``70min``, ``4 C``, ``500kDa``; for a pure number also ``10x``.
    unit : SI, as the laws take it; empty for a pure number.
    option : how the option is called, for the sentence.

    Raises
    ------
    SettingError
        The text is no quantity, or its unit does not fit.
    """
    written = text.strip().rstrip("xX×").strip() if not unit else text
    try:
        found = parse_quantity(written)
        if fits(found, unit):
            return convert(found, unit).value
    except SettingError as trouble:
        raise SettingError(f"{option} is '{text}': {trouble}") from None
    raise SettingError(f"{option} is '{text}'; write a number and its unit{_like(unit)}.")


def above_zero(text: str, unit: str, option: str) -> float:
    """As `amount`, of something that cannot be nothing.

    Raises
    ------
    SettingError
        As `amount`, or it is not above 0.
    """
    found = amount(text, unit, option)
    if not found > 0:
        raise SettingError(f"{option} is '{text}'; it must be above 0. Leave it out where it is not known.")
    return found


def share(text: str, option: str) -> float:
    """A proportion as somebody writes it, such as ``24%`` or ``0.24``.

    Raises
    ------
    SettingError
        As `amount`, or it does not lie between 0 and 1.
    """
    found = amount(text, "", option)
    if not 0 <= found <= 1:
        raise SettingError(f"{option} is '{text}'; a proportion lies between 0 and 100 %.")
    return found


def one_of(text: str, choices: tuple[Any, ...], option: str) -> Any:
    """The word among a few that an option says.

    Raises
    ------
    SettingError
        It is none of them.
    """
    if text not in choices:
        raise SettingError(f"{option} is '{text}'; it is {' or '.join(map(str, choices))}.")
    return text


def named_value(text: str, option: str, example: str) -> tuple[str, str]:
    """A name and its value, such as ``wound=diabetic``.

    Raises
    ------
    SettingError
        The text is no such pair.
    """
    name, sign, value = text.partition("=")
    if not (sign and name.strip() and value.strip()):
        raise SettingError(f"{option} is '{text}'; write name=value, such as '{example}'.")
    return name.strip(), value.strip()


def named_values(texts: Sequence[str] | None, option: str, example: str) -> dict[str, str]:
    """Names and values of an option that may be given again; none where it was not given.

    Raises
    ------
    SettingError
        A text is no such pair, or a name stands twice.
    """
    found: dict[str, str] = {}
    for text in texts or ():
        name, value = named_value(text, option, example)
        if name in found:
            raise SettingError(f"{option} states '{name}' twice; leave out one of them.")
        found[name] = value
    return found


def check_picture(path: Path | None) -> None:
    """See that a picture can be written, before anything is computed."""
    if path is not None:
        from exoforge.base.disk import check_folder
        from exoforge.report.picture_files import check_ending

        check_ending(path)
        check_folder(path.parent)


def _like(unit: str) -> str:
    like = {"m3": "10 mL", "s": "70 min", "K": "4 C", "kg": "500 kDa", "m": "100 nm", "rad/s": "35000 rpm", "m3/s": "1 mL/min"}.get(unit)
    return f" like '{like}'" if like else f" in a unit like '{unit}'" if unit else ""
