import math

import numpy as np
import pytest

from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.respond.skin_closure import CLASSES, SkinClosure
from exoforge.stages.respond.skin_closure_card import CARD
from tests.stages.respond.exposures import DAY, exposure_of


def respond(member, exposure):
    (found,) = SkinClosure.respond_each([member], [exposure])
    return found


def hinged(**plain):
    return SkinClosure.from_step(
        Step(stage="respond", kind="skin-closure", settings={name: leaf_from_plain(value, "planned") for name, value in plain.items()})
    )


@pytest.mark.parametrize("shape", ["round", "long"])
@pytest.mark.parametrize("regulation", ["activator", "inhibitor"])
def test_without_vesicles_treated_and_untreated_are_the_same_to_the_last_bit(shape, regulation):
    found = respond(SkinClosure(shape=shape, regulation=regulation), exposure_of(0.0))
    assert "" == found.message
    np.testing.assert_array_equal(found.untreated, found.treated)


def test_vesicles_close_a_wound_earlier_and_more_of_them_earlier_still():
    days = [respond(SkinClosure(), exposure_of(dose)).endpoints["closure_day"].treated for dose in (0.0, 1e14, 1e15, 1e17)]
    assert sorted(days, reverse=True) == days
    assert days[-1] < 0.85 * days[0]


def test_the_published_wound_closes_in_the_days_of_its_time_scale():
    """20.63/k with 1/k of 100 h; the usual rings close it a quarter of a per cent too early."""
    found = respond(SkinClosure(), exposure_of(0.0))
    assert found.endpoints["closure_day"].untreated == pytest.approx(20.634 * 100 / 24, rel=4e-3)
    assert found.endpoints["half_area_day"].untreated == pytest.approx(7.964 * 100 / 24, rel=4e-3)


def test_a_wound_twice_as_wide_has_the_same_front():
    """Far from the edge of the wound and its middle the front moves at a speed of its own [mm/d]."""
    speeds = []
    for half_width in (5e-3, 10e-3):
        found = respond(SkinClosure(shape="long", half_width=half_width, horizon=300 * DAY), exposure_of(0.0, last=300.0))
        edge = found.untreated[found.states.index("edge")]
        start, end = np.interp([-3.0, -2.0], -edge, found.time / DAY)
        speeds.append(1.0 / (end - start))
    assert speeds[0] == pytest.approx(speeds[1], rel=0.05)


@pytest.mark.parametrize(("limit", "end", "expected"), [(90, 120, "healed"), (70, 120, "delayed"), (70, 80, "open")])
def test_the_class_follows_the_rule(limit, end, expected):
    found = respond(SkinClosure(closes_by=limit * DAY, horizon=end * DAY), exposure_of(0.0))
    assert expected == found.outcome.untreated
    assert found.outcome.classes == CLASSES
    assert math.isinf(found.endpoints["closure_day"].untreated) == (expected == "open")


def test_the_area_of_the_record_gives_the_radius():
    assert math.sqrt(0.5e-4 / math.pi) == pytest.approx(hinged(defect_area="0.5 cm2").operation.half_width)
    assert 3e-3 == hinged(defect_area="0.5 cm2", half_width="3 mm").operation.half_width
    assert 5e-3 == hinged(defect_area="0.5 cm2", shape="long").operation.half_width
    spread = hinged(defect_area="0.5 [0.4, 0.6] cm2").spreads["half_width"]
    assert (math.sqrt(0.4e-4 / math.pi), math.sqrt(0.6e-4 / math.pi)) == pytest.approx((spread.a, spread.b))


def test_the_other_regulation_is_neither_assumed_nor_varied():
    names = {one.name for one in hinged().assumed}
    assert "D_activator" in names
    assert "D_inhibitor" not in names
    assert "D_activator" not in {one.name for one in hinged(regulation="inhibitor").assumed}


def test_an_effect_beyond_the_equations_is_told():
    found = respond(SkinClosure(h_activator=15.0, emax_division=1.0), exposure_of(1e22))
    assert "In the treated course: the largest rate of division is 30" in found.message
    assert np.isnan(found.endpoints["closure_day"].treated)
    assert np.isfinite(found.endpoints["closure_day"].untreated)
    assert "" == found.outcome.treated


def test_members_have_the_same_numbers_alone_and_among_others():
    members = [SkinClosure(half_width=width) for width in (2e-3, 4e-3, 6e-3)]
    exposures = [exposure_of(1e15), exposure_of(1e14, days=np.linspace(10.0, 120.0, 30)), exposure_of(1e16)]
    for one, member, exposure in zip(SkinClosure.respond_each(members, exposures), members, exposures, strict=True):
        np.testing.assert_array_equal(one.treated, respond(member, exposure).treated)
    assert () == SkinClosure.respond_each([], [])


def test_the_card_prints_its_equations_in_every_form():
    forms = {form for form, _ in CARD.lines}
    assert {"text", "latex", "typst"} == forms
    assert len({sum(of == form for of, _ in CARD.lines) for form in ("latex", "typst")}) == 1


def test_the_days_open_are_a_number_for_every_course():
    """A wide wound is open for most of the horizon, one that closes for less than its day of closing."""
    wide, small = (respond(SkinClosure(half_width=width), exposure_of(1e15)).endpoints for width in (20e-3, 2e-3))
    assert 60 < wide["open_days"].untreated < 120
    assert np.isinf(wide["closure_day"].untreated)
    assert small["open_days"].untreated < small["closure_day"].untreated
    assert "open_days" == next(iter(small))
    for one in (wide, small):
        assert one["open_days"].treated < one["open_days"].untreated
