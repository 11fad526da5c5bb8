"""What every operation must keep, whoever wrote it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import parameters_of, quantile, replaced
from exoforge.base.terms import is_term
from exoforge.base.trace import reference, references
from exoforge.base.unit_names import factor_between
from exoforge.instruments.catalog import VIRTUAL
from exoforge.stages.contract import Culture, Delivery, Disposition, Separation, Tissue, Treatment
from exoforge.streams.amounts import vesicle_number
from tests.conformance.members import MEMBERS, NAMES, feed_of, made, step_of

PARTING = [member for member in MEMBERS if issubclass(member, Separation | Treatment)]
each = pytest.mark.parametrize("member", MEMBERS, ids=NAMES)
each_parting = pytest.mark.parametrize("member", PARTING, ids=lambda member: member.kind)


@each
def test_it_says_what_it_is(member):
    assert is_term("operations", member.kind), f"'{member.kind}' is not in the vocabulary"
    assert member.title
    assert member.__doc__
    assert issubclass(member, Culture | Separation | Treatment | Delivery | Disposition | Tissue)


@each
def test_its_references_are_on_the_list(member):
    known = {reference.key for reference in references()}
    cited = {*member.cites, *(parameter.cite for parameter in parameters_of(member) if parameter.cite)}
    assert cited or "choice" in member.__doc__.casefold(), "an equation without a source must say that it is a choice"
    assert cited <= known


@each
def test_its_parameters_are_declared_whole(member):
    for parameter in parameters_of(member):
        assert parameter.meaning, parameter.name
        factor_between(parameter.unit, parameter.unit)
        assert parameter.status in ("read", "derived", "recalled", "choice")
        if parameter.status != "choice":
            assert parameter.cite or "recalled" in parameter.status, f"{parameter.name} is {parameter.status} but names no source"
        if isinstance(parameter.usual, int | float):
            assert parameter.low <= parameter.usual <= parameter.high, parameter.name
            drawn = quantile(parameter, parameter.spread, float(parameter.usual), np.linspace(0.001, 0.999, 201))
            assert parameter.low <= drawn.min(), parameter.name
            assert drawn.max() <= parameter.high, parameter.name
            assert np.all(np.diff(drawn) >= 0), parameter.name
        elif parameter.choices:
            assert parameter.usual is None or parameter.usual in parameter.choices


@pytest.mark.parametrize("member", [*MEMBERS, *VIRTUAL], ids=lambda member: member.__name__)
def test_what_was_read_was_read_somewhere(member):
    """A number that is read, or derived from what was read, cites a reference that was read and not one that is recalled."""
    for parameter in parameters_of(member):
        if parameter.status in ("read", "derived"):
            assert reference(parameter.cite).status == "read", f"{parameter.name} is {parameter.status}, but '{parameter.cite}' is not"


@each
def test_what_is_missing_is_assumed_and_told_or_refused(member):
    hinged = member.from_step(step_of(member))
    told = {assumption.name for assumption in hinged.assumed}
    for assumption in hinged.assumed:
        assert assumption.reason
        assert assumption.meaning
    assert told, "an almost empty step needs assumptions"
    assert set(hinged.spreads) <= {parameter.name for parameter in parameters_of(member)}


@each
def test_nonsense_is_refused_in_a_sentence(member):
    operation = made(member)
    for parameter in parameters_of(member):
        if parameter.choices:
            with pytest.raises(SettingError, match=parameter.name):
                replaced(operation, {parameter.name: "nonsense"})
            continue
        with pytest.raises(SettingError, match=parameter.name):
            replaced(operation, {parameter.name: math.nan})
        if math.isfinite(parameter.low):
            with pytest.raises(SettingError, match=parameter.name):
                replaced(operation, {parameter.name: parameter.low - 1.0})


@each
def test_a_wrong_unit_is_refused_at_the_hinge(member):
    numeric = [parameter for parameter in parameters_of(member) if not parameter.choices and parameter.unit not in ("lumen", "")]
    named = [parameter.name for parameter in numeric]
    if not named:
        pytest.skip("it has no parameter with a unit")
    with pytest.raises((StepError, SettingError)):
        member.from_step(step_of(member, **{named[0]: "5 lumen"}))


@each
def test_an_unread_setting_is_told(member):
    hinged = member.from_step(step_of(member, colour_of_the_lid="blue"))
    assert any("colour_of_the_lid" in notice for notice in hinged.notices)


@each_parting
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_goes_in_comes_out(member, data):
    number = data.draw(st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e10)), min_size=7, max_size=7))
    usual = made(member)
    uncertain = [parameter for parameter in parameters_of(member) if isinstance(parameter.usual, int | float) and parameter.spread.shape != "fixed"]
    drawn = data.draw(st.lists(st.floats(0.01, 0.99), min_size=len(uncertain), max_size=len(uncertain)))
    values = {
        parameter.name: float(quantile(parameter, parameter.spread, float(parameter.usual), np.array([probability]))[0])
        for parameter, probability in zip(uncertain, drawn, strict=True)
    }
    feed = feed_of(number)
    _check_closure(replaced(usual, values), feed)


@each_parting
def test_what_goes_in_comes_out_whatever_is_chosen(member):
    usual, feed = made(member), feed_of()
    for parameter in parameters_of(member):
        for word in parameter.choices:
            try:
                chosen = replaced(usual, {parameter.name: word})
            except SettingError:
                continue  # the word asks for something beside it, such as the geometry of a rotor of one's own
            _check_closure(chosen, feed)


def _check_closure(operation, feed):
    split = operation.separate(feed) if isinstance(operation, Separation) else operation.treat(feed)
    parts = [split.product.number, *(reject.number for reject in split.rejects.values()), *split.losses.values()]
    for part in (*parts, *split.made.values()):
        assert part.shape == split.product.number.shape
        assert part.min() >= 0
    assert split.product.species[: len(feed.species)] == feed.species
    entered = np.zeros_like(split.product.number)
    entered[: len(feed.species)] = feed.number
    whole = np.sum([entered, *split.made.values()], axis=0)
    np.testing.assert_allclose(np.sum(parts, axis=0), whole, rtol=1e-12, atol=1e-12 * max(whole.max(), 1.0) * 1e-3)
    streams = (split.product, *split.rejects.values())
    for name, mass in feed.solutes.items():
        held = sum(one.solutes.get(name, 0.0) for one in streams)
        assert held >= mass * (1 - 1e-12), f"{name} is lost"
        if isinstance(operation, Separation):
            assert held <= mass * (1 + 1e-12), f"{name} is made"


@each_parting
def test_an_empty_suspension_passes(member):
    feed = feed_of(np.zeros(7))
    _check_closure(made(member), feed)


@each_parting
def test_the_same_feed_gives_the_same_split(member):
    feed, operation = feed_of(), made(member)
    act = operation.separate if isinstance(operation, Separation) else operation.treat
    np.testing.assert_array_equal(act(feed).product.number, act(feed).product.number)


@each_parting
def test_the_trace_grows_by_one(member):
    feed, operation = feed_of(), made(member)
    split = operation.separate(feed) if isinstance(operation, Separation) else operation.treat(feed)
    assert split.product.trace.entries[:-1] == feed.trace.entries
    assert split.product.trace.entries[-1].operation == f"{member.stage}/{member.kind}"
    assert split.product.trace.entries[-1].cites == member.cites


def _product():
    delivery = next(member for member in MEMBERS if issubclass(member, Delivery) and member.kind == "injection")
    return made(delivery, dose="1e9 particles").load(feed_of())


@pytest.mark.parametrize("member", [one for one in MEMBERS if issubclass(one, Delivery)], ids=lambda member: member.kind)
def test_a_delivery_holds_its_dose(member):
    product = made(member, dose="1e9 particles").load(feed_of())
    assert vesicle_number(product.loaded) <= 1e9 * (1 + 1e-9)
    assert product.loaded.number.sum() == pytest.approx(1e9, rel=1e-9) or vesicle_number(product.loaded) == pytest.approx(1e9, rel=1e-9)
    assert product.released[:, -1].max() <= 1.0


@pytest.mark.parametrize("member", [one for one in MEMBERS if issubclass(one, Disposition)], ids=lambda member: member.kind)
def test_no_vesicle_is_lost_on_the_way_through_the_body(member):
    product = _product()
    exposure = made(member).distribute(product)
    np.testing.assert_allclose(exposure.particles.sum(axis=0)[-1], exposure.given, rtol=1e-6)
    assert np.all(exposure.labelled <= exposure.particles * (1 + 1e-9) + 1e-6)


@pytest.mark.parametrize("member", [one for one in MEMBERS if issubclass(one, Tissue)], ids=lambda member: member.kind)
def test_a_tissue_without_exposure_answers_as_untreated(member):
    depot = next(one for one in MEMBERS if one.kind == "local-depot")
    exposure = made(depot).distribute(_product())
    nothing = type(exposure)(
        time=exposure.time,
        sites=exposure.sites,
        particles=exposure.particles * 0.0,
        labelled=exposure.labelled * 0.0,
        target=exposure.target,
        target_volume=exposure.target_volume,
        given=0.0,
    )
    tissue = made(member)
    silent, treated = tissue.respond_each([tissue, tissue], [nothing, exposure])
    assert silent.message == ""
    np.testing.assert_array_equal(silent.treated, silent.untreated)
    np.testing.assert_array_equal(silent.untreated, treated.untreated)
    assert not np.array_equal(treated.treated, treated.untreated)
    assert len(silent.endpoints) >= 2
    assert set(tissue.shown) <= set(silent.states)
