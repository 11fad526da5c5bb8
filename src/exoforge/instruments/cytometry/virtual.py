"""What a flow cytometer would record of a suspension: light by Mie theory, noise, a trigger, and particles that come together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import param
from exoforge.instruments.contract import VirtualInstrument, entry_of
from exoforge.instruments.cytometry.segments import Array
from exoforge.instruments.cytometry.summary import Run, figures_of
from exoforge.instruments.cytometry.volumes import SampleVolume
from exoforge.laws.mie import collected_by_lens
from exoforge.streams.measurement import ArraySpec, Measurement
from exoforge.streams.suspension import Suspension

Mask = NDArray[np.bool_]

SPECS = (
    ArraySpec(name="SSC-H", dims=("event",), unit="", meaning="side scatter, in units of the scatter of one polystyrene bead of 200 nm times 1000"),
    ArraySpec(name="FL1-H", dims=("event",), unit="", meaning="fluorescence of a dye in membranes, one unit for one molecule"),
    ArraySpec(name="Time", dims=("event",), unit="s", meaning="time of the event"),
)
"""The channels of the virtual cytometer."""
REFERENCE_DIAMETER, REFERENCE_INDEX, REFERENCE_SIGNAL = 200e-9, 1.605, 1000.0
"""A polystyrene bead at 488 nm, and the signal that it is given: the scale of the scatter channel. A choice."""
DIM = 0.02
"""Share of the threshold below which particles are not followed one by one: they are a fluctuating background. A choice."""
MOST_EVENTS = 20_000_000
SEED = 0
"""Of the draw where no generator is given."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class FlowCytometerVirtual(VirtualInstrument):
    """Side scatter and membrane fluorescence of every particle of a suspension that sets off the trigger.

    Particles come one after another by chance, ``rate = N / V / dilution x flow rate``. One of diameter `d` and index `n` scatters
    ``s = scale C(d, n)`` (Mie, a lens at 90 degrees), times a lognormal spread; particles closer than `window` are one event, with the sum
    of their light: coincidence, which at high concentration is the swarm. Those far too dim to be seen alone add a background whose mean
    and variance grow with their number. Noise of the detector is added, and what does not reach `threshold` is lost.

    Assumes
    -------
    One laser, particles in the middle of it, pulses of one length, an ideal dye in proportion to the surface of vesicles.
    Dim particles raise the baseline, which no electronics restores. No carry-over, no doublets made by the sample itself, no dead time of the electronics.

    References
    ----------
    bohren1983, vanderpol2012
    """

    technique: ClassVar[str] = "flow-cytometry"
    name: ClassVar[str] = "flow-cytometer-virtual"
    title: ClassVar[str] = "virtual flow cytometer"
    cites: ClassVar[tuple[str, ...]] = ("bohren1983", "vanderpol2012")

    wavelength: float = param("m", "wavelength of the laser in vacuum", low=200e-9, high=2e-6, usual=488e-9)
    medium_index: float = param("", "refractive index of the sheath", low=1.30, high=1.40, usual=1.337)
    half_angle: float = param("rad", "half angle of the cone of light that the lens takes, in the medium", low=0.02, high=1.5, usual=0.9)
    threshold: float = param("", "trigger threshold in side scatter, where a bead of 200 nm gives 1000", low=1e-6, high=1e9, usual=30.0)
    variation: float = param("", "coefficient of variation of the light of equal particles", low=0, high=1, usual=0.08)
    noise: float = param("", "standard deviation of the detector's noise, in units of side scatter", low=0, high=1e6, usual=4.0)
    dye_density: float = param("1/m2", "dye molecules for each area of membrane", low=0, high=1e19, usual=1e16)
    dye_noise: float = param("", "standard deviation of the noise of fluorescence, in molecules", low=0, high=1e6, usual=20.0)
    flow_rate: float = param("m3/s", "flow of the sample: 10 uL/min", low=1e-14, high=1e-8, usual=1e-8 / 60.0)
    window: float = param("s", "length of a pulse: what comes within it is one event", low=1e-8, high=1e-2, usual=10e-6)
    duration: float = param("s", "acquisition time of one run", low=1e-3, high=1e5, usual=60.0)
    dilution: float = param("", "how far the suspension is diluted before the run", low=1, high=1e12, usual=1.0)

    def scatter(self, diameter: Array, refractive_index: float) -> Array:
        """Mean side scatter of particles, in units of the channel: (n_size,)."""
        light: dict[str, Any] = {"wavelength": self.wavelength, "medium_index": self.medium_index, "axis": np.pi / 2, "half_angle": self.half_angle}
        one = float(collected_by_lens(REFERENCE_DIAMETER, particle_index=REFERENCE_INDEX, **light))
        return np.asarray(REFERENCE_SIGNAL / one * collected_by_lens(diameter, particle_index=refractive_index, **light))

    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The events of one run, or of several one after another.

        Parameters
        ----------
        videos : [1] runs, 1 or more. rng : of the draw; events are always drawn, without a generator with a fixed seed, which is said.

        Raises
        ------
        SettingError
            There is less than one run, the suspension has no volume, or more particles would pass than are drawn.
        """
        if videos < 1:
            raise SettingError(f"{videos} runs were asked for; a measurement has at least 1.")
        if suspension.volume <= 0:
            raise SettingError("The suspension to be measured has a volume of 0 m3; a concentration needs a volume above 0.")
        draw = np.random.default_rng(SEED) if rng is None else rng
        seconds = self.duration * videos
        rates = suspension.number / suspension.volume / self.dilution * self.flow_rate
        signal = np.array([self.scatter(suspension.grid.diameter, species.refractive_index) for species in suspension.species]).reshape(rates.shape)
        dye = np.array([species.is_vesicle for species in suspension.species])[:, np.newaxis] * np.pi * suspension.grid.diameter**2 * self.dye_density
        dim = signal < DIM * self.threshold
        expected = float(rates[~dim].sum() * seconds)
        if expected > MOST_EVENTS:
            raise SettingError(
                f"{expected:.3g} particles would pass in {seconds:g} s; at most {MOST_EVENTS:.0e} are drawn. Dilute further, or shorten the run."
            )
        arrays = self._events(rates, signal, dye, dim, seconds, draw)
        volume = SampleVolume(value=self.flow_rate * seconds, rule="flow rate times duration")
        run = Run(
            events=arrays["Time"].size, time=arrays["Time"], tick=None, seconds=seconds, time_from="the duration set", volume=volume, arrays=arrays, tops={}
        )
        together = float(-np.expm1(-rates[~dim].sum() * self.window))
        return Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample="suspension",
            instrument="virtual flow cytometer",
            settings={
                "exoforge": {
                    "what this is": "computed from a suspension, not measured; for research use",
                    "noise": "drawn" if rng is not None else f"drawn with the seed {SEED}",
                    "trigger": {"channel": "SSC-H", "threshold": self.threshold},
                    "share of visible particles that come with another": together,
                    "background of particles too dim to be seen alone": float((rates * signal)[dim].sum() * self.window),
                    "dilution": self.dilution,
                },
                "channels": {spec.name: {"stain": "", "applied": "as stored"} for spec in SPECS},
            },
            notices=_told(together),
            figures=figures_of(run),
            trace=suspension.trace + entry_of(self, suspension),
        )

    def _events(self, rates: Array, signal: Array, dye: Array, dim: Mask, seconds: float, draw: np.random.Generator) -> dict[str, Array]:
        """Side scatter, fluorescence and time of what reaches the threshold."""
        numbers = draw.poisson(rates[~dim] * seconds)
        kind = np.repeat(np.arange(numbers.size), numbers)
        time = draw.random(kind.size) * seconds
        order = np.argsort(time, kind="stable")
        time, kind = time[order], kind[order]
        width = float(np.sqrt(np.log1p(self.variation**2)))
        spread = np.exp(width * draw.standard_normal(kind.size) - width**2 / 2.0)
        begins = _begins(time, self.window)
        light = np.add.reduceat(signal[~dim][kind] * spread, begins) if kind.size else np.empty(0)
        colour = np.add.reduceat(dye[~dim][kind] * spread, begins) if kind.size else np.empty(0)
        at = time[begins] if kind.size else np.empty(0)
        mean, deviation = self._background(rates, signal, dim)
        if mean > 0 or self.noise > 0:
            alone = draw.poisson(seconds / self.window * _exceeding(self.threshold, mean, deviation))
            ghosts = mean + deviation * _beyond(draw.random(alone), self.threshold, mean, deviation)
            light = np.concatenate([light + mean + deviation * draw.standard_normal(light.size), ghosts])
            colour, at = np.concatenate([colour, np.zeros(alone)]), np.concatenate([at, draw.random(alone) * seconds])
        colour = colour + self.dye_noise * draw.standard_normal(colour.size)
        seen = np.flatnonzero(light >= self.threshold)
        seen = seen[np.argsort(at[seen], kind="stable")]
        return {"SSC-H": light[seen], "FL1-H": colour[seen], "Time": at[seen]}

    def _background(self, rates: Array, signal: Array, dim: Mask) -> tuple[float, float]:
        """Mean and standard deviation of what stands below every pulse: dim particles and the detector's noise."""
        inside = rates[dim] * self.window
        return float(inside @ signal[dim]), float(np.sqrt(inside @ signal[dim] ** 2 * (1.0 + self.variation**2) + self.noise**2))


def _begins(time: Array, window: float) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where events begin: particles that follow the one before within a window are of the same event."""
    return np.flatnonzero(np.diff(time, prepend=-np.inf) > window) if time.size else np.empty(0, dtype=np.intp)


def _exceeding(threshold: float, mean: float, deviation: float) -> float:
    from scipy.special import ndtr

    return float(ndtr((mean - threshold) / deviation)) if deviation > 0 else 0.0


def _beyond(share: Array, threshold: float, mean: float, deviation: float) -> Array:
    """Standard normal deviates of a tail: those of backgrounds that reach the threshold by themselves."""
    from scipy.special import ndtri

    return -np.asarray(ndtri(share * _exceeding(threshold, mean, deviation)))


def _told(together: float) -> tuple[str, ...]:
    if together < 0.05:
        return ()
    return (f"{100 * together:.0f} % of the visible particles come with another within one pulse: too few are counted, and too bright. Dilute further.",)
