"""What instruments wrote, read; and what they would have seen of a suspension, computed: both as the same `Measurement`."""

from exoforge.instruments.catalog import read_measurement, read_measurements, readers
from exoforge.instruments.contract import Reader, VirtualInstrument
from exoforge.instruments.files import InstrumentFile

__all__ = ["InstrumentFile", "Reader", "VirtualInstrument", "read_measurement", "read_measurements", "readers"]
