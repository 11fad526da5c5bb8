"""Checks on amounts: how much starting material, which quantifications, and their ratio."""

from __future__ import annotations

from exoforge.quality.case import Case, Finding, uncounted
from exoforge.quality.claims import uses
from exoforge.quality.quantities import is_absolute, is_per_source, is_ratio, preparation_volume, quotient, sources_of
from exoforge.quality.rules import Rule


def source_amount(rule: Rule, case: Case) -> Finding:
    """Cells, fluid or tissue used are stated."""
    found = tuple(text for text, _ in sources_of(case.therapy))
    return ("met", found) if found else ("not reported", ("neither cells, volume of fluid nor mass of tissue is stated under source or a culture step",))


def quantities(rule: Rule, case: Case) -> Finding:
    """At least so many different measures are quantified."""
    amounts = case.amounts(rule)
    found = tuple(amount.claim.said for amount in amounts)
    measures = {amount.measure for amount in amounts}
    if len(measures) >= rule.least:
        return "met", found
    refused = {name: claim.said for name in rule.classes for claim in case.claims if claim.result == "not done" and uses(claim, case.words[name])}
    if len(set(rule.classes) - (set(refused) - measures)) < rule.least:
        return "not met", (*found, *dict.fromkeys(refused.values()))
    return "not reported", (*found, f"{len(measures)} of {rule.least} different quantities stated", *uncounted(rule, case))


def amount_per_source(rule: Rule, case: Case) -> Finding:
    """An amount per starting material is stated, or can be formed of what is stated."""
    amounts = [amount for amount in case.amounts(rule) if amount.quantity is not None]
    for amount in amounts:
        if amount.quantity is not None and is_per_source(amount.quantity):
            return "met", (amount.claim.said,)
    sources = tuple(text for text, _ in sources_of(case.therapy))
    if not amounts or not sources:
        lacking = "no quantification with a number" if not amounts else "no amount of starting material"
        return "not reported", (f"{lacking} is stated", *(amount.claim.said for amount in amounts[:1]), *sources[:1])
    volume = preparation_volume(case.therapy, case.claims)
    for amount in amounts:
        if amount.quantity is not None and (is_absolute(amount.quantity) or volume):
            return "met", tuple(filter(None, (amount.claim.said, "" if is_absolute(amount.quantity) else volume, sources[0])))
    return "not reported", (amounts[0].claim.said, "a concentration; the volume of the preparation is not stated")


def ratio(rule: Rule, case: Case) -> Finding:
    """The ratio of two quantifications is stated, or is the quotient of two stated figures."""
    stated = tuple(claim.said for claim in case.claims if is_ratio(claim))
    if stated:
        return "met", stated
    amounts = case.amounts(rule)
    if formed := quotient(amounts):
        text, first, second = formed
        return "met", (f"{text}, computed from the stated figures", first.claim.said, second.claim.said)
    return "not reported", ("no ratio is stated, and no two stated figures have units whose quotient is one", *(amount.claim.said for amount in amounts))
