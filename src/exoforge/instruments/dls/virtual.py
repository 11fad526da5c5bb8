"""What a Zetasizer would report of a suspension: the light of every particle, its correlogram, and the cumulants of that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import param, uniform
from exoforge.instruments.contract import VirtualInstrument, entry_of
from exoforge.instruments.dls.runs import FIRST_LAG, TECHNIQUE, VIRTUAL, Run, measurement_of
from exoforge.laws import dls
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Measurement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]
LAGS = np.geomspace(0.5e-6, 1.0, 200)
"""[s] Lags of the correlogram. A choice, close to the groups of a real correlator."""
SIZES = np.geomspace(0.3e-9, 10e-6, 70)
"""[m] Classes of diameter, those of the real software."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class ZetasizerVirtual(VirtualInstrument):
    """Dynamic light scattering of any suspension: vesicles, lipoproteins and aggregates together, each by its light.

    Light: ``I = N d^6 ((m^2 - 1) / (m^2 + 2))^2`` with ``m = n / n_medium``, so a particle of 300 nm counts as 64 of 150 nm.
    Correlogram: ``g2 - 1 = beta (sum I exp(-Gamma t) / sum I)^2`` with ``Gamma = k T q^2 / (3 pi eta d)``.
    Reported: z-average and polydispersity index from the cumulants of that correlogram, as the real software forms them, and the
    true light in the software's 70 size classes.

    With a generator, each lag of each repeat is drawn with a normal error of `noise` at the first lag, falling with ``1 / sqrt(lag)``
    down to a tenth of it.

    Assumes
    -------
    Rayleigh scattering, which overrates particles above about 100 nm. No interactions, no multiple scattering, no dust.
    The size classes hold the true light, not an inversion of the correlogram, which is broader.

    References
    ----------
    koppel1972, zetasizer_file
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "zetasizer-virtual"
    title: ClassVar[str] = VIRTUAL
    cites: ClassVar[tuple[str, ...]] = ("koppel1972", "zetasizer_file")

    wavelength: float = param("m", "wavelength of the laser in vacuum", low=200e-9, high=2e-6, usual=632.8e-9, cite="zetasizer_file", status="read")
    angle: float = param(
        "rad", "angle between laser and detector, in the medium", low=0.01, high=3.1415, usual=float(np.radians(173.0)), cite="zetasizer_file", status="read"
    )
    medium_index: float = param("", "refractive index of the medium", low=1.2, high=2.0, usual=1.333, status="recalled")
    temperature: float = param("K", "temperature of the sample", low=273.15, high=363.15, usual=298.15)
    coherence: float = param(
        "",
        "coherence factor, the first value of the correlogram",
        low=0.01,
        high=1.0,
        usual=0.9,
        spread=uniform(0.8, 0.95),
        cite="zetasizer_file",
        status="derived",
    )
    noise: float = param("", "standard deviation of the correlogram at its first lag, where noise is drawn", low=0.0, high=0.1, usual=0.002)

    def light(self, suspension: Suspension) -> Array:
        """Light of each species and size: (n_species, n_size), in the unit of `laws.dls.scattered_light`."""
        diameter = suspension.grid.diameter
        each = [dls.scattered_light(diameter=diameter, refractive_index=one.refractive_index, medium_index=self.medium_index) for one in suspension.species]
        return np.array(each).reshape(suspension.number.shape) * suspension.number

    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The measurement of a suspension, in the arrays of the real file.

        Parameters
        ----------
        videos : [1] repeats of the same sample, 1 or more.
        rng : the generator of the noise; without one every repeat is the expectation.

        Raises
        ------
        SettingError
            There is less than one repeat, the suspension has no volume, or nothing in it scatters.
        """
        if videos < 1:
            raise SettingError(f"{videos} repeats were asked for; a measurement has at least 1.")
        if suspension.volume <= 0:
            raise SettingError("The suspension to be measured has a volume of 0 m3; a cuvette needs a volume above 0.")
        light = self.light(suspension)
        thick = float(viscosity(self.temperature))
        vector = dls.scattering_vector(wavelength=self.wavelength, refractive_index=self.medium_index, angle=self.angle)
        by_size = light.sum(axis=0)
        rates = dls.decay_rate(diameter=suspension.grid.diameter, vector=vector, temperature=self.temperature, viscosity=thick)
        expected = dls.correlation(LAGS, decay=rates, light=by_size, coherence=self.coherence)
        held = {
            "temperature": self.temperature,
            "dispersant_viscosity": thick,
            "dispersant_index": self.medium_index,
            "scattering_angle": self.angle,
            "wavelength": self.wavelength,
            "measured_baseline": 0.0,
        }
        runs = [self._run(place, expected, by_size, suspension, held, float(vector), rng) for place in range(1, videos + 1)]
        measured = measurement_of(runs, instrument=VIRTUAL)
        arrays = {name: array for name, array in measured.arrays.items() if not name.endswith("_computed")}
        settings: dict[str, Any] = {"exoforge": _told(suspension, light, rng is not None)}
        return replace(measured, arrays=arrays, settings=settings, trace=suspension.trace + entry_of(self, suspension))

    def _run(
        self, place: int, expected: Array, by_size: Array, suspension: Suspension, held: dict[str, float], vector: float, rng: np.random.Generator | None
    ) -> Run:
        curve = expected
        if rng is not None:
            width = self.noise * np.maximum(np.sqrt(LAGS[0] / LAGS), 0.1)
            curve = expected + width * rng.standard_normal(LAGS.size)
        chosen = dls.fitted_lags(LAGS, curve, first=FIRST_LAG)
        found = dls.cumulants(LAGS[chosen], curve[chosen])
        diameter = dls.hydrodynamic_diameter(decay=found.decay, vector=vector, temperature=held["temperature"], viscosity=held["dispersant_viscosity"])
        scalars = held | {
            "z_average": float(diameter),
            "polydispersity_index": found.polydispersity,
            "intercept": found.intercept,
            "cumulants_fit_error": found.residual,
        }
        edges = np.sqrt(np.append(SIZES[0] ** 2 / SIZES[1], SIZES) * np.append(SIZES, SIZES[-1] ** 2 / SIZES[-2]))
        cumulative = np.concatenate([[0.0], np.cumsum(by_size)]) / by_size.sum()
        shares = np.diff(np.interp(np.log(edges), np.log(suspension.grid.edges), cumulative))
        curves = {"size": SIZES, "intensity": shares, "lag_time": LAGS, "correlation": curve, "fit_lag": LAGS[chosen]}
        return Run(sample="suspension", label=f"repeat {place}", scalars=scalars, curves=curves)


def _told(suspension: Suspension, light: Array, noisy: bool) -> dict[str, Any]:
    shares: dict[str, float] = {}
    for species, row in zip(suspension.species, light, strict=True):
        shares[species.name] = shares.get(species.name, 0.0) + float(row.sum() / light.sum())
    return {
        "what this is": "computed from a suspension, not measured; for research use",
        "noise": "drawn for each repeat" if noisy else "none: the expectation",
        "share of the scattered light by species": shares,
    }
