"""What the commands of isolation share: their options, and the feed that they ask for."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoforge.base.errors import SettingError

if TYPE_CHECKING:
    from exoforge.design.isolation.feed import Feed

UsualVolume = Annotated[str, typer.Option("--volume", help="Volume of the usual feed, such as '2 L'; a record states its own.")]
UsualSupplement = Annotated[str, typer.Option("--supplement", help="What the usual feed's medium held: serum-free, fbs, ev-depleted-fbs, platelet-lysate.")]


def feed_asked(record: Path | None, *, before: Collection[str] = (), **settings: str) -> Feed:
    """The usual feed as its options describe it, or what a record has made before its first step of one of the kinds `before`.

    Parameters
    ----------
    settings : of the usual feed, as they were given; empty where they were not.

    Raises
    ------
    SettingError
        A record is given, and the usual feed is described beside it, or the feed cannot be made.
    FileError, RecordError
        The record cannot be read or used.
    """
    from exoforge.design.isolation.feed import feed_of, usual_feed
    from exoforge.record.files import read_record

    stated = {name: value for name, value in settings.items() if value.strip()}
    if record is None:
        return usual_feed(**stated)
    if stated:
        raise SettingError(f"--{next(iter(stated))} describes the usual feed, but --feed names a record, which states its own; leave out one of them.")
    return feed_of(read_record(record), before=before)


def ends_of(text: str) -> list[str]:
    """The two ends of ``30..300``, ``30-300`` or ``1.08 to 1.12``, or as many parts as there are."""
    return [part.strip() for part in re.split(r"\.\.|–|-|\bto\b", text) if part.strip()]
