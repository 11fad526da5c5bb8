"""A table of doses and responses, as an assay of potency gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError
from exoforge.instruments.delimited import comments_of, decimal_mark, number, place_of, rows_of

WHAT = "a table of doses and responses (CSV)"
MOST_ROWS = 2000
"""Rows of one assay; real ones have some hundred."""
LARGEST = 1024 * 1024
HEADS = {
    "preparation": ("preparation", "sample", "lot", "batch", "material"),
    "dose": ("dose", "concentration", "amount"),
    "response": ("response", "signal", "value", "reading", "effect"),
    "block": ("block", "plate", "day", "run", "litter"),
}
"""How the columns may be called."""
_UNIT = re.compile(r"\s*[\[(]([^\])]+)[\])]\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseTable:
    """Doses and responses.

    Parameters
    ----------
    preparation : (n,) labels. dose : (n,), 0 or above. response : (n,). block : (n,) labels, or None.
    unit : of the doses, and response_unit, as the head says; empty where it does not.
    left_out : rows without a response or dose. remarks : the comments of the file.
    """

    preparation: NDArray[np.str_]
    dose: NDArray[np.float64]
    response: NDArray[np.float64]
    block: NDArray[np.str_] | None
    unit: str
    response_unit: str
    left_out: int
    remarks: tuple[str, ...]


def read_doses(path: Path | str) -> DoseTable:
    """Read a table with the columns preparation, dose, response and, where there is one, block (plate, day).

    Raises
    ------
    FileError
        It is absent, has not these columns, no complete row or too many, a dose below 0, or a number that can be read in two ways (``1,234``).
    """
    place = Path(path)
    text = read_text(place, what=WHAT, largest=LARGEST)
    rows = []
    for row in rows_of(text, place, what=WHAT):
        rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise FileError(f"'{place}' has more than {MOST_ROWS} rows; {WHAT} has fewer. Is this the right file?")
    head = rows[0].cells if rows else ()
    plain = [_UNIT.sub("", cell) for cell in head]
    at = {name: place_of(plain, *names) for name, names in HEADS.items()}
    first, second, third = at["preparation"], at["dose"], at["response"]
    if first is None or second is None or third is None:
        raise FileError(f"'{place}' has the columns {', '.join(head)[:120] or 'of nothing'}; preparation, dose and response were expected.")
    decimal = decimal_mark((row.cells[one] for row in rows[1:] for one in (second, third) if one < len(row.cells)), place, what="its doses and responses")
    labels, doses, responses, blocks = [], [], [], []
    for row in rows[1:]:
        cells = (*row.cells, *[""] * (len(head) - len(row.cells)))
        dose, response = number(cells[second], decimal), number(cells[third], decimal)
        if not (np.isfinite(dose) and np.isfinite(response) and abs(response) < 1e15 and abs(dose) < 1e30 and cells[first]):
            continue
        if dose < 0:
            raise FileError(f"'{place}', line {row.line}: the dose is {dose:g}; a dose is 0 or above. Give the doses, not their logarithms.")
        labels.append(cells[first])
        doses.append(dose)
        responses.append(response)
        blocks.append(cells[at["block"]] if at["block"] is not None else "")
    if not labels:
        raise FileError(f"'{place}' has no row with a preparation, a dose and a response; {WHAT} was expected.")
    units = [found.group(1) if (found := _UNIT.search(head[one])) else "" for one in (second, third)]
    return DoseTable(
        preparation=np.array(labels),
        dose=np.array(doses),
        response=np.array(responses),
        block=np.array(blocks) if at["block"] is not None and len(set(blocks)) > 1 else None,
        unit=units[0],
        response_unit=units[1],
        left_out=len(rows) - 1 - len(labels),
        remarks=comments_of(text),
    )
