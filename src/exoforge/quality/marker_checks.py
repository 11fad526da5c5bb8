"""Checks on markers: found, not found, looked at, or on a share of the cells."""

from __future__ import annotations

from exoforge.quality.case import Case, Finding, not_done
from exoforge.quality.claims import COUNTED, Claim, is_in, named, uses
from exoforge.quality.rules import Rule

WHOLE = 100.0
"""[%] No share is larger; a larger one is a slip of the pen and decides nothing."""


def any_positive(rule: Rule, case: Case) -> Finding:
    """At least one marker of the classes is positive."""
    present, absent = _wanted(case, case.listed(rule), "positive"), _markers(rule, case, "negative")
    if len(present) >= rule.least:
        return "met", tuple(dict.fromkeys(present.values()))
    if absent and not present:
        return "not met", tuple(dict.fromkeys(absent.values()))
    return "not reported", (*dict.fromkeys(present.values()), f"no {' or '.join(rule.classes)} marker is stated as positive", *_unread(rule, case))


def none_positive(rule: Rule, case: Case) -> Finding:
    """Markers of the classes were looked for, and none was found."""
    present, absent = _markers(rule, case, "positive"), _wanted(case, case.listed(rule), "negative") | _markers(rule, case, "quantified")
    if present:
        return "not met", tuple(dict.fromkeys(present.values()))
    if absent:
        return "met", tuple(dict.fromkeys(absent.values()))
    refused = not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no {' or '.join(rule.classes)} marker is stated", *_unread(rule, case)))


def positives_of_each(rule: Rule, case: Case) -> Finding:
    """At least so many markers are positive, and at least one of each class."""
    present = {name: _wanted(case, case.words[name], "positive") for name in rule.classes}
    failed = {name: _markers_of(case, case.words[name], "negative") for name in rule.classes}
    together = {marker: said for found in present.values() for marker, said in found.items()}
    if len(together) >= rule.least and all(present.values()):
        return "met", tuple(dict.fromkeys(together.values()))
    refuted = [name for name in rule.classes if failed[name] and not present[name]]
    if refuted:
        return "not met", tuple(said for name in refuted for said in failed[name].values())
    lacking = [name for name in rule.classes if not present[name]]
    counted = f"{len(together)} of {rule.least} positive markers stated" + (f"; none is {' or '.join(lacking)}" if lacking else "")
    return "not reported", (*dict.fromkeys(together.values()), counted)


def any_assessed(rule: Rule, case: Case) -> Finding:
    """Something of the classes was looked at, whatever came out."""
    listed = case.listed(rule)
    found = tuple(claim.said for claim in case.claims if claim.result in COUNTED and (named(claim, listed) or uses(claim, listed)))
    if found:
        return "met", found
    refused = not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no {' or '.join(rule.classes)} marker is stated",))


def markers_assessed(rule: Rule, case: Case) -> Finding:
    """At least so many different markers of the classes were looked at, whatever came out."""
    listed = case.listed(rule)
    found = {marker: claim.said for claim in case.claims if claim.result in COUNTED for marker in named(claim, listed)}
    said = tuple(dict.fromkeys(found.values()))
    if len(found) >= rule.least:
        return "met", said
    refused = not_done(rule, case)
    return ("not met", refused) if refused and not found else ("not reported", (*said, *refused, f"{len(found)} of {rule.least} markers stated"))


def all_positive(rule: Rule, case: Case) -> Finding:
    """Every marker of the classes is positive."""
    return _all(rule, case, wanted="positive", contrary="negative")


def all_negative(rule: Rule, case: Case) -> Finding:
    """Every marker of the classes is negative."""
    return _all(rule, case, wanted="negative", contrary="positive")


def each_present(rule: Rule, case: Case) -> Finding:
    """Of each class, a marker is on the cells: said to be positive, or on at least the limit of them."""
    return _of_each(rule, case, wanted="positive", contrary="negative")


def each_absent(rule: Rule, case: Case) -> Finding:
    """Of each class, a marker is not on the cells: said to be negative, or on at most the limit of them."""
    return _of_each(rule, case, wanted="negative", contrary="positive")


def each_above(rule: Rule, case: Case) -> Finding:
    """Of each class, a marker is on at least the limit of the cells, by a share that is stated."""
    return _of_each(rule, case, wanted="positive", contrary="")


