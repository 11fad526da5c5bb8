"""A file that an instrument wrote, opened as far as somebody needs it: its first bytes, its text, its whole content."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from exoforge.base.disk import LARGEST_TEXT, check_file, read_bytes, text_of_bytes
from exoforge.base.errors import FileError

HEAD = 4096
"""[bytes] by which a file is recognised."""
WHAT = "an instrument's file"
_CHUNK = 1 << 20


class InstrumentFile:
    """A file on disk, read no further than it is asked for.

    `path` names it, `size` is its length [bytes], `head` its first bytes, `start` the same as text (empty for a file that is no text).
    `data` and `text` are the whole of it, each read once; a reader of large files opens `path` itself.

    Raises
    ------
    FileError
        The file is absent, a directory, not permitted, empty, or larger than `largest`.
    """

    def __init__(self, path: Path | str, *, largest: int) -> None:
        self.path = Path(path)
        self.size = check_file(self.path, what=WHAT, largest=largest)
        with self.path.open("rb") as file:
            self.head = file.read(HEAD)
        if self.size <= HEAD and not self.head.strip():
            raise FileError(f"'{path}' is empty; {WHAT} was expected.")

    @cached_property
    def start(self) -> str:
        """The first characters, or nothing where they are no text."""
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.head[: len(self.head) // 2 * 2].decode("utf-16", errors="replace")
        return "" if b"\x00" in self.head else self.head.decode("utf-8-sig" if _is_utf8(self.head) else "cp1252", errors="replace")

    @cached_property
    def data(self) -> bytes:
        """All bytes; for a file of at most 64 MiB.

        Raises
        ------
        FileError
            The file is larger than text is expected to be, or cannot be read.
        """
        return read_bytes(self.path, what=WHAT, largest=LARGEST_TEXT)

    @cached_property
    def text(self) -> str:
        """The whole text, as UTF-8 and else as Windows-1252, which instrument software writes.

        Raises
        ------
        FileError
            As `data`, or it is not text.
        """
        return text_of_bytes(self.path, self.data, what=WHAT)

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes, read in pieces."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(_CHUNK):
                digest.update(piece)
        return digest.hexdigest()


def _is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8, but for a last sign that is cut in half."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as trouble:
        return trouble.start >= len(head) - 3
    return True
