"""What the answers for machines share: numbers that JSON has a word for, and references whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.base.trace import reference


def finite(value: Any) -> Any:
    """The same with None in place of every number that is not finite, because JSON has no word for it, and arrays as lists."""
    if isinstance(value, Mapping):
        return {name: finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [finite(one) for one in value]
    if isinstance(value, np.ndarray | np.generic):
        return finite(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def plain_references(keys: Iterable[str]) -> list[dict[str, Any]]:
    """The references of keys, each once."""
    return [asdict(reference(key)) for key in dict.fromkeys(keys)]
