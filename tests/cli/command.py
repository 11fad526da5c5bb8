"""The command line as a user meets it: in this process, which starts once, or as one of its own where the environment matters."""

import contextlib
import io
import subprocess
import sys
from unittest import mock

from exoforge import cli

COMMAND = [sys.executable, "-m", "exoforge"]


def exoforge(*arguments, cwd=None, env=None):
    """What a command line answers: `returncode`, `stdout`, `stderr`. With an environment it is a process of its own."""
    words = [str(one) for one in arguments]
    if env is not None:
        return subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=cwd, env=env, check=False)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    place = contextlib.chdir(cwd) if cwd is not None else contextlib.nullcontext()
    with mock.patch.object(sys, "argv", ["exoforge", *words]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), place:
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    told = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(args=words, returncode=code, stdout=told[0], stderr=told[1])


def refused(*arguments, cwd=None, env=None):
    """The sentence of a refusal: exit code 2, no traceback, one line or a few."""
    found = exoforge(*arguments, cwd=cwd, env=env)
    assert found.returncode == 2, found.stdout + found.stderr
    assert "Traceback" not in found.stderr
    sentence = (found.stdout + found.stderr).strip()
    assert sentence
    return sentence
