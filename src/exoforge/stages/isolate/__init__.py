"""The operations of the stage 'isolate'."""

from typing import Any

from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.stages.isolate.density_gradient import DensityGradient
from exoforge.stages.isolate.filtration import Filtration
from exoforge.stages.isolate.hydrostatic_dialysis import HydrostaticDialysis
from exoforge.stages.isolate.immunoaffinity import Immunoaffinity
from exoforge.stages.isolate.microfluidics import Microfluidics
from exoforge.stages.isolate.precipitation import Precipitation
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.stages.isolate.ultrafiltration import Ultrafiltration

OPERATIONS: tuple[type[Any], ...] = (
    Centrifugation,
    DensityGradient,
    Filtration,
    TangentialFlowFiltration,
    Ultrafiltration,
    HydrostaticDialysis,
    SizeExclusion,
    Precipitation,
    Immunoaffinity,
    Microfluidics,
)
