"""Western blots and other tables of markers that a person has written down."""

from exoforge.instruments.blots.layout import TEMPLATE
from exoforge.instruments.blots.marker_table import MarkerTable

READERS = (MarkerTable,)

__all__ = ["READERS", "TEMPLATE", "MarkerTable"]
