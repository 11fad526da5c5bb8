"""Parameters, declared once, where they are used.

One line holds everything that anybody asks of a parameter: unit, meaning, range, the usual value with its source, and how
far it may stray. Range checks, documentation, the record's mapping, the ensemble and the assumption ledger read that line.
A fifth module of the ground floor, because operations, tissues, virtual instruments and kinetic models all declare
parameters and none of those rooms may know another.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError

Shape = Literal["fixed", "uniform", "stated", "lognormal", "normal"]
Status = Literal["read", "derived", "recalled", "choice"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """How far a parameter may stray around its value.

    ``fixed``: not at all. ``uniform``: between `a` and `b` [the parameter's unit].
    ``lognormal``: value times `a` to the power of a standard normal (`a` is the geometric standard deviation).
    ``normal``: value plus `a` times a standard normal. All are truncated to the parameter's own range.
    """

    shape: Shape
    a: float = 0.0
    b: float = 0.0


FIXED = Spread(shape="fixed")


def uniform(low: float, high: float) -> Spread:
    """Anything between two ends is as likely."""
    return Spread(shape="uniform", a=low, b=high)


def lognormal(geometric_sd: float) -> Spread:
    """Known up to a factor: about two thirds within a factor `geometric_sd`."""
    return Spread(shape="lognormal", a=geometric_sd)


def normal(sd: float) -> Spread:
    """Known up to a difference."""
    return Spread(shape="normal", a=sd)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """The declaration of one parameter.

    Parameters
    ----------
    name : as in the record's settings.
    unit : unit of the value inside the package (SI, or the unit of a published model).
    meaning : what it is to a scientist.
    low, high : the range outside which a value is refused.
    usual : the value taken when nobody states one; None means that it must be stated.
    spread : how far the usual value may stray.
    cite : key of the reference of the usual value. The spread is a choice of this package unless the meaning says otherwise.
    status : of the usual value: ``read`` in the source named, ``derived`` for this package from what was read there,
        ``recalled`` from memory and not re-read, or a ``choice`` of this package.
    choices : the words allowed, for a parameter that is a word and not a number.
    """

    name: str
    unit: str
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    usual: float | str | None = None
    spread: Spread = FIXED
    cite: str = ""
    status: Status = "choice"
    choices: tuple[str, ...] = ()


def param(
    unit: str,
    meaning: str,
    *,
    low: float = -math.inf,
    high: float = math.inf,
    usual: float | None = None,
    spread: Spread = FIXED,
    cite: str = "",
    status: Status = "choice",
) -> Any:
    """Declare a numeric parameter as a dataclass field."""
    declared = Parameter(name="", unit=unit, meaning=meaning, low=low, high=high, usual=usual, spread=spread, cite=cite, status=status)
    return _field(declared)


def option(meaning: str, choices: tuple[str, ...], *, usual: str | None = None, cite: str = "", status: Status = "choice") -> Any:
    """Declare a parameter that is one of a few words."""
    return _field(Parameter(name="", unit="", meaning=meaning, usual=usual, cite=cite, status=status, choices=choices))


def _field(declared: Parameter) -> Any:
    if declared.usual is None:
        return dataclasses.field(metadata={"parameter": declared})
    return dataclasses.field(default=declared.usual, metadata={"parameter": declared})


def parameters_of(owner: Any) -> tuple[Parameter, ...]:
    """Every parameter that a class (or an instance of it) declares, in order."""
    return _declared(owner if isinstance(owner, type) else type(owner))


@lru_cache(maxsize=1024)
def _declared(owner: type[Any]) -> tuple[Parameter, ...]:
    return tuple(dataclasses.replace(field.metadata["parameter"], name=field.name) for field in dataclasses.fields(owner) if "parameter" in field.metadata)


def values_of(owner: Any) -> dict[str, float | str]:
    """The values of all declared parameters of an instance."""
    return {parameter.name: getattr(owner, parameter.name) for parameter in parameters_of(owner)}


def check_value(parameter: Parameter, value: float | str, owner: str) -> None:
    """Refuse a value outside the declaration, in a full sentence.

    Raises
    ------
    SettingError
        Not a number, not finite, out of range, or not one of the choices.
    """
    if parameter.choices:
        if value not in parameter.choices:
            raise SettingError(f"{owner}.{parameter.name} is '{value}'; it must be one of {', '.join(parameter.choices)} ({parameter.meaning}).")
        return
    try:
        number = float(value)
    except ValueError as trouble:
        raise SettingError(f"{owner}.{parameter.name} is '{value}'; it must be a number of {parameter.unit or 'no unit'} ({parameter.meaning}).") from trouble
    if not math.isfinite(number) or not parameter.low <= number <= parameter.high:
        unit, shift = (f" {parameter.unit}", 0.0) if parameter.unit else ("", 0.0)
        if parameter.unit == "K":
            unit, shift = " degC", 273.15  # what is read off a centrifuge or a freezer
        raise SettingError(
            f"{owner}.{parameter.name} is {number - shift:.12g}{unit}; it must lie in [{parameter.low - shift:g}, {parameter.high - shift:g}]{unit} "
            f"({parameter.meaning})."
        )


def check_all(owner: Any) -> None:
    """Check every declared parameter of an instance; call it from ``__post_init__``."""
    for parameter in parameters_of(owner):
        check_value(parameter, getattr(owner, parameter.name), type(owner).__name__)


def quantile(parameter: Parameter, spread: Spread, centre: float, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of the parameter at probabilities `u`, truncated to its range.

    Parameters
    ----------
    spread : the spread around `centre` (a stated interval may replace the declared one).
    centre : the stated or usual value [parameter's unit].
    u : (n,) probabilities in (0, 1).

    Returns
    -------
    values : (n,) [parameter's unit]

    Raises
    ------
    SettingError
        A uniform spread wholly outside the range, a lognormal one around a centre that is not positive or with a factor below 1.
    """
    if spread.shape == "fixed":
        return np.full_like(u, centre)
    if spread.shape in ("uniform", "stated"):
        low, high = max(spread.a, parameter.low), min(spread.b, parameter.high)
        if low > high:
            raise SettingError(
                f"{parameter.name} is stated between {spread.a:g} and {spread.b:g} {parameter.unit}; "
                f"it must lie in [{parameter.low:g}, {parameter.high:g}] {parameter.unit} ({parameter.meaning})."
            )
        if spread.shape == "stated" and low < centre < high:
            return np.where(u < 0.5, low + (centre - low) * 2.0 * u, centre + (high - centre) * (2.0 * u - 1.0))
        return low + (high - low) * u
    from scipy.special import ndtr, ndtri

    logarithmic = spread.shape == "lognormal"
    if logarithmic and (centre <= 0 or spread.a < 1):
        raise SettingError(
            f"{parameter.name} is known up to a factor {spread.a:g} around {centre:g} {parameter.unit}; "
            f"the factor must be 1 or more and the value positive ({parameter.meaning})."
        )
    scale = math.log(spread.a) if logarithmic else spread.a
    if scale == 0:
        return np.full_like(u, centre)
    edges = np.array([parameter.low, parameter.high])
    if logarithmic:
        with np.errstate(divide="ignore"):
            edges = np.log(np.maximum(edges, 0.0)) - math.log(centre)
    else:
        edges = edges - centre
    floor, ceiling = ndtr(edges / scale)
    z = ndtri(floor + (ceiling - floor) * u) * scale
    values = centre * np.exp(z) if logarithmic else centre + z
    return np.asarray(values, dtype=np.float64)


def spread_of_interval(low: float, high: float) -> Spread:
    """A stated interval as a spread: half of it evenly on either side of the stated value, because the source says no more.

    An interval that leans keeps its value as the median; one around its middle is uniform. Where the value is an end, every value
    between the two is as likely.
    """
    return Spread(shape="stated", a=low, b=high)


def replaced(owner: Any, values: Mapping[str, float | str]) -> Any:
    """A copy of an instance with some parameters changed."""
    return dataclasses.replace(owner, **values)
