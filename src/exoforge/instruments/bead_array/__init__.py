"""Bead arrays: tables of surface markers on capture beads, panels of beads, and beads told apart in the events of a cytometer."""

from exoforge.instruments.bead_array.beads import beads_of
from exoforge.instruments.bead_array.panels import BeadPanelFile, beads_of_panel
from exoforge.instruments.bead_array.surface_table import SurfaceTable

READERS = (BeadPanelFile, SurfaceTable)

__all__ = ["READERS", "BeadPanelFile", "SurfaceTable", "beads_of", "beads_of_panel"]
