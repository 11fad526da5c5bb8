"""A suspension of vesicles that already exists, when nothing is known of its making."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import FIXED, Parameter, Spread, lognormal, param, parameters_of, quantile, spread_of_interval, uniform
from exoforge.base.trace import Assumption, Trace
from exoforge.base.units import Quantity, convert, fits, number_text, parse_quantity
from exoforge.laws.vesicle import protein_mass
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Culture, Hinged, entry_of, hinge, step_key
from exoforge.stages.culture.population import MARKERS, size_grid, vesicle_shares, vesicles
from exoforge.streams.suspension import Suspension

USUAL_PURITY = 1e18
"""[particles/kg protein] A choice, 1e9 per ug: between 8e6 of a clinical precipitate (kordelas2014) and 3e10 of a pure product (webber2013)."""

PURITY_SPREAD = lognormal(4.0)

AGREEMENT = 0.1
"""Two statements of one amount may differ by this share, which is rounding; more is a contradiction."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Stock(Culture):
    """A vesicle product as somebody hands it over: so many particles and so much protein in so much buffer.

    The record states any of ``concentration``, ``particles``, ``protein_concentration``, ``protein``, ``particles_per_protein``
    and ``volume``; what follows from two others is computed, what does not is assumed and told.
    Vesicles carry the protein of their shell; what is left of the stated protein is dissolved. When the stated protein is less
    than the shells would hold, every vesicle carries the same smaller share and nothing is dissolved.

    Assumes
    -------
    No other particles: a count by an instrument is taken as a count of vesicles.

    References
    ----------
    webber2013, kordelas2014
    """

    kind: ClassVar[str] = "stock"
    title: ClassVar[str] = "vesicle stock"
    cites: ClassVar[tuple[str, ...]] = ("webber2013", "kordelas2014")

    concentration: float = param("particles/m3", "vesicles per volume", low=0.0, high=1e24, usual=1e16, spread=lognormal(3.0))
    protein_concentration: float = param(
        "kg protein/m3", "protein per volume, in and beside the vesicles", low=0.0, high=500.0, usual=1e16 / USUAL_PURITY, spread=PURITY_SPREAD
    )
    volume: float = param("m3", "volume of the stock", low=1e-12, high=10.0, usual=1e-6)
    diameter_median: float = param(
        "m", "median diameter of the vesicles, by number", low=40e-9, high=400e-9, usual=90e-9, spread=lognormal(1.25), cite="yan_talk"
    )
    diameter_gsd: float = param("", "geometric standard deviation of the diameter", low=1.01, high=2.5, usual=1.4, spread=uniform(1.25, 1.6))
    refractive_index: float = param(
        "", "of a vesicle at 488 nm", low=1.34, high=1.6, usual=1.39, spread=uniform(1.38, 1.40), cite="yan_talk", status="recalled"
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Amounts are taken as stated, by volume or in total, and completed from one another.

        Raises
        ------
        SettingError
            Two statements of one amount differ by more than a tenth, or an amount is no quantity of its kind.
        """
        read = _Amounts.of(step)
        volume = read.volume or _over(read.particles, read.concentration) or _over(read.protein, read.protein_concentration)
        size = volume or Quantity(value=_usual(cls, "volume"))
        number = read.concentration or _over(read.particles, size)
        mass = read.protein_concentration or _over(read.protein, size)
        _agree(step, "particles", read.particles, number, size)
        _agree(step, "protein", read.protein, mass, size)
        if number and mass and read.purity:
            _agree(step, "concentration", number, read.purity, mass)
        assumed_number = assumed_mass = False
        purity = read.purity or Quantity(value=USUAL_PURITY)
        if mass and not number:
            number, assumed_number = _times(purity, mass), read.purity is None
        elif not mass and (number or read.purity):
            mass = _over(number or Quantity(value=_usual(cls, "concentration")), purity)
            assumed_mass = read.purity is None
        own = {name: leaf for name, leaf in (("volume", volume), ("concentration", number), ("protein_concentration", mass)) if leaf}
        hinged = hinge(cls, step, stated={name: leaf.value for name, leaf in own.items()}, also_read=("particles", "protein", "particles_per_protein"))
        hinged = dataclasses.replace(hinged, spreads={**hinged.spreads, **_intervals(own)})
        for name, told in (("concentration", assumed_number), ("protein_concentration", assumed_mass)):
            hinged = _by_usual_purity(hinged, step, name) if told else hinged
        return _with_notice(hinged, step)

    def produce(self) -> Suspension:
        """The stock."""
        number = self.concentration * self.volume * vesicle_shares(median=self.diameter_median, gsd=self.diameter_gsd)
        shells = float(number @ vesicles("ev", refractive_index=self.refractive_index).protein)
        stated = self.protein_concentration * self.volume
        scale = min(1.0, stated / shells) if shells > 0 else 1.0
        return Suspension(
            grid=size_grid(),
            species=(vesicles("ev", refractive_index=self.refractive_index, markers=MARKERS, protein_scale=scale),),
            number=number[None, :],
            volume=self.volume,
            solutes={"soluble-protein": max(stated - shells, 0.0)},
            medium="pbs",
            trace=Trace() + entry_of(self),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Amounts:
    """What the step states of number, protein and volume, in SI."""

    concentration: Quantity | None
    particles: Quantity | None
    protein_concentration: Quantity | None
    protein: Quantity | None
    purity: Quantity | None
    volume: Quantity | None

    @classmethod
    def of(cls, step: Step) -> _Amounts:
        return cls(
            concentration=_read(step, "concentration", "particles/m3"),
            particles=_read(step, "particles", "particles"),
            protein_concentration=_read(step, "protein_concentration", "kg protein/m3", "kg/m3"),
            protein=_read(step, "protein", "kg protein", "kg"),
            purity=_read(step, "particles_per_protein", "particles/kg protein", "particles/kg"),
            volume=_read(step, "volume", "m3"),
        )


def _read(step: Step, name: str, *units: str) -> Quantity | None:
    """A stated amount in the first of the units that fits; mass of protein may be written as mass."""
    leaf = step.settings.get(name)
    if not isinstance(leaf, Stated):
        return None
    try:
        value = parse_quantity(leaf.value) if isinstance(leaf.value, str) else leaf.value
        if not isinstance(value, Quantity):
            raise SettingError(f"{leaf.value!r} is not a quantity; write a number and its unit, for example '1 {units[0]}'.")
        moved = convert(value, next((unit for unit in units if fits(value, unit)), units[0]))
    except SettingError as trouble:
        raise SettingError(f"{step_key(step)}: '{name}': {trouble}") from None
    if (moved.low if moved.low is not None else moved.value) <= 0:
        raise SettingError(f"{step_key(step)}: '{name}' is {value}; a stock needs more than none of it.")
    return moved


def _times(one: Quantity, other: Quantity) -> Quantity:
    low, high = _ends(one)
    less, more = _ends(other)
    return _spanned(one.value * other.value, low * less, high * more)


def _over(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    if one is None or other is None:
        return None
    low, high = _ends(one)
    less, more = _ends(other)
    return _spanned(one.value / other.value, low / more, high / less)


def _ends(quantity: Quantity) -> tuple[float, float]:
    return (quantity.value, quantity.value) if quantity.low is None or quantity.high is None else (quantity.low, quantity.high)


def _spanned(value: float, low: float, high: float) -> Quantity:
    return Quantity(value=value, low=low, high=high) if low < high else Quantity(value=value)


def _usual(cls: type[Stock], name: str) -> float:
    return float(_parameter(cls, name).usual or 0.0)


def _parameter(cls: type[Stock], name: str) -> Parameter:
    return next(one for one in parameters_of(cls) if one.name == name)


def _agree(step: Step, name: str, stated: Quantity | None, per: Quantity | None, size: Quantity) -> None:
    """Refuse two statements of one amount that cannot both be true."""
    if stated is None or per is None:
        return
    made, (low, high) = _times(per, size), _ends(stated)
    less, more = _ends(made)
    if more < low * (1.0 - AGREEMENT) or less > high * (1.0 + AGREEMENT):
        raise SettingError(
            f"{step_key(step)}: '{name}' is stated as {number_text(stated.value)} in SI units, but the other amounts stated make "
            f"{number_text(float(f'{made.value:.4g}'))}; correct or leave out one of them."
        )


def _intervals(own: dict[str, Quantity]) -> dict[str, Spread]:
    spans = {name: _ends(leaf) for name, leaf in own.items()}
    return {name: spread_of_interval(low, high) for name, (low, high) in spans.items() if low < high}


def _by_usual_purity(hinged: Hinged, step: Step, name: str) -> Hinged:
    """Tell that one amount was made from the other by the usual purity, and let it stray as far as that does."""
    parameter, value = _parameter(Stock, name), getattr(hinged.operation, name)
    low, high = (float(edge) for edge in quantile(parameter, PURITY_SPREAD, value, np.array([0.05, 0.95])))
    told = Assumption(
        key=f"{step_key(step)}: {name}",
        name=name,
        meaning=parameter.meaning,
        value=value,
        unit=parameter.unit,
        low=low,
        high=high,
        reason="not reported in the record; made from the other amount by 1e9 particles per ug protein",
        cite="webber2013",
        status="choice",
    )
    return dataclasses.replace(hinged, assumed=(*hinged.assumed, told), spreads={**hinged.spreads, name: PURITY_SPREAD})


def _with_notice(hinged: Hinged, step: Step) -> Hinged:
    """Say when there is less protein than the vesicles alone should hold."""
    stock = hinged.operation
    shells = float(vesicle_shares(median=stock.diameter_median, gsd=stock.diameter_gsd) @ protein_mass(size_grid().diameter))
    ceiling = 1.0 / shells
    found = stock.concentration / stock.protein_concentration if stock.protein_concentration > 0 else math.inf
    if found <= ceiling or hinged.spreads.get("protein_concentration", FIXED) is PURITY_SPREAD:
        return hinged
    sentence = (
        f"{step_key(step)}: {found * 1e-9:.2g} particles per ug protein are more than the {ceiling * 1e-9:.2g} that vesicles of this size can be; "
        "the count may hold particles that are no vesicles, and each vesicle is taken to carry less protein than its shell could."
    )
    return dataclasses.replace(hinged, notices=(*hinged.notices, sentence))
