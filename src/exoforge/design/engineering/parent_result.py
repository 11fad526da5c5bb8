"""What is told of changed parent cells beside what the models make of them: plain frozen values, in SI."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.trace import Assumption
from exoforge.design.result import Interval
from exoforge.evidence.claims import Arm
from exoforge.evidence.facts import Fact
from exoforge.evidence.parent_changes import ParentTold
from exoforge.stages.culture.preconditioning import Statement


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """By how much a vessel lets its cells release more after a preconditioning.

    Parameters
    ----------
    kind : what the vessel calls it. value, low, high : [1] the factor taken, and the 5th and 95th percentile of what it may be.
    reason, cite : why, and the source of a printed size.
    """

    kind: str
    value: float
    low: float
    high: float
    reason: str
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EndogenousLoading:
    """What the model of a genetic modification puts into the vesicles.

    Parameters
    ----------
    location : inside or surface. surface : key of the known surface that the agent is; empty where it is none. seeks : what the body makes of it.
    basis : whether the copies are stated, computed or not known; then there are no intervals.
    copies : [copies/particle] mean over all vesicles of the cells. carriers : [1] share of them that can hold any.
    with_any : [1] share that holds at least one. in_one : [copies/particle] in one that holds any.
    packing : [copies/particle] most that fit; None while the molar mass is not known.
    assumed : values that the record does not state. notices : sentences for the user.
    """

    location: str
    surface: str
    seeks: str
    basis: str
    copies: Interval | None
    carriers: Interval | None
    with_any: Interval | None
    in_one: Interval | None
    packing: float | None
    assumed: tuple[Assumption, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AgentStory:
    """One agent.

    Parameters
    ----------
    agent : as printed here. operation : under which it is taken, of the vocabulary 'operations'. step : its place in the record, from 1; 0 without one.
    told : what the published arms hold. statements : what the table of preconditionings says beyond them. stated : facts on how it is done.
    factor : what the vessel makes of it alone; None for a genetic modification. loading : what the model of one puts into the vesicles.
    unsaid : what no document says, each a part of a sentence.
    """

    agent: str
    operation: str
    step: int
    told: ParentTold
    statements: tuple[Statement, ...]
    stated: tuple[Fact, ...]
    factor: Factor | None
    loading: EndogenousLoading | None
    unsaid: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """Two agents at once.

    Parameters
    ----------
    agents : both. arms : in which both were used on the same cells. titles : arms that tell of one alone while the title of the cited work
        names both, with that title.
    """

    agents: tuple[str, str]
    arms: tuple[Arm, ...]
    titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParentPlan:
    """All agents of a question or a record.

    Parameters
    ----------
    title : what was asked. vessel : title of the record's vessel; empty without one.
    agents : one by one. pairs : what is told of each two of them together.
    factor : what the vessel makes of all preconditionings at once; None where there are fewer than two and no record.
    notices : what the plan of the record says of them. members, seed : of the intervals.
    """

    title: str
    vessel: str
    agents: tuple[AgentStory, ...]
    pairs: tuple[Together, ...]
    factor: Factor | None
    notices: tuple[str, ...]
    members: int
    seed: int
