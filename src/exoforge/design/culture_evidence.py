"""What the published records hold of a culture: preconditionings, sources of cells, and the one clinical unit with its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from exoforge.base.errors import InternalError
from exoforge.base.terms import line, term
from exoforge.base.units import Quantity, convert, parse_quantity
from exoforge.evidence.claims import Arm
from exoforge.evidence.corpus import arms
from exoforge.evidence.facts import Fact, facts
from exoforge.evidence.flat import row_of
from exoforge.stages.culture.preconditioning import OPERATIONS, Statement, statements_of

MOST_NAMED = 5
"""How many indications and cargo molecules of a source are named."""
UNIT_FACTS = ("unit-cells-nikfarjam2020", "unit-particles-nikfarjam2020", "unit-mass-nikfarjam2020")
"""The facts that state the unit of the first patient: its cells, its particles and its protein."""

FACT_WORDS = {"hypoxia": ("hypoxia", "oxygen tension"), "heat": ("heat shock",), "mechanical": ("ultrasonication",)}
"""By which words of a fact it belongs to a kind."""
OF_ALL_KINDS = ("optimal time and intensity of preconditioning", "long-term effects of preconditioning")


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedUnit:
    """A clinical unit that was printed with its cells: lowest and highest of its particles [particles] and its protein [kg], after precipitation."""

    cells: float
    particles: tuple[float, float]
    protein: tuple[float, float]
    document: str
    locator: str

    @property
    def per_cell(self) -> tuple[float, float]:
        """[particles/cell] Lowest and highest."""
        return self.particles[0] / self.cells, self.particles[1] / self.cells


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionedTold:
    """What is told of a preconditioning: each statement with the published arms that hold it.

    `operation` is the term under which arms are found; `further` of them tell what such vesicles or cells do and nothing of yield or cargo.
    `stated` are the facts on how it is done.
    """

    kind: str
    operation: str
    statements: tuple[tuple[Statement, tuple[Arm, ...]], ...]
    further: int
    stated: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceTold:
    """What the published arms hold of a source: how many, of which documents, for what, with which cargo.

    `comparisons` are the claims that lay it beside other sources, each with its name and what it says; `stated` are facts that name it.
    """

    key: str
    label: str
    arms: int
    documents: tuple[str, ...]
    indications: tuple[tuple[str, int], ...]
    cargo: tuple[tuple[str, int], ...]
    comparisons: tuple[tuple[str, str], ...]
    stated: tuple[Fact, ...]


def published_unit() -> PublishedUnit:
    """The unit of Kordelas 2014 as a review prints it: of the supernatant of 4e7 cells."""
    known = {fact.key: fact for fact in facts()}
    cells, particles, mass = (parse_quantity(known[key].value) for key in UNIT_FACTS)
    fact = known[UNIT_FACTS[1]]
    return PublishedUnit(
        cells=convert(cells, "cells").value,
        particles=_ends(convert(particles, "particles")),
        protein=_ends(convert(mass, "kg")),
        document=fact.document,
        locator=fact.locator,
    )


def _ends(quantity: Quantity) -> tuple[float, float]:
    if quantity.low is None or quantity.high is None:
        raise InternalError(f"'{quantity}' was expected with two ends.")
    return quantity.low, quantity.high


def conditioned_told(kind: str) -> ConditionedTold:
    """What the table of preconditionings says of one kind, joined with the published arms."""
    known = {arm.therapy.id: arm for arm in arms()}
    joined = tuple((one, tuple(known[name] for name in one.arms)) for one in statements_of(kind))
    held = {arm.therapy.id for _, found in joined for arm in found}
    operation = OPERATIONS[kind]
    further = sum(1 for name, arm in known.items() if name not in held and any(step.kind == operation for step in arm.therapy.steps))
    words = (*FACT_WORDS.get(kind, ()), *OF_ALL_KINDS)
    stated = tuple(fact for fact in facts() if fact.topic == "culture" and any(word in f"{fact.about}, {fact.conditions}" for word in words))
    return ConditionedTold(kind=kind, operation=operation, statements=joined, further=further, stated=stated)


def source_told(word: str) -> SourceTold:
    """What the published arms and facts hold of a source of cells, narrower sources included.

    Raises
    ------
    TermError
        The word is no source.
    """
    wanted = term("sources", word)
    rows = [row_of(arm) for arm in arms()]
    cells = [str(row["cell"] or "") for row in rows]
    own = [(arm, row) for arm, row, cell in zip(arms(), rows, cells, strict=True) if wanted.key in line("sources", cell) or cell == wanted.key]
    of_claim: dict[str, set[str]] = {}
    for arm, cell in zip(arms(), cells, strict=True):
        of_claim.setdefault(arm.claim.id, set()).add(cell)
    compared = {arm.claim.id: arm.claim.says for arm, _ in own if len(of_claim[arm.claim.id] - {"", "unspecified"}) > 1}
    indications = Counter(term("indications", str(row["indication"])).label for _, row in own if row["indication"])
    cargo = Counter(name for _, row in own for name in str(row["cargo"] or "").split("; ") if name)
    names = {wanted.label.casefold(), wanted.label.removesuffix(" MSC").casefold()}
    return SourceTold(
        key=wanted.key,
        label=wanted.label,
        arms=len(own),
        documents=tuple(dict.fromkeys(arm.claim.document for arm, _ in own)),
        indications=tuple(indications.most_common(MOST_NAMED)),
        cargo=tuple(cargo.most_common(MOST_NAMED)),
        comparisons=tuple(compared.items()),
        stated=tuple(fact for fact in facts() if fact.about.startswith("sources") and any(name in fact.value.casefold() for name in names)),
    )
