"""The declarations of a lot file: the file format itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from exoforge.base.units import looks_like_quantity
from exoforge.record.lots.leaves import Table, as_quantity, as_text, of_format

FORMAT = "1.0"
"""Version of the lot format, major.minor."""


def _as_quantity_if_any(plain: Any) -> Any:
    return plain if plain == "" else as_quantity(plain)


Text = Annotated[str, BeforeValidator(as_text)]
Amount = Annotated[str, BeforeValidator(_as_quantity_if_any)]
Format = Annotated[str, of_format("lot", "lot_format", FORMAT)]


class LotFile(Table):
    """A file that an instrument wrote of the lot, or of a standard beside it."""

    path: str = Field(min_length=1, description="The file, from the folder of the lot file.")
    test: str = Field(default="", description="The id of the test that it is for; without it, it may serve any test.")
    purpose: str = Field(default="", description="What it is for, in words.")
    sample: str = Field(default="", description="The sample in the file, where it holds several.")
    dilution: Text = Field(default="", description="How far the sample was diluted for the instrument, such as 1:1000.")
    sha256: str = Field(default="", pattern=r"^([0-9a-fA-F]{64})?$", description="Its SHA-256; checked.")
    date: datetime.date | None = Field(default=None, description="When it was measured.")
    operator: str = Field(default="", description="Who measured it.")
    standard: str = Field(default="", description="Where it is no sample of the lot but a standard measured beside it: the standard's name.")
    nominal: Amount = Field(default="", description="The standard's certified value, such as 100 nm.")


class LotResult(Table):
    """A test that was done elsewhere, as its report states it."""

    test: str = Field(min_length=1, description="The id of the test, as in the specification.")
    value: Text = Field(default="", description="The result: '<0.05 EU/mL', 'negative', '1.2e10 particles/mL'.")
    markers: Mapping[str, Text] = Field(default_factory=dict, description="A result for each marker: positive, negative, or a quantity.")
    method: str = Field(default="", description="By which method.")
    date: datetime.date | None = Field(default=None, description="When it was done.")
    by: str = Field(default="", description="Who did it.")
    document: str = Field(default="", description="The report that says so.")
    note: str = Field(default="", description="Anything else.")
    retest: bool = Field(default=False, description="Whether it repeats a test whose first result is stated, too.")


class Parent(Table):
    """A lot that this one was made of."""

    lot: str = Field(min_length=1, description="Its id, such as the cell bank's.")
    what: str = Field(default="", description="What it gave.")
    path: str = Field(default="", description="Its lot file, where there is one.")


class Lot(Table):
    """One lot of a product."""

    format: Format = Field(alias="lot_format", description=f'Version of the lot format: "{FORMAT}".')
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A short name without spaces.")
    product: str = Field(min_length=1, description="What the product is called.")
    made: datetime.date = Field(description="The day on which it was made.")
    expires: datetime.date | None = Field(default=None, description="The last day on which it may be used, or is to be tested again.")
    storage: str = Field(default="", description="How it is kept, such as 'below -70 °C'.")
    manufacturer: str = Field(default="", description="Who made it and where: name and address.")
    title: str = Field(default="", description="One line for a reader.")
    nature: str = Field(default="", description="'synthetic' where nothing was measured and the lot is an example.")
    record: str = Field(default="", description="The therapy record by which it was made, from the folder of the lot file.")
    record_sha256: str = Field(default="", pattern=r"^([0-9a-fA-F]{64})?$", description="The SHA-256 of that record; checked.")
    donor: Text = Field(default="", description="The donor, by a code.")
    passage: Text = Field(default="", description="The passage of the cells.")
    source_cells: str = Field(default="", description="The cells that made it.")
    batch_size: Amount = Field(default="", description="How much was made, such as '40 mL'.")
    operator: str = Field(default="", description="Who made it.")
    conditions: tuple[str, ...] = Field(default=(), description="Ids of conditional tests whose condition is met by this lot.")
    deviations: tuple[str, ...] = Field(default=(), description="What went otherwise than planned, one sentence each.")
    label: Mapping[str, Amount] = Field(default_factory=dict, description="What the label states, such as concentration = '1e10 particles/mL'.")
    parents: tuple[Parent, ...] = Field(default=(), alias="parent", description="Lots that it was made of.")
    files: tuple[LotFile, ...] = Field(default=(), alias="file", description="Instrument files.")
    results: tuple[LotResult, ...] = Field(default=(), alias="result", description="Tests done elsewhere.")


def is_number_like(text: str) -> bool:
    """Whether a result is meant as a number: a quantity, or one with a sign of less or more before it."""
    return looks_like_quantity(text.strip().lstrip("<>≤≥=~ "))
