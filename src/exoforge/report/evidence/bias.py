"""Judgements of bias on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.base.trace import reference
from exoforge.evidence.bias import Judgement, judged_studies, standing, tools
from exoforge.report.evidence.map_words import bias_text
from exoforge.report.evidence.text import wrapped

NONE = "No study has been judged. The documents judge none; 'exoforge evidence bias record' keeps what you judge."


def judgements_facts(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The same for machines: every judgement, with whether it stands, and how each study was judged."""
    stand = set(standing(judgements))
    return {
        "judgements": [asdict(one) | {"stands": one in stand} for one in judgements],
        "studies": {study: [asdict(one) for one in held] for study, held in judged_studies(judgements).items()},
    }


def judgements_text(judgements: Sequence[Judgement], study: str = "") -> str:
    """Study by study: how it was judged, then each judgement that stands, with its words."""
    if not judgements:
        return f"'{study}' has not been judged.\n\n{tools_text()}" if study else f"{NONE}\n\n{tools_text()}"
    lines: list[str] = []
    stand = standing(judgements)
    for name, held in judged_studies(judgements).items():
        lines += [name, *wrapped(bias_text(held), "  ")]
        for one in (one for one in stand if one.study == name):
            quote = f" '{one.quote}'" if one.quote else ""
            lines += wrapped(f"{one.judgement} ({one.by}, {one.on}){quote}", f"    {one.tool:<10}{one.item:<24}", " " * 38)
        lines.append("")
    replaced = len(judgements) - len(stand)
    told = f" {replaced} earlier judgements were replaced by their own judges, and are kept in the file." if replaced else ""
    return "\n".join([*lines, *wrapped(f"No sum is made of the items: each is a doubt of its own.{told}", "")])


def tools_text() -> str:
    """The tools, with their items, answers and sources."""
    lines: list[str] = []
    for tool in tools().values():
        lines += wrapped(f"{tool.title} ({tool.key}), for {tool.about}: {', '.join(tool.judgements)}", "")
        lines += [line for item in tool.items for line in wrapped(item.asks, f"  {item.key:<24}")]
        lines += wrapped(f"{reference(tool.cite).text}. {tool.note}", "  ")
        lines.append("")
    return "\n".join(lines).rstrip()


def recorded_text(made: Judgement) -> str:
    """What was just recorded."""
    return f"Recorded: {made.study}, {tools()[made.tool].title}, {made.item}: {made.judgement} ({made.by}, {made.on})."
