"""The facets of the evidence as options, the same for every command that narrows it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import typer

from exoforge.evidence.search import FACETS, Facet

Filters = Mapping[str, tuple[str, ...]]
"""Words by facet, as `with_facets` gives them to a command."""


def with_facets(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option a facet; it receives what was asked as ``filters``, words by facet."""
    plain = inspect.signature(command, eval_str=True)
    options = {one.name.replace("-", "_"): one for one in FACETS}

    @wraps(command)
    def wrapper(**given: Any) -> None:
        filters = {one.name: tuple(given.pop(name) or ()) for name, one in options.items()}
        command(**given, filters={name: words for name, words in filters.items() if words})

    added = [_option(name, one) for name, one in options.items()]
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, parameter in plain.parameters.items() if name != "filters"]
    wrapper.__signature__ = plain.replace(parameters=[*own, *added])  # type: ignore[attr-defined]  # typer reads the options from here
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *added)}
    return wrapper


def _option(name: str, facet: Facet) -> inspect.Parameter:
    annotation = Annotated[list[str] | None, typer.Option(f"--{facet.name}", help=facet.help)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
