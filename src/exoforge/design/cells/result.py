"""What is laid side by side of a cell product and its vesicles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.design.result import Interval
from exoforge.evidence.facts import Fact
from exoforge.evidence.kinetics import Experiment
from exoforge.evidence.trials import Trial


@dataclass(frozen=True, kw_only=True, slots=True)
class Yield:
    """Vesicles that one cell gives, and what that makes of the doses.

    Parameters
    ----------
    said : whose yield it is. per_cell : [particles/cell] vesicles that reach the product.
    cells : [cells] whose vesicles one dose of the vesicle product holds. vesicles : [particles] that the cells of one cell dose gave.
    doses : [1] vesicle doses that the cells of one cell dose give. Each None where nobody says a dose.
    """

    said: str
    per_cell: Interval
    cells: Interval | None
    vesicles: Interval | None
    doses: Interval | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figured:
    """One figure that the models foresee: what it is, its SI unit, empty for a number and ``share`` for one of a whole, and in words of what."""

    label: str
    unit: str
    interval: Interval
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """What the models say of the record's own vesicles: [particles/cell] that reach the product, what storage keeps, what comes to the site."""

    per_cell: Interval
    figures: tuple[Figured, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaledDose:
    """A printed dose of cells or of vesicles as vesicles.

    Parameters
    ----------
    printed, arm, work : as printed, and where: the published arm, and the trial or work behind it.
    dose, unit : as it was read; a dose per body mass is multiplied by one in `vesicles` alone.
    vesicles : [particles] of one application; of cells those that they gave.
    """

    printed: str
    arm: str
    work: str
    dose: Interval
    unit: str
    vesicles: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Alive:
    """What living cells would release after they are given.

    Parameters
    ----------
    per_day : [particles/cell] in a day, at the secretion of a culture. days : [d] for which all cells of the cell dose would have to live
        and release to give as many vesicles as one dose of the vesicle product; None where a dose is not said.
    """

    per_day: Interval
    days: Interval | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """What was published of one of the two products for an indication.

    Parameters
    ----------
    product : ``cells`` or ``vesicles``. arms, studies : published arms and the works behind them. everywhere : the same two for all
        indications together.
    wider : each wider indication with its arms and works, the nearest first; empty for all indications.
    results, study_types, species, routes : arms by the sign of the whole, and by what they are.
    doses : doses as printed, with the arm. scaled : those that can be told in vesicles.
    trials : registered or reported in people. compared : arms whose comparator is the other product.
    """

    product: str
    arms: int
    studies: int
    everywhere: tuple[int, int]
    wider: tuple[tuple[str, int, int], ...]
    results: Mapping[str, int]
    study_types: Mapping[str, int]
    species: Mapping[str, int]
    routes: Mapping[str, int]
    doses: tuple[tuple[str, str], ...]
    scaled: tuple[ScaledDose, ...]
    trials: tuple[Trial, ...]
    compared: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CellsBeside:
    """A cell product and its vesicles.

    Parameters
    ----------
    title : of the record or of the question. indication : key and label; both empty for all indications.
    vesicle_dose, cell_dose : one application as stated; empty where nobody says one. particles, body_mass : [particles], [kg]; None where not said.
    yields : of the vesicles per cell, one for each way of knowing it. alive : what cells would release in the body.
    foreseen : what the models say of the record's vesicles; None without one that they follow.
    sides : cells, then vesicles. stated : facts by what they are about. kinetics : published experiments of vesicles given into blood.
    notices : sentences.
    """

    title: str
    indication: tuple[str, str]
    vesicle_dose: str
    cell_dose: str
    particles: float | None
    body_mass: float | None
    yields: tuple[Yield, ...]
    alive: Alive
    foreseen: Foreseen | None
    sides: tuple[Side, Side]
    stated: tuple[tuple[str, tuple[Fact, ...]], ...]
    kinetics: tuple[Experiment, ...]
    notices: tuple[str, ...]
