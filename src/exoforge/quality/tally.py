"""How a record stands to a rule set as a whole: counts of states, and the share of applicable rules that are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from exoforge.quality.rules import STATES, State, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The verdicts of one record on one rule set, counted.

    Parameters
    ----------
    counts : how many rules are in each state.
    applicable : rules that apply.
    share : [1] met over applicable; None where no rule applies.
    share_planned : [1] the same once everything that is planned is done.
    """

    counts: Mapping[State, int]
    applicable: int
    share: float | None
    share_planned: float | None


def tally(verdicts: Sequence[Verdict]) -> Tally:
    """Count verdicts.

    ``share = met / (all - not applicable)``, as the EV-METRIC is formed.
    """
    counts = {state: sum(1 for one in verdicts if one.state == state) for state in STATES}
    applicable = len(verdicts) - counts["not applicable"]
    share = counts["met"] / applicable if applicable else None
    planned = (counts["met"] + counts["planned"]) / applicable if applicable else None
    return Tally(counts=MappingProxyType(counts), applicable=applicable, share=share, share_planned=planned)


def mean_share(tallies: Sequence[Tally]) -> float | None:
    """The share of a study: the mean over its experiments, each with the same weight; None where none has one."""
    shares = [one.share for one in tallies if one.share is not None]
    return sum(shares) / len(shares) if shares else None
