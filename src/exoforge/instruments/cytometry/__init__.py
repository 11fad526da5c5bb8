"""Flow cytometry: the reader of FCS files, beads that calibrate them, gates, and a virtual cytometer of known truth."""

from exoforge.instruments.cytometry.fcs import FlowCytometryStandard
from exoforge.instruments.cytometry.virtual import FlowCytometerVirtual

READERS = (FlowCytometryStandard,)

__all__ = ["READERS", "FlowCytometerVirtual", "FlowCytometryStandard"]
