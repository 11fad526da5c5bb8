"""What instruments of resistive pulses would report of a suspension: every particle above the noise, one by one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import param, uniform
from exoforge.instruments.contract import VirtualInstrument, entry_of
from exoforge.instruments.pulses.events import MRPS, TRPS, completed
from exoforge.instruments.pulses.variables import SPECS
from exoforge.laws import resistive_pulse
from exoforge.streams.measurement import Dilution, Measurement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]
MOST = 200_000
"""Pulses of one observation; more are not drawn but refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PulsesVirtual(VirtualInstrument):
    """Resistive pulses of any suspension: a particle counts by its volume alone, whatever it is made of.

    Seen: ``p = Phi(ln(d / limit) / width)``. Counted: ``p N / V`` times the volume that passes. Sized: the true diameter, with a
    relative error of `size_error`. A sample that would pass faster than `workable_rate` is diluted by a whole factor, which is recorded and
    not applied.

    With a generator, the count of each acquisition is Poisson and every particle is drawn; without one, the count is the expectation
    to the nearest whole particle, and the diameters stand evenly in their distribution.

    Assumes
    -------
    Insulating particles, one at a time. No blocked pore, no drift.

    References
    ----------
    deblois1970, spectradyne_limit
    """

    technique: ClassVar[str] = ""
    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    cites: ClassVar[tuple[str, ...]] = ("deblois1970", "spectradyne_limit")

    limit: float = param(
        "m",
        "diameter at which half of the particles are seen, whatever they are made of",
        low=20e-9,
        high=2e-6,
        usual=70e-9,
        spread=uniform(65e-9, 75e-9),
        cite="spectradyne_limit",
        status="recalled",
    )
    width: float = param("", "how softly detection sets in, in natural logarithms of diameter", low=0.005, high=1.0, usual=0.05)
    size_error: float = param("", "relative error of one diameter", low=0.0, high=0.5, usual=0.04)
    flow: float = param("m3/s", "sample that passes the pore", low=1e-18, high=1e-9, usual=1e-13)
    seconds: float = param("s", "length of one acquisition", low=0.1, high=3600.0, usual=10.0)
    workable_rate: float = param("1/s", "rate of pulses above which a sample is diluted", low=0.1, high=1e5, usual=200.0)
    pore_diameter: float = param("m", "narrowest diameter of the pore", low=50e-9, high=50e-6, usual=0.8e-6)
    pore_length: float = param("m", "length of the pore", low=50e-9, high=1e-3, usual=2e-6)
    current: float = param("A", "current without a particle", low=1e-12, high=1e-5, usual=100e-9)

    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The measurement of a suspension.

        Parameters
        ----------
        videos : [1] acquisitions, 1 or more. rng : the generator of the noise; without one every acquisition is the expectation.

        Raises
        ------
        SettingError
            There is less than one acquisition, the suspension has no volume, or more pulses would be drawn than can be.
        """
        if videos < 1:
            raise SettingError(f"{videos} acquisitions were asked for; a measurement has at least 1.")
        if suspension.volume <= 0:
            raise SettingError("The suspension to be measured has a volume of 0 m3; a concentration needs a volume above 0.")
        diameter = suspension.grid.diameter
        fits = suspension.grid.edges[1:] < self.pore_diameter
        seen = resistive_pulse.seen_share(diameter, limit=self.limit, width=self.width) * fits
        each = suspension.number.sum(axis=0) * seen / suspension.volume
        total = float(each.sum())
        dilution = float(max(1, math.ceil(total * self.flow / self.workable_rate)))
        volume = self.flow * self.seconds
        expected = total / dilution * volume
        if expected * videos > MOST:
            raise SettingError(f"{expected * videos:.3g} pulses would be drawn; at most {MOST} are. Ask for fewer or shorter acquisitions.")
        counts = rng.poisson(expected, videos) if rng is not None else np.full(videos, round(expected))
        sizes = [self._sizes(int(count), each, suspension.grid.edges, rng) for count in counts]
        times = [np.sort(rng.random(len(one))) if rng is not None else (np.arange(len(one)) + 0.5) / max(len(one), 1) for one in sizes]
        starts = np.arange(videos) * self.seconds
        true = np.concatenate(sizes)
        error = np.exp(self.size_error * rng.standard_normal(true.size)) if rng is not None else np.ones(true.size)
        share = resistive_pulse.blockade(diameter=true, pore_diameter=self.pore_diameter, pore_length=self.pore_length) * error**3
        arrays: dict[str, Array] = {
            "time": np.concatenate([start + one * self.seconds for start, one in zip(starts, times, strict=True)]),
            "diameter": true * error,
            "relative_magnitude": share,
            "magnitude": share * self.current,
            "baseline": np.full(true.shape, self.current),
            "acquisition": np.repeat(np.arange(1.0, videos + 1), [len(one) for one in sizes]),
            "acquisition_time": np.full(videos, self.seconds),
            "acquisition_volume": np.full(videos, volume),
            "acquisition_events": np.array([len(one) for one in sizes], dtype=np.float64),
        }
        lost = float(suspension.number.sum(axis=0)[~fits].sum())
        notices = (f"{lost:.2g} particles of the suspension are too large for the pore and are not counted.",) if lost > 0 else ()
        measured = Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample="suspension",
            instrument=self.title,
            settings={
                "exoforge": {
                    "what this is": "computed from a suspension, not measured; for research use",
                    "noise": "drawn for each acquisition" if rng is not None else "none: the expectation",
                }
            },
            notices=notices if total > 0 else (*notices, f"The {self.title} sees no particle of this suspension."),
            dilution=Dilution(factor=dilution, applied=False, source="the virtual instrument"),
            trace=suspension.trace + entry_of(self, suspension),
        )
        return completed(measured, detection=self.limit)

    def _sizes(self, count: int, each: Array, edges: Array, rng: np.random.Generator | None) -> Array:
        """Diameters of the particles that passed: drawn, or evenly in their distribution; within a bin evenly in the logarithm."""
        if not count:
            return np.empty(0)
        place = rng.random(count) if rng is not None else (np.arange(count) + 0.5) / count
        cumulative = np.concatenate([[0.0], np.cumsum(each)]) / each.sum()
        some = np.concatenate([[True], np.diff(cumulative) > 0])
        return np.asarray(np.exp(np.interp(place, cumulative[some], np.log(edges)[some])))


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class MrpsVirtual(PulsesVirtual):
    """Microfluidic resistive pulse sensing: a cartridge with a moulded pore, which sees particles from 65 to 75 nm."""

    technique: ClassVar[str] = MRPS
    name: ClassVar[str] = "mrps-virtual"
    title: ClassVar[str] = "virtual microfluidic pulse counter"


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class TrpsVirtual(PulsesVirtual):
    """Tunable resistive pulse sensing: a stretched pore, whose limit the operator sets by stretch, voltage and pressure."""

    technique: ClassVar[str] = TRPS
    name: ClassVar[str] = "trps-virtual"
    title: ClassVar[str] = "virtual tunable pulse counter"
