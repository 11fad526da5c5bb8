"""Whether a rule applies: small questions about a record, each answered with the place that decides it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from exoforge.base.units import Quantity, convert, fits
from exoforge.record.stated import Missing, Stated, text_of
from exoforge.record.therapy import Therapy

Answer = tuple[bool, str]
"""Yes or no, and why."""

SMALL = 200.0
"""[nm] Below it a vesicle is usually called small; the diameter is specific to its method (MISEV2023, Table 2, as read)."""

_SMALL_WORDS = re.compile(r"\bexosom|\bsEVs?\b|\bsmall (?:extracellular vesicle|EV)", re.IGNORECASE)
_DIAMETER = re.compile(r"\b(?:mean|mode|modal|median|d50|average|peak|diameter|size)\b", re.IGNORECASE)


def always(therapy: Therapy) -> Answer:
    """Every record."""
    return True, "applies to every preparation"


def claims_small_vesicles(therapy: Therapy) -> Answer:
    """The record speaks of exosomes or small vesicles, or states a diameter below 200 nm."""
    for place, text in _texts(therapy):
        if found := _SMALL_WORDS.search(text):
            return True, f"{place} speaks of '{text[found.start() : found.start() + 40].strip()}'"
    for number, claim in enumerate(therapy.measurements, start=1):
        value = claim.value.value if isinstance(claim.value, Stated) else None
        if not isinstance(value, Quantity) or not fits(value, "nm") or not _DIAMETER.search(text_of(claim.quantity)):
            continue
        if convert(value, "nm").value < SMALL:
            return True, f"measurement[{number}] states {text_of(claim.quantity)} {text_of(claim.value)}"
    return False, "no claim on exosomes or small vesicles was found in the record"


def claims_function(therapy: Therapy) -> Answer:
    """The record states an outcome, or an indication that the vesicles are for."""
    for number, outcome in enumerate(therapy.outcomes, start=1):
        if not isinstance(outcome.endpoint, Missing):
            return True, f"outcome[{number}] states an effect: {text_of(outcome.endpoint)}"
    if not isinstance(therapy.target.indication, Missing):
        return True, f"target.indication is {text_of(therapy.target.indication)}"
    return False, "the record states no outcome and no indication"


PREDICATES: Mapping[str, Callable[[Therapy], Answer]] = MappingProxyType(
    {"always": always, "claims-small-vesicles": claims_small_vesicles, "claims-function": claims_function}
)
"""The predicates that rules may name."""


def _texts(therapy: Therapy) -> Iterator[tuple[str, str]]:
    """The texts in which a record says what it is about."""
    yield "id", therapy.id.replace("-", " ").replace("_", " ").replace(".", " ")
    yield "title", therapy.title
    parts: list[tuple[str, Mapping[str, object]]] = [("source", {"modification": therapy.source.modification} | dict(therapy.source.settings))]
    parts += [(f"measurement[{number}]", {"quantity": claim.quantity}) for number, claim in enumerate(therapy.measurements, start=1)]
    parts += [(f"outcome[{number}]", {"endpoint": outcome.endpoint}) for number, outcome in enumerate(therapy.outcomes, start=1)]
    for place, leaves in parts:
        for name, leaf in leaves.items():
            if isinstance(leaf, Stated) and isinstance(leaf.value, str):
                yield f"{place}.{name}", leaf.value
    for number, citation in enumerate(therapy.citations, start=1):
        yield f"citation[{number}].title", citation.title
