"""A record and its measurements before a rule set."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.errors import SettingError
from exoforge.quality.applicability import PREDICATES
from exoforge.quality.case import Case
from exoforge.quality.checks import CHECKS
from exoforge.quality.claims import stated_claims
from exoforge.quality.file_claims import measured_claims
from exoforge.quality.plans import has_plans, without_plans
from exoforge.quality.rules import Rule, RuleSet, Verdict
from exoforge.quality.rules import ruleset as ruleset_of
from exoforge.record.therapy import Therapy
from exoforge.streams.measurement import Measurement


def evaluate(therapy: Therapy, measurements: Sequence[Measurement] = (), ruleset: str | RuleSet = "misev2018") -> tuple[Verdict, ...]:
    r"""The verdict on every rule of a set, in its order.

    Parameters
    ----------
    therapy : the record; its stated measurements, source, steps, outcomes and citations are looked at.
    measurements : instrument files of the same preparation. A virtual measurement (without file) is no evidence.
    ruleset : the name of a rule set, or a rule set.

    Raises
    ------
    SettingError
        There is no such rule set, or a rule names a check or a predicate that does not exist.

    Assumes
    -------
    The files are of the preparation that the record describes, and none of them is of its cells.

    Examples
    --------
    >>> from exoforge.record.files import parse_record
    >>> record = parse_record('exoforge = "1.0"\nid = "empty"\nstanding = "planned"\n')
    >>> sorted({verdict.state for verdict in evaluate(record)})
    ['not applicable', 'not reported']
    """
    rules = ruleset_of(ruleset) if isinstance(ruleset, str) else ruleset
    whole = _case(therapy, measurements, rules, plans=True)
    done = _case(without_plans(therapy), measurements, rules, plans=False) if has_plans(therapy) else whole
    return tuple(_verdict(rule, whole, done, rules) for rule in rules.rules)


def _case(therapy: Therapy, measurements: Sequence[Measurement], rules: RuleSet, *, plans: bool) -> Case:
    claims = (*stated_claims(therapy, plans=plans), *measured_claims(measurements))
    return Case(therapy=therapy, claims=tuple(claim for claim in claims if claim.subject == rules.subject), words=rules.words)


def _verdict(rule: Rule, whole: Case, done: Case, rules: RuleSet) -> Verdict:
    """The state by what was done; where only the plan meets the rule, it is planned."""
    if rule.applies not in PREDICATES:
        raise SettingError(f"Rule '{rule.id}' of '{rules.key}' applies if '{rule.applies}'; the predicates are {', '.join(PREDICATES)}.")
    if rule.check not in CHECKS:
        raise SettingError(f"Rule '{rule.id}' of '{rules.key}' is decided by '{rule.check}'; the checks are {', '.join(CHECKS)}.")
    applies, why = PREDICATES[rule.applies](whole.therapy, whole.claims)
    if not applies:
        return Verdict(rule=rule, state="not applicable", evidence=(why,))
    state, evidence = CHECKS[rule.check](rule, whole)
    if done is whole or state == "not applicable":
        return Verdict(rule=rule, state=state, evidence=evidence)
    now, by_now = CHECKS[rule.check](rule, done)
    if now in ("met", "not met"):
        return Verdict(rule=rule, state=now, evidence=by_now)
    return Verdict(rule=rule, state="planned" if state == "met" else "not reported", evidence=evidence)
