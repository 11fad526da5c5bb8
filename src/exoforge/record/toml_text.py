"""TOML text of a record, a lot or a specification: from bytes to plain tables, each trouble one problem with its line."""

from __future__ import annotations

import tomllib
from typing import Any

from exoforge.base.errors import Problem, RecordError


def decoded(content: bytes, source: str) -> str:
    """The text of a file; `source` names it in the sentences.

    Raises
    ------
    RecordError
        It is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content[: trouble.start].count(b"\n") + 1
        raise RecordError((Problem(where="", line=line, sentence="The file is not UTF-8 text; save it as UTF-8."),), source) from None


def plain_tables(text: str, source: str) -> dict[str, Any]:
    """The tables of a text as plain dicts and lists; `source` names it in the sentences.

    Raises
    ------
    RecordError
        It is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise RecordError((_broken(str(trouble)),), source) from None
    except (ValueError, RecursionError):  # what tomllib lets through to Python
        sentence = "The text holds a number of thousands of digits, or brackets thousands deep; no such file needs them."
        raise RecordError((Problem(where="", sentence=sentence),), source) from None


def _broken(message: str) -> Problem:
    head, _, place = message.rpartition("(at line ")
    digits = place.split(",")[0] if head else ""
    said = (head or message).strip()
    sentence = f"The text is not valid TOML: {said[0].lower()}{said[1:]}. A text needs quotes, a table a heading in brackets."
    return Problem(where="", line=int(digits) if digits.isdigit() else None, sentence=sentence)
