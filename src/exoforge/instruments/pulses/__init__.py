"""Resistive pulses, tunable (TRPS) and microfluidic (MRPS): readers, calibration with beads, virtual instruments, look-alikes of known truth."""

from exoforge.instruments.pulses.blockades import BlockadeTable
from exoforge.instruments.pulses.calibration import calibrated
from exoforge.instruments.pulses.generator import blockade_text, write_irbd, write_spectradyne
from exoforge.instruments.pulses.spectradyne import Spectradyne
from exoforge.instruments.pulses.trace import RawCurrent
from exoforge.instruments.pulses.variables import SPECS
from exoforge.instruments.pulses.virtual import MrpsVirtual, TrpsVirtual

READERS = (BlockadeTable, Spectradyne, RawCurrent)

__all__ = [
    "READERS",
    "SPECS",
    "BlockadeTable",
    "MrpsVirtual",
    "RawCurrent",
    "Spectradyne",
    "TrpsVirtual",
    "blockade_text",
    "calibrated",
    "write_irbd",
    "write_spectradyne",
]
