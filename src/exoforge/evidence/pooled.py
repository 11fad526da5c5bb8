"""Effects that meta-analyses pooled over animal studies: what a prediction is laid beside, and never fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exoforge.base.tables import packaged_table


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledEffect:
    """One pooled effect, as printed.

    Parameters
    ----------
    tissue : a term of the vocabulary 'tissues'. condition, outcome : the animal model, and what was measured.
    measure : ``MD``, a mean difference in `unit`, or ``SMD``, one in standard deviations between animals.
    value, low, high : the effect and its 95 % interval [unit]; the interval None where none is printed.
    better : the sign of a benefit. studies, animals, heterogeneity : how many, and I2 [1]; None where not printed.
    source, words : key of the reference, and what it prints.
    compares : endpoints of tissue models that stand for the outcome: kind, endpoint, and what one printed unit is in the endpoint's unit.
    caution : what stands between the two, empty for nothing more.
    """

    key: str
    tissue: str
    condition: str
    outcome: str
    measure: Literal["MD", "SMD"]
    value: float
    low: float | None = None
    high: float | None = None
    unit: str
    better: Literal[-1, 1]
    studies: int | None = None
    animals: int | None = None
    heterogeneity: float | None = None
    source: str
    words: str
    compares: tuple[tuple[str, str, float], ...] = ()
    caution: str = ""


@lru_cache(maxsize=1)
def pooled_effects() -> tuple[PooledEffect, ...]:
    """Every pooled effect that was read."""
    table = packaged_table("exoforge.evidence", "data", "pooled_effects.toml")
    return tuple(PooledEffect(**{**entry, "key": key, "compares": tuple(tuple(one) for one in entry.get("compares", ()))}) for key, entry in table.items())


def pooled_of(tissue: str) -> tuple[PooledEffect, ...]:
    """The pooled effects of a tissue, a term of the vocabulary 'tissues'."""
    return tuple(one for one in pooled_effects() if one.tissue == tissue)
