"""The columns of the template: what a reviewer fills in for one arm of one study, and one row that shows how."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.evidence.flat import ROOM_OF
from exoforge.evidence.readings import PLACE_OF_FIELD

EXAMPLE_ID = "example-delete-this-row"
"""The identifier of the row that shows how to fill the template; it is never read as evidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateColumn:
    """One column of the template.

    Parameters
    ----------
    name, meaning : as printed and explained.
    example : what the example row holds.
    """

    name: str
    meaning: str
    example: str = ""

    @property
    def room(self) -> str:
        """The vocabulary of its words, if they are terms."""
        return ROOM_OF.get(self.name, "")


def _columns(*told: tuple[str, str, str]) -> tuple[TemplateColumn, ...]:
    return tuple(TemplateColumn(name=name, meaning=meaning, example=example) for name, meaning, example in told)


COLUMNS = _columns(
    ("id", "identifier of the arm; one is made when it is empty", EXAMPLE_ID),
    ("says", "the claim in short; made from the row when it is empty", "Exosomes in a hydrogel raised new bone in rats."),
    ("product", "what was given", "exosomes"),
    ("product_name", "its name", ""),
    ("cell", "cell of origin", "umbilical cord MSC"),
    ("donor_species", "species of the donor", "human"),
    ("autology", "autologous, allogeneic or xenogeneic", ""),
    ("modification", "what was done to cells or vesicles, in the words of the source", ""),
    ("modification_kind", "the same as a term", ""),
    ("agent", "with what", ""),
    ("carrier", "what carried it", "hyaluronic acid"),
    ("dose", "dose of one application, a number with its unit", "100 ug protein"),
    ("route", "route", "implantation"),
    ("volume", "volume of one application", "50 uL"),
    ("doses", "number of applications", "1"),
    ("schedule", "how often and how long", "once, at surgery"),
    ("indication", "disease or defect", "calvarial defect"),
    ("tissue", "tissue treated", "calvarium"),
    ("treated_species", "species treated", "rat"),
    ("model", "model in the words of the source", "5 mm calvarial defect in rats"),
    ("study_type", "in cells, animals or people", "in vivo"),
    ("design", "design in the words of the source", ""),
    ("duration", "time points or follow-up", "8 weeks"),
    ("comparator", "against what", "hydrogel alone"),
    ("result", "sign of the whole, as told", "improved"),
    ("outcomes", "endpoints with direction, between semicolons", "bone volume up; inflammation down"),
    ("cargo", "cargo named, between semicolons", "miR-21"),
    ("targets", "targets with direction, between semicolons", "PTEN down"),
    ("pathways", "pathways with direction, between semicolons", "PI3K/Akt up"),
    ("trial", "identifier of the trial", ""),
    ("phase", "phase", ""),
    ("status", "status as printed", ""),
    ("country", "country", ""),
    ("patients", "people in the study", ""),
    ("adverse_events", "adverse events as told", ""),
    ("study", "your key of the work; one is made when it is empty", ""),
    ("authors", "authors of the work", "Example A, Author B"),
    ("year", "its year", "2020"),
    ("title", "its title", "An example that no journal printed"),
    ("journal", "its journal", ""),
    ("doi", "its DOI", ""),
    ("pmid", "its PMID", ""),
    ("locator", "page or table where the row was read", "Table 1, row 2"),
    ("quote", "a few words of the place", ""),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
COLUMN: Mapping[str, TemplateColumn] = {column.name: column for column in COLUMNS}
REQUIRED = ("product",)
"""Without these columns a file is no extraction table."""
WORK_COLUMNS = ("study", "authors", "year", "title", "journal", "doi", "pmid")
NUMBERS = ("dose", "volume", "doses", "patients", "year")
"""Columns in which a comma inside a number is refused."""
SAME_AS: Mapping[str, str] = {
    **{f"cited_{name}": name for name in ("authors", "year", "title", "journal", "pmid")},
    "species": "treated_species",
    "donor": "donor_species",
    "disease": "indication",
    "reference": "title",
    "page": "locator",
    "table": "locator",
}
"""Other headings that are understood: those of the exported table, and a few that reviewers use."""
_FIELD = {"donor_species": "species", "treated_species": "treated"}
PLACE_OF: Mapping[str, tuple[str, str]] = {
    name: PLACE_OF_FIELD[field] for name in NAMES if (field := _FIELD.get(name, name)) in PLACE_OF_FIELD and name not in ("dose", "cargo")
}
"""Table and key of a record under which the value of a column stands as it is."""
COLUMN_AT: Mapping[str, str] = {".".join(place): name for name, place in PLACE_OF.items()} | {"dosing.dose": "dose"}
"""The column of a place in a record."""


def template_text() -> str:
    """The template as CSV: a heading, and one row that shows how it is filled and is never read as evidence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NAMES)
    writer.writerow(column.example for column in COLUMNS)
    return out.getvalue()
