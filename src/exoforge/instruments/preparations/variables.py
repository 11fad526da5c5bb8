"""The columns of a table of preparations, declared once: how they may be called, and what they become."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exoforge.streams.measurement import ArraySpec


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    array : of the measurement. figure : the headline number that it becomes. unit : SI. meaning : of the array.
    head : how its head may be written, folded to small letters without blanks. factors : to SI, by what the head says of the unit.
    """

    array: str
    figure: str
    unit: str
    meaning: str
    head: str
    factors: tuple[tuple[str, float], ...]


MASS_PER_VOLUME = (
    (r"(ug|mcg)(_?per_?|/|_)(ml)", 1e-3),
    (r"mg(_?per_?|/|_)(ml)", 1.0),
    (r"ng(_?per_?|/|_)(ul)", 1e-3),
    (r"ng(_?per_?|/|_)(ml)", 1e-6),
)
COLUMNS = (
    Column(array="diameter", figure="mean diameter", unit="m", meaning="diameter as the table has it", head="size|diameter", factors=(("nm", 1e-9),)),
    Column(
        array="concentration",
        figure="concentration",
        unit="particles/m3",
        meaning="particles per volume as the table has it",
        head="concentration|particles|particle_concentration",
        factors=((r"(/|per_?|_)ml", 1e6), (r"(/|per_?|_)l\b", 1e3)),
    ),
    Column(array="protein", figure="protein", unit="kg/m3", meaning="protein per volume", head="protein", factors=MASS_PER_VOLUME),
    Column(array="dna", figure="DNA", unit="kg/m3", meaning="DNA per volume", head="dna", factors=MASS_PER_VOLUME),
    Column(array="rna", figure="RNA", unit="kg/m3", meaning="RNA per volume", head="rna", factors=MASS_PER_VOLUME),
    Column(array="lipid", figure="lipid", unit="kg/m3", meaning="lipid per volume", head="lipids?", factors=MASS_PER_VOLUME),
)
"""Every column that is measured."""
NAMES = ("strain", "sample", "preparation", "cell", "source", "batch", "lot", "name")
RUNS = ("expt", "experiment", "run", "isolation", "prep")
REPEATS = ("replicate", "repeat", "rep")
SPECS = tuple(ArraySpec(name=one.array, dims=("repeat",), unit=one.unit, meaning=one.meaning) for one in COLUMNS)
"""Every array that a preparation may hold."""


_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TEN = re.compile(r"(?<![\d.])(?:(?:[x×*]_?)?10(?:\^|\*\*)(?P<power>-?\d{1,2})|(?:[x×*]_?)?(?<![a-z])1?e\+?(?P<e>\d{1,2}))(?!\d)")
"""A power of ten in a head: ``x10^9``, ``1e10``, ``E9``."""
_OTHER_TEN = re.compile(r"(?<!\d)(?:[x×*]_?\d|10[\^_e]|10$|1000|million|billion)")
"""What may be a multiple and is not written so that it can only be read in one way, as ``x10E9``."""


def folded(head: str) -> str:
    """A head in one spelling: small letters, no brackets, one sign between words."""
    plain = re.sub(r"(?<=\d)(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])", "^", head.casefold()).translate(_SMALL).replace("µ", "u").replace("μ", "u")
    return re.sub(r"[\s_\-()\[\].,]+", "_", plain).strip("_")


def column_of(head: str) -> tuple[Column, float] | None:
    """The column that a head means and the factor to SI, with the power of ten that it names (``x10^9/mL``).

    None for another column, for one whose unit the head does not say, and for one whose multiple can be read in two ways (``x10E9``).
    """
    plain = folded(head)
    ten = _TEN.search(plain)
    if ten:
        plain = f"{plain[: ten.start()]}{plain[ten.end() :]}".replace("__", "_").replace("_/", "/")
    if _OTHER_TEN.search(plain):
        return None
    times = 10.0 ** int(ten.group("power") or ten.group("e")) if ten else 1.0
    for column in COLUMNS:
        found = re.match(rf"({column.head})(_|/|$)", plain)
        if found:
            rest = plain[len(found.group(1)) :]
            for pattern, factor in column.factors:
                if re.search(pattern, rest) and not (column.array == "concentration" and re.search(r"\d", rest)):
                    return column, factor * times
    return None
