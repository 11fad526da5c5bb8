"""What a calibration gives back: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Assumption
from exoforge.design.calibration.data import Measured
from exoforge.design.calibration.quantities import Measurable, Measure
from exoforge.design.ensemble import Uncertain

Method = Literal["smoother", "mcmc"]
ErrorModel = Literal["normal", "log-normal"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """Median, 5th and 95th percentile."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibrated:
    """One parameter before and after.

    Parameters
    ----------
    prior, posterior : [the parameter's unit].
    kept : standard deviation after over before, in the coordinates in which the prior is a standard normal [1]: near 1, the data say nothing of it.
    informed : whether the data say something of it.
    """

    uncertain: Uncertain
    assumption: Assumption
    prior: Ends
    posterior: Ends
    kept: float
    informed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """A quantity over time before and after; bands (n_t,) at 5, 50 and 95 %, of the model without error of measurement.

    Parameters
    ----------
    time : (n_t,) [s]; one time of 0 for an endpoint. measure : as in `Point`.
    """

    quantity: Measurable
    measure: Measure
    time: NDArray[np.float64]
    prior: NDArray[np.float64]
    posterior: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """The posterior beside a set of values.

    Parameters
    ----------
    points : how many. covered : share of them within the 90 % band of new measurements. expected : shares between which 95 % of right models lie.
    p : posterior predictive p-value of the squared distances; NaN without points.
    """

    points: int
    covered: float
    expected: tuple[float, float]
    p: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorSize:
    """The error of one quantity: its standard deviation as it was estimated, with interval; a factor of 1 where log-normal."""

    quantity: str
    deviation: Ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """Everything that was found.

    Parameters
    ----------
    pairs : places of two parameters and their correlation after: they cannot be told apart.
    fitted, held : the posterior beside the values that it was made from, and those kept back.
    bands : (n_observations, 3) of new measurements at 5, 50 and 95 %, in each point's unit.
    diagnostics : sentences on convergence. evaluations : of the model.
    draws : (n_draws, n_parameters) of the posterior, in standard normal coordinates of the prior.
    """

    method: Method
    error: ErrorModel
    measured: Measured
    parameters: tuple[Calibrated, ...]
    left_out: int
    pairs: tuple[tuple[int, int, float], ...]
    errors: tuple[ErrorSize, ...]
    fitted: Checked
    held: Checked | None
    bands: NDArray[np.float64]
    courses: tuple[Course, ...]
    draws: NDArray[np.float64]
    diagnostics: tuple[str, ...]
    notes: tuple[str, ...]
    cites: tuple[str, ...]
    evaluations: int
    seed: int
    seconds: float
