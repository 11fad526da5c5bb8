"""Release curves through every law: compared, the excluded named, the exponent read, and what is foretold with its band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.release.band import Foretold, foretold
from exoforge.design.release.comparison import Comparison, Ranked, compared, laws_for
from exoforge.design.release.curves import Curves
from exoforge.design.release.exponent import Exponent, exponent_of
from exoforge.laws.release_fit import Points, enough, points_of
from exoforge.laws.release_fit_laws import LAWS

GEOMETRIES = ("slab", "cylinder", "sphere")
FACES = ("one", "two")
FIRST_PART = 0.6
"""Share up to which the power law of Korsmeyer and Peppas holds."""
FEW_BATCHES = 6
"""Below so many batches the spread between them is told to be poorly known. A choice: with 5 its 95 % interval spans a factor of nearly 5."""
FEW_POINTS = 8
"""For each curve: below, the correction of AICc sets a law of two coefficients back by 7 or more against one of one. A choice."""
RUNS = 0.05
"""Probability of so few runs of residuals below which the best law is told to miss the form of the curve. A choice."""
CITES = ("zhang2010", "burnham2002", "batesWatts1988")
CITES_BATCHES = ("steimer1984", "viechtbauer2007", "hartungknapp2001")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What is told of the carrier: its geometry, and the length of Crank's laws [m]; empty and None where nothing is."""

    geometry: str = ""
    length: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseFit:
    """What the laws say of release curves.

    Parameters
    ----------
    whole : on all points. first_part : on the first 60 %, where the power law holds; None where too few points lie there, with `no_first_part` as the reason.
    exponent : of the power law; None with `no_first_part`.
    band : what is foretold; seed : of its draws.
    """

    curves: Curves
    shape: Shape
    weighted: bool
    whole: Comparison
    first_part: Comparison | None
    no_first_part: str
    exponent: Exponent | None
    band: Foretold
    seed: int
    notes: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def best(self) -> Ranked:
        """The law of the lowest AICc on all points."""
        return self.whole.ranked[0]

    @property
    def unit(self) -> float:
        """Seconds in the unit of time of the table, which is that of all coefficients."""
        return seconds_in(self.curves.time_unit)


def seconds_in(unit: str) -> float:
    """Seconds in a unit of time."""
    from exoforge.base.units import Quantity, convert

    return convert(Quantity(value=1.0, unit=unit), "s").value


def shape_of(geometry: str = "", thickness: float | None = None, open_faces: str = "one") -> Shape:
    """A shape from what is told of it.

    Parameters
    ----------
    geometry : slab, cylinder or sphere. thickness : of a slab, or the diameter of the others [m]. open_faces : of a slab, one or two.

    Raises
    ------
    SettingError
        A word is none of those, or a thickness is given without a geometry.
    """
    if geometry and geometry not in GEOMETRIES:
        raise SettingError(f"--geometry is '{geometry}'; {', '.join(GEOMETRIES[:-1])} or {GEOMETRIES[-1]} was expected.")
    if open_faces not in FACES:
        raise SettingError(f"--open-faces is '{open_faces}'; one or two was expected.")
    if thickness is not None and not geometry:
        raise SettingError("--thickness is given without --geometry; a diffusivity follows from both.")
    if thickness is None:
        return Shape(geometry=geometry)
    if not thickness > 0:
        raise SettingError(f"--thickness is {thickness:g} m; it must be above 0.")
    return Shape(geometry=geometry, length=thickness if geometry == "slab" and open_faces == "one" else thickness / 2.0)


