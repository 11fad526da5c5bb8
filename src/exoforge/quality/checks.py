"""What decides a rule: small functions of a rule and a case, each giving a state and the texts that support it.

``not met`` needs a statement of the contrary: a marker that should be there and was not found, a contaminant that was found,
or something that the record says was not done. What nobody stated is ``not reported``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exoforge.quality.claims import COUNTED, Claim, is_in, named, uses
from exoforge.quality.quantities import Amount, amounts_of, is_absolute, is_per_source, is_ratio, preparation_volume, quotient, sources_of
from exoforge.quality.rules import Rule, State
from exoforge.record.therapy import Therapy

Finding = tuple[State, tuple[str, ...]]


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
    return "not reported", (*found, f"{len(measures)} of {rule.least} different quantities stated", *_bare(rule, case))


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


def any_positive(rule: Rule, case: Case) -> Finding:
    """At least one marker of the classes is positive."""
    present, absent = _markers(rule, case, "positive"), _markers(rule, case, "negative")
    if len(present) >= rule.least:
        return "met", tuple(present.values())
    if absent and not present:
        return "not met", tuple(absent.values())
    return "not reported", (*present.values(), f"no {' or '.join(rule.classes)} marker is stated as positive", *_unread(rule, case))


def none_positive(rule: Rule, case: Case) -> Finding:
    """Markers of the classes were looked for, and none was found."""
    present, absent = _markers(rule, case, "positive"), _markers(rule, case, "negative") | _markers(rule, case, "quantified")
    if present:
        return "not met", tuple(present.values())
    if absent:
        return "met", tuple(absent.values())
    refused = _not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no {' or '.join(rule.classes)} marker is stated", *_unread(rule, case)))


def positives_of_each(rule: Rule, case: Case) -> Finding:
    """At least so many markers are positive, and at least one of each class."""
    present = {name: _markers_of(case, case.words[name], "positive") for name in rule.classes}
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
    refused = _not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no {' or '.join(rule.classes)} marker is stated",))


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


def technique_used(rule: Rule, case: Case) -> Finding:
    """A technique of the classes gave a result."""
    listed = case.listed(rule)
    found = tuple(claim.said for claim in case.claims if claim.result in COUNTED and uses(claim, listed))
    if found:
        return "met", found
    refused = _not_done(rule, case)
    return ("not met", refused) if refused else ("not reported", (f"no technique of '{rule.classes[0]}' is stated with a result", *_bare(rule, case)))


def views(rule: Rule, case: Case) -> Finding:
    """A technique of the first class gave a result, and every view of the other classes is named with it."""
    technique, *wanted = rule.classes
    images = [claim for claim in case.claims if claim.result in COUNTED and uses(claim, case.words[technique])]
    refused = tuple(claim.said for claim in case.claims if claim.result == "not done" and uses(claim, case.words[technique]))
    if not images:
        return ("not met", refused) if refused else ("not reported", (f"no technique of '{technique}' is stated with a result",))
    shown = {name for name in wanted for claim in images if is_in(claim.words, case.words[name])}
    lacking = [name for name in wanted if name not in shown]
    said = tuple(claim.said for claim in images)
    return ("not reported", (*said, f"it is not stated that the images are {' and '.join(lacking)}")) if lacking else ("met", said)


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
        "all-positive": all_positive,
        "all-negative": all_negative,
        "each-present": each_present,
        "each-absent": each_absent,
        "each-above": each_above,
        "each-below": each_below,
        "each-shown": each_shown,
        "technique-used": technique_used,
        "views": views,
    }
)
"""The checks that rules may name."""


def _markers(rule: Rule, case: Case, result: str) -> dict[str, str]:
    return _markers_of(case, case.listed(rule), result)


def _markers_of(case: Case, words: tuple[str, ...], result: str) -> dict[str, str]:
    """Markers with a result, and where each is said."""
    return {marker: claim.said for claim in case.claims if claim.result == result for marker in named(claim, words)}


def _all(rule: Rule, case: Case, *, wanted: str, contrary: str) -> Finding:
    found, refuting = _markers(rule, case, wanted), _markers(rule, case, contrary)
    if refuting:
        return "not met", tuple(dict.fromkeys(refuting.values()))
    lacking = [word for word in case.listed(rule) if word not in found]
    said = tuple(dict.fromkeys(found.values()))
    return ("not reported", (*said, f"not stated: {', '.join(lacking)}")) if lacking else ("met", said)


def _of_each(rule: Rule, case: Case, *, wanted: str, contrary: str) -> Finding:
    """A marker of each class with the result that is wanted, in words or by the share of the cells; without `contrary` words do not count."""
    met, refuted, lacking = [], [], []
    for name in rule.classes:
        judged = [(_judged(claim, rule.limit, wanted, contrary), claim.said) for claim in case.claims if named(claim, case.words[name])]
        good = [said for verdict, said in judged if verdict]
        bad = [said for verdict, said in judged if verdict is False]
        met += good[:1]
        refuted += [] if good else bad
        lacking += [] if good or bad else [name]
    if refuted:
        return "not met", tuple(dict.fromkeys(refuted))
    said = tuple(dict.fromkeys(met))
    return ("not reported", (*said, f"{'not stated' if contrary else 'no share stated'}: {', '.join(lacking)}")) if lacking else ("met", said)


def _judged(claim: Claim, limit: float, wanted: str, contrary: str) -> bool | None:
    """Whether a claim has the result that is wanted; None when it decides nothing."""
    share = claim.amount
    if claim.result == "quantified" and share is not None and share.unit == "%":
        low, high = (share.value, share.value) if share.low is None or share.high is None else (share.low, share.high)
        above, below = low >= limit, high <= limit
        yes, no = (above, high < limit) if wanted == "positive" else (below, low > limit)
        return True if yes else False if no else None
    if not contrary:
        return None
    return True if claim.result == wanted else False if claim.result == contrary else None


def _not_done(rule: Rule, case: Case) -> tuple[str, ...]:
    """Claims that say that something of the classes was not done."""
    listed = case.listed(rule)
    return tuple(claim.said for claim in case.claims if claim.result == "not done" and (uses(claim, listed) or named(claim, listed)))


def _bare(rule: Rule, case: Case) -> tuple[str, ...]:
    """Claims of the classes that cannot be counted: without a result, assumed, or computed."""
    listed = case.listed(rule)
    return tuple(claim.said for claim in case.claims if claim.result in ("not stated", "assumed", "computed") and uses(claim, listed))


def _unread(rule: Rule, case: Case) -> tuple[str, ...]:
    """Markers of the classes whose result is neither positive nor negative."""
    listed = case.listed(rule)
    return tuple(
        f"{claim.said}; state positive or negative"
        for claim in case.claims
        if claim.result in ("quantified", "described", "not stated", "assumed", "not done") and named(claim, listed)
    )
