"""The reader of tables of surface markers on capture beads, as of the MACSPlex kits for exosomes: samples by markers, median fluorescence.

No real file was found; the layout is what the kit's markers and controls are called, recalled, in either direction.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import cell_mark, decimal_mark, head_cells, is_missing, number, rows_of, unique
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.marker_names import is_tetraspanin, marker_name
from exoforge.streams.measurement import ArraySpec, Figure, Marker, Measurement

Array = NDArray[np.float64]
WHAT = "a table of surface markers on capture beads"
LARGEST = 8 * 1024 * 1024
TWICE = 2.0
"""Times the brightest negative control bead of the same sample, and the same bead in the blank, from which a marker counts as there.

A choice; medians alone tell no spread."""
ENOUGH = 4
"""Heads that must be surface markers or controls of the beads for a table to be one of them."""
CONTROL = re.compile(r"^(?:m?ig\s?g\d?|rea|mouse ig\s?g\d?|isotype)[\s_-]*\d*[a-z]?[\s_-]*(?:control|ctrl|ctl|isotype)?[\s_-]*\d*$", re.IGNORECASE)
"""What the beads with an antibody against nothing are called: mIgG1, REA control."""
BLANK = re.compile(
    r"^(?:blank|buffer|pbs|medium|no evs?|unconditioned|background|control medium)"
    r"(?:[\s_-]*(?:only|alone|medium|buffer|control|ctrl|blank|bkg|well|rep|repeat|replicate|[a-h]?\d{1,3}))*$",
    re.IGNORECASE,
)
"""What a sample without vesicles is called."""
SURFACE = re.compile(r"^(?:cd\d+[a-z]?(?:/\d)?|hla[- ]?(?:abc|a/b/c|dr.*)|ssea-?4|ror1|mcsp|ncam|epcam|msca-?1|w5c5|gd2)(?:[\s_-].*)?$", re.IGNORECASE)
"""Names of the markers of such kits, recalled."""
SPECS = (
    ArraySpec(name="median", dims=("bead",), unit="", meaning="median fluorescence of each capture bead, as in the file; mean of the rows of one sample"),
    ArraySpec(name="net", dims=("bead",), unit="", meaning="median less the blank of the same bead, or less the mean of the negative control beads"),
    ArraySpec(name="normalised", dims=("bead",), unit="", meaning="net over the mean net of CD9, CD63 and CD81"),
)
"""Every array that a table of surface markers may hold."""


@final
class SurfaceTable(Reader):
    """Reads medians of capture beads, samples down and markers across or the other way round; one measurement for each sample.

    Subtraction: from each bead the blank sample's median of the same bead; without a blank, the mean of the negative control beads of
    the same sample (as wiklander2018 is recalled). Detection is judged before: a marker is positive from twice the brighter of the brightest negative
    control bead of its sample and its own bead in the blank, negative at or below the brighter, and between them only quantified.
    """

    technique: ClassVar[str] = "bead-array"
    name: ClassVar[str] = "surface-marker-beads"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "tables of surface markers on capture beads (MACSPlex)"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the heads, or the first cells of the rows, are surface markers and control beads."""
        heads = head_cells(file.start)[1:]
        mark = cell_mark(next((line for line in file.start.splitlines() if line.strip() and not line.startswith("#")), ""))
        firsts = [line.split(mark)[0].strip('" \t') for line in file.start.splitlines()]
        return any(_fits(names) for names in (heads, firsts))

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a table.

        Raises
        ------
        FileError
            A row is cut off, holds a word or an infinite number, a number can be read in two ways (``1,234``), or there is no sample beside the blank.
        """
        rows = rows_of(file.text, file.path, what=WHAT)
        heads = next(rows).cells
        held = list(rows)
        for row in held:
            if len(row.cells) != len(heads):
                raise FileError(
                    f"Line {row.line} of '{file.path}' has {len(row.cells)} cells; the head has {len(heads)}. The table is cut off; export it again."
                )
        if not held or len(heads) < 2:
            raise FileError(f"'{file.path}' has the head of {WHAT} and no row below it; export it again.")
        across = _fits(heads[1:])
        decimal = decimal_mark((cell for row in held for cell in row.cells[1:]), file.path, what="its medians")
        cells = np.array([[_median(text, decimal, row.line, head, file) for head, text in zip(heads[1:], row.cells[1:], strict=True)] for row in held])
        rowed = [row.cells[0] for row in held]
        beads, samples, medians = (heads[1:], rowed, cells) if across else (rowed, heads[1:], cells.T)
        columns = [place for place, bead in enumerate(beads) if np.isfinite(medians[:, place]).any()]
        empty = tuple(beads[place] for place in range(len(beads)) if place not in columns)
        array = _Array(beads=unique([beads[place] for place in columns]), medians=_by_sample(samples, medians[:, columns]), empty=empty, across=across)
        real = [name for name in array.medians if not BLANK.match(name)]
        if not real:
            raise FileError(f"'{file.path}' holds no sample but the blank; {WHAT} holds at least one with vesicles. Export the whole plate.")
        return tuple(_of_sample(array, name) for name in real)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Array:
    """A table the right way round: the medians of each sample's rows."""

    beads: tuple[str, ...]
    medians: Mapping[str, Array]
    empty: tuple[str, ...]
    across: bool


def _fits(names: Sequence[str]) -> bool:
    controls = sum(CONTROL.match(name.strip()) is not None for name in names)
    return controls > 0 and sum(SURFACE.match(name.strip()) is not None for name in names) + controls >= ENOUGH


