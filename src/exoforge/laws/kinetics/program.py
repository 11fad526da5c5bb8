"""The compiled program of a model: generated once, kept in the user's cache, loaded from there by every later process."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import ModuleType

from exoforge.base.disk import cache_folder
from exoforge.base.errors import InternalError
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
    file = cache_folder("kinetics") / f"{name}.py"
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


def _write(file: Path, text: str) -> None:
    """Write a file so that no reader ever sees half of it."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=".", suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(file)
