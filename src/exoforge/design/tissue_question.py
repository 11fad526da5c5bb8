"""What a therapy could do to a tissue: the run with that tissue's model, or, where no validated model exists, the evidence alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.terms import family, is_term, label_or_word, line, term
from exoforge.cargo.mechanisms import edges
from exoforge.evidence.pooled import PooledEffect, pooled_of
from exoforge.evidence.search import Question, search
from exoforge.evidence.store import open_store
from exoforge.record.stated import Stated, leaf_from_plain
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Tissue
from exoforge.stages.shelf import cards, tissues_of


@dataclass(frozen=True, kw_only=True, slots=True)
class TissueEvidence:
    """What is known of a tissue for which no validated model was found.

    Parameters
    ----------
    tissue, label : the term and how it is written.
    arms, studies : published arms that treated it, and of how many works.
    results : arms by the sign of the whole as told. species : arms by species.
    effects : what vesicles are said to raise or lower there, with the number of statements, most first.
    pooled : what meta-analyses pooled.
    """

    tissue: str
    label: str
    arms: int
    studies: int
    results: tuple[tuple[str, int], ...]
    species: tuple[tuple[str, int], ...]
    effects: tuple[tuple[str, int, int], ...]
    pooled: tuple[PooledEffect, ...]


def tissue_named(word: str) -> str:
    """The term of a tissue as somebody writes it.

    Raises
    ------
    SettingError
        The vocabulary has no such tissue.
    """
    if not is_term("tissues", word):
        raise SettingError(f"'{word}' is no tissue of the vocabulary; 'exoforge terms tissues' lists them.")
    return term("tissues", word).key


def stated_tissue(therapy: Therapy) -> str:
    """The tissue that a record means: that of its tissue step, else that of its target.

    Raises
    ------
    SettingError
        The record names none.
    """
    own = next((one for step in therapy.steps if step.stage == "respond" and (one := operations().get((step.stage, step.kind)))), None)
    if own is not None and issubclass(own, Tissue):
        return own.card.tissue
    named = therapy.target.tissue
    if isinstance(named, Stated):
        return tissue_named(str(named.value))
    raise SettingError("The record names no tissue; say which with --tissue, or state it in [target].")


def models_of(tissue: str) -> tuple[type[Tissue], ...]:
    """The models that answer for a tissue or for the wider tissue that it belongs to, the one to take first in front."""
    return next((found for word in line("tissues", tissue) if (found := tissues_of(word))), ())


def model_named(tissue: str, name: str) -> type[Tissue]:
    """The model of a tissue by its kind or the key of its card; the first one where the name is empty.

    Raises
    ------
    SettingError
        The tissue has no such model; the sentence names those that it has.
    """
    found = models_of(tissue)
    for one in found:
        if name in ("", one.kind, one.card.key):
            return one
    elsewhere = cards().get(name)
    if elsewhere is not None and tissues_of(elsewhere.tissue):
        raise SettingError(f"'{name}' is a model of {term('tissues', elsewhere.tissue).label}; ask it with --tissue {elsewhere.tissue}.")
    listed = ", ".join(f"{one.card.key} ({one.kind})" for one in found)
    raise SettingError(f"'{name}' is no model of {term('tissues', tissue).label}; there are {listed}.")


def with_tissue(therapy: Therapy, tissue: type[Tissue], settings: Mapping[str, str]) -> Therapy:
    """The therapy with its last step replaced by that tissue, or with the tissue behind its last step.

    Parameters
    ----------
    settings : of the tissue, as texts a record would hold; what a step of the same kind states already is kept.
    """
    earlier = tuple(step for step in therapy.steps if step.stage != "respond")
    own = next((step for step in therapy.steps if step.stage == "respond" and step.kind == tissue.kind), None)
    stated = {name: leaf_from_plain(text, "planned") for name, text in settings.items()}
    kept = dict(own.settings) if own is not None else {}
    answer = Step(stage="respond", kind=tissue.kind, order=len(earlier), settings=kept | stated)
    return therapy.model_copy(update={"steps": (*earlier, answer)})


def evidence_of(tissue: str) -> TissueEvidence:
    """What was published of vesicles on a tissue.

    Raises
    ------
    FileError
        The store of the evidence cannot be made.
    """
    with open_store() as store:
        answer = search(store, Question(filters={"tissue": [tissue]}, facets=("result", "species"), limit=1))
    narrower = family("tissues", tissue)
    said: Counter[tuple[str, int]] = Counter((one.effect, one.sign) for one in edges() if one.tissue in narrower and one.effect and one.sign)
    return TissueEvidence(
        tissue=tissue,
        label=term("tissues", tissue).label,
        arms=answer.total,
        studies=answer.studies,
        results=tuple(answer.facets["result"]),
        species=tuple(answer.facets["species"]),
        effects=tuple((_label(effect), sign, count) for (effect, sign), count in said.most_common(12)),
        pooled=tuple(one for word in sorted(narrower) for one in pooled_of(word)),
    )


def _label(effect: str) -> str:
    return label_or_word("endpoints", effect)
