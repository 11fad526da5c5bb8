"""Ways of loading one cargo side by side on a terminal."""

from __future__ import annotations

from exoforge.design.engineering.loading_result import LoadingAnswer, MethodLoading
from exoforge.design.engineering.published import MEANS
from exoforge.report.display import interval_text
from exoforge.report.engineering.load_text import cited
from exoforge.report.engineering.loading_short import in_short
from exoforge.report.engineering.loading_words import RESEARCH, SHORT, ceilings_said, copies_said, offered_said, range_said, share, stock_said, whose
from exoforge.report.text import pairs, references_line, wrapped
from exoforge.report.words import with_signs

LABEL = 31
ORDER = "The order is that of the catalog of methods, then of the vocabulary; it ranks nothing."
CANNOT = (
    "What cannot be said: which method is best. The published numbers are of other vesicles, amounts and assays, most without a control of cargo "
    "alone; the model's shares opened, fused and lost are choices, and whether a cargo works after it is not asked."
)


def compare_text(answer: LoadingAnswer) -> str:
    """The question, the ceilings that all share, and each method with model and evidence."""
    asked = answer.asked
    lines = [f"Ways of loading {asked.cargo} ({asked.family or 'family not known'})", "", *wrapped(in_short(answer)), ""]
    lines += pairs([("stock", stock_said(asked)), ("cargo offered", offered_said(asked)), *ceilings_said(answer.ceilings)], width=LABEL)
    for one in answer.methods:
        lines += ["", *_method(one)]
    lines += ["", *wrapped(f"Median, and in brackets the 5th and 95th percentile of {asked.members} members, seed {asked.seed}. {ORDER}", hang=0)]
    lines += wrapped(CANNOT)
    lines += [line for note in (*answer.notes, *_shared(answer), *_told(answer)) for line in wrapped(with_signs(note), "  * ")]
    return "\n".join([*lines, "", *references_line(cited(answer)), "", RESEARCH])


def _method(one: MethodLoading) -> list[str]:
    rows: list[tuple[str, str]] = []
    if one.modelled is not None:
        model = one.modelled
        rows.append(("model, of the cargo offered", f"{share(model.efficiency)}; copies per vesicle {copies_said(model.copies)}"))
        rows.append(("vesicles left", f"{share(model.left)}; median size times {interval_text(model.diameter)}"))
        beside = [f"precipitate {share(model.precipitated)} of the cargo"] if model.precipitated.high > 0 else []
        beside += [f"{name} {interval_text(found, 'kg/m3')}" for name, found in model.residue.items()]
        rows.append(("beside the vesicles", "; ".join([f"free cargo {share(model.free)} of that offered", *beside])))
    else:
        rows.append(("model", one.missing))
    rows += [(f"published, {SHORT[found.quantity]}", f"{range_said(found)}: {whose(one.published, found)}") for found in one.published.ranges]
    if one.published.said:
        rows.append(("published", "nothing is held"))
    return [one.title, *pairs(rows, width=LABEL)]


def _shared(answer: LoadingAnswer) -> tuple[str, ...]:
    """What holds of all methods together: how many published rows lie above the ceiling, and what that can mean."""
    above = sum(len(one.published.above) for one in answer.methods)
    if not above:
        return ()
    rows = "1 published row that is or may be an efficiency lies" if above == 1 else f"{above} published rows that are or may be efficiencies lie"
    return (f"{rows} wholly above what the lumens of this stock hold of a dissolved cargo; {MEANS}.",)


def _told(answer: LoadingAnswer) -> list[str]:
    """What the models tell of themselves, each sentence once, with the methods that tell it."""
    found: dict[str, list[str]] = {}
    for one in answer.methods:
        for sentence in one.notices:
            found.setdefault(sentence.partition(": ")[2] or sentence, []).append(one.kind)
    several = len([one for one in answer.methods if one.modelled is not None])
    return [said if len(kinds) == several else f"{', '.join(kinds)}: {said}" for said, kinds in found.items()]
