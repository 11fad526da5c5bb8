"""Conversions: measured before the class, always an interval, and a reason wherever nothing can be said."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, UnitError
from exoforge.base.units import Quantity, parse_quantity
from exoforge.evidence.dose.conversion import (
    ConvertedDose,
    RefusedDose,
    context_of,
    convert_dose,
    convert_level,
    level_doubts,
    level_everywhere,
)
from exoforge.record.dose_text import read_dose
from tests.evidence.dose.batches import CELLS, COUNT, PROTEIN, SIZE, VOLUME, batch, measured

MEASURED = context_of(batch=batch(CELLS, VOLUME, COUNT, PROTEIN, SIZE))
PRECIPITATED = context_of(isolation="precipitation", diameter=Quantity(value=120.0, unit="nm"))
NOTHING = context_of()


def converted(dose, to, context):
    found = convert_dose(parse_quantity(dose), to, context)
    assert isinstance(found, ConvertedDose), found
    return found


@pytest.mark.parametrize(
    ("dose", "to", "expected"),
    [
        ("100 ug protein", "particles", 8e10),
        ("8e10 particles", "ug protein", 100.0),
        ("8e10 particles", "mg protein", 0.1),
        ("8e10 particles", "mL", 2.0),
        ("1 mL", "cells", 8e7),
        ("500 particles", "cells", 1.0),
        ("2e11 particles", "cells", 4e8),
        ("1 ug/mL", "particles/mL", 8e8),
    ],
)
def test_a_measured_batch_converts_by_its_own_numbers(dose, to, expected):
    found = converted(dose, to, MEASURED)
    assert found.amount.median == pytest.approx(expected)
    assert {factor.origin for factor in found.factors} <= {"batch", "assumption"}


@pytest.mark.parametrize(("to", "context"), list(itertools.product(("particles", "ug protein", "pmol"), (MEASURED, PRECIPITATED, NOTHING))))
def test_never_a_point(to, context):
    for dose in ("1e10 particles", "100 ug", "100 ug protein"):
        amount = converted(dose, to, context).amount
        assert amount.low < amount.median < amount.high


def test_what_is_known_better_is_narrower():
    spreads = [converted("100 ug protein", "particles", context).amount.log_sd for context in (MEASURED, PRECIPITATED, NOTHING)]
    assert spreads == sorted(spreads)


def test_the_same_laboratory_goes_between_the_batch_and_the_class():
    other = batch(measured("nta", "purity", "5e9 particles/ug protein"), name="other")
    for own, origin in ((None, "same lab"), (batch(COUNT, PROTEIN), "batch")):
        context = context_of(batch=own, lab=(other,), isolation="precipitation")
        assert {origin} == {factor.origin for factor in converted("100 ug protein", "particles", context).factors}


def test_uncertainties_add_in_quadrature():
    found = converted("100 ug", "pmol", MEASURED)
    squares = sum(factor.value.log_sd**2 for factor in found.factors) + 0.06**2
    assert found.amount.log_sd == pytest.approx(math.sqrt(squares))


def test_a_bronchopulmonary_trial_in_lipid_is_few_particles():
    for dose, expected in ((20, 0.94e8), (60, 2.8e8), (200, 9.4e8)):
        assert converted(f"{dose} pmol/kg", "particles/kg", PRECIPITATED).amount.median == pytest.approx(expected, rel=0.01)


def test_a_clinical_precipitate_converts_about_its_own_range():
    amount = converted("1 ug protein", "particles", PRECIPITATED).amount
    assert amount.median == pytest.approx(math.sqrt(8.125e6 * 7.0e7), rel=1e-6)
    assert amount.low < 8.1e6
    assert amount.high > 7.0e7


@pytest.mark.parametrize(
    ("dose", "to", "context", "reason"),
    [
        ("1e10 particles", "cells", NOTHING, "without the yield"),
        ("1e6 cells", "ug protein", context_of(isolation="size-exclusion"), "without the yield"),
        ("200 uL", "particles", PRECIPITATED, "without what the preparation holds"),
        ("1e10 particles", "particles/kg", NOTHING, "without the body mass"),
        ("1e10 particles/kg", "particles", NOTHING, "without the body mass"),
        ("100 ug", "ug/cm2", NOTHING, "without the area of the defect"),
        ("100 ug/mL", "ug", NOTHING, "without the volume"),
    ],
)
def test_what_cannot_be_said_has_its_reason(dose, to, context, reason):
    found = convert_dose(parse_quantity(dose), to, context)
    assert isinstance(found, RefusedDose)
    assert reason in found.reason


def test_sizes_multiply_and_divide():
    context = context_of(sizes={"kg": Quantity(value=250.0, unit="g"), "cm2": Quantity(value=50.0, unit="mm2"), "mL": Quantity(value=100.0, unit="uL")})
    assert converted("100 ug", "ug/kg", context).amount.median == pytest.approx(400.0)
    assert converted("400 ug/kg", "ug/cm2", context).amount.median == pytest.approx(200.0)
    assert converted("1 mg/mL", "ug", context).amount.median == pytest.approx(100.0)


def test_a_stated_size_goes_before_that_of_the_record():
    therapy = batch('[target]\nbody_mass = "250 g"\n')
    context = context_of(batch=therapy, sizes={"kg": Quantity(value=1.0, unit="kg")})
    assert converted("100 ug", "ug/kg", context).amount.median == pytest.approx(100.0)


def test_impossible_ratios_are_flagged():
    impossible = context_of(batch=batch(measured("nta", "purity", "1e11 particles/ug protein")))
    assert any("Impossible" in flag for flag in converted("1 ug protein", "particles", impossible).flags)
    assert any("not the vesicles'" in flag for flag in converted("1 ug protein", "particles", PRECIPITATED).flags)
    assert converted("1e9 particles", "pmol", PRECIPITATED).flags == ()


def test_a_dose_that_is_printed_twice_joins_its_own_units():
    (level,) = read_dose("1.3-3.5×10^{10} exosome/unit; 0.5–1.6 mg/unit (from 4×10^7 MSCs)").levels
    found = convert_level(level, "cells", NOTHING)
    assert (found.amount.median, found.factors) == (pytest.approx(4e7), ())
    assert "98.6 %" in level_doubts(level, NOTHING)[0]
    assert convert_level(level, "ug", NOTHING).amount.low == pytest.approx(500.0)


def test_the_printed_volume_of_a_dose_is_used():
    (level,) = read_dose("1 μg/μL (250 μL)").levels
    assert convert_level(level, "ug", NOTHING).amount.median == pytest.approx(250.0)


def test_every_form_is_answered_or_refused():
    (level,) = read_dose("1e10 particles").levels
    answers = level_everywhere(level, MEASURED)
    assert {"ug protein", "cells", "pmol", "mL", "particles/kg"} <= {one.to for one in answers}
    assert any(isinstance(one, ConvertedDose) for one in answers)
    assert any(isinstance(one, RefusedDose) for one in answers)


def test_an_isolation_that_contradicts_the_record_is_told():
    context = context_of(batch=batch(VOLUME), isolation="precipitation")
    assert context.isolation == "precipitation"
    assert "was asked for and taken" in context.notes[0]


@pytest.mark.parametrize(("dose", "to", "error"), [("0 ug", "particles", SettingError), ("5 ug", "hours", UnitError), ("5 h", "ug", UnitError)])
def test_nonsense_is_refused(dose, to, error):
    with pytest.raises(error):
        convert_dose(parse_quantity(dose), to, NOTHING)


@given(
    st.floats(1e-3, 1e14),
    st.sampled_from(["particles", "ug protein", "cells", "mol", "mL"]),
    st.sampled_from(["particles", "ug protein", "cells", "mol", "mL"]),
)
def test_there_and_back_is_the_same_median(value, unit, other):
    there = convert_dose(Quantity(value=value, unit=unit), other, MEASURED).amount
    back = convert_dose(Quantity(value=there.median, unit=other), unit, MEASURED).amount
    assert back.median == pytest.approx(value, rel=1e-9)


@given(st.floats(1e-3, 1e9), st.floats(1.001, 100))
def test_twice_the_dose_is_twice_the_amount(value, factor):
    one, more = (convert_dose(Quantity(value=dose, unit="ug"), "particles", PRECIPITATED).amount for dose in (value, value * factor))
    assert more.median / one.median == pytest.approx(factor)
    assert more.log_sd == one.log_sd
