"""What a model says of itself: where its equations were read, what of the published was reproduced, and what it cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.printing import Form, equations

Origin = Literal["published", "independent run", "analytic"]
"""Who gave a number: print, another implementation of the same equations, or the equations on paper."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One number that a model must give.

    Parameters
    ----------
    key : unique, such as ``bone A4 osteoblasts``. title : what it is.
    expected : in `unit`. tolerance : in `unit` when `kind` is ``absolute``, a share of `expected` when it is ``relative``.
    origin : who gave the expected number. source : in words, which article, table or implementation.
    compute : the package's own answer, in `unit`.
    """

    key: str
    title: str
    expected: float
    tolerance: float
    kind: Literal["absolute", "relative"] = "relative"
    unit: str = ""
    origin: Origin
    source: str
    compute: Callable[[], float]


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCard:
    """A model on the shelf.

    Parameters
    ----------
    key : its name on the shelf, such as ``trejo2019``. title : what it describes.
    tissue : a term of the vocabulary 'tissues' (``blood`` for the fate of vesicles, ``carrier`` for a release).
    model : its declaration, when it is a system of ordinary differential equations; else None, and `lines` holds the equations.
    lines : equations of a model that is no such system, by form of printing.
    cite : keys of the references, the source of the equations first. read_from : what was read of it, in words: article, repository, database id.
    claims : the numbers reproduced. behaviours : what was reproduced in words ("switching the phenotype resolves chronic inflammation").
    not_reproduced : what was tried and does not come out, or could not be checked, each a sentence.
    cannot_say : what nobody should ask of it, each a sentence.
    """

    key: str
    title: str
    tissue: str
    model: KineticModel | None = None
    lines: tuple[tuple[str, str], ...] = ()
    cite: tuple[str, ...]
    read_from: str
    claims: tuple[Claim, ...] = ()
    behaviours: tuple[str, ...] = ()
    not_reproduced: tuple[str, ...] = ()
    cannot_say: tuple[str, ...] = ()


def equations_of(card: ModelCard, form: Form = "text") -> tuple[str, ...]:
    """The equations of a card, in a form; those of a model that is no system of ordinary differential equations as it states them."""
    if card.model is not None:
        return equations(card.model, form)
    return tuple(text for of, text in card.lines if of == form)


def margin(claim: Claim) -> float:
    """How far the answer may be from the expected one, in the claim's unit."""
    return claim.tolerance if claim.kind == "absolute" else claim.tolerance * abs(claim.expected)


def holds(claim: Claim, got: float) -> bool:
    """Whether an answer is near enough; a NaN never is."""
    return abs(got - claim.expected) <= margin(claim)
