"""What the question 'how many vesicles would a cell need' gives back, in SI."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.design.result import Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What a link of the chain multiplies or divides by.

    Parameters
    ----------
    meaning : in words. value : over the members [unit]. origin : ``stated``, ``assumed`` or ``computed``.
    status, cite : of an assumed value, as its declaration has them.
    """

    meaning: str
    value: Interval
    unit: str
    origin: str
    status: str = ""
    cite: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link: what is left of the vesicles, or of their copies, behind it.

    Parameters
    ----------
    value : behind the link [unit]. taken : what led there from the link before; none at the start.
    """

    name: str
    label: str
    value: Interval
    unit: str
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """Copies that a cell would have to get for something to change.

    Parameters
    ----------
    sentence : what is to change. source : the model, or who says so.
    copies : over the members that need some and get there [copies/cell]; NaN where there is none.
    none, never : [1] share of the members that need none, and of those that never get there with the most copies that were tried.
    counted : members behind the intervals: those that need some and get there.
    at_best : vesicles per cell for these copies when every one is taken up and opens [particles/cell]. needed : with uptake and escape.
    lost_again : [1] share of those that get there in which more copies undo it; `lost_at` from where [copies/cell].
    """

    name: str
    sentence: str
    source: str
    copies: Interval
    at_best: Interval
    needed: Interval
    counted: int
    none: float = 0.0
    never: float = 0.0
    lost_again: float = 0.0
    lost_at: Interval | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply:
    """One way of filling vesicles, beside what is demanded.

    Parameters
    ----------
    name : ``native``, ``own`` (stated, or what the record's vesicles hold) or ``ceiling``.
    copies : [copies/particle]. brought : copies that the chain brings into a cell with them.
    needed_at_best : vesicles per cell when every one is taken up and opens [particles/cell]. needed : with uptake and escape.
    short : needed over what is at the target for each cell [1]; infinite where nothing is there.
    """

    name: str
    label: str
    copies: Interval
    source: str
    brought: Interval
    needed_at_best: Interval
    needed: Interval
    short: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """The chain of one microRNA into the cells of one tissue, and what is asked of it.

    Parameters
    ----------
    mirna, tissue, tissue_label : what was asked. model : key of the card of the response model; empty where none carries this microRNA.
    links : from the vesicles given to the copies in a cell. demands : what would have to come; the first that half of the members need is
        asked of the supplies (`basis`).
    own : [copies/cell] that the cell has itself; None where nobody said. targets : [copies/cell] of mRNA that it is to bind, by `targets_from`.
    per_target : copies brought for each of them. cells_without : [1] share of the cells that get no copy at all.
    in_cells : copies below which 5, 50 and 95 % of the cells of the central member lie.
    handed_over : [copies/cell] what the response of the record itself hands over up to its horizon; None without one.
    cells_of_harvest : MSC whose harvest the vesicles needed at best are, for a native vesicle, fewest and most; None where nothing is needed.
    members, searched : of the chain, and those for which the model was asked. notes : what must be known.
    """

    mirna: str
    tissue: str
    tissue_label: str
    model: str
    links: tuple[Link, ...]
    demands: tuple[Demand, ...]
    basis: str
    supplies: tuple[Supply, ...]
    own: Interval | None
    targets: Interval
    targets_from: str
    per_target: Interval
    cells_without: Interval
    in_cells: tuple[float, float, float]
    handed_over: Interval | None
    cells_of_harvest: tuple[float, float] | None
    members: int
    searched: int
    seed: int
    notes: tuple[str, ...]
    cites: tuple[str, ...]
