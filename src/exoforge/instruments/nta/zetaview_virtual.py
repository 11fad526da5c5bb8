"""What a ZetaView would report of a suspension: particles traced in bins of 5 nm, and their concentration in the cell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, uniform
from exoforge.instruments.contract import entry_of
from exoforge.instruments.nta.curves import bin_edges, statistics
from exoforge.instruments.nta.tracking_physics import gains, reported, shares_by_species
from exoforge.instruments.nta.tracking_virtual import TrackingVirtual
from exoforge.instruments.nta.zetaview_variables import ZETAVIEW_SPECS
from exoforge.instruments.summaries import of_distributions
from exoforge.laws.water import viscosity
from exoforge.streams.measurement import Dilution, Distribution, Figure, Measurement
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]
EVEN_BINS = np.arange(2.5, 6000.0, 5.0) * 1e-9
"""[m] Labels of the even bins of the real files: 1200 bins of 5 nm."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class ZetaViewVirtual(TrackingVirtual):
    """A ZetaView run on any suspension, with every kind of particle in it counted.

    Seen and sized as by `NanoSightVirtual`, with light of `wavelength`: scattered light grows as its inverse fourth power.
    Counted: the concentration in the cell is that of the tracked particles over the dilution, and it is **not** multiplied by the
    dilution, which stands beside it, as in the real files. The particles traced are
    ``traces_per_particle field_volume concentration``, and their histogram is neither smoothed nor deconvolved.

    With a generator, every run draws its gain (coefficient of variation `run_variation`) and how many particles of each true
    size it traced (Poisson); traces are then drawn into bins, whole ones.

    Assumes
    -------
    Rayleigh scattering. One effective number of steps for all tracks. No background particles. All positions of the cell alike.

    References
    ----------
    saveyn2010, walker2012, ev_nta_files, biovaram_zetaview
    """

    name: ClassVar[str] = "zetaview-virtual"
    title: ClassVar[str] = "virtual ZetaView"
    stands_for: ClassVar[str] = "ZetaView"
    cites: ClassVar[tuple[str, ...]] = ("saveyn2010", "walker2012", "ev_nta_files", "biovaram_zetaview")

    half_detection: float = param(
        "m",
        "diameter at which half of the vesicles are tracked at the reference wavelength; taken as for NanoSight",
        low=10e-9,
        high=500e-9,
        usual=80e-9,
        spread=uniform(60e-9, 100e-9),
    )
    reference_wavelength: float = param("m", "wavelength at which half_detection holds", low=300e-9, high=900e-9, usual=488e-9)
    wavelength: float = param("m", "wavelength of the laser", low=300e-9, high=900e-9, usual=488e-9, cite="biovaram_zetaview", status="read")
    reference_index: float = param("", "refractive index of the vesicles for which half_detection holds", low=1.34, high=2.0, usual=1.39)
    sharpness: float = param("", "how sharply detection sets in with scattered light; as for NanoSight", low=0.2, high=50, usual=2.0, spread=lognormal(1.5))
    steps: float = param(
        "",
        "effective steps per track at 100 nm; the shortest track that counts has 15 frames, and nothing is deconvolved",
        low=2.5,
        high=1e6,
        usual=20.0,
        spread=lognormal(1.5),
    )
    counting_ratio: float = param("", "reported over tracked concentration, 1 by choice", low=0.05, high=20, usual=1.0, spread=lognormal(1.25))
    run_variation: float = param("", "coefficient of variation of the concentration between runs of one sample", low=0, high=1, usual=0.1)
    workable_concentration: float = param("particles/m3", "concentration to which a denser sample is diluted", low=1e11, high=1e16, usual=8e13)
    field_volume: float = param(
        "m3",
        "particles per frame over concentration in the cell, median and range of 53 real runs on three instruments",
        low=1e-13,
        high=1e-11,
        usual=2.33e-12,
        spread=uniform(2.18e-12, 2.65e-12),
        cite="biovaram_zetaview",
        status="derived",
    )
    traces_per_particle: float = param(
        "",
        "traces of a run for one particle in each frame, median of 53 real runs; the spread is that from the 5th to the 95th percentile",
        low=0.01,
        high=1000,
        usual=4.3,
        spread=uniform(1.0, 20.8),
        cite="biovaram_zetaview",
        status="derived",
    )
    frame_rate: float = param("1/s", "frames per second", low=0.1, high=1e4, usual=30.0, cite="biovaram_zetaview", status="read")

    def wavelength_ratio(self) -> float:
        """Wavelength at which `half_detection` holds over that of the laser."""
        return self.reference_wavelength / self.wavelength

    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The measurement of a suspension, on the even bins of the real files.

        Parameters
        ----------
        videos : [1] runs, 1 or more.
        rng : the generator of the noise; without one every run shows the expectation.

        Raises
        ------
        SettingError
            There is less than one run, or the suspension has no volume.
        """
        if videos < 1:
            raise SettingError(f"{videos} runs were asked for; a measurement has at least 1.")
        seen = self.seen(suspension)
        total = float(seen.sum())
        dilution = float(max(1, math.ceil(total / self.workable_concentration)))
        per_concentration = self.field_volume * self.traces_per_particle
        each = np.repeat(seen.sum(axis=0)[:, np.newaxis] / dilution, videos, axis=1)
        if rng is not None:
            each = each * gains(self.run_variation, videos, rng)
        in_cell = each.sum(axis=0)
        traces = per_concentration * reported(suspension.grid.diameter, each, edges=bin_edges(EVEN_BINS), steps=self.steps, power=self.steps_size_power)
        if rng is not None:
            traces = rng.poisson(traces).astype(np.float64)
        counted = traces.sum(axis=0)
        curve = traces * np.divide(in_cell, counted, out=np.zeros_like(in_cell), where=counted > 0)
        distributions = tuple(
            Distribution(label=f"run {run + 1}", edges=bin_edges(EVEN_BINS), amount=curve[:, run].copy(), unit="particles/m3", counted=float(counted[run]))
            for run in range(videos)
        )
        each_run = np.ones(videos)
        return Measurement(
            technique=self.technique,
            arrays={
                "bin_diameter": EVEN_BINS,
                "concentration": curve,
                "traces": traces,
                **statistics(EVEN_BINS, curve),
                "total_concentration": curve.sum(axis=0),
                "valid_tracks": counted,
                "particles_per_frame": in_cell * self.field_volume,
                "stated_dilution": each_run * dilution,
                "temperature": each_run * self.temperature,
                "viscosity": each_run * viscosity(self.temperature),
                "frame_rate": each_run * self.frame_rate,
            },
            specs=ZETAVIEW_SPECS,
            sample="suspension",
            instrument="virtual ZetaView",
            settings={
                "exoforge": {
                    "what this is": "computed from a suspension, not measured; for research use",
                    "noise": "drawn for each run" if rng is not None else "none: the expectation",
                    "share of the counted particles by species": shares_by_species(suspension, seen),
                }
            },
            notices=tuple(_notices(float(counted.max()))),
            figures=(*_traced(counted), *of_distributions(distributions, repeat="run")),
            distributions=distributions,
            dilution=Dilution(factor=dilution, applied=False, source="the virtual instrument"),
            trace=suspension.trace + entry_of(self, suspension),
        )


def _traced(counted: Array) -> Iterator[Figure]:
    spread = float(counted.std(ddof=1)) if counted.size > 1 else None
    yield Figure(
        name="valid tracks", value=float(counted.mean()), unit="", meaning="particles traced in a run", source="computed", spread=spread, repeats=counted.size
    )


def _notices(most: float) -> Iterator[str]:
    if most == 0:
        yield "The virtual ZetaView sees no particle of this suspension."
