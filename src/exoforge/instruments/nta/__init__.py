"""Nanoparticle tracking analysis: the readers of NanoSight and ZetaView files, the virtual instruments beside them, and look-alikes of known truth."""

from exoforge.instruments.nta.generator import lognormal_truth, summary_text, write_summary
from exoforge.instruments.nta.nanosight_summary import NanoSightSingle, NanoSightSummary
from exoforge.instruments.nta.nanosight_tracks import NanoSightParticles, NanoSightTracks
from exoforge.instruments.nta.variables import SPECS
from exoforge.instruments.nta.virtual import NanoSightVirtual
from exoforge.instruments.nta.wide_table import WideTable
from exoforge.instruments.nta.zetaview_generator import ZetaLook, write_zetaview, zetaview_text
from exoforge.instruments.nta.zetaview_positions import ZetaViewPositions
from exoforge.instruments.nta.zetaview_profile import ZetaViewProfile
from exoforge.instruments.nta.zetaview_size import ZetaViewSize
from exoforge.instruments.nta.zetaview_virtual import ZetaViewVirtual

READERS = (NanoSightSummary, NanoSightSingle, NanoSightParticles, NanoSightTracks, ZetaViewProfile, ZetaViewPositions, ZetaViewSize, WideTable)

__all__ = [
    "READERS",
    "SPECS",
    "NanoSightSummary",
    "NanoSightVirtual",
    "ZetaLook",
    "ZetaViewVirtual",
    "lognormal_truth",
    "summary_text",
    "write_summary",
    "write_zetaview",
    "zetaview_text",
]
