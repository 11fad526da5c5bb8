"""The words that every answer on quality shares."""

from __future__ import annotations

from exoforge.quality.judge import Judged
from exoforge.quality.rules import Rule, RuleSet, State
from exoforge.quality.tally import Tally

URGENT: tuple[State, ...] = ("not met", "not reported", "planned", "met", "not applicable")
"""Those first that need somebody's attention."""
OPEN: tuple[State, ...] = ("not met", "not reported", "planned")
"""States of which it is said what to add."""
LIMIT = "A verdict is on what the record and the files state, not on the work behind them. For research use."


def share_of(tally: Tally) -> str:
    """The share of applicable rules that are met: ``44 % of 9``."""
    return "–" if tally.share is None else f"{100 * tally.share:.0f} % of {tally.applicable}"


def read_of(rules: RuleSet) -> str:
    """How many rules of a set were read in a source, and not recalled: ``3 of 30``."""
    return f"{sum(1 for rule in rules.rules if rule.confidence == 'read')} of {len(rules.rules)}"


def known_by(rule: Rule) -> str:
    """The level of a rule, and whether it was read."""
    return f"{rule.level.replace('-', ' ')}; rule {rule.confidence}"


def name_of(judged: Judged) -> str:
    """What a record is called."""
    return judged.therapy.title or judged.therapy.id
