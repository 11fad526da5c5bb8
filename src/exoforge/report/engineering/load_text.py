"""One way of loading on a terminal: model, ceilings and what was published, always the three together."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.trace import Assumption
from exoforge.design.engineering.loading_result import Claim, LoadingAnswer, MethodLoading, Modelled
from exoforge.report.display import amount, interval_text, number
from exoforge.report.engineering.loading_short import NONE, in_short
from exoforge.report.engineering.loading_words import (
    QUANTITY,
    RESEARCH,
    ceilings_said,
    copies_said,
    offered_said,
    range_said,
    row_said,
    share,
    stock_said,
    whose,
)
from exoforge.report.text import pairs, references_line, wrapped
from exoforge.report.words import with_signs

LABEL = 31
MOST_ROWS = 8
"""Of the family's rows so many are printed; the JSON has all."""
MOST_ASSUMED = 12


def load_text(answer: LoadingAnswer) -> str:
    """The whole answer for each method of it."""
    asked = answer.asked
    family = asked.family or "family not known"
    lines = [f"{asked.cargo} ({family}) into vesicles", "", *wrapped(in_short(answer)), ""]
    lines += pairs([("stock", stock_said(asked)), ("cargo offered", offered_said(asked))], width=LABEL)
    lines += ["", "Ceilings", *pairs(ceilings_said(answer.ceilings), width=LABEL)]
    for method in answer.methods:
        lines += ["", *_method(method)]
    lines += [
        *(["", "The stock", *_assumed(answer.assumed)] if answer.assumed else []),
        "",
        f"Median, and in brackets the 5th and 95th percentile of {asked.members} members, seed {asked.seed}.",
    ]
    notes = [line for note in answer.notes for line in wrapped(with_signs(note), "  * ")]
    return "\n".join([*lines, *(["", *notes] if notes else []), "", *references_line(cited(answer)), "", RESEARCH])


def cited(answer: LoadingAnswer) -> list[str]:
    """The keys of everything that the answer shows, each once."""
    keys = list(answer.cites)
    for one in answer.methods:
        keys += [*one.cites, *(row.document for row in (*one.published.own, *one.published.family) if not row.key.startswith(f"{row.document}:"))]
        keys += [assumption.cite for assumption in one.assumed if assumption.cite]
    return list(dict.fromkeys(keys))


def _modelled_rows(modelled: Modelled) -> list[tuple[str, str]]:
    """The model's numbers as labels and values."""
    rows = [("in the recovered vesicles", f"{share(modelled.efficiency)} of the cargo offered")]
    if modelled.membranes is not None and modelled.efficiency.high > 0:
        rows.append(("in or on membranes", f"{share(modelled.membranes)}, before vesicles are lost"))
    rows.append(("copies per vesicle, the mean", copies_said(modelled.copies)))
    if modelled.carriers is not None and modelled.efficiency.high > 0:
        rows.append(("vesicles with a copy or more", f"{share(modelled.carriers)}, were the copies dealt out by chance"))
    rows += [
        ("cargo over protein", share(modelled.capacity)),
        ("vesicles left", share(modelled.left)),
        ("median size after over before", interval_text(modelled.diameter)),
        ("cargo left free", share(modelled.free)),
    ]
    if modelled.removed.high > 0:
        rows.append(("cargo taken away", share(modelled.removed)))
    if modelled.precipitated.high > 0:
        rows.append(("cargo precipitated", f"{share(modelled.precipitated)}, as particles beside the vesicles"))
    rows += [(f"{name} left in it", interval_text(found, "kg/m3")) for name, found in modelled.residue.items()]
    return rows


def _method(one: MethodLoading) -> list[str]:
    lines = [one.title]
    lines += ["Model", *pairs(_modelled_rows(one.modelled), width=LABEL)] if one.modelled is not None else ["Model", *wrapped(with_signs(one.missing), "  ")]
    if one.modelled is not None and one.modelled.efficiency.high == 0:
        lines += wrapped(NONE, "  ")
    if one.modelled is not None and one.modelled.figures:
        lines += wrapped("central member: " + "; ".join(f"{name} {_figure(value)}" for name, value in one.modelled.figures.items()), "  ", hang=2)
    if one.claim is not None:
        lines += ["Claim", *pairs(_claim(one.claim), width=LABEL)]
    lines += ["Published", *_published(one)]
    lines += [line for sentence in one.warnings for line in wrapped(with_signs(sentence), "  ! ")]
    lines += [line for sentence in one.notices for line in wrapped(with_signs(sentence.partition(": ")[2] or sentence), "  * ")]
    return [*lines, *_assumed(one.assumed)]


def _published(one: MethodLoading) -> list[str]:
    published = one.published
    if published.said:
        return wrapped(published.said, "  ")
    lines = pairs([(QUANTITY[found.quantity], f"{range_said(found)}: {whose(published, found)}") for found in published.ranges], width=38)
    if published.own:
        lines += ["  this cargo", *(line for row in published.own for line in wrapped(row_said(row), "    ", hang=2))]
    if published.family:
        shown = published.family[:MOST_ROWS]
        lines += ["  its family", *(line for row in shown for line in wrapped(row_said(row), "    ", hang=2))]
        if len(published.family) > len(shown):
            lines.append(f"    {len(published.family) - len(shown)} more; --json prints all")
    return lines


def _claim(claim: Claim) -> list[tuple[str, str]]:
    rows = [
        ("claimed", f"{number(100 * claim.efficiency, 3)} % of the cargo offered"),
        ("over what the lumens hold", f"{interval_text(claim.over_lumens)} times"),
    ]
    if claim.copies is not None:
        rows.append(("copies per vesicle it means", copies_said(claim.copies)))
    if claim.over_packing is not None:
        rows.append(("over what a lumen packs", f"{interval_text(claim.over_packing)} times"))
    return [*rows, ("cargo over protein it means", share(claim.capacity))]


def _assumed(assumed: Sequence[Assumption]) -> list[str]:
    """What was taken that nobody stated, in short."""
    if not assumed:
        return []
    said = [f"{told.name} {_value(told.value, told.unit)} ({told.status})" for told in assumed[:MOST_ASSUMED] if told.value != ""]
    more = "; --json prints the rest and the reasons" if len(assumed) > MOST_ASSUMED else "; --json prints the reasons"
    return wrapped(f"assumed: {', '.join(said)}{more}", "  ", hang=2)


def _value(value: float | str, unit: str) -> str:
    return value if isinstance(value, str) else amount(value, unit)


def _figure(value: float) -> str:
    return number(float(value), 3)
