"""What is told of preconditioned cells: quotations that are there, sizes only where printed, words that are understood."""

import re

import pytest

from exoforge.base.errors import SettingError
from exoforge.base.terms import term
from exoforge.base.trace import reference
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.preconditioning import KINDS, OPERATIONS, SEVERAL, effect_of, kind_of, statements, statements_of, word_of
from exoforge.stages.culture.spinner import Spinner
from tests.shared_data import shared

TEXTS = {
    "roszkowski2024": "sources/000_958083d54b747de5.txt",
    "adelipour2023": "sources/001_990e1eed67c9b46e.txt",
    "nikfarjam2020": "sources/002_e58ce2170cc464da.txt",
    "lu2023": "sources/003_5f5f7647a10dc7cc.txt",
}


def plain(text):
    return re.sub(r"\s+", "", text).casefold()


def flask(word, **further):
    settings = {"preconditioning": word, **further}
    return Flask.from_step(Step(stage="culture", kind="flask", settings={name: leaf_from_plain(value, "planned") for name, value in settings.items()}))


@pytest.mark.parametrize("document", TEXTS)
def test_every_quotation_stands_in_its_document(document):
    text = plain(shared(TEXTS[document]).read_text(encoding="utf-8"))
    mine = [one for one in statements() if one.document == document]
    assert mine
    assert [one.quote for one in mine if plain(one.quote) not in text] == []


def test_every_statement_has_a_source_that_was_read_and_a_short_quotation():
    for one in statements():
        assert reference(one.document).status == "read"
        assert one.place
        assert len(one.quote.split()) <= 12
        assert bool(one.what) == (one.about == "cargo")


def test_a_size_stands_only_where_one_is_printed():
    """None of the four reviews prints by how much the yield changes."""
    assert [one.place for one in statements() if one.factor is not None] == []


@pytest.mark.parametrize("kind", KINDS[1:-1])
def test_without_a_printed_size_the_number_does_not_move_and_the_interval_widens(kind):
    conditioned, calm = flask(kind), flask("none")
    assert conditioned.operation.produce().number[0].sum() == calm.operation.produce().number[0].sum()
    assert conditioned.spreads["preconditioning_factor"].a > 1.0
    assert "preconditioning_factor" not in calm.spreads
    told = next(one for one in conditioned.assumed if one.name == "preconditioning_factor")
    assert told.low < 1.0 < told.high
    assert "the documents that were read tell" in told.reason
    assert any("the number does not move" in notice for notice in conditioned.notices)


def test_the_direction_is_told():
    assert "of more vesicles" in effect_of("hypoxia").reason
    assert "of fewer vesicles" in effect_of("oxidative").reason
    assert "neither which way" in effect_of("chemical").reason
    assert "nothing of the yield" in effect_of("heat").reason


def test_a_direction_that_was_printed_of_one_agent_says_of_which():
    assert "and that after TNF-α alone" in effect_of("cytokine").reason
    assert "alone" not in effect_of("hypoxia").reason


def test_a_stated_factor_is_used_and_nothing_is_told_against_it():
    twice = flask("hypoxia", preconditioning_factor="2")
    assert twice.operation.produce().number[0].sum() == pytest.approx(2 * Flask().produce().number[0].sum())
    assert twice.notices == ()
    idle = flask("none", preconditioning_factor="2")
    assert idle.operation.produce().number[0].sum() == Flask().produce().number[0].sum()
    assert any("changes no number" in notice for notice in idle.notices)


def test_several_are_not_multiplied_in_silence():
    both = flask("hypoxia and TNF-α")
    assert SEVERAL == both.operation.preconditioning
    assert both.operation.preconditioning_factor == 1.0
    assert both.spreads["preconditioning_factor"].a > flask("hypoxia").spreads["preconditioning_factor"].a
    assert any("nothing is multiplied" in notice for notice in both.notices)
    assert flask("hypoxia, hypoxic preconditioning").operation.preconditioning == "hypoxia"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("hypoxia", "hypoxia"),
        ("Hypoxic preconditioning", "hypoxia"),
        ("TNF-α", "cytokine"),
        ("IFN-γ", "cytokine"),
        ("kartogenin", "chemical"),
        ("LPS-pretreated", "chemical"),
        ("H2O2", "oxidative"),
        ("heat shock", "heat"),
        ("ultrasound stimulation", "mechanical"),
        ("none", "none"),
        ("centrifugation", ""),
        ("prayer", ""),
    ],
)
def test_words_of_the_field_are_understood(word, kind):
    assert kind == kind_of(word)


def test_an_unknown_word_is_refused_with_those_there_are():
    with pytest.raises(SettingError, match="it must be one of none, hypoxia"):
        flask("prayer")


def test_own_statements_come_before_those_of_all_kinds():
    kinds = [one.kind for one in statements_of("hypoxia")]
    assert kinds == sorted(kinds, key=lambda kind: kind == "any")
    assert {"hypoxia", "any"} == set(kinds)
    assert statements_of("none") == ()
    assert {"yield"} == {one.about for one in statements_of("cytokine", "yield")}


def test_every_kind_has_a_term():
    assert [term("operations", word).key for word in OPERATIONS.values()] == list(OPERATIONS.values())
    assert set(OPERATIONS) == set(KINDS[1:-1])


def test_every_vessel_reads_it():
    settings = {"preconditioning": leaf_from_plain("hypoxia", "planned"), "preconditioning_factor": leaf_from_plain("3", "planned")}
    vessel = Spinner.from_step(Step(stage="culture", kind="spinner", settings=settings)).operation
    assert vessel.produce().number[0].sum() == pytest.approx(3 * Spinner().produce().number[0].sum())


def test_two_agents_of_one_kind_are_several_too():
    assert flask("IFN-γ and TNF-α").operation.preconditioning == SEVERAL
    assert flask("TNF-α, TNF-alpha").operation.preconditioning == "cytokine"
    assert flask("cytokine and TNF-α").operation.preconditioning == "cytokine"


@pytest.mark.parametrize("word", ["TNF-alpha", "tnf α", "H₂O₂", "TGF-beta1"])
def test_spellings_of_an_agent_are_one(word):
    assert kind_of(word) in ("cytokine", "oxidative")


@pytest.mark.parametrize(
    ("operation", "agent", "word"),
    [
        ("hypoxic-preconditioning", "", "hypoxic-preconditioning"),
        ("cytokine-preconditioning", "TNF-α", "TNF-α"),
        ("cytokine-preconditioning", "BDNF", "cytokine-preconditioning"),
        ("cytokine-preconditioning", "IFN-γ and TNF-α", "IFN-γ and TNF-α"),
        ("chemical-preconditioning", "H₂O₂", "H₂O₂"),
        ("chemical-preconditioning", "melatonin", "chemical-preconditioning"),
        ("physical-preconditioning", "42 °C for 1 h", "heat"),
        ("physical-preconditioning", "cyclic stretch", "mechanical"),
        ("physical-preconditioning", "pulsed electromagnetic fields", ""),
        ("physical-preconditioning", "stiffness of 40 kPa", "mechanical"),
    ],
)
def test_a_step_of_its_own_has_a_word_for_the_vessel(operation, agent, word):
    assert word_of(operation, agent) == word
