"""The user's own files: one thing a line, as JSON, so that a broken line is found and the others are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, RecordError

Thing = TypeVar("Thing")


def read_lines(path: Path, make: Callable[[Any], Thing], *, what: str, one: str) -> tuple[Thing, ...]:
    """Everything that a file holds, in its order; nothing where there is no file, or an empty one.

    Parameters
    ----------
    make : builds one thing from the plain content of a line.
    what, one : what the file and a line of it are, for the sentence of a refusal.

    Raises
    ------
    FileError
        The file cannot be read, or a line of it is not such a thing; the sentence names the line.
    """
    if not path.exists() or path.stat().st_size == 0:
        return ()
    found = []
    for number, text in enumerate(read_text(path, what=what).split("\n"), start=1):  # a text may hold other signs that end lines
        if text.strip():
            try:
                found.append(make(json.loads(text)))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError, RecordError) as trouble:
                raise FileError(f"Line {number} of '{path}' is no {one} ({trouble}); mend or remove the line.") from None
    return tuple(found)


def lines_text(plain: Iterable[Any]) -> str:
    """Plain things as the text of such a file."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in plain)
