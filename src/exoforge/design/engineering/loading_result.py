"""What a question about loading gives back: model, ceilings and evidence, always the three together. Plain frozen values, in SI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.trace import Assumption
from exoforge.cargo.substances import Substance
from exoforge.design.result import Interval
from exoforge.evidence.loading import LoadingRange, LoadingRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The question.

    Parameters
    ----------
    cargo : as it was asked for. substance : what it is, None where the table of substances has no such thing. family : empty where it is not known.
    offered : [kg] of cargo, in how much liquid: `volume` [m3]. why_offered : empty where it was stated, else how it was chosen.
    concentration : vesicles per volume [1/m3]. protein : of the stock, in and beside its vesicles [kg].
    members, seed : of the ensemble.
    """

    cargo: str
    substance: Substance | None
    family: str
    offered: float
    why_offered: str
    volume: float
    concentration: Interval
    protein: Interval
    members: int
    seed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceilings:
    """What no method passes.

    Parameters
    ----------
    lumens : [1] share of the cargo that is in the lumens when it is dissolved alike inside and outside: the lumens' share of the volume.
    membranes : [1] share of the volume that is membrane.
    copies : [1] most molecules that fit into a lumen, the mean of the vesicles; None where the molar mass is not known.
    capacity : [1] the same as mass of cargo over the protein of the stock, for a cargo as dense as dry protein.
    solubility : [kg/m3] of the cargo in water; None where it is not known.
    """

    lumens: Interval
    membranes: Interval
    copies: Interval | None
    capacity: Interval
    solubility: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Modelled:
    """What the model of a method makes of it.

    Parameters
    ----------
    efficiency : [1] cargo in the recovered vesicles over cargo offered. membranes : [1] of the cargo offered, in or on membranes; None where not told.
    copies : [1] molecules over all recovered vesicles. carriers : [1] share of the vesicles with one copy or more; both None without a molar mass.
    capacity : [1] cargo in the recovered vesicles over the protein that is with them.
    left : [1] vesicles after over before, whatever they became: pieces count, too. free, precipitated, removed : [1] of the cargo offered.
    diameter : [1] median diameter after over before.
    residue : [kg/m3] by name, of what the method leaves dissolved beside the cargo.
    figures : further numbers that the method prints, of the central member.
    """

    efficiency: Interval
    membranes: Interval | None
    copies: Interval | None
    carriers: Interval | None
    capacity: Interval
    left: Interval
    free: Interval
    precipitated: Interval
    removed: Interval
    diameter: Interval
    residue: Mapping[str, Interval]
    figures: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A loading that somebody states, held against the ceilings.

    Parameters
    ----------
    efficiency : [1] as stated. over_lumens : how many times what the lumens can hold of a dissolved cargo.
    copies : [1] molecules over all vesicles that it means; over_packing : how many times what fits into a lumen. None without a molar mass.
    capacity : [1] cargo over protein that it means.
    """

    efficiency: float
    over_lumens: Interval
    copies: Interval | None
    over_packing: Interval | None
    capacity: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What was published of a method with this cargo.

    Parameters
    ----------
    own : rows of this very substance. family : further rows of its family.
    ranges : of each quantity by itself: over the own rows that print it, then over those of the family.
    above : rows whose lowest end is above what the lumens can hold of a dissolved cargo, as far as they are or may be efficiencies.
    said : a sentence where there is nothing.
    """

    own: tuple[LoadingRow, ...]
    family: tuple[LoadingRow, ...]
    ranges: tuple[LoadingRange, ...]
    above: tuple[LoadingRow, ...]
    said: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodLoading:
    """One method: model, evidence, and a claim where there is one.

    Parameters
    ----------
    kind : term of the vocabulary. title : what a scientist calls it.
    modelled : None where no model could be run, and then `missing` says why.
    warnings : what is impossible or doubtful, with its numbers. assumed, notices, cites : of the model.
    """

    kind: str
    title: str
    modelled: Modelled | None
    missing: str
    published: Published
    claim: Claim | None = None
    warnings: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    notices: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadingAnswer:
    """One method or several on one stock with one cargo. `notes` are of the question and of the user's table; `assumed` of the stock."""

    asked: Asked
    ceilings: Ceilings
    methods: tuple[MethodLoading, ...]
    notes: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    cites: tuple[str, ...] = ()
