"""Settings of the whole suite: new random examples on a developer's machine, the same ones in continuous integration."""

import os
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

os.environ["EXOFORGE_DATA"] = tempfile.mkdtemp(prefix="exoforge-tests-")  # what a user has added must not change a test

# pytest passes whatever is within 1e-12, which is all of a mass in kg or a volume in m3; here only denormal numbers, which round, may be apart.
type(pytest.approx(0.0)).DEFAULT_ABSOLUTE_TOLERANCE = 1e-300
