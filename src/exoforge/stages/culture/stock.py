"""A suspension of vesicles that already exists, when nothing is known of its making."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.errors import SettingError
from exoforge.base.parameters import lognormal, param, parameters_of, spread_of_interval, uniform
from exoforge.base.trace import Trace
from exoforge.base.units import Quantity, number_text
from exoforge.laws.vesicle import protein_mass
from exoforge.record.therapy import Step
from exoforge.stages.contract import Culture, Hinged, Operation, entry_of, hinge, stated_quantity, step_key
from exoforge.stages.culture.population import MARKERS, size_grid, vesicle_shares, vesicles
from exoforge.streams.suspension import Suspension

AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "particles": ("particles",),
    "concentration": ("particles/m3",),
    "protein": ("kg protein", "kg"),
    "protein_concentration": ("kg protein/m3", "kg/m3"),
    "particles_per_protein": ("particles/kg protein", "particles/kg"),
    "volume": ("m3",),
}
"""What a record may state of a stock, in which units; mass of protein may be written as mass."""

AGREEMENT = 0.1
"""Two statements of one amount may differ by this share, which is rounding; more is a contradiction."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Stock(Culture):
    """A vesicle product as somebody hands it over: so many particles and so much protein in so much buffer.

    The record states any of `AMOUNTS`, each of which stays the parameter that it is: a total that is stated does not stray
    because the volume does, nor a concentration. An amount of 0 is one that follows from the others: the number is `particles`,
    else ``concentration volume``, else ``particles_per_protein protein``; the protein is `protein`, else
    ``protein_concentration volume``, else ``number / particles_per_protein``; the volume follows from a total and its concentration.

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

    particles: float = param("particles", "vesicles in all; 0 where they follow from the other amounts", low=0.0, high=1e24, usual=0.0)
    concentration: float = param(
        "particles/m3", "vesicles per volume; 0 where they follow from the other amounts", low=0.0, high=1e24, usual=1e16, spread=lognormal(3.0)
    )
    protein: float = param("kg protein", "protein in all, in and beside the vesicles; 0 where it follows from the other amounts", low=0.0, high=1e3, usual=0.0)
    protein_concentration: float = param(
        "kg protein/m3", "protein per volume, in and beside the vesicles; 0 where it follows from the other amounts", low=0.0, high=500.0, usual=0.0
    )
    particles_per_protein: float = param(
        "particles/kg protein",
        "vesicles per protein, by which the one is made from the other; 1e9 per ug is a choice between 8e6 of a clinical precipitate and 3e10 of a "
        "pure product; 0 where both are stated",
        low=0.0,
        high=1e24,
        usual=1e18,
        spread=lognormal(4.0),
        cite="webber2013",
    )
    volume: float = param("m3", "volume of the stock; 0 where a total and its concentration make it", low=0.0, high=10.0, usual=1e-6)
    diameter_median: float = param(
        "m", "median diameter of the vesicles, by number", low=40e-9, high=400e-9, usual=90e-9, spread=lognormal(1.25), cite="yan_talk"
    )
    diameter_gsd: float = param("", "geometric standard deviation of the diameter", low=1.01, high=2.5, usual=1.4, spread=uniform(1.25, 1.6))
    refractive_index: float = param(
        "", "of a vesicle at 488 nm", low=1.34, high=1.6, usual=1.39, spread=uniform(1.38, 1.40), cite="yan_talk", status="recalled"
    )

    def __post_init__(self) -> None:
        Operation.__post_init__(self)
        if self.volume_in_all == 0:
            raise SettingError("Stock.volume is 0 m3, and no total with its concentration makes one; state a volume above 0.")
        if not (self.particles or self.concentration or self._by_purity):
            raise SettingError("A stock needs a number of vesicles: state particles, concentration, or protein with particles_per_protein.")
        if not (self.protein or self.protein_concentration or self.particles_per_protein):
            raise SettingError("A stock needs an amount of protein: state protein, protein_concentration or particles_per_protein.")

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """Amounts are taken as stated, by volume or in total, and completed from one another.

        Raises
        ------
        SettingError
            Two statements of one amount differ by more than a tenth, or an amount is no quantity of its kind.
        """
        stated = {name: amount for name in AMOUNTS if (amount := _amount(step, name)) is not None}
        _refuse_contradictions(step, stated)
        needed = _needed(set(stated))
        own = {name: stated[name].value if name in needed else 0.0 for name in AMOUNTS if name in stated or name not in needed}
        hinged = hinge(cls, step, stated=own)
        intervals = {name: spread_of_interval(*_ends(stated[name])) for name in needed & set(stated) if stated[name].low is not None}
        return _with_notice(dataclasses.replace(hinged, spreads={**hinged.spreads, **intervals}), step)

    @property
    def volume_in_all(self) -> float:
        """[m3] Volume, stated or made by a total and its concentration."""
        if self.volume:
            return self.volume
        if self.particles and self.concentration:
            return self.particles / self.concentration
        return self.protein / self.protein_concentration if self.protein_concentration else 0.0

    @property
    def number_in_all(self) -> float:
        """[particles] Vesicles in all."""
        return self.particles or self.concentration * self.volume_in_all or self._by_purity

    @property
    def protein_in_all(self) -> float:
        """[kg protein] Protein in all, in and beside the vesicles."""
        return self.protein or self.protein_concentration * self.volume_in_all or self.number_in_all / self.particles_per_protein

    @property
    def _by_purity(self) -> float:
        return self.particles_per_protein * (self.protein or self.protein_concentration * self.volume_in_all)

    def produce(self) -> Suspension:
        """The stock."""
        number = self.number_in_all * vesicle_shares(median=self.diameter_median, gsd=self.diameter_gsd)
        shells = float(number @ vesicles("ev", refractive_index=self.refractive_index).protein)
        stated = self.protein_in_all
        scale = min(1.0, stated / shells) if shells > 0 else 1.0
        return Suspension(
            grid=size_grid(),
            species=(vesicles("ev", refractive_index=self.refractive_index, markers=MARKERS, protein_scale=scale),),
            number=number[None, :],
            volume=self.volume_in_all,
            solutes={"soluble-protein": max(stated - shells, 0.0)},
            medium="pbs",
            trace=Trace() + entry_of(self),
        )


def _amount(step: Step, name: str) -> Quantity | None:
    found = stated_quantity(step, name, *AMOUNTS[name])
    if found is not None and _ends(found)[0] <= 0:
        raise SettingError(f"{step_key(step)}: '{name}' is {step.settings[name].value}; a stock needs more than none of it.")
    return found


def _needed(stated: set[str]) -> set[str]:
    """The amounts from which all others follow: those stated, a total before its concentration, and those that must be assumed."""
    needed = {next((name for name in kind if name in stated), "") for kind in (("particles", "concentration"), ("protein", "protein_concentration"))}
    needed = needed - {""} or {"concentration"}
    if len(needed) == 1:
        needed.add("particles_per_protein")
    whole = next((pair for pair in ({"particles", "concentration"}, {"protein", "protein_concentration"}) if pair <= stated), {"volume"})
    return needed | ({"volume"} if "volume" in stated else whole)


def _refuse_contradictions(step: Step, stated: Mapping[str, Quantity]) -> None:
    """Refuse two statements of one amount that cannot both be true."""
    particles, concentration, protein, per_volume, purity, volume = (stated.get(name) for name in AMOUNTS)
    volume = volume or _over(particles, concentration) or _over(protein, per_volume) or Quantity(value=_usual_volume())
    _agree(step, "particles", particles, _times(concentration, volume))
    _agree(step, "protein", protein, _times(per_volume, volume))
    _agree(step, "particles_per_protein", purity, _over(particles or _times(concentration, volume), protein or _times(per_volume, volume)))


def _usual_volume() -> float:
    return float(next(one.usual for one in parameters_of(Stock) if one.name == "volume") or 0.0)


def _agree(step: Step, name: str, stated: Quantity | None, made: Quantity | None) -> None:
    if stated is None or made is None:
        return
    (low, high), (less, more) = _ends(stated), _ends(made)
    if more < low * (1.0 - AGREEMENT) or less > high * (1.0 + AGREEMENT):
        raise SettingError(
            f"{step_key(step)}: '{name}' is stated as {number_text(stated.value)} in SI units, but the other amounts stated make "
            f"{number_text(float(f'{made.value:.4g}'))}; correct or leave out one of them."
        )


def _times(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    if one is None or other is None:
        return None
    (low, high), (less, more) = _ends(one), _ends(other)
    return Quantity(value=one.value * other.value, low=low * less, high=high * more)


def _over(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    if one is None or other is None:
        return None
    (low, high), (less, more) = _ends(one), _ends(other)
    return Quantity(value=one.value / other.value, low=low / more, high=high / less)


def _ends(quantity: Quantity) -> tuple[float, float]:
    return (quantity.value, quantity.value) if quantity.low is None or quantity.high is None else (quantity.low, quantity.high)


def _with_notice(hinged: Hinged, step: Step) -> Hinged:
    """Say when there is less protein than the vesicles alone should hold."""
    stock = hinged.operation
    shells = float(vesicle_shares(median=stock.diameter_median, gsd=stock.diameter_gsd) @ protein_mass(size_grid().diameter))
    ceiling = 1.0 / shells
    found = stock.number_in_all / stock.protein_in_all
    if found <= ceiling or any(one.name == "particles_per_protein" for one in hinged.assumed):
        return hinged
    sentence = (
        f"{step_key(step)}: {found * 1e-9:.2g} particles per ug protein are more than the {ceiling * 1e-9:.2g} that vesicles of this size can be; "
        "the count may hold particles that are no vesicles, and each vesicle is taken to carry less protein than its shell could."
    )
    return dataclasses.replace(hinged, notices=(*hinged.notices, sentence))
