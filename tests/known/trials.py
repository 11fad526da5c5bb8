"""Known answers of trial design."""

from __future__ import annotations

from functools import partial

from exoforge.laws.trials import boin, crm, three_plus_three
from exoforge.laws.trials.exact import largest_with_none
from exoforge.laws.trials.survival import schoenfeld_events
from exoforge.laws.trials.two_groups import means_size, proportions_size, whole, with_continuity
from exoforge.laws.trials.two_stage import TwoStage, minimax_and_optimal, simon_designs
from tests.known.case import Case

CHEUNG = "Cheung 2011, Table 3.2, as read in the tests of brockk/clintrials"
SKELETON = (0.05, 0.12, 0.25, 0.40, 0.55)
GIVEN = (3, 5, 5, 3, 4, 4, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4)
TOXIC_AT = (3, 9, 11, 12, 18)
BETAS = (0.60, 0.93, 0.04, 0.18, 0.28, 0.34, 0.41, 0.47, 0.31, 0.35, 0.25, 0.15, 0.18, 0.21, 0.24, 0.26, 0.28, 0.21, 0.22, 0.24)


def _beta(patients: int) -> float:
    given, toxic = [dose - 1 for dose in GIVEN[:patients]], [place + 1 in TOXIC_AT for place in range(patients)]
    return crm.posterior_mean(SKELETON, given, toxic)


def _next(patients: int) -> float:
    return crm.recommended(SKELETON, _beta(patients), 0.25) + 1.0


def _escalates(toxicity: float) -> float:
    return float(three_plus_three.escalation_chance(toxicity))


def _boundary(target: float, side: int) -> float:
    return boin.boundaries(target)[side]


def _simon(which: int, name: str) -> float:
    design: TwoStage = minimax_and_optimal(simon_designs(0.1, 0.3))[which]
    return float(getattr(design, name))


def _case(name: str, title: str, source: str, expected: float, tolerance: float, compute: object, unit: str = "") -> Case:
    return Case(id=f"trials {name}", title=title, source=source, expected=expected, tolerance=tolerance, kind="absolute", unit=unit, compute=compute)  # type: ignore[arg-type]


THREE = {0.05: 0.9734, 0.1: 0.9061, 0.2: 0.7086, 0.3: 0.4943, 0.4: 0.3093, 0.5: 0.1719}
BOIN = {0.20: (0.1572, 0.2385), 0.25: (0.1968, 0.2984), 0.30: (0.2365, 0.3585), 0.40: (0.3164, 0.4797)}
SIMON = {
    "r1": (1, 1), "n1": (15, 10), "r": (5, 5), "n": (25, 29),
    "alpha": (0.0328, 0.0471), "power": (0.8017, 0.8051), "stops_early": (0.5490, 0.7361), "expected_size": (19.51, 15.01),
}  # fmt: skip
MEANS = {0.5: 64, 0.8: 26, 1.0: 17, 1.2: 12, 1.5: 9}

DERIVED = "derived independently"
DIGITS = {"alpha": 5e-5, "power": 5e-5, "stops_early": 5e-5}


def _cases() -> list[Case]:
    found = []
    for p, want in THREE.items():
        found.append(_case(f"A13 {p:g}", f"3+3 goes beyond a dose of toxicity {p:g}", "on paper; derived independently", want, 5e-5, partial(_escalates, p)))
    for target, ends in BOIN.items():
        for side, (word, want) in enumerate(zip(("raise", "lower"), ends, strict=True)):
            title, source = f"BOIN boundary to {word} at target {target:g}", f"{DERIVED}; .236 and .358 at 0.3 published"
            found.append(_case(f"A14 {target:g} {word}", title, source, want, 5e-5, partial(_boundary, target, side)))
    for n, want in enumerate(BETAS, start=1):
        found.append(_case(f"A15 beta {n}", f"CRM posterior mean of beta after {n} patients", CHEUNG, want, 0.005, partial(_beta, n)))
    for n in range(1, 20):
        found.append(_case(f"A15 dose {n + 1}", f"CRM dose of patient {n + 1}", CHEUNG, GIVEN[n], 0.0, partial(_next, n)))
    for name, pair in SIMON.items():
        for side, word in enumerate(("minimax", "optimal")):
            title, source = f"Simon {word} design 10 % against 30 %: {name}", f"Simon 1989; {DERIVED}"
            found.append(_case(f"A16 {word} {name}", title, source, pair[side], DIGITS.get(name, 5e-3), partial(_simon, side, name)))
    for d, want in MEANS.items():
        found.append(_case(f"A17 d {d:g}", f"t test, {d:g} standard deviations, power 80 %: per group", DERIVED, want, 0.0, partial(means_size, d)))
    return found


def _closure(corrected: bool) -> float:
    size = proportions_size(0.24, 0.45)
    return float(whole(with_continuity(size, 0.24, 0.45) if corrected else size))


CASES: tuple[Case, ...] = (
    *_cases(),
    _case("events", "log-rank test, hazard ratio 2: events", DERIVED, 65.35, 5e-3, partial(schoenfeld_events, 2.0)),
    _case("closure", "closure 24 % against 45 %: per group", DERIVED, 80, 0.0, partial(_closure, False)),
    _case("closure corrected", "the same with continuity correction", DERIVED, 89, 0.0, partial(_closure, True)),
    _case("none of 24", "largest proportion that fits none of 24, one-sided 95 %", DERIVED, 0.1173, 5e-5, partial(largest_with_none, 24)),
)
