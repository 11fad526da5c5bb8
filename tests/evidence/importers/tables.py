"""Small extraction tables and what an importer reads in them."""

import csv
import io

from exoforge.evidence.importers.csv_template import CsvTemplate
from exoforge.evidence.importers.names import Names

ROW = {
    "product": "exosomes",
    "cell": "bone marrow MSC",
    "dose": "100 ug protein",
    "route": "i.v.",
    "tissue": "bone",
    "treated_species": "rats",
    "authors": "Muster A, Probe C",
    "year": "2021",
    "title": "A made work on vesicles and bone",
}
"""A row that can be read whole."""


def table(*rows, delimiter=","):
    """CSV text of rows, each a dict by column; the columns are those of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(text, works=(), file="rows.csv"):
    """What the importer of tables reads."""
    return CsvTemplate().read(file, text, Names(works))


def only(text, works=()):
    """The one row of a table."""
    (row,) = read(text, works).rows
    return row


def arm(**cells):
    """An arm made from a row."""
    row = only(table(ROW | cells))
    assert row.arm is not None, row.problems
    return row.arm
