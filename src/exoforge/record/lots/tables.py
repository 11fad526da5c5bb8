"""TOML files of declared tables: read with every problem at once, each with its line and the nearest word."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from exoforge.base.disk import read_bytes
from exoforge.base.errors import Problem, RecordError
from exoforge.record.leaves import path_text
from exoforge.record.places import line_of, lines_of
from exoforge.record.toml_text import decoded, plain_tables

LARGEST = 2_000_000
"""[bytes]"""
Declared = TypeVar("Declared", bound=BaseModel)
Places = dict[Any, int]

_EXPECTED = {
    "date_from_datetime_parsing": "is no date; write it like 2026-03-31",
    "date_parsing": "is no date; write it like 2026-03-31",
    "date_type": "is no date; write it like 2026-03-31",
    "date_from_datetime_inexact": "is a date with a time; write the date alone, like 2026-03-31",
    "string_type": "is no text; put it in quotes",
    "bool_type": "is not true or false",
    "bool_parsing": "is not true or false",
    "tuple_type": "is no list; put it in brackets, or head each table with two brackets",
    "model_type": "is no table; write its keys below a heading, or in braces",
    "model_attributes_type": "is no table; write its keys below a heading, or in braces",
    "dict_type": "is no table; write its keys below a heading, or in braces",
}


def read_tables(path: Path, model: type[Declared], *, what: str) -> tuple[Declared, Places]:
    """A file as a declared model, with the line of every key.

    Parameters
    ----------
    what : what the file should be, such as ``a lot (TOML)``.

    Raises
    ------
    FileError
        The file cannot be read.
    RecordError
        It is no TOML, or its keys and values do not fit; every problem with its line.
    """
    content = read_bytes(path, what=what, largest=LARGEST)
    return parse_tables(decoded(content, str(path)), model, source=str(path))


def parse_tables(text: str, model: type[Declared], *, source: str) -> tuple[Declared, Places]:
    """As `read_tables`, of a text; `source` names it in the sentences."""
    plain = plain_tables(text, source)
    places = lines_of(text)
    try:
        return model.model_validate(plain), places
    except ValidationError as trouble:
        errors = trouble.errors(include_url=False)
        below = {error["loc"][:1] for error in errors if len(error["loc"]) > 1}
        problems = [_problem(error, places, model) for error in errors if not (error["type"] == "too_short" and error["loc"] in below)]
        raise RecordError(tuple(dict.fromkeys(problems)), source) from None


def _problem(error: Any, places: Places, model: type[BaseModel]) -> Problem:
    path, _ = _walk(model, error["loc"])
    return Problem(where=path_text(path), line=line_of(places, path), sentence=_sentence(error, path, model))


def _sentence(error: Any, path: tuple[Any, ...], model: type[BaseModel]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    name = str(path[-1]) if path else "the file"
    here = _walk(model, error["loc"][:-1])[1]
    known = {field.alias or key: field.description or "" for one in here for key, field in one.model_fields.items()}
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        meaning = known.get(name, "").rstrip(".")
        return f"The key '{name}' is missing; state it{f' ({meaning[0].lower()}{meaning[1:]})' if meaning else ''}."
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        return f"Unknown key '{name}'; did you mean '{near[0]}'?" if near else f"Unknown key '{name}'; here may stand {', '.join(known)}."
    if kind in ("literal_error", "union_tag_invalid"):
        expected = str(context.get("expected") or context.get("expected_tags", ""))
        words = [word.strip("' ") for word in expected.replace(" or ", ",").split(",")]
        said = str(context.get("tag", error["input"]))
        near = difflib.get_close_matches(said, words, n=1)
        return f"'{said}' is no {name}; " + (f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(words)}.")
    if kind in ("union_tag_not_found", "missing_argument"):
        return f"'{name}' does not say of which kind it is; write kind = \"at-least\", for example."
    if kind == "string_pattern_mismatch":
        return f"'{error['input']}' cannot be '{name}'; use letters, digits, '.', '_' and '-', without spaces."
    if kind == "string_too_short":
        return f"'{name}' is empty; fill it in."
    if kind == "too_short":
        return f"'{name}' is empty; state one or more."
    if kind in _EXPECTED:
        return f"'{error['input']}' {_EXPECTED[kind]}."
    return f"'{error['input']}' does not fit '{name}': {error['msg'][0].lower()}{error['msg'][1:]}."


def _walk(model: type[BaseModel], loc: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[type[BaseModel]]]:
    """A place as the file has it, without the kinds that chose between tables, and the tables that may stand there."""
    here: list[type[BaseModel]] = [model]
    path: list[Any] = []
    for part in loc:
        chosen = [one for one in here if part in _kinds(one)]
        if chosen and len(here) > 1:
            here = chosen
            continue
        path.append(part)
        if isinstance(part, int):
            continue
        annotations = [field.annotation for one in here for key, field in one.model_fields.items() if part in (key, field.alias)]
        here = [inner for annotation in annotations for inner in _models_in(annotation)]
    return tuple(path), here


def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    return get_args(model.model_fields["kind"].annotation) if "kind" in model.model_fields else ()


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
