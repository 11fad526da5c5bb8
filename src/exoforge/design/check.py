"""Everything that is wrong or doubtful in a record, at once, before anything runs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exoforge.base.errors import Problem, RecordError
from exoforge.design.plan import plan_of
from exoforge.record.files import read_placed
from exoforge.record.leaves import TABLES, leaves_of, path_text
from exoforge.record.places import line_of
from exoforge.record.therapy import Therapy


def check_record(record: Path | str | Therapy) -> tuple[Problem, ...]:
    """Every problem (severity ``error``) and every doubt (severity ``notice``) of a record, in the order of the file.

    Parameters
    ----------
    record : a record, or the path of its file; only a file gives lines.

    Raises
    ------
    FileError
        The file cannot be read.
    """
    if isinstance(record, Therapy):
        return _of_therapy(record, {})
    try:
        therapy, places = read_placed(record)
    except RecordError as trouble:
        return trouble.problems
    return tuple(sorted(_of_therapy(therapy, places), key=lambda problem: problem.line or 0))


def _of_therapy(therapy: Therapy, places: Mapping[Any, int]) -> tuple[Problem, ...]:
    plan = plan_of(therapy, places)
    return (*plan.problems, *plan.notices, *_near_misses(therapy, places), *_loose_places(therapy, places))


def _near_misses(therapy: Therapy, places: Mapping[Any, int]) -> list[Problem]:
    """Further keys of a table that look like a misspelt declared one."""
    found: list[Problem] = []
    for name in TABLES:
        part = getattr(therapy, name)
        declared = [key for key in type(part).model_fields if key != "settings"]
        for key in part.settings:
            if near := difflib.get_close_matches(key, declared, n=1, cutoff=0.8):
                sentence = f"'{key}' is kept, but it is no key of [{name}]; did you mean '{near[0]}'?"
                found.append(Problem(where=f"{name}.{key}", sentence=sentence, line=line_of(dict(places), (name, key)), severity="notice"))
    return found


def _loose_places(therapy: Therapy, places: Mapping[Any, int]) -> list[Problem]:
    """Values whose document is not among the citations."""
    known = {citation.key for citation in therapy.citations}
    found: list[Problem] = []
    for path, leaf in leaves_of(therapy):
        document = getattr(getattr(leaf, "where", None), "document", "")
        if document and document not in known:
            sentence = f"The value is said to come from '{document}', which is not among the citations; add [[citation]] key = \"{document}\"."
            found.append(Problem(where=path_text(path), sentence=sentence, line=line_of(dict(places), path), severity="notice"))
    return found
