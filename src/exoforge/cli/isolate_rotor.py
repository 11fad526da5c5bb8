"""The commands about rotors: what one spin does, and the rotors that there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError
from exoforge.cli.amounts import FeedFile, Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer, say
from exoforge.cli.isolate_front import ends_of, feed_asked

if TYPE_CHECKING:
    from exoforge.laws.rotors import Rotor

COMPARED = ("SW 32 Ti", "Type 70 Ti", "TLA-100.3")
"""The rotors laid beside the one that is asked for, when none is named; a choice."""
EXAMPLE = 'Example: exoforge isolate rotor "Type 45 Ti" --rcf 100000g@rav --time 70min --temp 4C --other "SW 32 Ti" -o rotor.svg'
EXAMPLE_OF_LIST = "Example: exoforge isolate rotors --rotors my-rotors.toml"

RotorsFile = Annotated[
    Path | None,
    typer.Option("--rotors", help="Your own rotors as a TOML file, beside those of the package and of your data folder.", show_default=False),
]


def mount(app: typer.Typer) -> None:
    """Add the commands about rotors."""
    app.command(epilog=EXAMPLE)(rotor)
    app.command(epilog=EXAMPLE_OF_LIST)(rotors)


def rotor(
    name: Annotated[str, typer.Argument(help="A rotor of the list ('exoforge isolate rotors') or of your own.", show_default=False)],
    time: Annotated[str, typer.Option("--time", help="Time at speed, such as 70min.", show_default=False)],
    rcf: Annotated[str, typer.Option("--rcf", help="Relative centrifugal force with its radius: 100000g@rav, or '100,000 x g (r_max)'.")] = "",
    rpm: Annotated[str, typer.Option("--rpm", help="The speed instead, such as 40000rpm.")] = "",
    temp: Annotated[str, typer.Option("--temp", help="Temperature of the sample.")] = "4 C",
    density: Annotated[str, typer.Option("--density", help="Of the vesicles, such as 1.08g/mL; without it, by size from the shell model.")] = "",
    viscosity: Annotated[str, typer.Option("--medium-viscosity", help="Of the medium at that temperature, such as '1.6 mPa s'; else 1.02 of water.")] = "",
    size: Annotated[str, typer.Option("--size", help="Smallest and largest vesicle of the table and the curves [nm].")] = "30..300",
    volume: Annotated[str, typer.Option("--volume", help="Volume that is spun, for the number of runs; else all of the feed.")] = "",
    other: Annotated[list[str] | None, typer.Option("--other", help="A rotor to compare with; may be given several times.", show_default=False)] = None,
    own: RotorsFile = None,
    feed: FeedFile = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """One spin: forces, k-factor, cut-off, what pellets by size and by kind, and the same spin in other rotors."""
    from exoforge.design.isolation.rotor_result import Spin
    from exoforge.design.isolation.rotor_run import rotor_run
    from exoforge.laws import water
    from exoforge.laws.rotors import rotor as rotor_named
    from exoforge.laws.rotors import rotors_of
    from exoforge.report.isolation.rotor_figure import rotor_spec
    from exoforge.report.isolation.rotor_plain import rotor_plain, rotor_rows
    from exoforge.report.isolation.rotor_text import rotor_text

    del seed
    check_picture(output)
    mine = rotors_of(own) if own is not None else ()
    one = rotor_named(name, mine)
    speed, at = _speed(one, rcf, rpm)
    kelvin = amount(temp, "K", "--temp")
    spin = Spin(
        rotor=one,
        speed=speed,
        at=at,
        duration=amount(time, "s", "--time"),
        temperature=kelvin,
        density=amount(density, "kg/m3", "--density") if density.strip() else None,
        **({"relative_viscosity": amount(viscosity, "Pa s", "--medium-viscosity") / float(water.viscosity(kelvin))} if viscosity.strip() else {}),
    )
    compared = [rotor_named(word, mine) for word in other] if other else [rotor_named(word) for word in COMPARED]
    run = rotor_run(
        spin,
        feed=feed_asked(feed, before=("centrifugation",)),
        others=[listed for listed in dict.fromkeys(compared) if listed.label != one.label],
        sizes=_sizes(size),
        volume=_volume(volume),
    )
    answer(rotor_plain(run), rotor_text(run), picture=lambda: (rotor_spec(run), rotor_rows(run)), output=output, as_json=as_json, quiet=quiet)


def rotors(own: RotorsFile = None, as_json: Json = False, quiet: Quiet = False, seed: Seed = 0) -> None:
    """The rotors that there are: radii, tubes, highest speed and k-factor, each with its source."""
    from exoforge.laws.rotors import own_rotors, rotors_of
    from exoforge.laws.rotors import rotors as shipped
    from exoforge.report.isolation.rotor_plain import rotor_facts
    from exoforge.report.isolation.rotors_text import rotors_text

    del seed
    mine = rotors_of(own) if own is not None else ()
    listed = (*shipped(), *own_rotors(), *mine)
    say({"ok": True, "rotors": [rotor_facts(one) for one in listed]}, rotors_text(listed), as_json=as_json, quiet=quiet)


def _speed(one: Rotor, rcf: str, rpm: str) -> tuple[float, str]:
    """The speed [rad/s], and the radius at which other rotors are given the same force.

    Raises
    ------
    SettingError
        Neither or both are stated, or the force does not say its radius.
    """
    from exoforge.design.isolation.forces import read_force, speed_of_force

    if bool(rcf.strip()) == bool(rpm.strip()):
        found = "both are" if rcf.strip() else "neither is"
        raise SettingError(f"A spin needs --rcf or --rpm, and {found} given; state one, like --rcf 100000g@rav or --rpm 40000rpm.")
    if rpm.strip():
        return amount(rpm, "rad/s", "--rpm"), "r_av"
    acceleration, radius = read_force(rcf)
    return speed_of_force(one, acceleration, radius), radius or "r_av"


def _sizes(text: str) -> tuple[float, float]:
    """The ends of ``30..300``, ``30-300`` or ``30nm..300nm`` [m].

    Raises
    ------
    SettingError
        There are not two of them.
    """
    parts = ends_of(text)
    if len(parts) != 2:
        raise SettingError(f"--size is '{text}'; give the smallest and the largest in nm, like 30..300.")
    low, high = (amount(part if any(sign.isalpha() for sign in part) else f"{part} nm", "m", "--size") for part in parts)
    return low, high


def _volume(text: str) -> float | None:
    """The stated volume [m3]; None where none is.

    Raises
    ------
    SettingError
        It is no volume, or not above 0.
    """
    if not text.strip():
        return None
    found = amount(text, "m3", "--volume")
    if found <= 0:
        raise SettingError(f"--volume is '{text}'; it must be above 0.")
    return found
