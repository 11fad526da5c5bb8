"""What a stated step of storage leaves open, and what must be said of it."""

from __future__ import annotations

from typing import Any

from exoforge.base.parameters import parameters_of
from exoforge.base.units import Quantity, convert, fits
from exoforge.laws.constants import FREEZING
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import is_stated
from exoforge.stages.store.containers import containers, protectants
from exoforge.stages.store.regimes import DEEP_FROZEN_BELOW, Regime, regime_of

BUFFERS = "HEPES-buffered saline gave more vesicles than PBS during isolation (vandewakker2022); of storage no number was read, and the buffer changes none."


def settled(cls: type[Any], step: Step) -> dict[str, float | str]:
    """Values of a step of storage that need no assumption: what its regime does not use enters no number, and a stated radius is that of the vessel."""
    regimes = regimes_of(cls, step)
    idle: dict[str, float | str] = {}
    if "refrigerated" not in regimes:
        idle |= _usual(cls, "refrigerated_loss", "activation_energy", "container", "low_binding", "low_binding_share", "aliquots", "vessel", "tube_radius")
    if "frozen" not in regimes:
        idle |= _usual(cls, "frozen_loss")
    if "deep-frozen" not in regimes:
        idle |= _usual(cls, "deep_frozen_loss")
    if is_stated(step, "tube_radius"):
        idle |= {"vessel": "as-stated"}
    wall, added = word_of(step, "container"), word_of(step, "protectant")
    is_blocked = (wall in containers() and containers()[wall].is_low_binding) or (added in protectants() and protectants()[added].blocks_wall)
    if is_blocked:
        idle |= {"low_binding": "yes"}
    if word_of(step, "low_binding") == "yes":
        idle |= _usual(cls, "container")
    elif not is_blocked:
        idle |= _usual(cls, "low_binding_share")
    if added in ("", "none"):
        idle |= _usual(cls, "protectant", "protected_share")
    cycles = step.settings.get("freeze_thaw_cycles", Missing())
    if not isinstance(cycles, Stated) and regimes == {"refrigerated"}:
        idle |= {"freeze_thaw_cycles": 0.0}
    if idle.get("freeze_thaw_cycles") == 0.0 or (isinstance(cycles, Stated) and isinstance(cycles.value, Quantity) and cycles.value.value == 0):
        idle |= _usual(cls, "freeze_thaw_loss")
    return {name: value for name, value in idle.items() if not is_stated(step, name)}


def notices_of(step: Step) -> tuple[str, ...]:
    """What was read of the wall, the protectant and the buffer that a step states, where the model cannot say how much it matters."""
    wall, added = word_of(step, "container"), word_of(step, "protectant")
    said = [containers()[wall].note] if wall == "glass" else []
    if added in protectants() and added != "none":
        said.append(protectants()[added].note)
    if is_stated(step, "buffer"):
        said.append(BUFFERS)
    return tuple(said)


def regimes_of(cls: type[Any], step: Step) -> set[Regime]:
    """Every regime that the stated temperature, with its interval, touches; an unreadable one is left for the hinge to refuse."""
    leaf: Any = step.settings.get("temperature", Missing())
    if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) and fits(leaf.value, "K"):
        stated = convert(leaf.value, "K")
        coldest, warmest = (stated.value if end is None else end for end in (stated.low, stated.high))
        limits = [limit for limit in (DEEP_FROZEN_BELOW, FREEZING) if coldest < limit <= warmest]
        return {regime_of(temperature) for temperature in (coldest, *limits)}
    return {regime_of(float(value)) for value in _usual(cls, "temperature").values()}


def word_of(step: Step, name: str) -> str:
    """The word that a step states for an option; empty when it states none."""
    leaf: Any = step.settings.get(name, Missing())
    if not isinstance(leaf, Stated):
        return ""
    return "yes" if leaf.value is True else "no" if leaf.value is False else str(leaf.value)


def _usual(cls: type[Any], *names: str) -> dict[str, float | str]:
    return {parameter.name: parameter.usual for parameter in parameters_of(cls) if parameter.name in names and parameter.usual is not None}
