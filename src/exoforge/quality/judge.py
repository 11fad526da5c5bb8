"""Records before rule sets: every verdict, with its tally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import RuleSet, Verdict
from exoforge.quality.tally import Tally, tally
from exoforge.record.therapy import Therapy
from exoforge.streams.measurement import Measurement


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One record before one rule set.

    Parameters
    ----------
    source : where the record was read, such as a file.
    files : names of the instrument files that were laid beside it. marker_rules : how their markers were decided, each rule once.
    """

    therapy: Therapy
    source: str
    rules: RuleSet
    verdicts: tuple[Verdict, ...]
    tally: Tally
    files: tuple[str, ...] = ()
    marker_rules: tuple[str, ...] = ()


def judge(therapy: Therapy, sets: Sequence[RuleSet], measurements: Sequence[Measurement] = (), source: str = "") -> tuple[Judged, ...]:
    """One record before every rule set.

    Parameters
    ----------
    measurements : instrument files of the same preparation.
    source : where the record was read.
    """
    files = tuple(dict.fromkeys(one.file.name for one in measurements if one.file is not None))
    marker_rules = tuple(dict.fromkeys(marker.rule for one in measurements for marker in one.markers if marker.rule))
    found = []
    for rules in sets:
        verdicts = evaluate(therapy, measurements, rules)
        counted = tally(verdicts)
        found.append(Judged(therapy=therapy, source=source, rules=rules, verdicts=verdicts, tally=counted, files=files, marker_rules=marker_rules))
    return tuple(found)
