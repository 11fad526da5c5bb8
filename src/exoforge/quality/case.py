"""What a check looks at: the record, the claims on its subject, and the word lists of the rule set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.quality.claims import Claim, named, uses
from exoforge.quality.quantities import Amount, amounts_of
from exoforge.quality.rules import Rule, State
from exoforge.record.therapy import Therapy

Finding = tuple[State, tuple[str, ...]]
"""A state and the texts that support it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A record, all claims on its vesicles, and the word lists of the rule set."""

    therapy: Therapy
    claims: tuple[Claim, ...]
    words: Mapping[str, tuple[str, ...]]

    def listed(self, rule: Rule) -> tuple[str, ...]:
        """All words of the classes that a rule looks for."""
        return tuple(word for name in rule.classes for word in self.words[name])

    def amounts(self, rule: Rule) -> tuple[Amount, ...]:
        """The quantifications among the claims."""
        return amounts_of(self.claims, {name: self.words[name] for name in rule.classes})


def not_done(rule: Rule, case: Case) -> tuple[str, ...]:
    """Claims that say that something of the classes was not done."""
    listed = case.listed(rule)
    return tuple(claim.said for claim in case.claims if claim.result == "not done" and (uses(claim, listed) or named(claim, listed)))


def uncounted(rule: Rule, case: Case) -> tuple[str, ...]:
    """Claims of the classes that cannot be counted: without a result, assumed, or computed."""
    listed = case.listed(rule)
    return tuple(claim.said for claim in case.claims if claim.result in ("not stated", "assumed", "computed") and uses(claim, listed))
