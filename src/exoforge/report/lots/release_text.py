"""A judgement on a terminal: the answer first, then every test, then what to know."""

from __future__ import annotations

from typing import Any

from exoforge.report.lots.release_plain import NATURE, SHORT
from exoforge.report.text import WIDTH, wrapped

LABEL = 13


def judgement_text(plain: dict[str, Any]) -> str:
    """The judgement on one screen, of what `judgement_plain` gives."""
    lot, spec = plain["lot"], plain["specification"]
    lines = wrapped(f"{lot['id']}: {lot['product']}, made {lot['made']}")
    lines += ["", *wrapped(plain["answer"].upper()), *wrapped(plain["sentence"]), *(wrapped(plain["exercise"]) if plain["exercise"] else []), ""]
    for one in plain["tests"]:
        lines += _test(one)
    if plain["deviations"]:
        lines += ["", "Deviations", *(line for one in plain["deviations"] for line in wrapped(one, "  - "))]
    if plain["warnings"]:
        lines += ["", "Warnings of instruments", *_warnings(plain["warnings"])]
    if plain["notes"]:
        lines += ["", "To know", *(line for one in plain["notes"] for line in wrapped(one, "  - "))]
    if plain["earlier"]:
        lines += ["", "Judged before", *(line for one in plain["earlier"] for line in wrapped(earlier_text(one), "  - "))]
    digests = f"Lot file {lot['sha256'][:SHORT]}…, specification {spec['id']} {spec['version']} {spec['sha256'][:SHORT]}…, judged {plain['judged']}."
    return "\n".join([*lines, "", *wrapped(digests), *wrapped(NATURE)])


def earlier_text(one: dict[str, Any]) -> str:
    """A judgement before this one, in a sentence."""
    file = "of this lot file" if one["same_lot_file"] else "of a lot file that was changed since"
    return f"Entry {one['number']}, {one['time']}, by {one['who']}: {one['answer'].lower()} ({one['specification']}), {file}."


def _test(one: dict[str, Any]) -> list[str]:
    mark = one["verdict"] if one["counts"] else f"({one['verdict']})"
    head = f"  {mark:<{LABEL}} {one['name']}"
    lines = [head if len(head) <= WIDTH else f"{head[: WIDTH - 1]}…"]
    lead = " " * (LABEL + 3)
    lines += wrapped(f"limit   {one['limit']}", lead, hang=8)
    if one["result"]:
        lines += wrapped(f"result  {one['result']}", lead, hang=8)
    if one["reason"]:
        lines += wrapped(f"why     {one['reason']}", lead, hang=8)
    for answer in one["answers"]:
        source = answer["source"]
        digest = f" ({source['sha256'][:SHORT]}…)" if source["sha256"] else ""
        lines += wrapped(f"from    {'; '.join(part for part in (source['method'], source['document'] + digest) if part)}", lead, hang=8)
    if not one["counts"]:
        lines += wrapped(f"level   {one['level']}; it does not decide", lead, hang=8)
    return lines


def _warnings(warnings: list[dict[str, str]]) -> list[str]:
    """The warnings below the name of their file."""
    lines: list[str] = []
    for name in dict.fromkeys(one["file"] for one in warnings):
        lines += wrapped(f"{name}", "  ")
        lines += [line for one in warnings if one["file"] == name for line in wrapped(one["notice"], "  - ")]
    return lines
