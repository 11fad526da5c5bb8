"""How a record states a gradient: its layers in one setting, media by any of their names, a speed or a force."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping
from typing import Any

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import Spread, parameters_of, spread_of_interval
from exoforge.base.terms import key_or_word
from exoforge.base.trace import Assumption
from exoforge.base.units import Quantity, convert, fits, parse_quantity
from exoforge.laws import media
from exoforge.laws.rotors import rotor, rotors
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, stated_quantity, step_key, without

CUSTOM = "custom"
"""The word for a rotor whose geometry is stated."""
LAYERS = tuple(f"layer_{place}" for place in range(1, 7))
CUSTOMARY: Mapping[str, Mapping[str, float | str]] = {
    "iodixanol": {"shape": "steps", "layer_1": 0.05, "layer_2": 0.10, "layer_3": 0.20, "layer_4": 0.40, "window_low": 1080.0, "window_high": 1120.0},
    "iodixanol-in-sucrose": {"shape": "steps", "layer_1": 0.05, "layer_2": 0.10, "layer_3": 0.20, "layer_4": 0.40, "window_low": 1080.0, "window_high": 1120.0},
    "sucrose": {"shape": "linear", "layer_1": 0.083, "layer_2": 0.545, "window_low": 1130.0, "window_high": 1190.0},
    "caesium-chloride": {"shape": "self-forming", "layer_1": 0.18, "loading": "mixed", "window_low": 1100.0, "window_high": 1210.0},
    "heavy-water": {"shape": "linear", "layer_1": 0.01, "layer_2": 1.0, "loading": "top", "window_low": 1080.0, "window_high": 1100.0},
}
"""What is taken for a medium where the record does not say. Sucrose: 0.25 to 2 M (pubcompare_sucrose) and 1.13 to 1.19 g/mL
(roszkowski2024_gradients); the zone of 1.10 to 1.21 g/mL is that of nikfarjam2020_gradients; iodixanol recalled; the rest a choice."""


def hinged_gradient(cls: type[Any], step: Step) -> Hinged:
    """The operation of a gradient as a record states it, and what had to be assumed.

    `medium` may be any name of the vocabulary. `layers` is a row such as ``5, 10, 20, 40 % w/v``; two of them with ``shape = "linear"`` are the ends.
    What is not stated is what is customary for the medium, and told. A speed in rpm decides over a force; a force names its radius in its unit.

    Raises
    ------
    StepError
        The medium is none, layers are no row of percentages, the rotor does not swing or does not bear the speed, or radius and unit contradict each other.
    """
    own: dict[str, float | str] = {}
    key = _medium(step)
    own["medium"] = key
    stated_layers = _layers(step, key)
    customary = dict(CUSTOMARY[key])
    if stated_layers:
        customary = {name: value for name, value in customary.items() if name not in LAYERS and name != "shape"} | {"shape": "steps"}
        own |= {name: stated_layers[place] if place < len(stated_layers) else 0.0 for place, name in enumerate(LAYERS)}
    else:
        customary = {**dict.fromkeys(LAYERS, 0.0), **customary}
    if any(isinstance(step.settings.get(name), Stated) for name in LAYERS):
        customary = {name: value for name, value in customary.items() if name not in LAYERS}
    told = _take(cls, step, own, customary, key)
    own |= _rotor(step) | _force(step)
    hinged = hinge(cls, step, stated=own, also_read=("layers", "speed"))
    strays = _strays(step, hinged.operation)
    spreads = hinged.spreads if strays is None else {**hinged.spreads, "acceleration": strays}
    notices = (*hinged.notices, *_too_fast(step, hinged.operation), *_too_short(step, hinged.operation), *_unasked_window(step, hinged.operation))
    assumed = tuple(_with_reason(one) if strays is not None else one for one in (*hinged.assumed, *told))
    whole = dataclasses.replace(hinged, assumed=assumed, spreads=spreads, notices=notices)
    idle = () if whole.operation.shape == "steps" else ("rest",)
    return without(whole, step, idle)


def _unasked_window(step: Step, made: Any) -> tuple[str, ...]:
    """A sample on top is stopped on its way, where the customary window does not look for it."""
    if made.loading != "top" or any(isinstance(step.settings.get(name), Stated) for name in ("window_low", "window_high")):
        return ()
    return (
        f"{step_key(step)}: the sample is loaded on top, and the pooled {made.window_low:g} to {made.window_high:g} kg/m3 are where vesicles rest; "
        "in a short run they are on their way there. State window_low and window_high by the bands that 'exoforge isolate gradient' prints.",
    )


def _strays(step: Step, made: Any) -> Spread | None:
    """How far a stated force may stray because nobody says its radius; None where it stands."""
    stated = {name for name in ("acceleration", "speed", "radius") if isinstance(step.settings.get(name), Stated)}
    if stated != {"acceleration"} or _force(step):
        return None
    inner, outer = made.reach
    return spread_of_interval(made.acceleration, made.acceleration * 2.0 * outer / (inner + outer))


def _with_reason(one: Assumption) -> Assumption:
    if one.name != "radius":
        return one
    reason = "the force does not say its radius; r_max was taken, which rotor charts print; at r_av the force would be larger, which its spread allows for"
    return dataclasses.replace(one, reason=reason)


def _too_fast(step: Step, made: Any) -> tuple[str, ...]:
    """Refuse a speed that the rotor does not bear; tell it where the force may have been meant at another radius."""
    most = None if made.rotor == CUSTOM else rotor(made.rotor).max_speed
    if most is None or made.angular_velocity <= most * (1 + 1e-9):
        return ()
    found = f"{made.angular_velocity * 30 / math.pi:.0f} rpm are more than the {most * 30 / math.pi:.0f} rpm that rotor {made.rotor} is known for"
    setting = "speed" if isinstance(step.settings.get("speed"), Stated) else "acceleration" if _force(step) else ""
    if setting:
        raise StepError(step_key(step), {setting: f"'{setting}': {found}; state another rotor, speed, force or radius."})
    return (f"{step_key(step)}: {found}; check the rotor and the force, and name its radius.",)


def _too_short(step: Step, made: Any) -> tuple[str, ...]:
    """Tell when a gradient that forms itself would need longer than the run."""
    if made.shape != "self-forming":
        return ()
    inner, outer = made.reach
    needed = (outer - inner) ** 2 / (math.pi**2 * media.solute_diffusion(made.medium, made.layers[0], made.temperature))
    if made.duration >= 2.0 * needed:
        return ()
    label, length = media.medium_of(made.medium).label, 1e3 * (outer - inner)
    return (
        f"{step_key(step)}: a gradient of {label} over {length:.0f} mm forms in about {needed / 3600:.0f} h (to 1/e), and the run has "
        f"{made.duration / 3600:.0f} h; its equilibrium is taken all the same, so take shorter tubes, or state 'linear' with the ends that you measure.",
    )


def _take(cls: type[Any], step: Step, own: dict[str, float | str], customary: Mapping[str, float | str], key: str) -> list[Assumption]:
    """Put what is customary where nothing is stated, and tell it."""
    declared = {parameter.name: parameter for parameter in parameters_of(cls)}
    told = []
    for name, value in customary.items():
        if isinstance(step.settings.get(name), Stated) or name in own or value == declared[name].usual:
            continue
        own[name] = value
        reason = f"not reported in the record; customary for {media.medium_of(key).label}"
        one = declared[name]
        told.append(Assumption(key=f"{step_key(step)}: {name}", name=name, meaning=one.meaning, value=value, unit=one.unit, reason=reason))
    return told


def _medium(step: Step) -> str:
    """The key of the stated medium, the usual one when none is stated."""
    leaf = step.settings.get("medium")
    if not isinstance(leaf, Stated):
        return "iodixanol"
    word = str(leaf.value)
    keys = {one.key for one in media.MEDIA if one.largest > 0}
    if word in keys:
        return word
    found = key_or_word("media", word)
    if found not in keys:
        raise StepError(step_key(step), {"medium": f"'medium' is '{word}'; a gradient is made of {', '.join(sorted(keys))}."})
    return found


def _layers(step: Step, key: str) -> tuple[float, ...]:
    """The compositions that the setting 'layers' states; empty when it does not."""
    leaf = step.settings.get("layers")
    if not isinstance(leaf, Stated):
        return ()
    try:
        return read_layers(leaf.value, key)
    except SettingError as trouble:
        raise StepError(step_key(step), {"layers": f"'layers': {trouble}"}) from None


def read_layers(stated: Any, key: str) -> tuple[float, ...]:
    """Compositions of layers from the light to the dense one: ``5, 10, 20, 40 % w/v``, ``5,10,20,40``, ``0.25, 2 M`` for sucrose, or a row of quantities.

    A bare number is a per cent in the medium's own unit.

    Raises
    ------
    SettingError
        A part is no amount, has another unit, or there are more than six.
    """
    one = media.medium_of(key)
    if isinstance(stated, str):
        parts = [part.strip() for part in re.split(r"[,;/]\s*(?![a-z])", stated.strip()) if part.strip()]
        tail = re.search(r"[^\d.\s].*$", parts[-1]) if parts else None
        unit = tail.group(0) if tail else "%"
        written = [part if re.search(r"[^\d.\s]", part) else f"{part} {unit}" for part in parts]
        amounts = [parse_quantity(part) for part in written]
    else:
        row = stated if isinstance(stated, tuple | list) else (stated,)
        amounts = [part if isinstance(part, Quantity) else parse_quantity(str(part)) for part in row]
        amounts = [amount if amount.unit else Quantity(value=amount.value, unit="%") for amount in amounts]
    if not 1 <= len(amounts) <= len(LAYERS):
        raise SettingError(f"a gradient has 1 to {len(LAYERS)} layers here; found {len(amounts)} in '{stated}'.")
    return tuple(_share(amount, one) for amount in amounts)


def _share(amount: Quantity, one: media.Medium) -> float:
    """A composition in the medium's own unit, per cent over 100."""
    if one.unit == "w/v" and fits(amount, "kg/m3"):
        return convert(amount, "kg/m3").value / 1000.0
    if one.unit == "w/w" and fits(amount, "mol/m3"):
        return _of_molarity(convert(amount, "mol/m3").value, one)
    if fits(amount, "") and not ("w/" in amount.unit and one.unit not in amount.unit):
        return convert(amount, "").value
    raise SettingError(f"'{amount}' is no composition of {one.label}; write per cent ({one.unit}), like '5, 10, 20, 40 % {one.unit}'.")


