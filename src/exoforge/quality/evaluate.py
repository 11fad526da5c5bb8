"""A record and its measurements before a rule set."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.errors import SettingError
from exoforge.quality.applicability import PREDICATES
from exoforge.quality.checks import CHECKS, Case
from exoforge.quality.claims import claims_of
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
    claims = tuple(claim for claim in claims_of(therapy, measurements) if claim.subject == rules.subject)
    case = Case(therapy=therapy, claims=claims, words=rules.words)
    return tuple(_verdict(rule, case, rules) for rule in rules.rules)


def _verdict(rule: Rule, case: Case, rules: RuleSet) -> Verdict:
    if rule.applies not in PREDICATES:
        raise SettingError(f"Rule '{rule.id}' of '{rules.key}' applies if '{rule.applies}'; the predicates are {', '.join(PREDICATES)}.")
    if rule.check not in CHECKS:
        raise SettingError(f"Rule '{rule.id}' of '{rules.key}' is decided by '{rule.check}'; the checks are {', '.join(CHECKS)}.")
    applies, why = PREDICATES[rule.applies](case.therapy)
    if not applies:
        return Verdict(rule=rule, state="not applicable", evidence=(why,))
    state, evidence = CHECKS[rule.check](rule, case)
    return Verdict(rule=rule, state=state, evidence=evidence)
