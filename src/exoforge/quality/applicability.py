"""Whether a rule applies: small questions about a record and its claims, each answered with the place that decides it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from exoforge.base.units import Quantity, convert, fits
from exoforge.quality.claims import Claim, uses
from exoforge.record.stated import Leaf, Missing, Stated, text_of
from exoforge.record.therapy import Step, Therapy

Answer = tuple[bool, str]
"""Yes or no, and why."""
Predicate = Callable[[Therapy, Sequence[Claim]], Answer]

SMALL = 200.0
"""[nm] Below it a vesicle is usually called small; the diameter is specific to its method (MISEV2023, Table 2, as read)."""
ULTRA = 50_000.0
"""[x g] From here on a spin is an ultracentrifugation. A choice: it parts the pelleting of small vesicles from the clearing spins."""
ULTRA_SPEED = 20_000.0
"""[rpm] The same for a spin of which only the speed is stated. A choice."""

_SMALL_WORDS = re.compile(r"\bexosom|\bsEVs?\b|\bsmall (?:extracellular vesicle|EV)", re.IGNORECASE)
_EXOSOME = re.compile(r"\bexosom", re.IGNORECASE)
_UPTAKE = re.compile(r"\buptake|\binternali[sz]|\btaken up\b", re.IGNORECASE)
_DIAMETER = re.compile(r"\b(?:mean|mode|modal|median|d50|average|peak|diameter|size)\b", re.IGNORECASE)
_SPINS = ("centrifugation", "differential-centrifugation", "density-gradient", "rate-zonal", "isopycnic", "cushion", "wash")
_ANTIBODY = (
    "western blot", "western", "immunoblot", "dot blot", "elisa", "immunogold", "immuno em", "flow cytometry", "nano flow cytometry", "nanofcm", "facs",
    "bead array", "bead panel", "bead based flow cytometry", "macsplex", "exoview", "immunocapture", "antibody array",
)  # fmt: skip
_LYSATE = ("western blot", "western", "immunoblot", "dot blot", "proteomics", "mass spectrometry", "lc ms", "lc ms ms")
_FLOW = ("flow cytometry", "nano flow cytometry", "nanofcm", "imaging flow cytometry", "spectral flow cytometry", "facs", "fcm")
_LIVING = ("mouse", "rat", "rabbit", "pig", "dog", "sheep", "goat", "monkey", "horse", "human")
"""Species whose treatment is a treatment in a living body."""


def always(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """Every record."""
    return True, "applies to every preparation"


def claims_small_vesicles(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The record speaks of exosomes or small vesicles, or a diameter below 200 nm is stated or measured."""
    for place, text in _texts(therapy):
        if found := _SMALL_WORDS.search(text):
            return True, f"{place} speaks of '{text[found.start() : found.start() + 40].strip()}'"
    for number, claim in enumerate(therapy.measurements, start=1):
        value = claim.value.value if isinstance(claim.value, Stated) else None
        if isinstance(value, Quantity) and _is_small(value, text_of(claim.quantity)):
            return True, f"measurement[{number}] states {text_of(claim.quantity)} {text_of(claim.value)}"
    for made in claims:
        if made.place.startswith("file") and made.amount is not None and any(_is_small(made.amount, thing) for thing in made.things):
            return True, made.said
    return False, "no claim on exosomes or small vesicles was found in the record"


