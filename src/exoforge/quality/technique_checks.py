"""Checks on techniques: which were used, what they show, and what is stated of them."""

from __future__ import annotations

from exoforge.quality.case import Case, Finding, not_done, uncounted
from exoforge.quality.claims import COUNTED, Claim, is_called, says, uses
from exoforge.quality.rules import Rule


def technique_used(rule: Rule, case: Case) -> Finding:
    """A technique of the classes gave a result."""
    listed = case.listed(rule)
    found = tuple(claim.said for claim in case.claims if claim.result in COUNTED and uses(claim, listed))
    if found:
        return "met", found
    refused = not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no technique of '{rule.classes[0]}' is stated with a result", *uncounted(rule, case)))


def views(rule: Rule, case: Case) -> Finding:
    """A technique of the first class gave a result, and every view of the other classes is named with it."""
    technique, *wanted = rule.classes
    images = [claim for claim in case.claims if claim.result in COUNTED and uses(claim, case.words[technique])]
    refused = tuple(claim.said for claim in case.claims if claim.result == "not done" and uses(claim, case.words[technique]))
    if not images:
        return ("not met", refused) if refused else ("not reported", (f"no technique of '{technique}' is stated with a result",))
    shown = {name for name in wanted for claim in images if says(claim.words, case.words[name])}
    lacking = [name for name in wanted if name not in shown]
    said = tuple(claim.said for claim in images)
    return ("not reported", (*said, f"it is not stated that the images are {' and '.join(lacking)}")) if lacking else ("met", said)


def each_technique(rule: Rule, case: Case) -> Finding:
    """A technique of every class gave a result."""
    found: list[str] = []
    lacking: list[str] = []
    refused: list[str] = []
    for name in rule.classes:
        words = case.words[name]
        said = [claim.said for claim in case.claims if claim.result in COUNTED and uses(claim, words)]
        contrary = [claim.said for claim in case.claims if claim.result == "not done" and uses(claim, words)]
        found += said[:1]
        refused += [] if said else contrary
        lacking += [] if said or contrary else [name]
    if refused:
        return "not met", tuple(dict.fromkeys(refused))
    said_once = tuple(dict.fromkeys(found))
    return ("not reported", (*said_once, f"no result of a technique that is {' or '.join(lacking)} is stated")) if lacking else ("met", said_once)


def any_settings(rule: Rule, case: Case) -> Finding:
    """A result of the first class's techniques states a setting of each other class; one is enough for each. Without such a technique it does not apply."""
    claims, none = _results(rule, case)
    if not claims:
        return none
    found: list[str] = []
    lacking: list[str] = []
    for name in rule.classes[1:]:
        said = next((text for claim in claims if (text := _setting_of(claim, case.words[name]))), "")
        (found if said else lacking).append(said or name)
    said_once = tuple(dict.fromkeys(found))
    return ("not reported", (*said_once, f"not stated with any of {len(claims)} results: {', '.join(lacking)}")) if lacking else ("met", said_once)


def each_settings(rule: Rule, case: Case) -> Finding:
    """Every result of the first class's techniques states a setting of each other class; without such a technique it does not apply."""
    claims, none = _results(rule, case)
    if not claims:
        return none
    found: list[str] = []
    lacking: dict[str, list[str]] = {}
    for claim in claims:
        for name in rule.classes[1:]:
            if said := _setting_of(claim, case.words[name]):
                found.append(said)
            else:
                lacking.setdefault(name, []).append(claim.place)
    if lacking:
        told = "; ".join(f"{name} of {', '.join(dict.fromkeys(places))}" for name, places in lacking.items())
        return "not reported", (f"not stated: {told}", *dict.fromkeys(found))
    return "met", tuple(dict.fromkeys(found))


def _results(rule: Rule, case: Case) -> tuple[list[Claim], Finding]:
    """The results of the first class's techniques, and what to answer where there is none."""
    technique = rule.classes[0]
    claims = [claim for claim in case.claims if claim.result in COUNTED and uses(claim, case.words[technique])]
    named = any(claim.result not in ("not done", "computed") and uses(claim, case.words[technique]) for claim in case.claims)
    return claims, ("not reported" if named else "not applicable", (f"no result of '{technique}' is stated",))


def _setting_of(claim: Claim, words: tuple[str, ...]) -> str:
    """What a claim says under one of the names, or in a text that holds one of them."""
    return next((f"{claim.place}: {one.name} = {one.text}" for one in claim.settings if is_called(one.name, words) or is_called(one.text, words)), "")
