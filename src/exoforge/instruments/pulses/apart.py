"""Reading a file in a process of its own, because the library of HDF5 may break down or never end over a damaged one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from exoforge.base.errors import FileError
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import Measurement

SECONDS = 20.0
"""[s] that a small file may take; a process has to start for it."""
BYTES_PER_SECOND = 5e6
"""A larger file gets one more second for as many bytes."""
ROOM = 1 << 31
"""[bytes] of memory that the process may take beside six times the file, where the system can limit it: the libraries themselves reserve most of it."""
_RUN = "from exoforge.instruments.pulses.apart import answer_for; answer_for()"


def read_apart(file: InstrumentFile) -> Measurement:
    """The measurement in a Spectradyne file, read by another process.

    Raises
    ------
    FileError
        The other process refuses it, breaks down over it, or takes too long.
    """
    if not sys.executable:
        from exoforge.instruments.pulses.spectradyne import read_here

        return read_here(file)
    limit = SECONDS + file.size / BYTES_PER_SECOND
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    command = [sys.executable, "-c", _RUN, str(file.path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, env=environment, stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        raise FileError(f"'{file.path}' could not be read within {limit:.0f} s; it is damaged, copy or export it again.") from None
    except OSError as trouble:
        raise FileError(f"'{file.path}' cannot be read: no other process can be started for it ({trouble.strerror}).") from None
    if done.returncode != 0 or not done.stdout:
        raise FileError(f"'{file.path}' is a damaged HDF5 file: the library that reads it broke down over it. Copy or export it again.")
    found = pickle.loads(done.stdout)
    if isinstance(found, Measurement):
        return found
    raise FileError(str(found))


def answer_for() -> None:
    """Read the file named in the arguments and write the measurement, or the refusal, to the standard output."""
    from exoforge.instruments.pulses.spectradyne import LARGEST, read_here

    path = Path(sys.argv[1])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory(path)
    try:
        answer: Measurement | str = read_here(InstrumentFile(path, largest=LARGEST))
    except FileError as refusal:
        answer = str(refusal)
    with out:
        out.write(pickle.dumps(answer))


def _limit_memory(path: Path) -> None:
    try:
        import resource
    except ImportError:
        return
    most = ROOM + 6 * path.stat().st_size
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