def claims_function(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The record states an outcome, or an indication that the vesicles are for."""
    for number, outcome in enumerate(therapy.outcomes, start=1):
        if not isinstance(outcome.endpoint, Missing):
            return True, f"outcome[{number}] states an effect: {text_of(outcome.endpoint)}"
    if not isinstance(therapy.target.indication, Missing):
        return True, f"target.indication is {text_of(therapy.target.indication)}"
    return False, "the record states no outcome and no indication"


def says_exosome(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The record uses the word exosome of its product."""
    own = [*_texts(therapy, cited=False), ("product.kind", text_of(therapy.product.kind)), ("product.name", text_of(therapy.product.name))]
    return next(((True, f"{place} says '{text}'") for place, text in own if _EXOSOME.search(text)), (False, "the record does not use the word exosome"))


def claims_uptake(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The record speaks of the uptake of vesicles by cells."""
    texts = [*_texts(therapy), *((f"mechanism[{n}].process", text_of(one.process)) for n, one in enumerate(therapy.mechanisms, start=1))]
    return next(((True, f"{place} speaks of '{text}'") for place, text in texts if _UPTAKE.search(text)), (False, "the record says nothing of uptake"))


def treats_animals(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The vesicles are given to an animal or a person."""
    species, route = therapy.target.species, therapy.dosing.route
    if isinstance(species, Stated) and (text_of(species) in _LIVING or isinstance(route, Stated)):
        return True, f"target.species is {text_of(species)}"
    if isinstance(route, Stated):
        return True, f"dosing.route is {text_of(route)}"
    return False, "the record states no species that is treated and no route"


def stores(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """The record has a step of storage."""
    found = next((step for step in therapy.steps if step.stage == "store"), None)
    return (True, f"step[{found.order + 1}] is {found.kind}") if found else (False, "the record has no step of storage")


def uses_ultracentrifugation(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """A step of isolation spins at 50,000 x g or more, or does not say how fast it spins."""
    found = next(ultracentrifuge_steps(therapy), None)
    return (True, f"step[{found.order + 1}] is {found.kind}") if found else (False, "no step of isolation is an ultracentrifugation")


def uses_antibodies(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """Proteins were looked at with antibodies."""
    return _by(claims, _ANTIBODY, "no technique that uses antibodies is stated")


def uses_lysate(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """Proteins were looked at in a lysate of the vesicles."""
    return _by(claims, _LYSATE, "no technique that uses a lysate is stated")


def uses_flow_cytometry(therapy: Therapy, claims: Sequence[Claim]) -> Answer:
    """Vesicles were measured by flow cytometry."""
    return _by(claims, _FLOW, "no flow cytometry of the vesicles is stated")


PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        "always": always,
        "claims-small-vesicles": claims_small_vesicles,
        "claims-function": claims_function,
        "says-exosome": says_exosome,
        "claims-uptake": claims_uptake,
        "treats-animals": treats_animals,
        "stores": stores,
        "uses-ultracentrifugation": uses_ultracentrifugation,
        "uses-antibodies": uses_antibodies,
        "uses-lysate": uses_lysate,
        "uses-flow-cytometry": uses_flow_cytometry,
    }
)
"""The predicates that rules may name."""


def ultracentrifuge_steps(therapy: Therapy) -> Iterator[Step]:
    """The spins of 50,000 x g or more; one that does not say how fast is taken for one, so that silence earns nothing."""
    for step in therapy.steps:
        if step.stage == "isolate" and step.kind in _SPINS and not is_assumed(step) and _is_ultra(step):
            yield step


def is_assumed(step: Step) -> bool:
    """Whether all that a step states is assumed: such a step stands for one that nobody told."""
    stated = [leaf for leaf in step.settings.values() if isinstance(leaf, Stated)]
    return bool(stated) and all(leaf.basis == "assumed" for leaf in stated)


def _is_ultra(step: Step) -> bool:
    stated: list[Leaf] = list(step.settings.values())
    values = [leaf.value for leaf in stated if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity)]
    forces = [value.value for value in values if value.unit.startswith("x g") or value.unit == "g_0"]
    speeds = [convert(value, "rpm").value for value in values if fits(value, "rpm")]
    if forces:
        return max(forces) >= ULTRA
    if speeds:
        return max(speeds) >= ULTRA_SPEED
    return step.kind != "wash"


def _is_small(value: Quantity, quantity: str) -> bool:
    return fits(value, "nm") and _DIAMETER.search(quantity) is not None and convert(value, "nm").value < SMALL


def _by(claims: Sequence[Claim], techniques: tuple[str, ...], otherwise: str) -> Answer:
    """Whether one of the techniques is claimed; one that was not done, or only computed, is not."""
    found = next((claim for claim in claims if claim.result not in ("not done", "computed") and uses(claim, techniques)), None)
    return (True, f"{found.place} is {found.technique or found.said}") if found else (False, otherwise)


def _texts(therapy: Therapy, *, cited: bool = True) -> Iterator[tuple[str, str]]:
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
    for number, citation in enumerate(therapy.citations if cited else (), start=1):
        yield f"citation[{number}].title", citation.title
