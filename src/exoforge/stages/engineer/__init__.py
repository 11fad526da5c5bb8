"""The operations of the stage 'engineer'."""

from typing import Any

from exoforge.stages.engineer.electroporation import Electroporation
from exoforge.stages.engineer.extrusion import Extrusion
from exoforge.stages.engineer.free_cargo_removal import FreeCargoRemoval
from exoforge.stages.engineer.freeze_thaw_loading import FreezeThawLoading
from exoforge.stages.engineer.incubation import IncubationLoading
from exoforge.stages.engineer.liposome_hybrid import LiposomeHybrid
from exoforge.stages.engineer.saponin import SaponinPermeabilisation
from exoforge.stages.engineer.sonication import Sonication
from exoforge.stages.engineer.surface_modification import SurfaceModification
from exoforge.stages.engineer.thermal_loading import ThermalLoading
from exoforge.stages.engineer.transfection_loading import TransfectionLoading

OPERATIONS: tuple[type[Any], ...] = (
    Electroporation,
    IncubationLoading,
    LiposomeHybrid,
    SurfaceModification,
    Extrusion,
    FreeCargoRemoval,
    FreezeThawLoading,
    SaponinPermeabilisation,
    Sonication,
    ThermalLoading,
    TransfectionLoading,
)
