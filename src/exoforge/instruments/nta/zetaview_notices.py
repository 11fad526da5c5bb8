"""What is doubtful about a ZetaView run: sentences about its checks, its dilution, its medians and its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from exoforge.instruments.nta.notices import SYNTHETIC_SAID, medium_notices
from exoforge.instruments.nta.zetaview_head import Head, dilutions_of, stated_dilution, value_of
from exoforge.instruments.nta.zetaview_table import AREA, NUMBER, VOLUME, Grid, Table, median_at_labels
from exoforge.laws.distributions import quantiles

NEVER = "1904-01-01"
"""The zero of the clock of the software's language, which stands where nothing was ever checked."""
GOOD = ("good", "very good", "ok")
FEW_TRACES = 100
"""Fewer traces than this are told: counting alone then leaves more than 10 % of uncertainty. A choice."""
MEDIAN_TOLERANCE = 0.01e-9
"""[m] By which a median formed here as the software does may differ from the printed one; the concentrations have four digits."""
MEDIAN_SHARE = 3e-4
"""Or by this share of it: the labels of the bins have four digits too."""
DERIVED_SHARE = 2e-3
"""Share by which the columns of volume and area may differ from traces times pi/6 d3 and pi/4 d2, printed with four digits."""


def notices_of_run(head: Head, table: Table, medians: Mapping[str, str]) -> Iterator[str]:
    """The sentences about a run, most serious first."""
    if head.values.get("general remarks", "").startswith("Synthetic"):
        yield SYNTHETIC_SAID
    grid = table.even or table.ratio
    traces = float(grid.columns[NUMBER].sum()) if grid else 0.0
    if not traces:
        yield "The run is empty: no particle was traced, and its table holds no bins. A blank reads so, and so does a run that failed."
    yield from checks(head)
    yield from _dilution(head)
    if grid is not None and traces:
        if traces < FEW_TRACES:
            yield f"Only {traces:.0f} particles were traced: counting alone leaves the total uncertain by {traces**-0.5:.0%}, and each size class by more."
        yield from _medians(head, grid, medians)
        yield from _derived(grid)
    temperature, viscosity = value_of(head, "temperature"), value_of(head, "viscosity")
    if temperature is not None and viscosity is not None:
        yield from medium_notices(np.array([temperature + 273.15]), np.array([viscosity * 1e-3]))


def checks(head: Head) -> Iterator[str]:
    """What the instrument says of its own checks of drift and cell, where it is not good."""
    for what, result, when in (
        ("particle drift", "particle drift check result", "particle drift checked"),
        ("cell", "cell check result", "cell checked"),
    ):
        said, date = head.values.get(result, ""), head.values.get(when, "")
        never = date.startswith(NEVER)
        if never and said:
            yield f"The instrument says of its {what} check: '{said}'; but the check is dated {NEVER}, the zero of its clock, so it was never made."
        elif never:
            yield f"The {what} check was never made: it is dated {NEVER}, the zero of the software's clock."
        elif said.casefold() not in GOOD:
            yield f"The instrument says of its {what} check: '{said or 'nothing'}'."


def _dilution(head: Head) -> Iterator[str]:
    factor, texts = stated_dilution(head), dilutions_of(head)
    if len(texts) > 1:
        yield f"The file states several dilutions ({', '.join(texts)}); none of them is taken. Its concentrations are those in the cell."
    elif factor is None and texts:
        yield f"The file states a dilution of '{texts[0]}', which is no factor of 1 or above and is not taken. Its concentrations are those in the cell."
    elif factor is None:
        yield "The file states no dilution: its concentrations are those in the cell, not of the stock."
    elif factor > 1:
        yield f"The concentrations are those in the cell; the file states a dilution of 1:{factor:g} and does not multiply by it."
    correction = value_of(head, "concentration correction factor")
    if correction is not None and correction != 1:
        yield f"A concentration correction factor of {correction:g} is set; whether the concentrations hold it already is not known."


def _medians(head: Head, grid: Grid, medians: Mapping[str, str]) -> Iterator[str]:
    number = value_of(head, "median number (d50)")
    if number:
        ours = float(quantiles(grid.edges, grid.columns[NUMBER], 0.5)[0]) * 1e9
        yield (
            f"The printed D50 of {number:.1f} nm is read at the labels of the bins as if they were upper edges; "
            f"they are middles, and at the edges the median of the traces is {ours:.1f} nm."
        )
    for key, column in medians.items():
        printed = value_of(head, key.casefold())
        if printed is None or column not in grid.columns or not grid.columns[column].any():
            continue
        ours = median_at_labels(grid.labels, grid.columns[column])
        if abs(ours - printed * 1e-9) > max(MEDIAN_TOLERANCE, MEDIAN_SHARE * ours):
            yield f"The printed '{key}' is {printed:.2f} nm, but the table gives {ours * 1e9:.2f} nm by the software's own rule."


def _derived(grid: Grid) -> Iterator[str]:
    """Whether volume and area are what they have been found to be."""
    traces, middle = grid.columns[NUMBER], grid.labels
    expected = {VOLUME: traces * np.pi / 6.0 * middle**3, AREA: traces * np.pi / 4.0 * middle**2}
    kept = {name: grid.columns[name] for name in expected if name in grid.columns}
    if not kept:
        return
    if all(np.all(np.abs(column - expected[name]) <= DERIVED_SHARE * expected[name] + 1e-3 * column) for name, column in kept.items()):
        yield (
            "The columns of volume and area are the traces times pi/6 d3 and pi/4 d2: no concentrations, and the area is the shadow and not the surface. "
            "Multiplied by a dilution they mean nothing."
        )
    else:
        yield "The columns of volume and area are not the traces times pi/6 d3 and pi/4 d2, as in other files; what they are is not known."
