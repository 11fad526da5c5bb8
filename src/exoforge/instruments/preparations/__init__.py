"""Tables of preparations: particles, protein, nucleic acid and lipid of each, and their ratio."""

from exoforge.instruments.preparations.purity import Purity, purities, purity_of
from exoforge.instruments.preparations.reader import RATIO, PreparationTable

READERS = (PreparationTable,)

__all__ = ["RATIO", "READERS", "PreparationTable", "Purity", "purities", "purity_of"]
