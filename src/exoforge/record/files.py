"""Records as TOML files: read with every problem at once and its line, written so that reading gives the same record back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel, ValidationError

from exoforge.base.disk import read_bytes, write_atomically
from exoforge.base.errors import Problem, RecordError
from exoforge.record.leaves import path_text
from exoforge.record.places import line_of, lines_of
from exoforge.record.stated import leaf_to_plain
from exoforge.record.therapy import FORMAT, SourceCell, Step, Therapy, default_basis
from exoforge.record.toml_text import decoded, plain_tables

LARGEST_RECORD = 2_000_000
"""[bytes]"""

_TABLES = {"source": "a table, headed [source]", "step": "headed [[step]], once for each step", "steps": "headed [[step]], once for each step"}


def read_record(path: Path | str) -> Therapy:
    """Read a therapy record from a TOML file.

    Raises
    ------
    FileError
        The file cannot be read.
    RecordError
        It is no TOML, of another format, or its values are wrong; every problem is listed with its line.
    """
    return read_placed(path)[0]


def read_placed(path: Path | str) -> tuple[Therapy, Mapping[Any, int]]:
    """As `read_record`, with the line of every key, for those who find more to say about it."""
    path = Path(path)
    content = read_bytes(path, what="a therapy record (TOML)", largest=LARGEST_RECORD)
    text = decoded(content, str(path))
    return parse_record(text, source=str(path)), lines_of(text)


def parse_record(text: str, *, source: str = "the record") -> Therapy:
    """Read a therapy record from TOML text; `source` names it in the sentences.

    Raises
    ------
    RecordError
        As `read_record`.
    """
    return record_from_plain(plain_tables(text, source), source=source, places=lines_of(text))


def record_from_plain(plain: Mapping[str, Any], *, source: str = "the record", places: Mapping[Any, int] | None = None) -> Therapy:
    """Build a record from plain dicts and lists, as TOML or JSON give them.

    Raises
    ------
    RecordError
        As `read_record`, without lines where `places` is absent.
    """
    known = dict(places or {})
    newer = _newer_format(plain, source, known)
    unknown = {key: value for key, value in plain.items() if key not in _keys()}
    problems = [] if newer else [Problem(where=key, line=line_of(known, (key,)), sentence=_unknown_key(key)) for key in unknown]
    own = {key: value for key, value in plain.items() if key in _keys()}
    try:
        therapy = Therapy.model_validate(own | {"unread": unknown if newer else {}}, context={"basis": default_basis(str(plain.get("standing")))})
    except ValidationError as trouble:
        problems += [_problem(error, known) for error in trouble.errors(include_url=False)]
    if problems:
        raise RecordError(tuple(dict.fromkeys(problems)), source)
    return therapy


def _newer_format(plain: Mapping[str, Any], source: str, places: dict[Any, int]) -> bool:
    """Whether the file states a newer minor version; a newer major one is refused."""
    stated = plain.get("exoforge")
    line = places.get(("exoforge",))
    if stated is None and "lot_format" in plain:
        sentence = f"This is a lot, not a therapy record; check it with 'exoforge lot check {source}'."
        raise RecordError((Problem(where="", line=places.get(("lot_format",)), sentence=sentence),), source)
    if stated is None:
        sentence = f"The key 'exoforge' is missing; begin the file with exoforge = \"{FORMAT}\", the version of the record format."
        raise RecordError((Problem(where="exoforge", line=line, sentence=sentence),), source)
    try:
        major, minor = (int(part) for part in str(stated).split("."))
    except ValueError:
        sentence = f"The format version '{stated}' is not of the form major.minor; write exoforge = \"{FORMAT}\"."
        raise RecordError((Problem(where="exoforge", line=line, sentence=sentence),), source) from None
    own_major, own_minor = (int(part) for part in FORMAT.split("."))
    if major != own_major:
        sentence = f"The record has format {stated}, and this exoforge reads {own_major}.x; install a matching version."
        raise RecordError((Problem(where="exoforge", line=line, sentence=sentence),), source)
    return minor > own_minor


def _problem(error: Any, places: dict[Any, int]) -> Problem:
    path = tuple(part for part in error["loc"] if part not in ("settings",))
    return Problem(where=path_text(path), line=line_of(places, path), sentence=_sentence(error, path))


def _sentence(error: Any, path: tuple[Any, ...]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    name = str(path[-1]) if path else "the record"
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return f"The key '{name}' is missing; state it{_meaning(path)}."
    if kind == "extra_forbidden":
        return f"Unknown key '{name}'; a citation has key, authors, year, title, journal, doi and pmid."
    if kind == "literal_error":
        near = difflib.get_close_matches(str(error["input"]), [word.strip("' ") for word in context["expected"].replace(" or ", ",").split(",")], n=1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; it is one of {context['expected']}."
        return f"'{error['input']}' is not a {name}{hint}"
    if kind == "string_pattern_mismatch":
        return f"'{error['input']}' cannot be an {name}; use letters, digits, '.', '_' and '-', without spaces."
    if kind == "tuple_type":
        return f"'{name}' must be {_TABLES.get(name, f'headed [[{name}]], once for each')}."
    return f"'{error['input']}' does not fit '{name}': {error['msg'][0].lower()}{error['msg'][1:]}."


def _unknown_key(name: str) -> str:
    near = difflib.get_close_matches(name, _keys(), n=1, cutoff=0.6)
    hint = f"; did you mean '{near[0]}'?" if near else f"; the tables and keys of a record are {', '.join(_keys())}."
    return f"Unknown key '{name}'{hint}"


def _keys() -> list[str]:
    """The keys and tables that a file may have at the top."""
    return [field.alias or name for name, field in Therapy.model_fields.items() if name != "unread"]


def _meaning(path: tuple[Any, ...]) -> str:
    model: type[BaseModel] = Step if path and path[0] == "step" else SourceCell if path and path[0] == "source" else Therapy
    field = model.model_fields.get(str(path[-1])) if path else None
    return f" ({field.description.rstrip('.')[0].lower()}{field.description.rstrip('.')[1:]})" if field and field.description else ""


def record_to_plain(therapy: Therapy) -> dict[str, Any]:
    """The record as plain dicts and lists in the layout of the file: nothing but what was stated."""
    basis = default_basis(therapy.standing)

    def plain(part: BaseModel) -> dict[str, Any]:
        out: dict[str, Any] = {}
        further: dict[str, Any] = {}
        for name, field in type(part).model_fields.items():
            value = getattr(part, name)
            if name in ("order", "unread") or value == field.get_default(call_default_factory=True):
                continue
            if name == "settings":
                further = {key: leaf_to_plain(leaf, basis) for key, leaf in value.items()}
            else:
                out[field.alias or name] = converted(value)
        return out | further

    def converted(value: Any) -> Any:
        if isinstance(value, BaseModel):
            return plain(value)
        if isinstance(value, tuple):
            return [converted(item) for item in value]
        return value if isinstance(value, str | int) else leaf_to_plain(value, basis)

    head = {"exoforge": therapy.format, "id": therapy.id}
    return head | plain(therapy) | dict(therapy.unread)


def record_text(therapy: Therapy) -> str:
    """The record as TOML text; `parse_record` reads the same record back."""
    document = tomlkit.document()
    for key, value in record_to_plain(therapy).items():
        if isinstance(value, dict):
            document.add(tomlkit.nl())
            document.add(key, _headed(value))
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            tables = tomlkit.aot()
            for item in value:
                tables.append(_headed(item))
            document.add(tomlkit.nl())
            document.add(key, tables)
        else:
            document.add(key, value)
    return tomlkit.dumps(document)


def _headed(table: Mapping[str, Any]) -> Any:
    """A table below a heading, each long-form value on one line."""
    headed = tomlkit.table()
    for key, value in table.items():
        headed.add(key, _inline(value))
    return headed


def _inline(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inline = tomlkit.inline_table()
    for key, item in value.items():
        inline.add(key, _inline(item))
    return inline


def write_record(therapy: Therapy, path: Path | str) -> None:
    """Write a record, whole or not at all.

    Raises
    ------
    FileError
        The place cannot be written.
    """
    write_atomically(Path(path), record_text(therapy))