def each_below(rule: Rule, case: Case) -> Finding:
    """Of each class, a marker is on at most the limit of the cells, by a share that is stated."""
    return _of_each(rule, case, wanted="negative", contrary="")


def each_shown(rule: Rule, case: Case) -> Finding:
    """Something of each class was shown, in whatever words."""
    shown, refuted, lacking = [], [], []
    for name in rule.classes:
        about = [claim for claim in case.claims if is_in(claim.words, case.words[name])]
        found = [claim.said for claim in about if claim.result in COUNTED and claim.result != "negative"]
        contrary = [claim.said for claim in about if claim.result in ("negative", "not done")]
        shown += found[:1]
        refuted += [] if found else contrary
        lacking += [] if found or contrary else [name]
    if refuted:
        return "not met", tuple(dict.fromkeys(refuted))
    said = tuple(dict.fromkeys(shown))
    return ("not reported", (*said, f"nothing is stated of {' or '.join(lacking)}")) if lacking else ("met", said)


def _markers(rule: Rule, case: Case, result: str) -> dict[str, str]:
    return _markers_of(case, case.listed(rule), result)


def _markers_of(case: Case, words: tuple[str, ...], result: str) -> dict[str, str]:
    """Markers with a result, and where each is said."""
    return {marker: claim.said for claim in case.claims if claim.result == result for marker in named(claim, words)}


def _wanted(case: Case, words: tuple[str, ...], result: str) -> dict[str, str]:
    """As `_markers_of`, with those that a plan says will be looked at."""
    return _markers_of(case, words, "planned") | _markers_of(case, words, result)


def _all(rule: Rule, case: Case, *, wanted: str, contrary: str) -> Finding:
    found, refuting = _wanted(case, case.listed(rule), wanted), _markers(rule, case, contrary)
    if refuting:
        return "not met", tuple(dict.fromkeys(refuting.values()))
    lacking = [word for word in case.listed(rule) if word not in found]
    said = tuple(dict.fromkeys(found.values()))
    return ("not reported", (*said, f"not stated: {', '.join(lacking)}")) if lacking else ("met", said)


def _of_each(rule: Rule, case: Case, *, wanted: str, contrary: str) -> Finding:
    """A marker of each class with the result that is wanted, in words or by the share of the cells; without `contrary` words do not count.

    Where two statements on one marker contradict each other, it is not met, and both are shown.
    """
    met, refuted, lacking = [], [], []
    for name in rule.classes:
        judged = [(_judged(claim, rule.limit, wanted, contrary), claim) for claim in case.claims if named(claim, case.words[name])]
        good = [claim for verdict, claim in judged if verdict]
        shown = {marker for claim in good for marker in named(claim, case.words[name])}
        bad = [claim for verdict, claim in judged if verdict is False and (not good or shown & set(named(claim, case.words[name])))]
        met += [claim.said for claim in good[:1]]
        refuted += [claim.said for claim in (*good, *bad)] if bad else []
        lacking += [] if good or bad else [name]
    if refuted:
        return "not met", tuple(dict.fromkeys(refuted))
    said = tuple(dict.fromkeys(met))
    return ("not reported", (*said, f"{'not stated' if contrary else 'no share stated'}: {', '.join(lacking)}")) if lacking else ("met", said)


def _judged(claim: Claim, limit: float, wanted: str, contrary: str) -> bool | None:
    """Whether a claim has the result that is wanted; None when it decides nothing."""
    if claim.result == "planned":
        return True
    share = claim.amount
    if claim.result == "quantified" and share is not None and share.unit == "%":
        if not 0.0 <= share.value <= WHOLE:
            return None
        low, high = (share.value, share.value) if share.low is None or share.high is None else (share.low, share.high)
        above, below = low >= limit, high <= limit
        yes, no = (above, high < limit) if wanted == "positive" else (below, low > limit)
        return True if yes else False if no else None
    if not contrary:
        return None
    return True if claim.result == wanted else False if claim.result == contrary else None


def _unread(rule: Rule, case: Case) -> tuple[str, ...]:
    """Markers of the classes whose result is neither positive nor negative."""
    listed = case.listed(rule)
    return tuple(
        f"{claim.said}; state positive or negative"
        for claim in case.claims
        if claim.result in ("quantified", "described", "not stated", "assumed", "not done") and named(claim, listed)
    )
