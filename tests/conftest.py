"""Settings of the whole suite: new random examples on a developer's machine, the same ones in continuous integration."""

import os
import tempfile

from hypothesis import settings

settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

os.environ["EXOFORGE_DATA"] = tempfile.mkdtemp(prefix="exoforge-tests-")  # what a user has added must not change a test
