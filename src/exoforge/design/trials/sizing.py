"""How many per group: one comparison by every formula in use, what is added to it, and what happens when the effect is smaller."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.laws.trials.exact import MOST_EXACT, fisher_power, fisher_size
from exoforge.laws.trials.survival import Inflated, event_chance, inflated, schoenfeld_events
from exoforge.laws.trials.two_groups import (
    check_errors,
    means_power,
    means_size,
    noninferiority_size,
    paired_size,
    proportions_power,
    proportions_size,
    several_groups_size,
    whole,
    with_continuity,
)

Kind = Literal["proportions", "non-inferiority", "means", "pairs", "groups", "survival"]
SHARES = (1.25, 1.0, 0.75, 0.5)
"""Shares of the assumed effect at which the size and the power are also told; a choice."""
NODES = 41
FISHER = "Fisher's exact test"
FORMULAS: dict[Kind, tuple[str, str, str]] = {
    "proportions": ("normal approximation", "fleiss1980", ""),
    "non-inferiority": ("normal approximation, one-sided", "", ""),
    "means": ("t test, noncentral t", "", ""),
    "pairs": ("paired t test, noncentral t", "", "pairs"),
    "groups": ("analysis of variance, noncentral F", "", "per group"),
    "survival": ("log-rank test, events in all", "schoenfeld1983", "events"),
}
"""What is planned with: its name, its reference, and what the number counts where it is no group."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What is compared, and how sure it is to be.

    Parameters
    ----------
    control, treated : proportions [1]. effect : difference in standard deviations between individuals; Cohen's f for several groups.
    hazard_ratio : of the two hazards. hazard : of the control group [1/time], with accrual, follow_up [time] and loss [1/time].
    margin : of non-inferiority [1]. ratio : treated over control in size. groups : for several.
    per_animal, correlation : wounds per animal and their correlation within it. dropout : share that is lost.
    effect_sd : standard deviation of what is believed of the effect [as the effect]; 0 when nobody says.
    """

    kind: Kind
    control: float = 0.0
    treated: float = 0.0
    effect: float = 0.0
    hazard_ratio: float = 0.0
    hazard: float = 0.0
    accrual: float = 0.0
    follow_up: float = 0.0
    loss: float = 0.0
    margin: float = 0.0
    ratio: float = 1.0
    groups: int = 2
    alpha: float = 0.05
    power: float = 0.8
    sides: int = 2
    per_animal: float = 1.0
    correlation: float = 0.0
    dropout: float = 0.0
    effect_sd: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way to reckon a size: its name, what it gives for the control group (events for survival), and its reference."""

    name: str
    size: float | None
    cite: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Smaller:
    """The size that another effect would need, and the power that the planned size has for it; None where no size finds it."""

    share: float
    size: int | None
    power: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialSize:
    """A size with its alternatives.

    Parameters
    ----------
    ways : every formula, the one that is planned with first.
    control, treated : the two groups with clusters and drop-out; patients in all for survival are in `patients`.
    others : the same at other effects; empty for non-inferiority, whose margin is no effect.
    assurance : power averaged over what is believed of the effect; None when nothing is said.
    """

    comparison: Comparison
    ways: tuple[Way, ...]
    control: Inflated
    treated: Inflated
    patients: int | None
    others: tuple[Smaller, ...]
    assurance: float | None
    warnings: tuple[str, ...] = field(default=())


def size_of(comparison: Comparison) -> TrialSize:
    """The size of a study.

    Raises
    ------
    SettingError
        An entry is out of range, or no size finds the effect.
    """
    planned = _planned(comparison)
    ways = _ways(comparison, planned)
    more = {"per_cluster": comparison.per_animal, "correlation": comparison.correlation, "dropout": comparison.dropout}
    control = inflated(whole(planned), **more)
    treated = inflated(whole(planned * comparison.ratio), **more)
    return TrialSize(
        comparison=comparison,
        ways=ways,
        control=control,
        treated=treated,
        patients=_patients(comparison, planned),
        others=() if comparison.kind == "non-inferiority" else tuple(_other(comparison, share, whole(planned)) for share in SHARES),
        assurance=_assurance(comparison, whole(planned)),
        warnings=_warnings(comparison, ways),
    )


def power_at(comparison: Comparison, size: int) -> float:
    """The power of a comparison with so many in the control group, by the formula that is planned with."""
    alpha, sides = comparison.alpha, comparison.sides
    match comparison.kind:
        case "proportions" if comparison.ratio == 1.0:
            return proportions_power(comparison.control, comparison.treated, size, alpha=alpha, sides=sides)
        case "means":
            return means_power(comparison.effect, size, alpha=alpha, sides=sides, ratio=comparison.ratio)
        case _:
            return _by_search(comparison, size)


def _by_search(comparison: Comparison, size: int) -> float:
    """Power where only the size is a formula: the power at which that formula asks for this size, by bisection."""
    low, high = comparison.alpha + 1e-6, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _planned(replace(comparison, power=middle)) <= size else (low, middle)
    return low


