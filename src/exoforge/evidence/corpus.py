"""The published records that the package carries, one file for each arm of each study."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from exoforge.record.files import parse_record
from exoforge.record.therapy import Therapy


@lru_cache(maxsize=1)
def published() -> tuple[Therapy, ...]:
    """Every published record of the package, by identifier.

    They are the rows of Table 2 of Lu et al. 2023 that state a dose; a row with two dose levels gives two records.

    Raises
    ------
    RecordError
        A record of the package does not fit the record format.

    References
    ----------
    lu2023
    """
    folder = resources.files("exoforge.evidence") / "records"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(parse_record(file.read_text(encoding="utf-8"), source=file.name) for file in files)
