"""What others measured of vesicles in a body: one number at one place and time, and of what it is a share.

Three ways of telling a share are not one another: percent of the injected dose in an organ, percent of the dose per gram of
an organ, and a signal relative to other organs (liver and spleen together are 100, or arbitrary units). The last says nothing
of the dose, and nothing turns it into a share of it.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from exoforge.base.errors import SettingError

Basis = Literal["percent of dose", "percent of dose per gram", "relative signal"]
"""Of what a measured value is a share."""

LabelKind = Literal["dye", "radioisotope", "reporter protein", "fluorescent protein", "none", "unknown"]
"""What was measured in the vesicle's place; a label is not a vesicle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredKinetics:
    """One measured value.

    Parameters
    ----------
    study : key of a reference. species, cell_source, route, site : terms of the vocabularies, or words where none fits; strain as printed.
    label : what was measured, such as ``125I on lactadherin``. label_kind : of which kind it is.
    dose : as printed. time : [s] after the dose.
    value, low, high : in `unit`; low and high NaN where nothing is said of the spread.
    basis : of what `value` is a share. unit : ``%ID``, ``%ID/g``, or the words of the source for a relative signal.
    source : what was read (abstract, table, figure); locator : where in it. status : read or recalled.
    """

    study: str
    species: str
    strain: str = ""
    cell_source: str
    label: str
    label_kind: LabelKind
    route: str
    dose: str
    site: str
    time: float
    value: float
    low: float = math.nan
    high: float = math.nan
    basis: Basis
    unit: str
    source: str
    locator: str = ""
    status: Literal["read", "recalled"]

    def __post_init__(self) -> None:
        for name, kinds in (("basis", Basis), ("label_kind", LabelKind)):
            if getattr(self, name) not in get_args(kinds):
                raise SettingError(
                    f"The {name.replace('_', ' ')} of a measurement of '{self.study}' is '{getattr(self, name)}'; it is one of {', '.join(get_args(kinds))}."
                )
        if not (math.isfinite(self.value) and self.value >= 0 and math.isfinite(self.time) and self.time >= 0):
            raise SettingError(f"A measurement of '{self.study}' is {self.value:g} {self.unit} at {self.time:g} s; both must be finite and not below 0.")


def percent_of_dose(measured: MeasuredKinetics, organ_masses: Mapping[str, float]) -> MeasuredKinetics:
    """The same measurement as percent of the dose in the whole organ; one that already is comes back unchanged.

    Parameters
    ----------
    organ_masses : site -> mass of the organ [kg], of the animal that was measured.

    Raises
    ------
    SettingError
        The measurement is a relative signal, or the mass of its site is not known.
    """
    if measured.basis == "relative signal":
        raise SettingError(
            f"The value of '{measured.study}' at '{measured.site}' is a relative signal ({measured.unit}) and says nothing of the dose; "
            "it can be compared with ratios of organs only, never with percent of the dose."
        )
    if measured.basis == "percent of dose":
        return measured
    mass = organ_masses.get(measured.site)
    if mass is None or not (math.isfinite(mass) and mass > 0):
        raise SettingError(f"The mass of '{measured.site}' is not known; percent of dose per gram needs it. Known are {', '.join(organ_masses) or 'none'}.")
    grams = mass * 1e3
    value, low, high = (number * grams for number in (measured.value, measured.low, measured.high))
    return dataclasses.replace(measured, value=value, low=low, high=high, basis="percent of dose", unit="%ID")


def laid_over(measured: tuple[MeasuredKinetics, ...], organ_masses: Mapping[str, float]) -> tuple[tuple[MeasuredKinetics, ...], tuple[str, ...]]:
    """Those measurements that can be laid over percent of the dose, and a sentence for each that cannot."""
    kept, sentences = [], []
    for one in measured:
        try:
            kept.append(percent_of_dose(one, organ_masses))
        except SettingError as trouble:
            sentences.append(str(trouble))
    return tuple(kept), tuple(dict.fromkeys(sentences))
