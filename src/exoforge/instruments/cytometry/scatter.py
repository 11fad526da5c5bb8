"""Scattered light in nanometres: beads of known size and index give the collection angle and the scale of the detector, Mie theory the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.instruments.cytometry.segments import Array
from exoforge.laws.bead_peaks import Peak, brightest_peaks
from exoforge.laws.mie import coated_collected, collected, collected_by_lens
from exoforge.streams.measurement import Measurement

HALF_ANGLES = np.radians(np.linspace(5.0, 80.0, 76))
"""[rad] Half angles that are tried: from a narrow lens to nearly the half space."""
DIAMETERS = np.geomspace(20e-9, 3e-6, 1200)
"""[m] at which the curve of a vesicle is computed."""
LOOSE = 1.5
"""Half angles whose residual is below this many times the best are told as fitting as well. A choice."""
FORWARD_STOP = np.radians(1.0)
"""[rad] that the obscuration bar of a forward detector hides. A choice."""
POOR = 0.15
"""Residual of the natural logarithms above which it is doubted that the beads lie on Mie's curve. A choice."""
ASTRAY = 0.5
"""Residual of the natural logarithms above which nothing is sized. A choice: of small particles, whose light goes with the sixth power, 9 % in diameter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bead:
    """A calibration bead: diameter [m] and refractive index at the laser's wavelength."""

    diameter: float
    index: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Optics:
    """How light is collected: ``side`` (a lens at 90 degrees) or ``forward`` (a ring around the beam), `half_angle` [rad]."""

    detector: str
    wavelength: float
    medium_index: float
    half_angle: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Vesicle:
    """What a particle is taken for: an index, or with a shell [m] above 0 the index of its core, and that of the shell."""

    index: float
    shell: float = 0.0
    shell_index: float = 1.48


