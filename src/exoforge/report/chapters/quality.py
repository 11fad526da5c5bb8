"""Quality: what the guidelines ask for, and what the record and its measurements say to it."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.quality.rules import State, Verdict, ruleset, rulesets
from exoforge.report.blocks import Block, Cell, Chapter, Column, Heading, Paragraph, Table, cells

COLUMNS = (Column(title="What is asked for", weight=1.0), Column(title="Found", weight=1.2))
ORDER: tuple[State, ...] = ("not met", "not reported", "planned", "met", "not applicable")
"""Those first that need somebody's attention."""

HOW_READ = "'Not met' needs a stated result to the contrary; silence is 'not reported'; what only a plan says is 'planned'."


def quality(run: Run) -> Chapter:
    """The chapter of the verdicts."""
    title = "Quality against the guidelines"
    if not run.verdicts:
        return Chapter(key="quality", title=title, blocks=(Paragraph(text="No rule was evaluated for this record.", tone="absent"),))
    guidelines = {verdict.rule.id: _guideline(verdict) for verdict in run.verdicts}
    groups = {state: [verdict for verdict in run.verdicts if verdict.state == state] for state in ORDER}
    counted = ", ".join(f"{len(found)} {state}" for state, found in groups.items() if found)
    asked = "; ".join(dict.fromkeys(guidelines.values()))
    blocks: list[Block] = [
        Paragraph(text=f"{len(run.verdicts)} rules: {counted}."),
        Paragraph(text=f"Guidelines: {asked}. {HOW_READ}", tone="quiet"),
    ]
    several = len(set(guidelines.values())) > 1
    for state, found in groups.items():
        if found:
            blocks.append(Heading(text=f"{state.capitalize()} ({len(found)})"))
            rows = tuple(_row(verdict, guidelines[verdict.rule.id] if several else "") for verdict in found)
            blocks.append(Table(caption="", columns=COLUMNS, rows=rows))
    return Chapter(key="quality", title=title, blocks=tuple(blocks))


def _row(verdict: Verdict, guideline: str) -> tuple[Cell, ...]:
    rule = verdict.rule
    under = "; ".join(part for part in (rule.level.replace("-", " "), f"rule {rule.confidence} in its source", guideline) if part)
    return cells(Cell(text=rule.text, under=under), "\n".join(verdict.evidence))


def _guideline(verdict: Verdict) -> str:
    """The title of the rule set that holds a rule; a rule from elsewhere has its own source."""
    for name in rulesets():
        found = ruleset(name)
        if any(rule.id == verdict.rule.id and rule.text == verdict.rule.text for rule in found.rules):
            return found.title
    return verdict.rule.source
