"""The command line as a process, for the tests that use it as a user does."""

import subprocess
import sys

COMMAND = [sys.executable, "-m", "exoforge"]


def exoforge(*arguments, cwd=None, env=None):
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, env=env, check=False)


def refused(*arguments, cwd=None, env=None):
    """The sentence of a refusal: exit code 2, no traceback, one line or a few."""
    found = exoforge(*arguments, cwd=cwd, env=env)
    assert found.returncode == 2, found.stdout + found.stderr
    assert "Traceback" not in found.stderr
    sentence = (found.stdout + found.stderr).strip()
    assert sentence
    return sentence
