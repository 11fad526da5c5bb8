"""Dynamic light scattering: the Zetasizer readers, the virtual Zetasizer beside them, and look-alike files of known truth."""

from exoforge.instruments.dls.generator import table_text, write_zmes
from exoforge.instruments.dls.table import ZetasizerTable
from exoforge.instruments.dls.variables import SPECS
from exoforge.instruments.dls.virtual import ZetasizerVirtual
from exoforge.instruments.dls.zmes import Zmes

READERS = (Zmes, ZetasizerTable)

__all__ = ["READERS", "SPECS", "ZetasizerTable", "ZetasizerVirtual", "Zmes", "table_text", "write_zmes"]
