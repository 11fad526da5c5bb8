"""Tables in TOML: those that the package carries, and those that a user brings."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.base.units import convert, parse_quantity


def toml_tables(package: str, *folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the content of every TOML file in a folder of a package, by name."""
    place = resources.files(package).joinpath(*folder)
    for file in sorted((file for file in place.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name):
        yield file.name, tomllib.loads(file.read_text(encoding="utf-8"))


def packaged_table(package: str, *place: str) -> dict[str, Any]:
    """The content of one TOML file that lies beside the code of a package, or in a folder there."""
    return tomllib.loads(resources.files(package).joinpath(*place).read_text(encoding="utf-8"))


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


def check_keys(entry: Mapping[str, Any], known: Collection[str], *, where: str, what: str) -> None:
    """See that a user's table states nothing that nobody reads.

    Parameters
    ----------
    where : file and entry, for the sentence. what : what the entry is, such as ``a rotor``.

    Raises
    ------
    FileError
        A key is none of those known.
    """
    strange = next((key for key in entry if key not in known), None)
    if strange is not None:
        raise FileError(f"{where}: '{strange}' is not read; {what} has {', '.join(known)}.")


def stated_amount(value: Any, unit: str, *, where: str, like: str = "", may_be_none: bool = False) -> float:
    """An amount that a user's table states with its unit, such as ``"94 mL"`` [unit].

    Parameters
    ----------
    where : file, entry and key, for the sentence. like : an example for it. may_be_none : whether 0 will do.

    Raises
    ------
    FileError
        It is no quantity, does not fit the unit, or is not above 0.
    """
    try:
        found = convert(parse_quantity(str(value)), unit).value
    except SettingError as trouble:
        hint = f' Write it like "{like}".' if like else ""
        raise FileError(f"{where}: {trouble}{hint}") from None
    if found < 0 or (found == 0 and not may_be_none):
        hint = f', like "{like}"' if like else ""
        raise FileError(f"{where} is {value!r}; it must be {'0 or above' if may_be_none else 'above 0'}{hint}.")
    return found