def fit_release(curves: Curves, *, shape: Shape | None = None, seed: int = 0) -> ReleaseFit:
    """Fit every law to release curves.

    Raises
    ------
    SettingError
        There are too few points for any law.
    ConvergenceError
        A search gives up.
    """
    told = shape or Shape()
    unit = seconds_in(curves.time_unit)
    batches = tuple(curve.batch for curve in curves.curves)
    weighted = all(curve.spread is not None for curve in curves.curves)
    times, released = [curve.time / unit for curve in curves.curves], [curve.released for curve in curves.curves]
    spread = [curve.spread for curve in curves.curves if curve.spread is not None] if weighted else None
    points = points_of(times, released, spread)
    laws = laws_for(told.geometry)
    inside = _first_part(points)
    is_all = inside.number == points.number
    whole = compared(points, batches, [law for law in laws if is_all or not law.first_part])
    power = LAWS["korsmeyer-peppas"]
    first_part, missing = None, ""
    if enough(power, inside):
        first_part = whole if is_all else compared(inside, batches, laws)
    else:
        missing = f"{inside.number} points lie in the first 60 %, too few for the power law of Korsmeyer and Peppas"
    exponent = None
    if first_part is not None:
        exponent = exponent_of(next(one for one in first_part.ranked if one.fit.law is power), told.geometry)
    band = foretold(whole, several=len(batches) > 1, last=max(float(time.max()) for time in times), rng=np.random.default_rng(seed))
    cites = [*CITES, *(CITES_BATCHES if len(batches) > 1 else ()), *(key for one in whole.ranked for key in one.fit.law.cites), *power.cites]
    return ReleaseFit(
        curves=curves,
        shape=told,
        weighted=weighted,
        whole=whole,
        first_part=first_part,
        no_first_part=missing,
        exponent=exponent,
        band=band,
        seed=seed,
        notes=(*curves.notes, *_notes(whole, curves, told, weighted=weighted, apart=not is_all)),
        cites=tuple(dict.fromkeys(cites)),
    )


def _first_part(points: Points) -> Points:
    """The points up to the last before a curve first passes 60 %; the others without weight."""
    passed = np.cumsum((points.released > FIRST_PART) & (points.weight > 0), axis=1) > 0
    weight = np.where(passed, 0.0, points.weight)
    left = np.count_nonzero(weight)
    return Points(time=points.time, released=points.released, weight=weight * (left / weight.sum()) if left else weight)


def _notes(whole: Comparison, curves: Curves, shape: Shape, *, weighted: bool, apart: bool) -> tuple[str, ...]:
    best, count = whole.ranked[0], len(curves.curves)
    notes = []
    if weighted:
        notes.append(f"Points weigh 1/sd²; the residuals of the best law are {best.fit.scatter / _usual_spread(curves):.2g} times the stated deviations.")
    if apart:
        notes.append("Korsmeyer and Peppas hold for the first 60 % only and are compared there, with all others fitted to the same points.")
    if whole.points.number < FEW_POINTS * count:
        notes.append("So few points cost a law of two coefficients much in AICc whatever it fits; more points decide more than this ranking.")
    if shape.geometry == "slab":
        notes.append("For a slab the erosion law of Hopfenberg is that of zero order, and is not told twice.")
    if best.runs < RUNS:
        notes.append(f"The residuals of the best law run (P = {best.runs:.2g}): it misses the form of the curve, so that no law here is the mechanism.")
    largest = max(float(curve.released.max()) for curve in curves.curves)
    if largest < FIRST_PART:
        notes.append(
            f"The curves end at {100 * largest:.3g} %; a slow release and one that stops cannot be told apart, and times of 90 % lie outside the data."
        )
    if 1 < count < FEW_BATCHES:
        notes.append(f"{count} batches say little of the spread between them; see its interval before you rely on the band of a new batch.")
    if count == 1:
        notes.append("One curve says nothing of the spread between batches; the band is that of this batch alone.")
    lost = sorted({name for known in best.known for name in known.undetermined})
    if lost:
        notes.append(f"The points of {', '.join(lost)} do not determine every coefficient of the best law; those are left out of its mean over batches.")
    return tuple(notes)


def _usual_spread(curves: Curves) -> float:
    """Standard deviation of a point of weight 1: weights have a mean of 1."""
    squares = np.concatenate([1.0 / curve.spread[curve.time > 0] ** 2 for curve in curves.curves if curve.spread is not None])
    return float(1.0 / np.sqrt(squares.mean()))
