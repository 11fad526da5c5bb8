"""Tables in TOML: those that the package carries, and those that a user brings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError


def toml_tables(package: str, *folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the content of every TOML file in a folder of a package, by name."""
    place = resources.files(package).joinpath(*folder)
    for file in sorted((file for file in place.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name):
        yield file.name, tomllib.loads(file.read_text(encoding="utf-8"))


def packaged_table(package: str, name: str) -> dict[str, Any]:
    """The content of one TOML file that lies beside the code of a package."""
    return tomllib.loads((resources.files(package) / name).read_text(encoding="utf-8"))


def user_table(path: Path, *, what: str) -> dict[str, Any]:
    """The content of a user's TOML file.

    Parameters
    ----------
    what : what the file should be, for the sentence, such as ``a table of rotors (TOML)``.

    Raises
    ------
    FileError
        The file cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(read_text(path, what=what))
    except tomllib.TOMLDecodeError as trouble:
        raise FileError(f"'{path}' cannot be read as TOML: {trouble}; {what} was expected.") from None
    except (ValueError, RecursionError):  # what tomllib lets through to Python
        raise FileError(f"'{path}' holds a number or a nesting that cannot be read; {what} was expected.") from None
