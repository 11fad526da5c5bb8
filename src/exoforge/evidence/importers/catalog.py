"""Every importer there is, and the one way to read a file that a reviewer brings.

An outside package adds its own through the entry point group ``exoforge.importers``: each entry names a class that fulfils
`importers.contract.Importer`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from exoforge.base.announced import announced
from exoforge.base.disk import read_bytes, read_text
from exoforge.base.errors import FileError
from exoforge.evidence.importers.citations import Nbib, Ris
from exoforge.evidence.importers.contract import Import, Importer
from exoforge.evidence.importers.csv_template import CsvTemplate
from exoforge.evidence.importers.names import Names
from exoforge.evidence.importers.trials_gov import TrialsGov

GROUP = "exoforge.importers"
WHAT = "an extraction table, citations or trials"
OWN: tuple[type[Importer], ...] = (TrialsGov, Nbib, Ris, CsvTemplate)
"""The importers of the package, those first whose files are known most surely."""
BINARY = (
    (b"PK\x03\x04", "a spreadsheet or a zip archive; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (.xls); save the sheet as CSV"),
    (b"%PDF", "a PDF; fill in the template from it"),
)
"""The first bytes of files that are no text, what they are, and what to do."""


@lru_cache(maxsize=1)
def importers() -> tuple[Importer, ...]:
    """Every importer: the package's own and those that other packages announce.

    Raises
    ------
    SettingError
        Something is announced as an importer that is none.
    """
    refusal = "is announced as an importer, but does not fulfil exoforge.evidence.importers.contract.Importer."
    return tuple(importer() for importer in (*OWN, *announced(GROUP, Importer, refusal)))


def detect(text: str) -> Importer | None:
    """The importer that understands a text, judged by its content; None when there is none."""
    return next((importer for importer in importers() if importer.sniff(text)), None)


def read_import(path: Path | str, names: Names) -> Import:
    """What a reviewer's file holds, whichever importer knows it.

    Raises
    ------
    FileError
        The file is absent, a directory, empty, too large or not text; no importer knows it; or it cannot be read as a whole.
    """
    path = Path(path)
    content = read_bytes(path, what=WHAT)
    for start, what in BINARY:
        if content.startswith(start):
            raise FileError(f"'{path}' looks like {what}. {_understood()}")
    text = read_text(path, what=WHAT)
    importer = detect(text)
    if importer is None:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        raise FileError(f"'{path}' is nothing that can be added: it begins with '{first[:60]}'. {_understood()}")
    return importer.read(path.name, text, names)


def _understood() -> str:
    return f"exoforge understands {', '.join(importer.title for importer in importers())}. 'exoforge evidence template' writes an empty table."
