"""The tables that the package carries: TOML files of a folder, one after the other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any


def toml_tables(package: str, *folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the content of every TOML file in a folder of a package, by name."""
    place = resources.files(package).joinpath(*folder)
    for file in sorted((file for file in place.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name):
        yield file.name, tomllib.loads(file.read_text(encoding="utf-8"))