@dataclass(frozen=True, kw_only=True, slots=True)
class ScatterCalibration:
    """A scatter channel calibrated with beads.

    Parameters
    ----------
    scale : signal over collected cross section [1/m2]. half_angles : [rad] the least and the greatest that fit about as well.
    residual : standard deviation of the natural logarithms of the beads around Mie's curve.
    peaks : of the beads, in order of signal. fitted : whether the angle was fitted, or taken as stated.
    """

    optics: Optics
    scale: float
    half_angles: tuple[float, float]
    residual: float
    beads: tuple[Bead, ...]
    peaks: tuple[Peak, ...]
    predicted: tuple[float, ...]
    fitted: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Signal against diameter of a vesicle.

    Parameters
    ----------
    diameter, signal : (n,). rising_to : [m] diameter up to which the signal rises. single_to : [m] up to which a signal belongs to no larger
        diameter as well.
    """

    diameter: Array
    signal: Array
    rising_to: float
    single_to: float


def calibrate_scatter(
    signal: Array, beads: Sequence[Bead], *, wavelength: float, medium_index: float, detector: str = "side", half_angle: float | None = None
) -> ScatterCalibration:
    """Find the beads' peaks in a scatter channel, and the collection angle and scale that place them on Mie's curve.

    ``log signal_i = log scale + log C(d_i, n_i; angle)``, by least squares over the angle; the scale is then the mean of the rest.

    Parameters
    ----------
    signal : (n_event,) linear. beads : at least one; two to fit the angle. wavelength : [m] in vacuum. half_angle : [rad] where it is known.

    Raises
    ------
    SettingError
        Beads are missing or alike, the detector is none of those known, too few peaks stand out, or they do not lie on Mie's curve.

    Assumes
    -------
    The brightest peaks are the beads, in the order of their computed signals. Unpolarised light; the detector answers in proportion.
    """
    if detector not in ("side", "forward"):
        raise SettingError(f"The detector is '{detector}'; 'side' or 'forward' was expected.")
    if not beads or (len(beads) < 2 and half_angle is None):
        raise SettingError("Fitting the collection angle needs two kinds of beads or more; name them, or state the angle with --angle.")
    peaks = brightest_peaks(signal[np.isfinite(signal)], len(beads))
    middles = np.log([peak.middle for peak in peaks])
    light = Optics(detector=detector, wavelength=wavelength, medium_index=medium_index, half_angle=0.0)
    tried = HALF_ANGLES if half_angle is None else np.array([half_angle])
    scales, residuals = _fits(middles, beads, light, tried)
    if half_angle is None:
        near = tried[int(np.argmin(residuals))] + np.linspace(-1.0, 1.0, 11)[[*range(5), *range(6, 11)]] * (tried[1] - tried[0])
        near = near[(near > 0) & (near < np.pi / 2)]
        finer = _fits(middles, beads, light, near)
        tried, scales, residuals = (np.concatenate(pair) for pair in zip((tried, scales, residuals), (near, *finer), strict=True))
    best = int(np.argmin(residuals))
    if residuals[best] > ASTRAY:
        raise SettingError(
            f"The beads stray by {100 * residuals[best]:.0f} % from Mie's curve, and above {100 * ASTRAY:.0f} % nothing is sized; "
            "see that this channel holds these beads, and that sizes, indices and wavelength are right."
        )
    optics = replace(light, half_angle=float(tried[best]))
    sections = _of_beads(beads, optics)
    loose = tried[residuals <= max(LOOSE * residuals[best], 0.01)]
    order = np.argsort(sections)
    doubts = []
    if residuals[best] > POOR:
        doubts.append(f"The beads stray by {100 * residuals[best]:.0f} % from Mie's curve; see that sizes, indices, order and wavelength are right.")
    if half_angle is None and np.ptp(loose) > np.radians(20.0):
        doubts.append(
            f"Collection angles from {np.degrees(loose.min()):.0f} to {np.degrees(loose.max()):.0f} degrees fit about as well; larger beads tell them apart."
        )
    return ScatterCalibration(
        optics=optics,
        scale=float(np.exp(scales[best])),
        half_angles=(float(loose.min()), float(loose.max())),
        residual=float(residuals[best]),
        beads=tuple(beads[place] for place in order),
        peaks=peaks,
        predicted=tuple(float(np.exp(scales[best]) * sections[place]) for place in order),
        fitted=half_angle is None,
        doubts=tuple(doubts),
    )


def _fits(middles: Array, beads: Sequence[Bead], light: Optics, tried: Array) -> tuple[Array, Array]:
    """Logarithm of the scale, and residual, at each half angle."""
    logs = np.sort(np.log([_of_beads(beads, replace(light, half_angle=float(angle))) for angle in tried]), axis=1)
    scales = (middles - logs).mean(axis=1)
    return scales, (middles - logs - scales[:, np.newaxis]).std(axis=1)


def cross_section(diameter: Array, vesicle: Vesicle, optics: Optics) -> Array:
    """Collected cross section of particles [m2]; a shell is known to a forward detector, a lens at the side takes the mean index by volume."""
    light = {"wavelength": optics.wavelength, "medium_index": optics.medium_index}
    ring = (float(FORWARD_STOP), optics.half_angle)
    if optics.detector == "forward":
        if vesicle.shell > 0:
            return coated_collected(diameter, shell=vesicle.shell, core_index=vesicle.index, shell_index=vesicle.shell_index, angles=ring, **light)
        return collected(diameter, particle_index=vesicle.index, angles=ring, **light)
    return collected_by_lens(diameter, particle_index=mean_index(diameter, vesicle), axis=np.pi / 2, half_angle=optics.half_angle, **light)


def mean_index(diameter: Array, vesicle: Vesicle) -> Array:
    """The mean refractive index of a coated sphere by volume; that of the whole where there is no shell."""
    core = np.maximum(1.0 - 2.0 * vesicle.shell / diameter, 0.0) ** 3
    return np.asarray(core * vesicle.index + (1.0 - core) * vesicle.shell_index if vesicle.shell > 0 else np.full_like(diameter, vesicle.index))


def _of_beads(beads: Sequence[Bead], optics: Optics) -> Array:
    diameter, index = np.array([[one.diameter, one.index] for one in beads]).T
    if optics.detector == "forward":
        return collected(
            diameter, wavelength=optics.wavelength, particle_index=index, medium_index=optics.medium_index, angles=(float(FORWARD_STOP), optics.half_angle)
        )
    return collected_by_lens(
        diameter, wavelength=optics.wavelength, particle_index=index, medium_index=optics.medium_index, axis=np.pi / 2, half_angle=optics.half_angle
    )


def curve_of(calibration: ScatterCalibration, vesicle: Vesicle) -> Curve:
    """The signal of a vesicle against its diameter, and how far it can be turned round."""
    signal = calibration.scale * cross_section(DIAMETERS, vesicle, calibration.optics)
    falls = np.flatnonzero(np.diff(signal) <= 0)
    last = int(falls[0]) if falls.size else signal.size - 1
    later = float(signal[last:].min()) if falls.size else float(signal[-1])
    single = int(np.searchsorted(signal[: last + 1], later, side="right")) - 1
    return Curve(diameter=DIAMETERS, signal=signal, rising_to=float(DIAMETERS[last]), single_to=float(DIAMETERS[max(min(single, last), 0)]))


def diameters_of(curve: Curve, signal: Array) -> Array:
    """Diameters [m] of signals on the rising part of the curve; undefined below and beyond it."""
    rising = curve.diameter <= curve.rising_to
    x, d = np.log(curve.signal[rising]), np.log(curve.diameter[rising])
    known = np.where(signal > 0, np.log(np.where(signal > 0, signal, 1.0)), -np.inf)
    return np.asarray(np.exp(np.interp(known, x, d, left=np.nan, right=np.nan)))


def limit_of(measured: Measurement, name: str, stated: float | None) -> tuple[float, str]:
    """The smallest signal that is seen in a channel and how it is known: stated, the trigger of the file, or the 1st percentile of its events."""
    if stated is not None:
        return stated, "stated"
    trigger = measured.settings.get("exoforge", {}).get("trigger", {})
    signal = measured.arrays[name]
    entry = measured.settings.get("channels", {}).get(name, {})
    threshold = trigger.get("threshold")
    if threshold and trigger.get("channel") == name and entry.get("applied") == "as stored":
        return float(threshold), "the trigger threshold of the file"
    positive = signal[np.isfinite(signal) & (signal > 0)]
    if not positive.size:
        raise SettingError(f"The channel {name} of '{measured.sample}' holds no event above 0.")
    return float(np.quantile(positive, 0.01)), "the 1st percentile of the events"