def _of_molarity(molarity: float, one: media.Medium) -> float:
    """The mass share of a molar solution at 20 degrees."""
    from exoforge.laws.osmosis import SALT_MOLAR_MASS
    from exoforge.laws.sucrose import MOLAR_MASS

    mass = molarity * (MOLAR_MASS if one.key == "sucrose" else SALT_MOLAR_MASS)
    share = min(mass / 1000.0, one.largest)
    for _ in range(40):
        share = min(mass / float(media.density(one.key, share)), one.largest)
    if abs(share * float(media.density(one.key, share)) - mass) > 1e-6 * mass:
        raise SettingError(f"{molarity / 1000.0:g} M {one.label} is more than the {100.0 * one.largest:g} % w/w to which its density is known.")
    return share


def _rotor(step: Step) -> dict[str, float | str]:
    """The stated rotor by its name on the list."""
    leaf = step.settings.get("rotor")
    if not isinstance(leaf, Stated) or str(leaf.value).strip().casefold() == CUSTOM:
        return {}
    try:
        listed = rotor(str(leaf.value))
    except SettingError as trouble:
        raise StepError(step_key(step), {"rotor": f"'rotor': {trouble}"}) from None
    if listed.kind != "swinging":
        sentence = (
            f"'rotor': {listed.label} is a fixed-angle rotor, in which a gradient turns over when it starts and stops; only swinging buckets are modelled."
        )
        raise StepError(step_key(step), {"rotor": sentence})
    if listed in rotors():
        return {"rotor": listed.label}
    lengths = {"r_min": listed.r_min, "r_max": listed.r_max, "tube_volume": listed.tube_volume or 0.0}
    return {"rotor": CUSTOM, **{name: value for name, value in lengths.items() if not isinstance(step.settings.get(name), Stated)}}


def _force(step: Step) -> dict[str, float | str]:
    """Force and radius where a speed is stated, and the radius that the unit of a force names."""
    speed = stated_quantity(step, "speed", "rad/s")
    if speed is not None:
        outer = stated_quantity(step, "r_max", "m")
        leaf = step.settings.get("rotor")
        listed = rotor(str(leaf.value)) if isinstance(leaf, Stated) and str(leaf.value).casefold() != CUSTOM else rotor("SW 40 Ti")
        return {"acceleration": speed.value**2 * (outer.value if outer is not None else listed.r_max), "radius": "r_max"}
    force = step.settings.get("acceleration")
    unit = force.value.unit if isinstance(force, Stated) and isinstance(force.value, Quantity) else ""
    named = next((name for name in ("r_max", "r_av", "r_min") if f"({name})" in unit), None)
    word = step.settings.get("radius")
    if named and isinstance(word, Stated) and str(word.value) != named:
        raise StepError(step_key(step), {"radius": f"'acceleration' is stated at {named}, but 'radius' says {word.value}; leave out one of them."})
    return {"radius": named} if named else {}
