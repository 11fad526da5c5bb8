"""What a NanoSight would report of a suspension: which particles it sees, and what short tracks make of their sizes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.instruments.contract import entry_of
from exoforge.instruments.nta.curves import PERCENTILES, bin_edges, quantiles, statistics
from exoforge.instruments.nta.tracking_physics import gains, reported, shares_by_species
from exoforge.instruments.nta.tracking_virtual import TrackingVirtual
from exoforge.instruments.nta.variables import PER_ML, SPECS
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Dilution, Distribution, Measurement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

BINS = np.arange(0.5, 1000.0) * 1e-9
"""[m] Centres of the bins in which the software reports: 1000 bins of 1 nm."""

WORKABLE = (1e13, 1e15)
"""[particles/m3] between which a concentration is counted; 1e7 to 1e9 per mL, as laboratories dilute to. Recalled."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class NanoSightVirtual(TrackingVirtual):
    """Nanoparticle tracking analysis of any suspension, with every kind of particle in it counted.

    Seen: light scattered by a small particle of diameter `d` and refractive index `n` in a medium of index `m` grows as
    ``s = d^6 ((n^2 - m^2) / (n^2 + 2 m^2))^2``; a particle is tracked with probability ``p = 1 / (1 + (s_half / s)^sharpness)``,
    where `s_half` is that of a vesicle of `reference_index` at `half_detection`.

    Sized: a track of `K` effective steps reports ``d K / G``, ``G ~ Gamma(K)``; ``K = steps (d / 100 nm)^steps_size_power``.

    Counted: ``concentration = counting_ratio sum over species of p N / V``, reported for the undiluted suspension, with the
    dilution recorded, as the software does when it is told the dilution.

    With a generator, every video draws its counting ratio (coefficient of variation `video_variation`) and how many particles
    of each true size it tracked (Poisson); the curve is then broadened smoothly, as the software's deconvolution leaves it.

    Assumes
    -------
    Rayleigh scattering also for large particles, which are seen anyway. One effective number of steps instead of a
    distribution of track lengths. No particle is counted twice except through `counting_ratio`. No background particles.

    References
    ----------
    vanderpol2014, saveyn2010, walker2012, vestad2017, alteromonas_nta, timecourse_nta
    """

    name: ClassVar[str] = "nanosight-virtual"
    title: ClassVar[str] = "virtual NanoSight"
    stands_for: ClassVar[str] = "NanoSight"
    cites: ClassVar[tuple[str, ...]] = ("vanderpol2014", "saveyn2010", "walker2012")

    half_detection: float = param(
        "m",
        "diameter at which half of the vesicles are tracked",
        low=10e-9,
        high=500e-9,
        usual=80e-9,
        spread=uniform(70e-9, 90e-9),
        cite="vanderpol2014",
        status="recalled",
    )
    reference_index: float = param(
        "", "refractive index of the vesicles for which half_detection holds", low=1.34, high=2.0, usual=1.39, cite="vanderpol2014", status="recalled"
    )
    sharpness: float = param(
        "",
        "how sharply detection sets in with scattered light; at 2, 10 % to 90 % within a factor 1.44 of diameter",
        low=0.2,
        high=50,
        usual=2.0,
        spread=lognormal(1.5),
    )
    steps: float = param(
        "",
        "effective steps per track at 100 nm, after the software's deconvolution: the one that gives 100 nm beads their width, median of 81 real videos",
        low=2.5,
        high=1e6,
        usual=77.0,
        spread=lognormal(2.5),
        cite="timecourse_nta",
        status="derived",
    )
    counting_ratio: float = param(
        "",
        "reported over tracked concentration, 1 by choice; the spread is the larger day-to-day variation of one laboratory",
        low=0.05,
        high=20,
        usual=1.0,
        spread=lognormal(1.25),
        cite="vestad2017",
        status="choice",
    )
    video_variation: float = param(
        "",
        "coefficient of variation of the concentration between videos of one sample; the range is that of repeats within a day",
        low=0,
        high=1,
        usual=0.05,
        spread=uniform(0.01, 0.12),
        cite="vestad2017",
        status="choice",
    )
    workable_concentration: float = param("particles/m3", "concentration to which a denser sample is diluted", low=1e12, high=1e16, usual=3e14)
    field_volume: float = param(
        "m3",
        "volume seen in one frame: particles per frame over concentration, median and 5th to 95th percentile of 231 real videos",
        low=1e-15,
        high=1e-11,
        usual=7.4e-14,
        spread=uniform(5.1e-14, 1.11e-13),
        cite="alteromonas_nta",
        status="derived",
    )
    frames_per_track: float = param(
        "",
        "frames x particles per frame for one completed track, median of 231 real videos",
        low=1,
        high=1e4,
        usual=7.6,
        spread=uniform(4.9, 12.5),
        cite="alteromonas_nta",
        status="derived",
    )
    frames_per_valid_track: float = param(
        "",
        "frames x particles per frame for one track that counts, median of 231 real videos",
        low=1,
        high=1e4,
        usual=30.4,
        spread=uniform(25.4, 39.8),
        cite="alteromonas_nta",
        status="derived",
    )
    frames: float = param("", "frames of one video: 60 s", low=1, high=1e6, usual=1498.0, cite="alteromonas_nta", status="read")
    frame_rate: float = param("1/s", "frames per second", low=0.1, high=1e4, usual=24.9825, cite="alteromonas_nta", status="read")

    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The measurement of a suspension, on the bins of the real instrument.

        Parameters
        ----------
        videos : [1] how often the sample is looked at, 1 or more.
        rng : the generator of the noise; without one every video shows the expectation.

        Raises
        ------
        SettingError
            There is less than one video, or the suspension has no volume.
        """
        if videos < 1:
            raise SettingError(f"{videos} videos were asked for; a measurement has at least 1.")
        seen = self.seen(suspension)
        total = float(seen.sum())
        dilution = float(max(1, math.ceil(total / self.workable_concentration)))
        tracks_per_concentration = self.field_volume / dilution * self.frames / self.frames_per_valid_track
        each = np.repeat(seen.sum(axis=0)[:, np.newaxis], videos, axis=1)
        if rng is not None:
            each = each * gains(self.video_variation, videos, rng)
            each = rng.poisson(each * tracks_per_concentration) / tracks_per_concentration
        curve = reported(suspension.grid.diameter, each, edges=bin_edges(BINS), steps=self.steps, power=self.steps_size_power)
        arrays = self._arrays(curve, dilution, tracks_per_concentration)
        return Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample="suspension",
            instrument="virtual NanoSight",
            settings={"exoforge": self._settings(suspension, seen, curve, rng is not None)},
            notices=_notices(total, dilution, each),
            distributions=_distributions(curve, arrays["valid_tracks"]),
            dilution=Dilution(factor=dilution, applied=True, source="the virtual instrument"),
            trace=suspension.trace + entry_of(self, suspension),
        )

    def _arrays(self, curve: Array, dilution: float, tracks_per_concentration: float) -> dict[str, Array]:
        each = np.ones(curve.shape[1])
        total = curve.sum(axis=0)
        per_frame = total * self.field_volume / dilution
        return {
            "bin_diameter": BINS,
            "concentration": curve,
            **statistics(BINS, curve),
            "percentile": PERCENTILES,
            "percentiles": quantiles(BINS, curve, PERCENTILES),
            "valid_tracks": total * tracks_per_concentration,
            "total_concentration": total,
            "particles_per_frame": per_frame,
            "completed_tracks": per_frame * self.frames / self.frames_per_track,
            "dilution": each * dilution,
            "temperature": each * self.temperature,
            "viscosity": each * viscosity(self.temperature),
            "frame_rate": each * self.frame_rate,
            "frames_analysed": each * self.frames,
        }

    def _settings(self, suspension: Suspension, seen: Array, curve: Array, noisy: bool) -> dict[str, Any]:
        total = seen.sum()
        return {
            "what this is": "computed from a suspension, not measured; for research use",
            "noise": "drawn for each video" if noisy else "none: the expectation",
            "share of the counted particles by species": shares_by_species(suspension, seen),
            "share reported beyond the last bin": float(1.0 - curve.sum() / (total * curve.shape[1])) if total > 0 and not noisy else 0.0,
        }


def _distributions(curve: Array, tracks: Array) -> tuple[Distribution, ...]:
    edges = bin_edges(BINS)
    return tuple(
        Distribution(label=f"video {video + 1}", edges=edges, amount=curve[:, video], unit="particles/m3", counted=float(tracks[video]))
        for video in range(curve.shape[1])
    )


def _notices(total: float, dilution: float, each: Array) -> tuple[str, ...]:
    counted = total / dilution
    if not each.any():
        return ("The virtual NanoSight sees no particle of this suspension.",)
    if counted < WORKABLE[0]:
        return (f"The suspension holds {counted / PER_ML:.2g} visible particles/mL, too few to count; the instrument needs {WORKABLE[0] / PER_ML:.0e} /mL.",)
    if counted > WORKABLE[1]:
        return (f"The sample is counted at {counted / PER_ML:.2g} particles/mL, above the {WORKABLE[1] / PER_ML:.0e} /mL at which tracks cross.",)
    return ()
