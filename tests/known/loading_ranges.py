"""Known answers of published loadings: the tables of two reviews as they were printed, and what the table of a third sums up to."""

from __future__ import annotations

from exoforge.evidence.loading import Quantity, loading_rows, range_of
from tests.known.case import Case

TABLE_ONE = "PMC10570584, Table 1"
RANGES = "PMC8191593, Table 1"
ATLAS = "Chaudhari 2026, table of Figures 3b and 3c"


def case(name: str, title: str, source: str, percent: float, method: str, end: str, *, family: str = "", substance: str = "", quantity: Quantity) -> Case:
    """An end of a range, in per cent as printed."""

    def compute() -> float:
        found = range_of([row for row in loading_rows(method, family, substance) if row.document != "haney2015_loading"], quantity)
        edge = getattr(found, end)
        return float("nan") if edge is None else 100.0 * float(edge)

    return Case(id=f"loading ranges {name}", title=title, source=source, expected=percent, tolerance=1e-6, kind="relative", unit="%", compute=compute)


CASES: tuple[Case, ...] = (
    case(
        "porphyrin low",
        "hydrophilic porphyrin, electroporation, lowest less its error",
        TABLE_ONE,
        0.4,
        "electroporation",
        "low",
        substance="hydrophilic-porphyrin",
        quantity="efficiency",
    ),
    case(
        "porphyrin high",
        "hydrophilic porphyrin, electroporation, highest and its error",
        TABLE_ONE,
        3.4,
        "electroporation",
        "high",
        substance="hydrophilic-porphyrin",
        quantity="efficiency",
    ),
    case("gemcitabine", "gemcitabine, sonication, and its error", TABLE_ONE, 15.36, "sonication", "high", substance="gemcitabine", quantity="efficiency"),
    case(
        "catalase", "catalase, freezing and thawing, less its error", TABLE_ONE, 13.6, "freeze-thaw-loading", "low", substance="catalase", quantity="efficiency"
    ),
    case("sirna", "small RNA, electroporation, highest", RANGES, 62.0, "electroporation", "high", family="small RNA", quantity="as printed"),
    case("protein extrusion", "proteins, extrusion", RANGES, 22.0, "extrusion", "high", family="protein", quantity="as printed"),
    case(
        "doxorubicin",
        "doxorubicin, passive, highest capacity of 19 numbers",
        ATLAS,
        23.55,
        "incubation-loading",
        "high",
        substance="doxorubicin",
        quantity="capacity",
    ),
)
