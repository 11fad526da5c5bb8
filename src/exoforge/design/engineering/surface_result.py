"""The parts of an answer about a modified surface: plain frozen values, in SI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.trace import Assumption
from exoforge.cargo.surfaces import Surface
from exoforge.design.result import Band, Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One number of the body without and with the ligand, member by member.

    Parameters
    ----------
    key : such as ``uptake bone`` or ``half-life``. label : for people. unit : SI. plain, modified : over the members.
    change : the ratio within each member, so that what both share cancels. is_moved : whether the ligand is stated to move it; else it follows.
    """

    key: str
    label: str
    unit: str
    plain: Interval
    modified: Interval
    change: Interval
    is_moved: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Avidity:
    """How many bonds make of one: ``K_avid = K_d (2^(1/n) - 1)`` with independent bonds, `n` the accessible ligands per vesicle.

    Parameters
    ----------
    single : `K_d` of one ligand, low and high [mol/m3]. many : of the vesicle, over the members [mol/m3]. cite, status : of `K_d`.
    """

    single: tuple[float, float, float]
    many: Interval
    cite: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SurfaceAnswer:
    """What a ligand on the surface changes in a body.

    Parameters
    ----------
    asked : the ligand as it was named. surface : what is held of it. species, route, target : of the body; `target` is the organ that is compared.
    beside : the surface that is on in both, by its key; empty where none is.
    stock : whether a usual stock stands for steps that make no vesicles. source : of the record, empty without one.
    on_vesicles : figures of the surface modification, over the members. compared : the body without and with it.
    courses : of blood and target, without and with, shares of the dose over time since it [s].
    avidity : None where no dissociation constant is held.
    told : what was taken or left out. warnings : what makes the answer doubtful.
    """

    asked: str
    surface: Surface
    species: str
    route: str
    target: str
    beside: str
    source: str
    stock: bool
    on_vesicles: Mapping[str, Interval]
    compared: tuple[Compared, ...]
    courses: Mapping[str, tuple[Band, Band]]
    avidity: Avidity | None
    told: tuple[str, ...]
    warnings: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    cites: tuple[str, ...]
    members: int
    seed: int
