"""The command about density gradients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.cli.amounts import FeedFile, Picture, amount, check_picture
from exoforge.cli.front import Json, Quiet, Seed, answer

if TYPE_CHECKING:
    from exoforge.design.isolation.feed import Feed

EXAMPLE = (
    "Example: exoforge isolate gradient --medium iodixanol --steps 5,10,20,40 --speed 35000rpm --time 18h --fractions 12 --density 1.08..1.12 -o bands.svg"
)


def gradient(
    medium: Annotated[str, typer.Option("--medium", help="iodixanol, iodixanol-in-sucrose, sucrose, caesium-chloride or heavy-water.")] = "iodixanol",
    steps: Annotated[str, typer.Option("--steps", help="Layers from the top down, per cent w/v (iodixanol) or w/w: 5,10,20,40.")] = "",
    linear: Annotated[str, typer.Option("--linear", help="The two ends of a linear gradient instead: 10..30, or '0.25..2 M' of sucrose.")] = "",
    speed: Annotated[str, typer.Option("--speed", help="Such as 35000rpm.")] = "",
    rcf: Annotated[str, typer.Option("--rcf", help="The force with its radius instead: 100000g@rmax, or '100,000 x g (r_av)'.")] = "",
    time: Annotated[str, typer.Option("--time", help="Time at speed.")] = "18 h",
    rotor: Annotated[str, typer.Option("--rotor", help="A swinging-bucket rotor of the list ('exoforge isolate rotors').")] = "SW 40 Ti",
    load: Annotated[str, typer.Option("--load", help="Where the sample is: bottom, top or mixed; without it, as is customary for the medium.")] = "",
    temp: Annotated[str, typer.Option("--temp", help="Temperature of the run.")] = "4 C",
    rest: Annotated[str, typer.Option("--rest", help="From pouring the layers to the start, in which diffusion softens them; else 30 min.")] = "",
    fractions: Annotated[int, typer.Option("--fractions", help="Fractions of equal volume.", min=1, max=200)] = 12,
    density: Annotated[str, typer.Option("--density", help="Densities to pool [g/mL], such as 1.08..1.12; without it, as is customary.")] = "",
    tubes: Annotated[int, typer.Option("--tubes", help="Among how many tubes the sample is divided; 0 takes as many as it needs.", min=0)] = 0,
    volume: Annotated[str, typer.Option("--volume", help="Volume of the sample to load, such as '1 mL'; else all of it.")] = "",
    diffusion: Annotated[bool, typer.Option("--diffusion", help="Compute the tables with diffusion everywhere (Lamm equation).")] = False,
    feed: FeedFile = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """One density gradient: where every kind bands and when, which fractions to take, and what has not come to rest.

    The sample is what a record makes before its density gradient; without --feed, the pellet of a usual conditioned medium.
    """
    from exoforge.base.errors import SettingError, StepError
    from exoforge.design.isolation.feed import feed_of, usual_feed
    from exoforge.design.isolation.gradient_run import gradient_run, pelleted_sample
    from exoforge.record.files import read_record
    from exoforge.record.stated import leaf_from_plain
    from exoforge.record.therapy import Step
    from exoforge.report.isolation.gradient_figure import gradient_spec
    from exoforge.report.isolation.gradient_text import gradient_plain, gradient_rows, gradient_text
    from exoforge.stages.isolate.density_gradient import DensityGradient

    del seed
    check_picture(output)
    stated = {"medium": medium, "rotor": rotor, "loading": load, "duration": time, "temperature": temp, "fractions": str(fractions), "rest": rest}
    stated |= _layers(steps, linear) | _speed(rotor, speed, rcf) | _window(density)
    stated |= {"tubes": str(tubes) if tubes else "", "transport": "diffusion" if diffusion else ""}
    settings = {name: leaf_from_plain(text, "planned") for name, text in stated.items() if text.strip()}
    try:
        hinged = DensityGradient.from_step(Step(stage="isolate", kind="density-gradient", settings=settings))
    except StepError as trouble:  # there is no record here whose step could be named
        raise SettingError("\n".join(trouble.reasons.values())) from None
    sample = pelleted_sample(usual_feed()) if feed is None else feed_of(read_record(feed), before=("density-gradient",))
    run = gradient_run(hinged, _loaded(sample, volume))
    answer(
        gradient_plain(run),
        gradient_text(run),
        picture=lambda: (gradient_spec(run), gradient_rows(run)),
        output=output,
        as_json=as_json,
        quiet=quiet,
    )


def _layers(steps: str, linear: str) -> dict[str, str]:
    """The layers as a record states them.

    Raises
    ------
    SettingError
        Both are given, or a linear gradient has not two ends.
    """
    from exoforge.base.errors import SettingError

    if steps.strip() and linear.strip():
        raise SettingError("--steps and --linear are both given; a gradient has layers or is linear.")
    if not linear.strip():
        return {"layers": f"{steps} %" if re.fullmatch(r"[\d.,\s]+", steps) else steps} if steps.strip() else {}
    ends = _ends(linear)
    if len(ends) != 2:
        raise SettingError(f"--linear is '{linear}'; give the light and the dense end, like 10..30 or '0.25..2 M'.")
    return {"layers": f"{ends[0]}, {ends[1]}" + ("" if re.search(r"[a-zA-Z%]", ends[1]) else " %"), "shape": "linear"}


def _speed(rotor: str, speed: str, rcf: str) -> dict[str, str]:
    """The speed as a record states it; none where the customary force is taken.

    Raises
    ------
    SettingError
        Both are given, or the force does not say its radius.
    """
    from exoforge.base.errors import SettingError
    from exoforge.design.isolation.forces import read_force, speed_of_force
    from exoforge.laws.rotors import rotor as rotor_named

    if speed.strip() and rcf.strip():
        raise SettingError("--speed and --rcf are both given; state one of them.")
    if rcf.strip():
        return {"speed": f"{speed_of_force(rotor_named(rotor), *read_force(rcf))!r} rad/s"}
    return {"speed": f"{amount(speed, 'rad/s', '--speed')!r} rad/s"} if speed.strip() else {}


def _window(density: str) -> dict[str, str]:
    """The densities to pool as a record states them.

    Raises
    ------
    SettingError
        There are not two of them.
    """
    from exoforge.base.errors import SettingError

    if not density.strip():
        return {}
    ends = _ends(density)
    if len(ends) != 2:
        raise SettingError(f"--density is '{density}'; give the lowest and the highest to pool, like 1.08..1.12 (g/mL).")
    unit = re.sub(r"^[\d.\s]+", "", ends[1]) or "g/mL"
    low, high = (re.match(r"[\d.]+", end) for end in ends)
    if low is None or high is None:
        raise SettingError(f"--density is '{density}'; give the lowest and the highest to pool, like 1.08..1.12 (g/mL).")
    return {"window_low": f"{low.group()} {unit}", "window_high": f"{high.group()} {unit}"}


def _ends(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\.\.|–|-|\bto\b", text) if part.strip()]


def _loaded(sample: Feed, volume: str) -> Feed:
    """The part of the sample that is loaded.

    Raises
    ------
    SettingError
        More is asked for than there is.
    """
    import dataclasses

    from exoforge.base.errors import SettingError
    from exoforge.streams.amounts import portion

    if not volume.strip():
        return sample
    wanted, there = amount(volume, "m3", "--volume"), sample.suspension.volume
    if not 0 < wanted <= there * (1 + 1e-9):
        raise SettingError(f"--volume is '{volume}'; the sample has {there * 1e6:.4g} mL, of which a part above 0 can be loaded.")
    return dataclasses.replace(sample, suspension=portion(sample.suspension, wanted / there))
