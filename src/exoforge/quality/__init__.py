"""Rules over a record and its measurements: what a guideline asks for, and what is met, failed, planned or not said."""

from exoforge.quality.evaluate import evaluate
from exoforge.quality.own import find_rulesets, ruleset_of_file
from exoforge.quality.rules import Rule, RuleSet, Verdict, ruleset, ruleset_from_plain, rulesets
from exoforge.quality.tally import Tally, mean_share, tally

__all__ = [
    "Rule",
    "RuleSet",
    "Tally",
    "Verdict",
    "evaluate",
    "find_rulesets",
    "mean_share",
    "ruleset",
    "ruleset_from_plain",
    "ruleset_of_file",
    "rulesets",
    "tally",
]
