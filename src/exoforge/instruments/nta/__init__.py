"""Nanoparticle tracking analysis: the NanoSight reader, the virtual NanoSight beside it, and look-alike files of known truth."""

from exoforge.instruments.nta.generator import lognormal_truth, summary_text, write_summary
from exoforge.instruments.nta.nanosight_summary import NanoSightSummary
from exoforge.instruments.nta.variables import SPECS
from exoforge.instruments.nta.virtual import NanoSightVirtual

READERS = (NanoSightSummary,)

__all__ = ["READERS", "SPECS", "NanoSightSummary", "NanoSightVirtual", "lognormal_truth", "summary_text", "write_summary"]
