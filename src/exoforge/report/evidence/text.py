"""Answers of the evidence on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.base.terms import is_term, term
from exoforge.evidence.agreement import Agreement
from exoforge.evidence.citation_check import CitationCheck
from exoforge.evidence.claims import Arm
from exoforge.evidence.conflicts import Conflict
from exoforge.evidence.documents import documents
from exoforge.evidence.flat import ROOM_OF
from exoforge.evidence.search import Answer, facet
from exoforge.evidence.works import shared_pmids
from exoforge.record.leaves import Path, leaves_of, path_text
from exoforge.record.stated import Missing, text_of
from exoforge.record.therapy import Citation

WIDTH = 110
FIT_WORDS: Mapping[str, str] = {
    "fits": "the title of the cited work fits",
    "renumbered": "the printed number leads to another work; found by content",
    "unrelated": "the cited work is about something else",
    "doubtful": "doubtful whether the cited work is meant",
    "not cited": "no work is cited",
}


def word_text(column: str, word: Any) -> str:
    """A cell as a person reads it: the label of a term, else the text."""
    room = ROOM_OF.get(column, "")
    return term(room, str(word)).label if room and is_term(room, str(word)) else str(word)


def wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    """A paragraph in lines, indented."""
    indent = " " * len(first) if rest is None else rest
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False) or [first.rstrip()]


def answer_text(answer: Answer, *, offset: int = 0) -> str:
    """A page of an answer: how many, what kinds, the arms, and how to read them."""
    lines = [f"{answer.total} arm{'' if answer.total == 1 else 's'} of {answer.studies} cited work{'' if answer.studies == 1 else 's'}"]
    if answer.unknown:
        lines.append(f"No arm holds {' or '.join(repr(word) for word in answer.unknown)}; it was left out.")
    if answer.partial:
        lines.append("No arm holds all of these words; those that hold most of them come first.")
    lines += [line for name, words in answer.facets.items() if words for line in _facet_lines(name, words)]
    for row in answer.rows:
        lines += ["", *_arm_lines(row)]
    lines += [f"  without --{name}: {count}" for name, count in answer.without.items()]
    shown = offset + len(answer.rows)
    if shown < answer.total:
        lines += ["", f"Arms {offset + 1} to {shown} of {answer.total}; '--offset {shown}' shows the next, 'exoforge evidence show ID' one of them."]
    return "\n".join([*lines, "", *wrapped(bias_sentence(answer), "")] if answer.total else lines)


def bias_sentence(answer: Answer) -> str:
    """What a reader must know before counting: nearly all is told as a success, and nothing is printed that could be pooled."""
    told = dict(answer.facets.get("result", ()))
    better = f"{told.get('improved', 0)} of {answer.total} are told as 'improved'. " if told else ""
    silent = "The documents that were read print no mean with a deviation and no group size"
    return f"{better}{silent}: this says what was tried and what was said of it, not how well it works."


def _facet_lines(name: str, words: Sequence[tuple[str, int]]) -> list[str]:
    column = facet(name).counted
    told = [f"{word_text(column, word)} {count}" for word, count in words[:8]]
    more = f", and {len(words) - 8} more" if len(words) > 8 else ""
    return wrapped(", ".join(told) + more, f"  {name:<15}")


def _arm_lines(row: Mapping[str, Any]) -> list[str]:
    cited = " ".join(part for part in (str(row["cited_authors"] or "").split(",")[0], str(row["cited_year"] or "")) if part) or "no work that fits"
    facts = [word_text(name, row[name]) for name in ("study_type", "result") if row[name]]
    doubts = "" if row["fit"] == "fits" else FIT_WORDS[row["fit"]]
    flagged = "flagged" if row["flags"] else ""
    tail = "; ".join(part for part in (cited, *facts, doubts, flagged) if part)
    return [*wrapped(str(row["title"]), f"{row['id']}  ", "    "), *wrapped(tail, "    ")]


def claim_text(arms: Sequence[Arm], check: CitationCheck) -> str:
    """One claim whole: what it says, the study, what is doubtful; every value of its arms with its place, first what all arms share."""
    claim = arms[0].claim
    lines = [*wrapped(claim.says, f"{claim.id}  ", "    "), "", *wrapped(f"{claim.document}, {claim.locator}", "Place    ")]
    lines += [line for place in claim.also for line in wrapped(place, "Also     ")]
    study = next((citation for citation in arms[0].therapy.citations if citation.key == claim.study), None)
    lines += wrapped(cited_text(study) if study else "no work on the list of the document fits", "Study    ")
    lines += wrapped(_printed(arms[0]), "Printed  ")
    lines += [line for words in check.alike for line in wrapped(words, "Title and claim agree on  ", "    ")]
    lines += [line for words in check.different for line in wrapped(words, "Title and claim differ on  ", "    ")]
    lines += [line for flag in claim.flags for line in wrapped(flag, "Flag     ")]
    told = [_told(arm) for arm in arms]
    shared = {name: text for name, text in told[0].items() if all(other.get(name) == text for other in told[1:])}
    if len(arms) > 1:
        lines += ["", f"What its {len(arms)} arms share"]
    lines += [line for text in shared.values() for line in text]
    for arm, own in zip(arms, told, strict=True):
        lines += ["", *wrapped(arm.therapy.title, f"{arm.therapy.id}  ", "    ")]
        lines += [line for name, text in own.items() if name not in shared for line in text]
    return "\n".join([*lines, "", *wrapped(", ".join(_unsaid(arms)), "Not reported: ", "  ")])


def _printed(arm: Arm) -> str:
    claim = arm.claim
    if claim.document not in documents():
        return f"{claim.printed or 'no reference'}: added by you; nobody has compared the title with the claim."
    note = f" {claim.fit_note}" if claim.fit_note else ""
    return f"{claim.printed or 'no reference'}: {FIT_WORDS[claim.fit]}.{note}"


def _told(arm: Arm) -> dict[str, list[str]]:
    """Every value that was stated, with its place, as lines by its name."""
    found: dict[str, list[str]] = {}
    for path, leaf in leaves_of(arm.therapy):
        if isinstance(leaf, Missing):
            continue
        name = path_text(path)
        basis = "" if leaf.basis == "reported" else f" ({leaf.basis})"
        lines = wrapped(f"{text_of(leaf)}{_direction(arm, path)}{basis}", f"  {name:<26} ")
        quote = f" '{leaf.where.quote}'" if leaf.where.quote else ""
        if path[0] != "mechanism" or path[-1] == "statement":  # the parts of a mechanism stand at one place
            lines += wrapped(f"{leaf.where.document}, {leaf.where.locator}{quote}", " " * 29)
        found[name] = lines + (wrapped(leaf.note, " " * 29) if leaf.note else [])
    return found


def _direction(arm: Arm, path: Path) -> str:
    """Whether an outcome, or a part of a mechanism, is said to rise or fall."""
    if path[0] == "outcome" and path[-1] == "endpoint":
        return f", {arm.therapy.outcomes[int(path[1])].direction}"
    if path[0] == "mechanism" and path[-1] in ("target", "pathway", "process", "effect"):
        return f", {getattr(arm.therapy.mechanisms[int(path[1])], f'{path[-1]}_direction')}"
    return ""


def _unsaid(arms: Sequence[Arm]) -> list[str]:
    """What none of the arms states."""
    held = [{path_text(path): isinstance(leaf, Missing) for path, leaf in leaves_of(arm.therapy)} for arm in arms]
    return [name for name in held[0] if "[" not in name and all(one.get(name, True) for one in held)]


def cited_text(cited: Citation) -> str:
    """A work on one line, as the reference list prints it."""
    several = " (printed for several works)" if cited.pmid in shared_pmids() else ""
    identifiers = [f"PMID {cited.pmid}{several}" if cited.pmid else "", f"doi:{cited.doi}" if cited.doi else ""]
    year = f"({cited.year})" if cited.year else ""
    return " ".join(part for part in (cited.authors, year, f"{cited.title}.", cited.journal, *identifiers) if part)


def conflicts_text(conflicts: Sequence[Conflict]) -> str:
    """Contradictions, each with the words of every side."""
    lines: list[str] = []
    for conflict in conflicts:
        lines += wrapped(f"{conflict.about} ({conflict.key})", "Conflict ")
        for statement in conflict.statements:
            quote = f" '{statement.quote}'" if statement.quote else ""
            lines += wrapped(f"{statement.document}, {statement.locator}: {statement.says}{quote}", "  - ")
        lines += wrapped(conflict.finding, "  Finding: ", "    ")
    return "\n".join(lines)


def agreement_text(found: Sequence[Agreement]) -> str:
    """Two documents on one study, column by column."""
    lines: list[str] = []
    for one in found:
        sides = (
            f"{document}: {', '.join(word_text(one.column, word) for word in words) or 'nothing'}"
            for document, words in zip(one.documents, one.said, strict=True)
        )
        lines += wrapped(f"{one.verdict}; {'; '.join(sides)}", f"  {one.column.replace('_', ' '):<20} ")
    return "\n".join(lines)
