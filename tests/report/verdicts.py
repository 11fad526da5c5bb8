"""Verdicts on invented statements, one for each state."""

from exoforge.quality.rules import State, Verdict, ruleset


def _verdicts() -> tuple[Verdict, ...]:
    states: tuple[State, ...] = ("met", "not met", "not reported", "not applicable")
    rules = ruleset("misev2018").rules[:8]
    return tuple(Verdict(rule=rule, state=states[place % 4], evidence=(f"SYNTHETIC: measurement[{place + 1}] says so",)) for place, rule in enumerate(rules))


VERDICTS = _verdicts()
