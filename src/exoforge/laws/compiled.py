"""Kernels that numba compiles: kept in the user's cache, once per machine, and loaded from there by every later process.

A kernel file can be read, typed and run by itself: above `MARKER` it has a plain stand-in of the compiler, and the text below
is copied into the cached module and compiled, behind what the file takes from other kernels. It imports nothing else but math, numpy
and typing, so that neither it nor this file needs numba before a kernel is asked for.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import threading
from functools import lru_cache
from importlib import resources
from types import ModuleType

from exoforge.base.disk import cache_folder, write_atomically
from exoforge.base.errors import InternalError

MARKER = "# ---- the text below stands in the compiled module ----\n"
HEAD = '''"""A compiled kernel of exoforge; a cached file, made again whenever it is absent."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
'''


LOADING = threading.Lock()
"""Two threads that load one kernel at once would each run half of the other's module."""


def compiled(name: str) -> ModuleType:
    """The compiled functions of a kernel file of this room, for example of ``gradient_kernel.py``.

    Raises
    ------
    FileError
        The cache folder named by EXOFORGE_CACHE cannot be written.
    """
    with LOADING:
        return _loaded(name)


@lru_cache(maxsize=8)
def _loaded(name: str) -> ModuleType:
    import numba

    source = (resources.files("exoforge.laws") / name).read_text(encoding="utf-8")
    above, below = source.split(MARKER, 1)
    taken = [line for line in above.splitlines(keepends=True) if line.startswith("from exoforge.")]
    text = "".join([HEAD, *taken, below])
    key = hashlib.sha256("\0".join([text, numba.__version__, sys.version]).encode()).hexdigest()[:24]
    full = f"exoforge_{name.removesuffix('.py')}_{key}"
    file = cache_folder("kernels") / f"{full}.py"
    if not file.exists():
        write_atomically(file, text)
    plan = importlib.util.spec_from_file_location(full, file)
    if plan is None or plan.loader is None:
        raise InternalError(f"The compiled kernel {file} cannot be loaded.")
    module = importlib.util.module_from_spec(plan)
    sys.modules[full] = module
    plan.loader.exec_module(module)
    return module
