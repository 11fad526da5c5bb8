"""From a run to what it says of each engineered thing: every step that changes the parent, the cargo, the surface or the carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from exoforge.base.parameters import parameters_of, quantile
from exoforge.base.terms import label_or_word
from exoforge.cargo.substances import known_as, meant_by, substance_of
from exoforge.cargo.surfaces import Surface, surface_of
from exoforge.design.carried import is_preconditioning, is_surface_modification, word_of_step
from exoforge.design.engineering.loading import ceilings_of
from exoforge.design.engineering.loading_result import Asked, MethodLoading
from exoforge.design.engineering.measuring import claim_of, modelled_of
from exoforge.design.engineering.parent_models import factor_of_words
from exoforge.design.engineering.published import published_of, warnings_of
from exoforge.design.engineering.run_result import Engineered, Shown
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.result import LEVELS, Interval
from exoforge.design.summary import interval_of, interval_of_rows, quantiles, released_share
from exoforge.design.upstream import kind_of_step
from exoforge.evidence.loading import loading_rows
from exoforge.evidence.parent_agents import agents_of
from exoforge.evidence.parent_changes import parent_told
from exoforge.record.settings import stated_text
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.contract import Operation, Split, is_stated, step_key
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.deliver.carriers import stated_carrier
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.engineer.loading import Loading
from exoforge.streams.amounts import carried_protein, is_product, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

DAY = 86_400.0
"""[s]"""
LIGANDS = ("per_vesicle", "density", "ligand_amount")
"""Settings that say how many ligands there are."""
NO_LIGANDS = "The record says neither how many ligands there are nor how much was offered: every number of ligands here follows from choices."
UNSAID = ("", "cargo", "ligand")
"""Names of an agent that nobody named."""


def engineered_of(therapy: Therapy, ensemble: Ensemble) -> tuple[Engineered, ...]:
    """Everything engineered in a record, in the order of its steps; a carrier only where the record says which."""
    places = {passage.key: place for place, passage in enumerate(ensemble.central.river.passages)}
    found: list[Engineered] = []
    for step in therapy.steps:
        place = places.get(step_key(step))
        if is_preconditioning(step):
            found += _preconditioned(step)
        elif step.stage == "culture" and kind_of_step(step) == GeneticModification.kind:
            found += _modified(step, ensemble, place)
        elif step.stage == "engineer":
            found.append(_treated(step, ensemble, place))
        elif step.stage == "deliver":
            found += _carried(step, ensemble)
    return tuple(replace(one, notices=_notices(one.key, ensemble)) for one in found)


def _notices(key: str, ensemble: Ensemble) -> tuple[str, ...]:
    """What was told of a step when it was planned, each sentence once."""
    where = key.split(" ")[0]
    return tuple(dict.fromkeys(one.sentence for one in ensemble.plan.notices if one.where.split(".")[0] == where))


def _preconditioned(step: Step) -> Iterator[Engineered]:
    word = word_of_step(step)
    for agent in agents_of(step) or (word,):
        yield Engineered(
            key=step_key(step),
            title=_title(step),
            agent=agent,
            model="The vessel releases so many times more vesicles; what is in them is told and not computed." if word else "",
            cites=(),
            factor=factor_of_words([word]) if word else None,
            told=parent_told(agent, must_be_known=False),
        )


def _modified(step: Step, ensemble: Ensemble, place: int | None) -> Iterator[Engineered]:
    for agent in agents_of(step) or ("",):
        known = known_as(agent)
        yield Engineered(
            key=step_key(step),
            title=_title(step),
            agent=agent,
            model=_says(GeneticModification),
            cites=GeneticModification.cites,
            figures=_figures(ensemble, place),
            told=parent_told(agent, must_be_known=False) if agent else None,
            rows=loading_rows(method=GeneticModification.kind, family=known.family) if known is not None else (),
            capacity=_capacity(agent, ensemble, place),
            surface=surface_of(agent),
            uptake=_uptake(surface_of(agent)),
        )


def _treated(step: Step, ensemble: Ensemble, place: int | None) -> Engineered:
    """A loading, a surface, a hybrid or a clean-up of isolated vesicles."""
    operation = ensemble.central.river.passages[place].operation if place is not None else None
    agent = _agent(step, operation)
    found = Engineered(
        key=step_key(step),
        title=operation.title if operation is not None else _title(step),
        agent=agent,
        model=_says(type(operation)) if operation is not None else "",
        cites=operation.cites if operation is not None else (),
        figures=_carries(agent, ensemble, place) + _figures(ensemble, place),
        surface=surface_of(agent) if is_surface_modification(step) else None,
        uptake=_uptake(surface_of(agent)) if is_surface_modification(step) else None,
        unknown=NO_LIGANDS if is_surface_modification(step) and not any(is_stated(step, name) for name in LIGANDS) else "",
    )
    return _with_loading(found, operation, ensemble, place) if isinstance(operation, Loading) and place is not None else found


def _with_loading(found: Engineered, operation: Loading, ensemble: Ensemble, place: int) -> Engineered:
    """A loading held against its ceilings and what was published, as a question about it would be."""
    feeds, splits = _around(ensemble, place)
    cargo = operation.cargo
    substance, known = substance_of(cargo) if not meant_by(cargo) else None, known_as(cargo)
    molar = operation.molar_mass or None
    volume = feeds[0].volume
    ceilings = ceilings_of(feeds, substance, molar)
    asked = Asked(
        cargo=cargo,
        substance=substance,
        family=known.family if known is not None else "",
        offered=operation.cargo_mass,
        why_offered="",
        volume=volume,
        concentration=interval_of_rows([vesicle_number(one) / one.volume for one in feeds]),
        protein=interval_of_rows([total_protein(one) for one in feeds]),
        members=len(feeds) - 1,
        seed=ensemble.seed,
    )
    published = published_of(operation.kind, asked, ceilings)
    modelled = modelled_of(feeds, splits, cargo) if operation.cargo_mass > 0 else None
    claim = claim_of(operation.efficiency, asked, ceilings, molar) if operation.efficiency_basis == "claimed" else None
    loading = MethodLoading(
        kind=operation.kind,
        title=operation.title,
        modelled=modelled,
        missing="",
        published=published,
        claim=claim,
        warnings=warnings_of(claim, ceilings, published),
    )
    return replace(found, figures=(), loading=loading, asked=asked, ceilings=ceilings, unknown=_unknown(asked))


def _unknown(asked: Asked) -> str:
    """What is not known of a cargo, and what the model took instead; empty where the table of substances has it."""
    if asked.substance is not None:
        return ""
    several = " or ".join(one.label for one in meant_by(asked.cargo))
    what = f"'{asked.cargo}' may be {several}" if several else f"'{asked.cargo}' is not in the table of substances"
    taken = (
        f"it was taken as {asked.family}" if asked.family else "it was taken as a small molecule, which passes membranes; a protein or a nucleic acid does not"
    )
    return f"{what}: {taken}. State what it is, or its molar mass, partition coefficient and permeability."


def _carried(step: Step, ensemble: Ensemble) -> Iterator[Engineered]:
    carrier = stated_carrier(step)
    if carrier is None:
        return
    planned = next((one for one in ensemble.plan.steps if one.step.stage == "deliver"), None)
    yield Engineered(
        key=step_key(step),
        title="Carrier",
        agent=label_or_word("carriers", stated_text(step, "carrier")) or carrier.label,
        figures=_let_go(ensemble),
        model=_says(type(planned.operation)) if planned is not None else "",
        cites=planned.operation.cites if planned is not None else (),
        carrier=carrier,
    )


def _let_go(ensemble: Ensemble) -> tuple[Shown, ...]:
    """The share of the vesicles that the carrier has let go after a day and after a week."""

    def after(days: int) -> Interval:
        def share(outcome: Outcome) -> float:
            product = outcome.river.product
            return float(released_share(product, np.array([days * DAY]))[0]) if product is not None else float("nan")

        return interval_of(ensemble, share)

    if ensemble.central.river.product is None:
        return ()
    return (Shown(name="vesicles that are let go in a day", interval=after(1)), Shown(name="vesicles that are let go in a week", interval=after(7)))


def _around(ensemble: Ensemble, place: int) -> tuple[list[Suspension], list[Split]]:
    """Feed and split of one step in every member, the central one first."""
    rivers = [outcome.river for outcome in (ensemble.central, *ensemble.members)]
    splits = [river.passages[place].split for river in rivers]
    return [river.passages[place - 1].suspension for river in rivers], [one for one in splits if one is not None]


def _figures(ensemble: Ensemble, place: int | None) -> tuple[Shown, ...]:
    """Every figure that a step prints, over the ensemble; one that a member does not have is left out of its interval."""
    if place is None or ensemble.central.river.passages[place].split is None:
        return ()
    _, splits = _around(ensemble, place)
    shown = []
    for name, central in splits[0].figures.items():
        low, median, high = quantiles(np.array([split.figures.get(name, np.nan) for split in splits[1:]]))
        shown.append(Shown(name=name, interval=Interval(central=central, low=low, median=median, high=high)))
    return tuple(shown)


def _carries(agent: str, ensemble: Ensemble, place: int | None) -> tuple[Shown, ...]:
    """How much of a cargo the vesicles, and the liposomes that came with it, hold after a step; nothing where none holds any."""
    splits = _around(ensemble, place)[1] if place is not None else []
    if not splits or agent not in splits[0].product.cargo:
        return ()
    masses = [split.product.cargo[agent].mass if agent in split.product.cargo else 0.0 for split in splits]
    return (Shown(name=f"{agent} carried, by liposomes too where there are any [kg]", interval=interval_of_rows(masses)),)


def _uptake(surface: Surface | None) -> Interval | None:
    """The factor by which a surface moves the uptake of its organs, with its spread, as the body draws it."""
    if surface is None:
        return None
    parameter = next(one for one in parameters_of(PhysiologicalCompartments) if one.name == "surface_factor")
    low, median, high = (float(one) for one in quantile(parameter, surface.spread, surface.size, np.array(LEVELS)))
    return Interval(central=surface.size, low=low, median=median, high=high)


def _capacity(agent: str, ensemble: Ensemble, place: int | None) -> Interval | None:
    """A cargo over the protein of the vesicles that carry it, without that of their medium [1]; None where its mass is not known."""
    splits = _around(ensemble, place)[1] if place is not None else []
    if not splits or agent not in splits[0].product.cargo:
        return None
    products = [split.product for split in splits]
    held = [one.cargo[agent].mass if agent in one.cargo else 0.0 for one in products]
    protein = [carried_protein(one, one.number * [[is_product(species)] for species in one.species]) for one in products]
    return interval_of_rows(np.divide(held, protein)) if all(protein) else None


def _agent(step: Step, operation: Operation | None) -> str:
    """What a step is done with: as its operation names it, else as the step states it."""
    named = str(getattr(operation, "cargo", "") or getattr(operation, "ligand", ""))
    if named not in UNSAID:
        return named
    return stated_text(step, "cargo", "ligand", "agent")


def _title(step: Step) -> str:
    """What the vocabulary calls a step."""
    return label_or_word("operations", step.kind)


def _says(operation: type[Operation]) -> str:
    """The first sentence of what an operation says of itself."""
    return (operation.__doc__ or "").strip().splitlines()[0].partition(": ``")[0].rstrip(".").replace("``", "") + "."
