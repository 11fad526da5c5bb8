"""One store of the shipped corpus for all tests of the evidence."""

import pytest

from exoforge.evidence.build import build_store
from exoforge.evidence.corpus import arms
from exoforge.evidence.store import open_store


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("evidence") / "shipped.duckdb"
    build_store(path, arms())
    return path


@pytest.fixture(scope="session")
def shipped(shipped_file):
    with open_store(shipped_file) as store:
        yield store
