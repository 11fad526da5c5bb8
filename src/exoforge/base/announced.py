"""What other packages add: classes that they announce through an entry point group."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from exoforge.base.errors import SettingError


def announced(group: str, contract: type, refusal: str) -> tuple[Any, ...]:
    """The classes that other packages announce in a group.

    Parameters
    ----------
    refusal : what is said of one that does not fulfil the contract: ``is announced as a reader, but …``.

    Raises
    ------
    SettingError
        Something is announced that does not fulfil the contract.
    """
    found = tuple(entry.load() for entry in entry_points(group=group))
    for one in found:
        if not (isinstance(one, type) and issubclass(one, contract)):
            raise SettingError(f"'{one}' {refusal}")
    return found
