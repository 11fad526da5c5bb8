"""Write docs/parameters.md from the declarations: every parameter of every operation with its unit, range, usual value, spread and source.

Run: python tools/parameters.py            (with --check: exit 1 when the page is stale)
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from exoforge.base.parameters import Parameter, parameters_of
from exoforge.instruments.catalog import VIRTUAL
from exoforge.stages.catalog import operations

PAGE = Path(__file__).parents[1] / "docs" / "parameters.md"
HEAD = """# Parameters

This page is made from the declarations in the code (`python tools/parameters.py`).
What a record leaves out takes the usual value and is told; what has no usual value must be stated.
The status is that of the usual value: *read* in the source named, *derived* for this package from what was read there,
*recalled* and not re-read, or a *choice* of this package.
Spreads are choices of this package, wide where ignorance is wide.
A spread of *factor f* is log-normal: two thirds of the members lie within a factor f of the value, and 90 % within f to the power 1.64.
Settings of the record beside these (dose, volume, body mass and the like) stand on the page of [the record](format.md).
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for (stage, kind), operation in operations().items():
        parts.append(f"## {stage}/{kind}\n\n{_sentence(operation)}\n\n{_table(parameters_of(operation))}")
    parts += [f"## {instrument.title}\n\n{_sentence(instrument)}\n\n{_table(parameters_of(instrument))}" for instrument in VIRTUAL]
    return "\n".join(parts)


def _sentence(operation: type) -> str:
    return (operation.__doc__ or "").strip().splitlines()[0]


def _table(parameters: tuple[Parameter, ...]) -> str:
    rows = ["| setting | unit | meaning | range | usual | spread | source |", "|---|---|---|---|---|---|---|"]
    rows += [
        f"| `{one.name}` | {one.unit or '–'} | {one.meaning} | {_range(one)} | {_usual(one)} | {_spread(one)} | {one.status} {one.cite} |" for one in parameters
    ]
    return "\n".join(rows) + "\n"


def _range(one: Parameter) -> str:
    if one.choices:
        return ", ".join(one.choices)
    low, high = (f"{edge:.4g}" if math.isfinite(edge) else "–" for edge in (one.low, one.high))
    return f"{low} to {high}"


def _usual(one: Parameter) -> str:
    if one.usual is None:
        return "**to be stated**"
    return one.usual if isinstance(one.usual, str) else f"{one.usual:.4g}"


def _spread(one: Parameter) -> str:
    spread = one.spread
    if spread.shape == "uniform":
        return f"{spread.a:.4g} to {spread.b:.4g}"
    if spread.shape == "lognormal":
        return f"factor {spread.a:.3g}"
    return f"± {spread.a:.4g}" if spread.shape == "normal" else "–"


def main() -> None:
    """Write the page, or check it."""
    text = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            sys.exit("docs/parameters.md is stale; run python tools/parameters.py")
        return
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