def _planned(comparison: Comparison) -> float:
    """The size that is planned with, before it is rounded up: the control group, pairs, each group, or events in all."""
    errors = {"alpha": comparison.alpha, "power": comparison.power}
    sides, ratio = comparison.sides, comparison.ratio
    match comparison.kind:
        case "proportions":
            return proportions_size(comparison.control, comparison.treated, sides=sides, ratio=ratio, **errors)
        case "non-inferiority":
            return noninferiority_size(comparison.control, comparison.treated, comparison.margin, **errors)
        case "means":
            return means_size(comparison.effect, sides=sides, ratio=ratio, **errors)
        case "pairs":
            return paired_size(comparison.effect, sides=sides, **errors)
        case "groups":
            return several_groups_size(comparison.effect, comparison.groups, **errors)
        case "survival":
            return schoenfeld_events(comparison.hazard_ratio, sides=sides, treated_share=ratio / (1 + ratio), **errors)


def _ways(comparison: Comparison, planned: float) -> tuple[Way, ...]:
    """The formula that is planned with, and for proportions those beside it."""
    name, cite, note = FORMULAS[comparison.kind]
    first = Way(name=name, size=planned, cite=cite, note=note)
    if comparison.kind != "proportions":
        return (first,)
    corrected = with_continuity(planned, comparison.control, comparison.treated, ratio=comparison.ratio)
    ways = (first, Way(name="with continuity correction", size=corrected, cite="fleiss1980"))
    return (*ways, _by_fisher(comparison, planned)) if comparison.ratio == 1.0 else ways


def _by_fisher(comparison: Comparison, planned: float) -> Way:
    if planned >= MOST_EXACT:
        exact = None
    else:
        errors = {"alpha": comparison.alpha, "power": comparison.power}
        exact = fisher_size(comparison.control, comparison.treated, sides=comparison.sides, start=max(2, whole(planned) - 4), **errors)
    if exact is None:
        return Way(name=FISHER, size=None, cite="", note=f"not enumerated above {MOST_EXACT}")
    power = fisher_power(comparison.control, comparison.treated, exact, alpha=comparison.alpha, sides=comparison.sides)
    return Way(name=FISHER, size=exact, cite="", note=f"power {power:.3f}")


def _patients(comparison: Comparison, events: float) -> int | None:
    """Patients in all behind the events, when hazard and times are known."""
    if comparison.kind != "survival" or comparison.hazard == 0:
        return None
    times = {"accrual": comparison.accrual, "follow_up": comparison.follow_up, "dropout": comparison.loss}
    control = event_chance(comparison.hazard, **times)
    treated = event_chance(comparison.hazard * comparison.hazard_ratio, **times)
    share = comparison.ratio / (1 + comparison.ratio)
    return whole(whole(events) / ((1 - share) * control + share * treated))


def scaled(comparison: Comparison, share: float) -> Comparison:
    """The same comparison with a share of its effect."""
    match comparison.kind:
        case "proportions" | "non-inferiority":
            return replace(comparison, treated=min(1.0, max(0.0, comparison.control + share * (comparison.treated - comparison.control))))
        case "survival":
            return replace(comparison, hazard_ratio=comparison.hazard_ratio**share)
        case _:
            return replace(comparison, effect=share * comparison.effect)


def _other(comparison: Comparison, share: float, planned: int) -> Smaller:
    other = scaled(comparison, share)
    try:
        return Smaller(share=share, size=whole(_planned(other)), power=power_at(other, planned))
    except SettingError:
        return Smaller(share=share, size=None, power=comparison.alpha)


def _assurance(comparison: Comparison, planned: int) -> float | None:
    """Power averaged over a normal belief of the effect (Gauss and Hermite); an effect in the wrong direction counts as no power."""
    if comparison.effect_sd == 0:
        return None
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    assumed = comparison.treated - comparison.control if comparison.kind == "proportions" else comparison.effect
    if comparison.kind not in ("proportions", "means"):
        raise SettingError("What is believed of the effect is averaged over for two proportions and two means only.")
    believed = assumed + comparison.effect_sd * nodes
    values = [power_at(scaled(comparison, effect / assumed), planned) if effect * assumed > 0 else 0.0 for effect in believed]
    return float(weights @ np.array(values) / weights.sum())


def _warnings(comparison: Comparison, ways: tuple[Way, ...]) -> tuple[str, ...]:
    found = []
    check_errors(comparison.alpha, comparison.power, comparison.sides)
    exact = next((way.size for way in ways if way.name == FISHER), None)
    if exact is not None and ways[0].size is not None and exact > whole(ways[0].size):
        found.append(
            f"Planned is the chi-squared test without correction. If Fisher's exact test will be used, plan {whole(exact)} instead of {whole(ways[0].size)}; "
            "name the test before the study."
        )
    if comparison.kind == "non-inferiority" and comparison.alpha > 0.025:
        found.append(f"A one-sided significance of {comparison.alpha:g} was taken; 0.025 is the usual one for non-inferiority (--alpha 0.025).")
    if comparison.per_animal > 1 and comparison.correlation == 0:
        found.append(
            "Several wounds on one animal were taken as independent (correlation 0); the animal is the unit, so state --icc from a pilot or the literature."
        )
    if comparison.per_animal > 1 and comparison.correlation > 0:
        found.append("Analyse with the animal as the unit (a mixed model or the mean per animal); wounds counted one by one overstate the evidence.")
    return tuple(found)
