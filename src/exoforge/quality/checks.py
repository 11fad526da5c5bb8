"""What decides a rule: small functions of a rule and a case, each giving a state and the texts that support it.

``not met`` needs a statement of the contrary: a marker that should be there and was not found, a contaminant that was found,
or something that the record says was not done. What nobody stated is ``not reported``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from exoforge.quality.amount_checks import amount_per_source, quantities, ratio, source_amount
from exoforge.quality.case import Case, Finding
from exoforge.quality.marker_checks import (
    all_negative,
    all_positive,
    any_assessed,
    any_positive,
    each_above,
    each_absent,
    each_below,
    each_present,
    each_shown,
    markers_assessed,
    none_positive,
    positives_of_each,
)
from exoforge.quality.record_checks import stated, step_or_technique, step_settings, ultracentrifugation
from exoforge.quality.rules import Rule
from exoforge.quality.technique_checks import any_settings, each_settings, each_technique, technique_used, views

CHECKS: Mapping[str, Callable[[Rule, Case], Finding]] = MappingProxyType(
    {
        "source-amount": source_amount,
        "quantities": quantities,
        "amount-per-source": amount_per_source,
        "ratio": ratio,
        "any-positive": any_positive,
        "none-positive": none_positive,
        "positives-of-each": positives_of_each,
        "any-assessed": any_assessed,
        "markers-assessed": markers_assessed,
        "all-positive": all_positive,
        "all-negative": all_negative,
        "each-present": each_present,
        "each-absent": each_absent,
        "each-above": each_above,
        "each-below": each_below,
        "each-shown": each_shown,
        "technique-used": technique_used,
        "each-technique": each_technique,
        "views": views,
        "any-settings": any_settings,
        "each-settings": each_settings,
        "stated": stated,
        "step-settings": step_settings,
        "step-or-technique": step_or_technique,
        "ultracentrifugation": ultracentrifugation,
    }
)
"""The checks that rules may name."""
