"""Where the real instrument files and published models lie on a machine that has them; the suite says plainly when it has not."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """The path of a real file, or a skip that says that it is absent."""
    path = FOLDER / relative
    if not path.exists():
        pytest.skip(f"the real file {relative} is not on this machine; the look-alikes in tests/ were used")
    return path
