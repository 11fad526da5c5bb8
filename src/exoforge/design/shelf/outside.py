"""What comes into a model from outside, as somebody states it, and the model with it as a file in SBML."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.design.shelf.running import declared, value_of
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.problem import Signal
from exoforge.laws.kinetics.sbml_writing import sbml_text


def exported(card: ModelCard, stated: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """A model in SBML, and sentences on what was taken for its inputs.

    Parameters
    ----------
    stated : input -> a constant, with or without its unit, or the name of a table (.csv) of times and values in the
        model's units, between which straight lines are drawn; an input that is not stated is the constant 0.

    Raises
    ------
    SettingError
        The card holds no differential equations, a name is no input of it, or a value cannot be read.
    FileError
        A table cannot be read, or its times do not increase.
    """
    model = declared(card)
    names = [signal.name for signal in model.inputs]
    for name in stated:
        if name not in names:
            raise SettingError(
                f"The model '{card.key}' has no input '{name}'; {f'it has {chr(44).join(names)}' if names else 'nothing comes in from outside'}."
            )
    signals = {name: _signal(card, name, stated.get(name, "0")) for name in names}
    silent = [name for name in names if name not in stated]
    notes = (f"What comes from outside ({', '.join(silent)}) is written as the constant 0; --input states it, or change it in the file.",) if silent else ()
    return sbml_text(model, signals), notes


def _signal(card: ModelCard, name: str, text: str) -> Signal:
    path = Path(text)
    if path.suffix.lower() == ".csv":
        return _read(path)
    value = value_of(card, name, text)
    if not np.isfinite(value):
        raise SettingError(f"The input '{name}' is '{text}'; it must be a finite number.")
    return np.array([0.0, 1.0]), np.full(2, value)


def _read(path: Path) -> Signal:
    """The knots of a table with a time and a value in each row; one row of names may stand above them."""
    rows = [row for row in csv.reader(io.StringIO(read_text(path, what="a table of times and values"))) if any(cell.strip() for cell in row)]
    knots = []
    for number, row in enumerate(rows, start=1):
        try:
            time, value = (float(cell) for cell in row)
        except ValueError:
            if number == 1:
                continue
            raise FileError(f"Row {number} of '{path}' is '{','.join(row)}'; a time and a value were expected, with a point in decimals.") from None
        knots.append((time, value))
    found = np.array(knots, dtype=np.float64).reshape(-1, 2)
    if not found.size or not np.isfinite(found).all() or (np.diff(found[:, 0]) < 0).any():
        raise FileError(f"'{path}' has {len(found)} rows of numbers; at least one was expected, all finite, with times that never fall.")
    return found[:, 0], found[:, 1]
