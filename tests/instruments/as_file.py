"""Text or bytes as a file that a reader can be given."""

import tempfile
from pathlib import Path

from exoforge.base.disk import LARGEST_TEXT
from exoforge.instruments.files import InstrumentFile


def as_file(content: str | bytes, name: str = "file.csv", *, encoding: str = "utf-8") -> InstrumentFile:
    """An instrument file with this content, wholly read, so that nothing stays on the disk (where a reader opens the path itself, write a real file)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding, errors="replace"))
        file = InstrumentFile(path, largest=LARGEST_TEXT)
        assert file.data  # it is kept by the file, and so is the digest
        assert file.sha256
        return file
