"""The libraries of the laboratory's file formats: an extra of the package, asked for only by the readers that need them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from exoforge.base.errors import FileError


def lab(library: str, *, what: str) -> Any:
    """A library of the 'lab' extra.

    Parameters
    ----------
    library : its module, such as ``flowio``. what : the files that need it, for the sentence.

    Raises
    ------
    FileError
        It is not installed.
    """
    try:
        return import_module(library)
    except ImportError:
        raise FileError(f"Reading {what} needs the library '{library}': pip install 'exoforge[lab]'.") from None
