"""The words of a run for a reader: steps, sites, states and settings by the names that a scientist uses."""

from __future__ import annotations

import re

from exoforge.base.terms import is_term, rooms, term
from exoforge.base.trace import Assumption
from exoforge.base.units import Quantity
from exoforge.design.response_result import ResponseResult
from exoforge.design.result import Reach
from exoforge.design.run_result import Run
from exoforge.record.stated import Leaf, Missing, Stated, text_of
from exoforge.record.therapy import Step
from exoforge.report.display import NARROW, power, unit_text

_ORDER = re.compile(r"step\[(\d+)\]")
_CASED = re.compile(r"[a-z]+[A-Z]|(mi|si|m)rnas?\b")
"""The start of a word with its own capitals, such as mRNA and miR-21; also where a name of the code writes it small."""
AGENTS = ("agent", "cargo", "ligand")
"""Settings that name with what a step is done."""
SETTINGS_SHOWN = 3


def spoken(name: str) -> str:
    """A name of the code as words: ``free-cargo`` is free cargo."""
    return name.replace("_", " ").replace("-", " ")


def with_signs(text: str) -> str:
    """A sentence with the signs of a degree and of micro in place of their words."""
    return text.replace(" degC", " °C").replace(" ug", " µg")


def sentence_case(text: str) -> str:
    """The first letter large, the others as they are; a symbol such as c1 or kpb/db, and a word such as mRNA or miR-21, stays what it is."""
    first = text.split(" ", 1)[0]
    is_symbol = any(sign.isdigit() or sign == "/" for sign in first) or _CASED.match(first)
    return text if is_symbol else text[:1].upper() + text[1:]


def label_of(room: str, leaf: Leaf) -> str:
    """What a leaf says, by the label of its term where it is one."""
    text = text_of(leaf)
    if isinstance(leaf, Missing) or room not in rooms() or not is_term(room, text):
        return text
    return term(room, text).label


def site_text(site: str) -> str:
    """The name of a site of the body."""
    return term("tissues", site).label if is_term("tissues", site) else spoken(site)


def number_of(key: str) -> int:
    """The place of a step, counted from 1, from a key like ``step[2] isolate/centrifugation``; 0 when it has none."""
    found = _ORDER.match(key)
    return int(found.group(1)) if found else 0


def step_of(run: Run, key: str) -> Step | None:
    """The step of the record that a key names."""
    place = number_of(key)
    return run.therapy.steps[place - 1] if 0 < place <= len(run.therapy.steps) else None


def step_title(reach: Reach) -> str:
    """``2 Centrifugation``."""
    place = number_of(reach.key)
    return f"{place} {sentence_case(reach.title)}" if place else sentence_case(reach.title)


def settings_text(step: Step | None) -> str:
    """With what a step is done, where it says so, and the first amounts that it states."""
    if step is None:
        return ""
    stated = [leaf for leaf in step.settings.values() if isinstance(leaf, Stated) and not isinstance(leaf.value, bool | tuple)]
    numbers = [leaf.value for leaf in stated if isinstance(leaf.value, Quantity) and leaf.value.unit]
    named = next((str(leaf.value) for name in AGENTS if isinstance(leaf := step.settings.get(name), Stated)), "")
    return ", ".join([*([named] if named else []), *(f"{_as_stated(one.value)} {_unit_of(one)}" for one in numbers[:SETTINGS_SHOWN])])


def leaf_text(leaf: Leaf) -> str:
    """What a leaf says, with the signs of print: ``100 000 × g``, ``200 µg protein``."""
    value = leaf.value if isinstance(leaf, Stated) else None
    if not isinstance(value, Quantity):
        return text_of(leaf)
    unit = _unit_of(value)
    if value.low is not None and value.high is not None:
        return f"{_as_stated(value.low)} to {_as_stated(value.high)} {unit}".strip()
    return f"{_as_stated(value.value)} {unit}".strip()


def _unit_of(quantity: Quantity) -> str:
    return unit_text(quantity.unit).replace("x g", "× g").replace("r_", "r ")


def _as_stated(value: float) -> str:
    """A stated number with all the digits that were stated, and no more."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:,.7g}".replace(",", NARROW if abs(value) >= 1e4 else "").replace("-", "−")
    mantissa, exponent = f"{value:.6e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')} × {power(int(exponent))}".replace("-", "−")


def state_meaning(response: ResponseResult, state: str) -> str:
    """What a state of the tissue's model is, as its declaration says."""
    return sentence_case(response.meanings.get(state, "")) or state


def setting_of(assumption: Assumption) -> str:
    """An assumption as a record names it, with its stage: ``deliver: diffusivity``."""
    step, _, _ = assumption.key.rpartition(":")
    return f"{step.rpartition(' ')[2].partition('/')[0]}: {assumption.name}"
