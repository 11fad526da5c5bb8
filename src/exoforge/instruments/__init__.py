"""What instruments wrote, read; and what they would have seen of a suspension, computed: both as the same `Measurement`."""

from exoforge.instruments.catalog import read_measurement, readers
from exoforge.instruments.contract import Reader, VirtualInstrument

__all__ = ["Reader", "VirtualInstrument", "read_measurement", "readers"]
