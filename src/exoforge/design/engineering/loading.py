"""How much of a cargo a method brings into vesicles: its model over an ensemble, beside the ceilings and what was published."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.base.terms import key_or_word, term, terms
from exoforge.base.units import convert, parse_quantity, short_number
from exoforge.cargo.substances import FAMILIES, Substance, meant_by, substance_of
from exoforge.design.engineering.loading_result import Asked, Ceilings, LoadingAnswer, MethodLoading, Modelled
from exoforge.design.engineering.measuring import claim_of, copies_packed, modelled_of, packed
from exoforge.design.engineering.published import published_of, warnings_of
from exoforge.design.engineering.rounds import Rounds, fed, treated
from exoforge.design.ensemble import check_members
from exoforge.design.isolation.steps import planned_step
from exoforge.design.summary import interval_of_rows
from exoforge.evidence.loading import PARENT, LoadingRow, loading_rows
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Operation
from exoforge.stages.culture.stock import Stock
from exoforge.stages.engineer.loading import Loading, shares_of_mixture
from exoforge.streams.amounts import total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

USUAL_OFFERED = 0.1
"""[kg/m3] Cargo offered where nobody states it: 100 ug/mL. A choice."""
OWN_OPTIONS = {
    "efficiency": "an efficiency is a claim and no result of a model: 'engineer load' holds it against the ceilings with --efficiency.",
    "efficiency_basis": "the model always computes; hold a claim against the ceilings with --efficiency of 'engineer load'.",
    "cargo_mass": "say with --offered how much cargo there is, so that the model and the ceilings have the same.",
}
"""Settings that would make the model say what was put into it, with what does it instead."""
FILLING = frozenset({"", "loading", "by", "with", "a"})
"""Words around the name of a way of loading."""
Settings = Mapping[str, str]


def loading_of(
    cargo: str,
    methods: Sequence[str],
    *,
    stock: Settings | None = None,
    settings: Settings | None = None,
    offered: float | None = None,
    claim: float | None = None,
    family: str = "",
    refuses: bool = False,
    table: Sequence[LoadingRow] = (),
    notes: Sequence[str] = (),
    members: int = 1000,
    seed: int = 0,
) -> LoadingAnswer:
    """What methods make of one cargo and one stock of vesicles.

    Parameters
    ----------
    methods : terms of the vocabulary, in any spelling; none for every method that there is a model or a published number of.
    stock : settings of the stock, as a record writes them. settings : of the methods or the stock, by name; a method without such a setting is left as it is.
    offered : [kg] of cargo. claim : [1] an efficiency that somebody states. family : of a cargo that the table of substances does not hold.
    refuses : whether a model that cannot be run with what was stated is an error, and not a sentence beside the rest.
    table : further published rows, as a user brings them, and `notes` on them.

    Raises
    ------
    SettingError
        The cargo may be several things; a method, a family or a setting is not known; the stock cannot be made; where asked for, a model that refuses.
    """
    check_members(members)
    substance = _substance(cargo)
    kinds = [method_of(one) for one in methods] or list(methods_known(table))
    own = _shared_out(settings or {}, kinds)
    made, told = planned_step("culture", "stock", {**(stock or {}), **own.pop("stock", {})})
    rounds = fed(made, members=members, seed=seed)
    asked = _asked(cargo, substance, family, offered, rounds)
    molar = _molar_mass(own, substance)
    ceilings = ceilings_of(rounds.feeds, substance, molar)
    answer = LoadingAnswer(asked=asked, ceilings=ceilings, methods=(), notes=(*told, *_notes(asked), *notes), assumed=made.assumed, cites=made.operation.cites)
    found = [_method(kind, answer, rounds, own.get(kind, {}), claim=claim, molar=molar, table=table, refuses=refuses) for kind in kinds]
    return replace(answer, methods=tuple(found))


def method_of(text: str) -> str:
    """The way of loading that a word means, as the vocabulary spells it; here 'heat' and 'freeze-thaw' can only be loadings.

    Raises
    ------
    SettingError
        It is none; the sentence names those there are.
    """
    kind = key_or_word("operations", text)
    known = methods_known()
    if kind in known:
        return kind
    short = {_short(word): one for one in known for word in _spellings(one)}
    if _short(text) in short:
        return short[_short(text)]
    near = difflib.get_close_matches(text, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"they are {', '.join(known)}."
    raise SettingError(f"'{text}' is no way of loading that is known; {hint}")


def _spellings(kind: str) -> tuple[str, ...]:
    """How a way of loading is called: in the vocabulary, and in what is printed of its model."""
    word, model = term("operations", kind), operations().get(("engineer", kind))
    return (word.key, word.label, *word.synonyms, *([model.title] if model is not None else []))


def _short(text: str) -> str:
    """A spelling without the words that say that it is a loading: 'Loading by heat' is 'heat'."""
    return " ".join(word for word in re.split(r"[\s_-]+", text.casefold()) if word not in FILLING)


def methods_known(table: Sequence[LoadingRow] = ()) -> tuple[str, ...]:
    """Every way of loading: those with a model, in the order of the catalog, then those of which there are only published numbers."""
    modelled = [kind for (stage, kind), one in operations().items() if stage == "engineer" and issubclass(one, Loading)]
    printed = [one.method for one in (*loading_rows(), *table)]
    return tuple(dict.fromkeys([*modelled, *(one.key for one in terms("operations") if one.key in printed)]))


def _method(
    kind: str,
    answer: LoadingAnswer,
    rounds: Rounds,
    settings: Settings,
    *,
    claim: float | None,
    molar: float | None,
    table: Sequence[LoadingRow],
    refuses: bool,
) -> MethodLoading:
    asked = answer.asked
    published = published_of(kind, asked, answer.ceilings, table)
    model = operations().get(("engineer", kind))
    found = MethodLoading(kind=kind, title=model.title if model is not None else term("operations", kind).label, modelled=None, missing="", published=published)
    if model is None:
        found = replace(found, missing=f"There is no model of {term('operations', kind).label} here{_elsewhere(kind)}; only what was published is shown.")
    else:
        found = _with_model(found, asked, rounds, settings, refuses=refuses)
    stated = claim_of(claim, asked, answer.ceilings, molar) if claim is not None else None
    return replace(found, claim=stated, warnings=warnings_of(stated, answer.ceilings, published))


def _elsewhere(kind: str) -> str:
    return ", because it is done to cells and not to vesicles" if kind == PARENT else ""


def _with_model(found: MethodLoading, asked: Asked, rounds: Rounds, settings: Settings, *, refuses: bool) -> MethodLoading:
    """The method with what its model says, or with the sentence that says why it says nothing."""
    family = {"family": asked.family} if asked.family and asked.substance is None else {}
    stated = {"cargo": asked.cargo, "cargo_mass": f"{asked.offered!r} kg", **family, **settings}
    try:
        planned, notices = planned_step("engineer", found.kind, stated, order=1)
        splits = treated(planned, rounds)
    except SettingError as trouble:
        said = str(trouble).removeprefix(f"step[2] engineer/{found.kind}: ")
        if refuses:
            raise SettingError(said) from None
        return replace(found, missing=f"The model cannot be run: {said}")
    operation = cast(Loading, planned.operation)
    modelled: Modelled = modelled_of(rounds.feeds, splits, operation.cargo)
    return replace(found, modelled=modelled, assumed=planned.assumed, notices=notices, cites=operation.cites)


def _shared_out(settings: Settings, kinds: Collection[str]) -> dict[str, dict[str, str]]:
    """Each setting with the stock and the methods that read it, under ``stock`` and the methods' kinds.

    Raises
    ------
    SettingError
        Nothing reads it.
    """
    readers: dict[str, type[Operation]] = {"stock": Stock}
    readers |= {kind: operations()["engineer", kind] for kind in kinds if ("engineer", kind) in operations()}
    known = {name: {one.name for one in parameters_of(reader)} for name, reader in readers.items()}
    found: dict[str, dict[str, str]] = {}
    for name, value in settings.items():
        if name in OWN_OPTIONS:
            raise SettingError(f"'{name}' is no setting here; {OWN_OPTIONS[name]}")
        takers = [reader for reader, names in known.items() if name in names]
        if not takers:
            everything = sorted(set().union(*known.values()))
            near = difflib.get_close_matches(name, everything, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(everything)}."
            raise SettingError(f"'{name}' is no setting of the stock or of the method; {hint}")
        for taker in takers:
            found.setdefault(taker, {})[name] = value
    return found


def _substance(cargo: str) -> Substance | None:
    if not cargo.strip():
        raise SettingError("No cargo is named; name one, such as siRNA, doxorubicin or catalase.")
    several = meant_by(cargo)
    if several:
        names = ", ".join(f"'{one.key}'" for one in several)
        raise SettingError(f"'{cargo}' may be several things, which differ in mass and in how they load; name one of {names}, or state what yours is.")
    return substance_of(cargo)


def _asked(cargo: str, substance: Substance | None, family: str, offered: float | None, rounds: Rounds) -> Asked:
    if family and family not in FAMILIES:
        raise SettingError(f"'{family}' is no family of cargo; they are {', '.join(FAMILIES)}.")
    streams = rounds.feeds
    volume = streams[0].volume
    mass, why = (offered, "") if offered is not None else _usual_offered(substance, volume)
    if not mass > 0:
        raise SettingError(f"The cargo offered is {mass:g} kg; it must be above 0.")
    return Asked(
        cargo=cargo,
        substance=substance,
        family=substance.family if substance is not None else family,
        offered=mass,
        why_offered=why,
        volume=volume,
        concentration=interval_of_rows([vesicle_number(one) / one.volume for one in streams]),
        protein=interval_of_rows([total_protein(one) for one in streams]),
        members=rounds.members,
        seed=rounds.seed,
    )


def _usual_offered(substance: Substance | None, volume: float) -> tuple[float, str]:
    solubility = substance.solubility if substance is not None else None
    if solubility is not None and solubility.low < USUAL_OFFERED:
        return solubility.low * volume, f"as much as dissolves, {short_number(solubility.low * 1e3)} ug/mL"
    return USUAL_OFFERED * volume, "100 ug/mL, a choice"


def _molar_mass(own: Mapping[str, Settings], substance: Substance | None) -> float | None:
    """[kg/mol] As the settings state it, else that of the substance."""
    stated = next((settings["molar_mass"] for settings in own.values() if "molar_mass" in settings), None)
    if stated is not None:
        return convert(parse_quantity(stated), "kg/mol").value
    return substance.molar_mass.value if substance is not None and substance.molar_mass is not None else None


def ceilings_of(streams: Sequence[Suspension], substance: Substance | None, molar: float | None) -> Ceilings:
    """What no method passes, of a mixture in every member, the central one first.

    Parameters
    ----------
    molar : [kg/mol] of the cargo; None while nobody knows.
    """
    shares = np.array([shares_of_mixture(one) for one in streams])
    packing = [packed(one) for one in streams]
    solubility = substance.solubility if substance is not None else None
    return Ceilings(
        lumens=interval_of_rows(shares[:, 0]),
        membranes=interval_of_rows(shares[:, 1]),
        copies=interval_of_rows([copies_packed(mass, molar) for mass in packing]) if molar is not None else None,
        capacity=interval_of_rows([mass.in_all / total_protein(one) for mass, one in zip(packing, streams, strict=True)]),
        solubility=solubility.value if solubility is not None else None,
    )


def _notes(asked: Asked) -> tuple[str, ...]:
    """What must be known of the cargo."""
    if asked.substance is None:
        known = f"taken as one of the family '{asked.family}'" if asked.family else "of no known family, so that no published row is laid beside it"
        return (f"'{asked.cargo}' is not in the table of substances: {known}. State its molar mass, partition coefficient and solubility where you know them.",)
    return (f"{asked.substance.label}: {asked.substance.note}",) if asked.substance.note else ()
