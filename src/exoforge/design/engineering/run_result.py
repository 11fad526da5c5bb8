"""What a run says of each thing that was engineered: model, ceiling and evidence together. Plain frozen values, in SI."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.cargo.surfaces import Surface
from exoforge.design.engineering.loading_result import Asked, Ceilings, MethodLoading
from exoforge.design.engineering.parent_result import Factor
from exoforge.design.result import Interval
from exoforge.evidence.loading import LoadingRow
from exoforge.evidence.parent_changes import ParentTold
from exoforge.stages.deliver.carriers import Carrier


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One figure of a step over the ensemble, by the name that the operation gives it."""

    name: str
    interval: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Engineered:
    """One engineered thing of a record: a changed parent cell, a cargo, a surface, a hybrid, a carrier.

    Parameters
    ----------
    key : of its step. title : what a scientist calls it. agent : with what, or what is loaded; empty where nobody says it.
    model : the operation that computes it, as its first sentence says it; empty where there is none. cites : of the model.
    figures : what the operation prints, over the ensemble.
    loading, asked, ceilings : of a loading into isolated vesicles.
    factor : of a preconditioning, how many times more vesicles the vessel lets go. told : what documents say of the change of the parent.
    notices : what was told of its step when it was planned. unknown : what is not known of the cargo, and what was taken instead; empty where it is known.
    rows : published numbers of endogenous loading. capacity : [1] such cargo over the protein of its vesicles; None without a mass.
    surface : what is known of the ligand. uptake : the factor by which it moves the uptake of its organs.
    carrier : what print says of it.
    """

    key: str
    title: str
    agent: str
    model: str
    cites: tuple[str, ...]
    figures: tuple[Shown, ...] = ()
    loading: MethodLoading | None = None
    asked: Asked | None = None
    ceilings: Ceilings | None = None
    factor: Factor | None = None
    told: ParentTold | None = None
    notices: tuple[str, ...] = ()
    unknown: str = ""
    rows: tuple[LoadingRow, ...] = ()
    capacity: Interval | None = None
    surface: Surface | None = None
    uptake: Interval | None = None
    carrier: Carrier | None = None
