"""Flow cytometry: amplifiers, counts beside a control, coincidence, and the line from fluorescence to molecules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.counts import count_interval
from exoforge.laws.domain import Array, not_negative, positive

FEWEST_FOR_BACKGROUND = 3
"""Peaks that a line with the beads' own background needs, for it has three parameters."""


def linear_of_log_amplified(channel: ArrayLike, *, decades: float, lowest: float, channels: float) -> Array:
    """The linear signal of a channel number that a logarithmic amplifier made: ``lowest 10^(decades channel / channels)``.

    Parameters
    ----------
    channel : [1] number, 0 or above. decades : that the amplifier spans. lowest : signal at channel 0. channels : resolution, such as 1024.

    References
    ----------
    fcs31, keyword $PnE
    """
    return np.asarray(lowest * 10.0 ** (np.asarray(channel, dtype=np.float64) * (decades / channels)))


def above_control(count: float, exposure: float, control: float, control_exposure: float, *, share: float = 0.95) -> tuple[float, float, float]:
    """A rate after a control's was subtracted, and its interval: ``n/v - n0/v0``.

    The limits combine those of the two counts (MOVER): ``low = d - sqrt((r - l)^2 + (u0 - r0)^2)``, and alike above.

    Parameters
    ----------
    count, control : events of the sample and of its control. exposure, control_exposure : volume [m3] or time [s] of each, above 0.

    Returns
    -------
    difference, low, high : per unit of exposure; the difference may be negative, which says that the control holds as much.

    References
    ----------
    zou2008, garwood1936
    """
    over = positive("exposure", [exposure, control_exposure])
    counts = np.array([count, control], dtype=np.float64)
    rates = counts / over
    low, high = (limit / over for limit in count_interval(counts, share=share))
    difference = rates[0] - rates[1]
    below = np.hypot(rates[0] - low[0], high[1] - rates[1])
    above = np.hypot(high[0] - rates[0], rates[1] - low[1])
    return float(difference), float(difference - below), float(difference + above)


def coincidence(rate: ArrayLike, *, window: ArrayLike) -> Array:
    """Share of events that hold more than one particle: ``1 - exp(-rate window)``.

    Parameters
    ----------
    rate : [1/s] of particles. window : [s] that a particle is in the laser, or the pulse lasts.

    Assumes
    -------
    Particles arrive independently of one another.

    References
    ----------
    vanderpol2012
    """
    return np.asarray(-np.expm1(-not_negative("rate", rate, "1/s") * not_negative("window", window, "s")))


@dataclass(frozen=True, kw_only=True, slots=True)
class BeadLine:
    """A fitted line from signal to molecules.

    Parameters
    ----------
    slope, intercept : of ``slope log(signal) + intercept = log(background + molecules)``.
    background : [molecules] the beads' own; 0 where the line has none.
    covariance : (3, 3) of slope, intercept and background; rows of what was not fitted are 0.
    residual : standard deviation of the logarithms around the line, with the degrees of freedom left. 0 where none is left.
    freedom : degrees of freedom left.
    r_squared : of the logarithms.
    """

    slope: float
    intercept: float
    background: float
    covariance: Array
    residual: float
    freedom: int
    r_squared: float


def bead_line(signal: ArrayLike, molecules: ArrayLike, *, background: bool = True) -> BeadLine:
    """The line through bead peaks, by least squares of the logarithms.

    ``m log(signal) + b = log(a + molecules)``, ``a >= 0`` the beads' own background; without it a power law through the stained peaks.

    Parameters
    ----------
    signal : (n_peak,) above 0. molecules : (n_peak,) known values, 0 or above (with a background) or above 0 (without).

    Raises
    ------
    SettingError
        There are fewer than three peaks (two for the power law), they are not all different, or a value is out of range.

    References
    ----------
    castillo2016, as in FlowCal's fit_beads_autofluorescence
    """
    x, known = np.log(positive("signal", signal)), not_negative("molecules", molecules)
    fewest = FEWEST_FOR_BACKGROUND if background else 2
    if x.size < fewest or np.unique(x).size < x.size or np.unique(known).size < known.size:
        raise SettingError(f"A line through bead peaks needs {fewest} different peaks or more; {np.unique(x).size} can be used.")
    if not background:
        y = np.log(positive("molecules", known))
        slope, intercept = np.polyfit(x, y, 1)
        found, design = np.array([slope, intercept, 0.0]), np.column_stack([x, np.ones_like(x)])
        left = y - slope * x - intercept
        return _line(found, design, left, y)
    from scipy.optimize import least_squares

    order = np.argsort(x)
    x, known = x[order], known[order]
    slope = float(np.log(known[-1] / known[-2]) / (x[-1] - x[-2])) if known[-2] > 0 else 1.0
    intercept = float(np.log(known[-1])) - slope * float(x[-1])
    own = max(float(np.exp(slope * x[0] + intercept)) - float(known[0]), 1e-3 * float(known[-1]))
    unit = own  # so that all three parameters are of order one

    def residuals(p: Array) -> Array:
        return np.asarray(np.log(np.maximum(p[2] * unit + known, 1e-300)) - p[0] * x - p[1])

    fit = least_squares(residuals, [slope, intercept, 1.0], bounds=([-np.inf, -np.inf, 0.0], np.inf), xtol=1e-14, ftol=1e-14, gtol=1e-14)
    scale = np.array([1.0, 1.0, unit])
    found = fit.x * scale
    design = fit.jac / scale
    if found[2] <= 1e-9 * known[-1] and known[0] > 0:
        design, found = design[:, :2], np.array([found[0], found[1], 0.0])
    return _line(found, design, fit.fun, np.log(np.maximum(found[2] + known, 1e-300)))


def _line(found: Array, design: Array, left: Array, y: Array) -> BeadLine:
    freedom = left.size - design.shape[1]
    residual = float(np.sqrt(left @ left / freedom)) if freedom > 0 else 0.0
    covariance = np.zeros((3, 3))
    fitted = design.shape[1]
    covariance[:fitted, :fitted] = np.linalg.pinv(design.T @ design) * residual**2
    spread = float(np.sum((y - y.mean()) ** 2))
    return BeadLine(
        slope=float(found[0]),
        intercept=float(found[1]),
        background=float(found[2]),
        covariance=covariance,
        residual=residual,
        freedom=freedom,
        r_squared=1.0 - float(left @ left) / spread if spread > 0 else 1.0,
    )


def molecules_of(line: BeadLine, signal: ArrayLike) -> Array:
    """Molecules of signals, ``sign(f) exp(b) |f|^m``: the beads' own background is not added, and a signal below 0 stays below.

    References
    ----------
    castillo2016, as in FlowCal's standard curve
    """
    f = np.asarray(signal, dtype=np.float64)
    return np.asarray(np.sign(f) * np.exp(line.intercept) * np.abs(f) ** line.slope)


def molecules_interval(line: BeadLine, signal: float, *, share: float = 0.95) -> tuple[float, float]:
    """Interval of the line at a signal above 0; undefined where no degree of freedom is left.

    Raises
    ------
    SettingError
        The signal is not above 0.
    """
    from scipy.special import stdtrit

    x = float(np.log(positive("signal", signal)))
    if line.freedom < 1:
        return float("nan"), float("nan")
    at = np.array([x, 1.0])
    half = float(stdtrit(line.freedom, (1.0 + share) / 2.0) * np.sqrt(at @ line.covariance[:2, :2] @ at))
    middle = line.slope * x + line.intercept
    return float(np.exp(middle - half)), float(np.exp(middle + half))
