"""The compiled program of a model: generated once, kept in the user's cache, loaded from there by every later process."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import ModuleType

from exoforge.base.errors import FileError, InternalError
from exoforge.laws.kinetics.model import KineticModel, state_names


@lru_cache(maxsize=256)
def program(model: KineticModel) -> ModuleType:
    """The module with ``run_serial`` and ``run_parallel`` of a model.

    A process that finds it in the cache needs neither sympy nor the compiler.

    Raises
    ------
    FileError
        The cache folder named by EXOFORGE_CACHE cannot be written.
    """
    key = digest_of(model)
    name = f"exoforge_kinetics_{key}"
    if name in sys.modules:
        return sys.modules[name]
    file = cache_folder() / f"{name}.py"
    if not file.exists():
        from exoforge.laws.kinetics.generate import module_text

        _write(file, module_text(model))
    plan = importlib.util.spec_from_file_location(name, file)
    if plan is None or plan.loader is None:
        raise InternalError(f"The generated module {file} cannot be loaded.")
    module = importlib.util.module_from_spec(plan)
    sys.modules[name] = module
    plan.loader.exec_module(module)
    return module


def digest_of(model: KineticModel) -> str:
    """What the generated text depends on, in 24 hexadecimal digits: the equations, our generator and kernel, numba, Python."""
    import numba

    folder = resources.files("exoforge.laws.kinetics")
    parts = [
        model.name,
        repr(state_names(model)),
        repr([parameter.name for parameter in model.parameters]),
        repr([signal.name for signal in model.inputs]),
        repr(list(model.definitions.items())),
        repr(list(model.rates.items())),
        repr([list(event.assign.items()) for event in model.events]),
        *((folder / name).read_text(encoding="utf-8") for name in ("kernel.py", "generate.py", "expressions.py")),
        numba.__version__,
        sys.version,
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def _folder_of_this_process() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="exoforge-", ignore_cleanup_errors=True)


def cache_folder() -> Path:
    """The folder of generated modules: EXOFORGE_CACHE, else the user's cache, else one that lasts as long as the process.

    Raises
    ------
    FileError
        The folder named by EXOFORGE_CACHE cannot be written.
    """
    wanted = os.environ.get("EXOFORGE_CACHE", "")
    if wanted:
        folder = Path(wanted).expanduser().absolute() / "kinetics"
        if not _writable(folder):
            raise FileError(f"The cache folder '{folder}' named by EXOFORGE_CACHE cannot be written; name another, or unset it.")
        return folder
    from platformdirs import user_cache_dir

    folder = Path(user_cache_dir("exoforge")) / "kinetics"
    return folder if _writable(folder) else Path(_folder_of_this_process().name)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _write(file: Path, text: str) -> None:
    """Write a file so that no reader ever sees half of it."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".", suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(file)
