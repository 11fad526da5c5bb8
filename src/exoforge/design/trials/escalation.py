"""Rules of dose escalation beside each other at one true curve of toxicity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.laws.trials import boin, crm, three_plus_three
from exoforge.laws.trials.escalation import Characteristics, characteristics_of, check_curve

DESIGNS = ("3+3", "boin", "crm")


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """The rules compared.

    Parameters
    ----------
    true : chance of toxicity by dose. designs : by name, in the order asked for. skeleton : prior curve of the CRM.
    boundaries, table : of BOIN: the two observed toxicities, and for each number of patients raise at most, lower at least, give up at least.
    """

    target: float
    true: tuple[float, ...]
    patients: int
    cohort: int
    simulations: int
    seed: int
    designs: tuple[tuple[str, Characteristics], ...]
    skeleton: tuple[float, ...]
    boundaries: tuple[float, float]
    table: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The next dose, counted from 1, or None to stop; and why."""

    dose: int | None
    reason: str


def compare_designs(
    true: Sequence[float],
    target: float,
    *,
    designs: Sequence[str] = DESIGNS,
    patients: int = 30,
    cohort: int = 3,
    simulations: int = 2000,
    seed: int = 0,
    prior: Sequence[float] = (),
) -> Escalation:
    """Simulate trials by each rule.

    Parameters
    ----------
    prior : skeleton of the CRM; without one, an even skeleton around the target with the middle dose as the first guess.

    Raises
    ------
    SettingError
        A rule is unknown, or an entry is out of range.
    """
    curve = check_curve(true, target)
    for name in designs:
        if name not in DESIGNS:
            raise SettingError(f"There is no design '{name}'; there are {', '.join(DESIGNS)}.")
    levels = tuple(prior) or crm.skeleton(len(curve), target, guess=(len(curve) - 1) // 2, half_width=0.25 * target)
    found = []
    for place, name in enumerate(designs):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(place,)))
        if name == "3+3":
            courses = three_plus_three.simulate(curve, simulations=simulations, rng=rng)
        elif name == "boin":
            courses = boin.simulate(curve, target, patients=patients, cohort=cohort, simulations=simulations, rng=rng)
        else:
            courses = crm.simulate(curve, target, levels, patients=patients, cohort=cohort, simulations=simulations, rng=rng)
        found.append((name, characteristics_of(courses, curve, target)))
    return Escalation(
        target=target, true=curve, patients=patients, cohort=cohort, simulations=simulations, seed=seed, designs=tuple(found),
        skeleton=levels, boundaries=boin.boundaries(target), table=boin.escalation_table(target, min(patients, 30)),
    )  # fmt: skip


def next_dose(design: str, target: float, treated: Sequence[int], toxic: Sequence[int], at: int, *, prior: Sequence[float] = ()) -> Decision:
    """What a rule says after the patients so far.

    Parameters
    ----------
    treated, toxic : patients and toxicities at each dose. at : the dose of the last cohort, counted from 1.

    Raises
    ------
    SettingError
        The data contradict themselves, the dose is none of them, or the rule is unknown.
    """
    if len(treated) != len(toxic) or not treated or any(not 0 <= y <= n for n, y in zip(treated, toxic, strict=True)):
        raise SettingError("Each dose needs its patients and no more toxicities than patients, such as '3/0 3/1 0/0'.")
    if not 1 <= at <= len(treated) or treated[at - 1] == 0:
        raise SettingError(f"The last cohort was at dose {at}, which has no patients; name a dose from 1 to {len(treated)} that has.")
    if design == "3+3":
        return _next_of_three(treated, toxic, at)
    if design == "boin":
        dose, reason = boin.decide(treated, toxic, at - 1, target)
        return Decision(dose=None if dose < 0 else dose + 1, reason=reason)
    if design == "crm":
        levels = tuple(prior) or crm.skeleton(len(treated), target, guess=(len(treated) - 1) // 2, half_width=0.25 * target)
        given = [dose for dose, n in enumerate(treated) for _ in range(n)]
        bad = [place < toxic[dose] for dose, n in enumerate(treated) for place in range(n)]
        dose, beta = crm.decide(levels, given, bad, target)
        chance = crm.toxicities_at(levels, beta)[dose]
        return Decision(
            dose=dose + 1,
            reason=f"beta is {beta:.3f}; the toxicity of dose {dose + 1} is put at {100 * chance:.0f} %, nearest to {100 * target:g} % within one step",
        )
    raise SettingError(f"There is no design '{design}'; there are {', '.join(DESIGNS)}.")


def _next_of_three(treated: Sequence[int], toxic: Sequence[int], at: int) -> Decision:
    n, y = treated[at - 1], toxic[at - 1]
    if n not in (3, 6):
        raise SettingError(f"Dose {at} has {n} patients; the 3+3 design knows 3 and 6.")
    word = three_plus_three.next_of_three(n, y)
    if word == "expand":
        return Decision(dose=at, reason=f"{y} of {n}: three more at the same dose")
    if word == "escalate" and at < len(treated):
        return Decision(dose=at + 1, reason=f"{y} of {n}: go up")
    if word == "escalate":
        return Decision(dose=None, reason=f"{y} of {n} at the highest dose: it is the one to select")
    return Decision(dose=None, reason=f"{y} of {n}: stop; " + (f"dose {at - 1} is the one to select" if at > 1 else "no dose is selected"))
