"""The operations of the stage 'deliver'."""

from typing import Any

from exoforge.stages.deliver.adsorbed_coating import AdsorbedCoating
from exoforge.stages.deliver.burst_release import BurstRelease
from exoforge.stages.deliver.degradation_release import DegradationRelease
from exoforge.stages.deliver.erosion_release import ErosionRelease
from exoforge.stages.deliver.gel_cylinder import GelCylinder
from exoforge.stages.deliver.gel_disc import GelDisc
from exoforge.stages.deliver.gel_slab import GelSlab
from exoforge.stages.deliver.gel_sphere import GelSphere
from exoforge.stages.deliver.hindered_gel import HinderedGel
from exoforge.stages.deliver.injection import Injection
from exoforge.stages.deliver.relaxing_gel import RelaxingGel

OPERATIONS: tuple[type[Any], ...] = (
    Injection,
    GelSlab,
    GelSphere,
    GelCylinder,
    GelDisc,
    HinderedGel,
    RelaxingGel,
    DegradationRelease,
    ErosionRelease,
    AdsorbedCoating,
    BurstRelease,
)
