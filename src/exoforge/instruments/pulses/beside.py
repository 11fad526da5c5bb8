"""The settings that the qNano's software leaves in an .xml file of the same name, read as plain pairs and never as a program."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from exoforge.base.errors import SettingError
from exoforge.instruments.dilution import parse_dilution
from exoforge.streams.measurement import Dilution

LARGEST = 1 << 20
"""[bytes] of such a file; a larger one is left alone."""
MOST = 500
"""Settings that are kept."""
_PAIR = re.compile(r"<(?:\w+:)?([A-Za-z]\w{0,60})(?:\s[^<>]{0,200})?>([^<>]{0,400})</(?:\w+:)?\1\s*>")


def settings_beside(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Settings by key, without the 'Sr' that some begin with; and, as unread, that a file is there which could not be used."""
    beside = path.with_suffix(".xml")
    try:
        if not beside.is_file() or beside == path:
            return {}, {}
        if beside.stat().st_size > LARGEST:
            return {}, {beside.name: "too large for settings; not read"}
        content = beside.read_bytes()
    except OSError:
        return {}, {beside.name: "cannot be read"}
    text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", errors="replace")
    found: dict[str, str] = {}
    for key, value in _PAIR.findall(text)[:MOST]:
        found.setdefault(key.removeprefix("Sr"), html.unescape(value).strip())
    return found, {} if found else {beside.name: "holds no settings that are known"}


def dilution_of(settings: Mapping[str, str]) -> Dilution:
    """The dilution that the settings state; not known where they state none, or 1, with which a form begins.

    Assumes
    -------
    It is final volume over sample volume; no public example of such a file shows it.
    """
    stated = next((value for key, value in settings.items() if key.casefold() == "dilution"), "")
    try:
        factor = parse_dilution(stated)
    except SettingError:
        return Dilution()
    return Dilution(factor=factor, applied=False, source="the .xml file beside it") if factor > 1 else Dilution()
