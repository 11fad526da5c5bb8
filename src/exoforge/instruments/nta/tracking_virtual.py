"""What the virtual tracking instruments have in common: which particles of a suspension they see, and the parameters that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import param
from exoforge.instruments.contract import VirtualInstrument
from exoforge.instruments.nta.tracking_physics import seen_concentration, tracked
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackingVirtual(VirtualInstrument):
    """Nanoparticle tracking of any suspension; each instrument declares with its own source what differs between them.

    Seen: light scattered by a small particle of diameter `d` and refractive index `n` in a medium of index `m` grows as
    ``s = d^6 ((n^2 - m^2) / (n^2 + 2 m^2))^2 / wavelength^4``.

    Assumes
    -------
    Rayleigh scattering also for large particles, which are seen anyway.
    """

    technique: ClassVar[str] = "nta"

    half_detection: float
    reference_index: float
    medium_index: float = param("", "refractive index of the medium", low=1.30, high=1.339, usual=1.333, status="recalled")
    sharpness: float
    steps: float
    steps_size_power: float = param("", "power of diameter by which large particles keep longer tracks; 0 for none", low=0, high=1, usual=0.0)
    counting_ratio: float
    temperature: float = param("K", "temperature of the sample", low=273.15, high=333.15, usual=298.15)

    def wavelength_ratio(self) -> float:
        """Wavelength at which `half_detection` holds over that of the instrument."""
        return 1.0

    def detection(self, diameter: Array, refractive_index: float) -> Array:
        """Probability that a particle is tracked.

        Parameters
        ----------
        diameter : (n_size,) [m]. refractive_index : of the particle, above 0.

        Returns
        -------
        probability : (n_size,) in [0, 1]; 0 for a particle that does not differ from the medium.
        """
        return tracked(
            diameter,
            refractive_index,
            half_detection=self.half_detection,
            reference_index=self.reference_index,
            medium_index=self.medium_index,
            sharpness=self.sharpness,
            wavelength_ratio=self.wavelength_ratio(),
        )

    def seen(self, suspension: Suspension) -> Array:
        """Concentration of the particles of each species and true size that are tracked: (n_species, n_size) [particles/m3].

        Raises
        ------
        SettingError
            The suspension has no volume.
        """
        chance = np.array([self.detection(suspension.grid.diameter, species.refractive_index) for species in suspension.species])
        return self.counting_ratio * seen_concentration(suspension, chance.reshape(suspension.number.shape))