def _median(text: str, decimal: str, line: int, head: str, file: InstrumentFile) -> float:
    value = number(text, decimal)
    if not math.isfinite(value) and not is_missing(text):
        raise FileError(f"Line {line} of '{file.path}' has '{text[:40]}' under '{head}'; a median fluorescence was expected. Leave other columns out.")
    if abs(value) > 1e12:
        raise FileError(f"Line {line} of '{file.path}' has {value:g} under '{head}'; no cytometer reports a fluorescence above 1e12. Export it again.")
    return value


def _by_sample(samples: Sequence[str], medians: Array) -> dict[str, Array]:
    """Rows of one name together: (n_repeat, n_bead) each."""
    found: dict[str, list[Array]] = {}
    for name, row in zip(samples, medians, strict=True):
        found.setdefault(name or "unnamed sample", []).append(row)
    return {name: np.array(rows) for name, rows in found.items()}


def _mean(rows: Array) -> Array:
    """Mean over repeats; NaN where none has a number."""
    known = np.isfinite(rows).sum(axis=0)
    return np.where(known > 0, np.nansum(rows, axis=0) / np.maximum(known, 1), np.nan)


def _of_sample(table: _Array, name: str) -> Measurement:
    median = _mean(table.medians[name])
    blanks = [rows for label, rows in table.medians.items() if BLANK.match(label)]
    blank = _mean(np.concatenate(blanks)) if blanks else None
    control = np.array([CONTROL.match(bead) is not None for bead in table.beads])
    base = median[control][np.isfinite(median[control])]
    net = median - blank if blank is not None else median - (base.mean() if base.size else np.nan)
    three = np.array([is_tetraspanin(bead) for bead in table.beads])
    middle = float(net[three].mean()) if three.sum() == 3 else math.nan
    normalised = net / middle if math.isfinite(middle) and middle > 0 else np.full(net.size, np.nan)
    rule = "the blank of the same bead subtracted" if blank is not None else "the mean of the negative control beads subtracted"
    top = float(base.max()) if base.size else math.nan
    repeats = table.medians[name].shape[0]
    markers = tuple(_markers(table.beads, control, median, net, top, blank, rule))
    figures = [Figure(name="markers positive", value=float(sum(one.result == "positive" for one in markers)), unit="", meaning=_rule(), source="computed")]
    if math.isfinite(middle):
        figures.append(Figure(name="mean of CD9, CD63 and CD81", value=middle, unit="", meaning=f"of the net medians, {rule}", source="computed"))
    return Measurement(
        technique="bead-array",
        arrays={"median": median, "net": net, "normalised": normalised},
        specs=SPECS,
        sample=name,
        instrument="flow cytometer, not named; capture beads",
        settings={
            "beads": table.beads,
            "negative control beads": tuple(bead for bead, one in zip(table.beads, control, strict=True) if one),
            "exoforge": {
                "subtraction": rule,
                "blank": tuple(label for label in table.medians if BLANK.match(label)),
                "detection": _rule(),
                "rows of this sample": repeats,
                "table": "samples down" if table.across else "samples across",
            },
        },
        unread=dict.fromkeys(table.empty, "no number in any sample"),
        figures=tuple(figures),
        markers=markers,
        notices=tuple(_notices(table, name, median, control, top, middle, three, blank is not None)),
    )


def _rule() -> str:
    return f"at least {TWICE:g} times the brightest negative control bead of the same sample, and its own bead in a blank"


def _markers(beads: Sequence[str], control: NDArray[np.bool_], median: Array, net: Array, top: float, blank: Array | None, rule: str) -> Iterator[Marker]:
    own = np.full(median.size, -np.inf) if blank is None else np.nan_to_num(blank, nan=-np.inf)
    for bead, is_control, value, above, alone in zip(beads, control, median, net, own, strict=True):
        if is_control or not math.isfinite(value):
            continue
        dark, what = (top, "the brightest negative control bead") if not alone > top else (float(alone), "its own bead in the blank")
        result: Literal["positive", "negative", "quantified"]
        if not math.isfinite(top) or top <= 0:
            result, said = "quantified", "no negative control bead above 0 to judge it by"
        elif value >= TWICE * dark:
            result, said = "positive", f"median {value:.4g}, {value / dark:.3g} times {what}"
        elif value <= dark:
            result, said = "negative", f"median {value:.4g}, not above {what} ({dark:.4g})"
        else:
            result, said = "quantified", f"median {value:.4g}, above {what} but below {TWICE:g} times"
        yield Marker(name=marker_name(bead), result=result, said=said, value=float(above) if math.isfinite(above) else None, rule=f"the value has {rule}")


def _notices(
    table: _Array, name: str, median: Array, control: NDArray[np.bool_], top: float, middle: float, three: NDArray[np.bool_], has_blank: bool
) -> Iterator[str]:
    if not has_blank:
        yield "The table holds no blank (buffer or medium without vesicles): what the beads shine by themselves is told by the negative control beads alone."
    if not control.any() or not math.isfinite(top):
        yield "The sample has no negative control bead with a number; no marker is called positive or negative."
    if three.sum() != 3:
        yield "CD9, CD63 and CD81 are not all in the table; nothing is normalised to them."
    elif not math.isfinite(middle):
        yield "CD9, CD63 and CD81 do not all have a number; nothing is normalised to them."
    elif not middle > 0:
        yield f"The mean of CD9, CD63 and CD81 is {middle:.3g} after subtraction; vesicles were hardly caught, and nothing is normalised to it."
    if missing := int(np.isnan(median).sum()):
        yield f"{missing} beads of this sample have no number; they are undefined."
    if table.medians[name].shape[0] > 1:
        yield f"{table.medians[name].shape[0]} rows have this name; their means are taken, as of technical repeats."
