"""Rules over a record and its measurements: what a guideline asks for, and what is met, failed or not said."""

from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import Rule, RuleSet, Verdict, ruleset, ruleset_from_plain, rulesets

__all__ = ["Rule", "RuleSet", "Verdict", "evaluate", "ruleset", "ruleset_from_plain", "rulesets"]
