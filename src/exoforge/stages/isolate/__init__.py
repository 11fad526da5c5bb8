"""The operations of the stage 'isolate'."""

from typing import Any

from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.stages.isolate.filtration import Filtration
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration

OPERATIONS: tuple[type[Any], ...] = (Centrifugation, Filtration, TangentialFlowFiltration, SizeExclusion)
