"""Plate readers: their sheets, the map of a plate, standard curves and what samples read, and look-alike plates of known truth."""

from exoforge.instruments.plates.assay import Assay, as_measurements, run_assay
from exoforge.instruments.plates.doses import DoseTable, read_doses
from exoforge.instruments.plates.generator import sheet_text, write_book
from exoforge.instruments.plates.kinds import KINDS, Kind, kind_of
from exoforge.instruments.plates.layout import Layout, Well, read_layout
from exoforge.instruments.plates.limits import Limits, Standard
from exoforge.instruments.plates.potency import PotencyRun, run_potency
from exoforge.instruments.plates.reader import PlateSheet
from exoforge.instruments.plates.samples import Sample

READERS = (PlateSheet,)

__all__ = [
    "KINDS",
    "READERS",
    "Assay",
    "DoseTable",
    "Kind",
    "Layout",
    "Limits",
    "PlateSheet",
    "PotencyRun",
    "Sample",
    "Standard",
    "Well",
    "as_measurements",
    "kind_of",
    "read_doses",
    "read_layout",
    "run_assay",
    "run_potency",
    "sheet_text",
    "write_book",
]
