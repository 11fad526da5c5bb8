"""What people write is read once, refused in a sentence, or printed so that it reads back the same."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import UnitError
from exoforge.base.unit_names import COMMON_UNITS, FIELD_UNITS, factor_between, normal_unit
from exoforge.base.units import STANDARD_GRAVITY, Quantity, convert, fits, looks_like_quantity, parse_quantity, quantity_text

SPELLED_UNITS = (
    *("particles", "particles/mL", "particles/cell", "particles/ug protein", "cells/cm2", "ug protein", "mg protein/kg", "ug protein/mL"),
    *("nm", "um2/s", "mm3", "mL", "x g", "x g (r_av)", "x g (r_max)", "x g (r_min)", "rpm", "degC", "%", "% w/w", "% w/v", "% v/v", "%ID"),
    *("%ID/g", "mPa s", "kPa", "g/mL", "1/s", "d", "nM", "uM", "V/cm", "copies/particle", "DV", ""),
)
finite = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    unit = draw(st.sampled_from(SPELLED_UNITS))
    if draw(st.booleans()):
        return Quantity(value=draw(finite), unit=unit)
    low, value, high = sorted([draw(finite), draw(finite), draw(finite)])
    return Quantity(value=value, unit=unit, low=low, high=high)


@settings(deadline=None)
@given(quantities())
def test_what_is_printed_reads_back_the_same(quantity):
    assert parse_quantity(str(quantity)) == quantity


@settings(deadline=None)
@given(quantities())
def test_printing_twice_changes_nothing(quantity):
    assert quantity_text(parse_quantity(quantity_text(quantity))) == quantity_text(quantity)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("200 ug protein", 200.0, "ug protein"),
        ("200 µg of protein", 200.0, "ug protein"),
        ("10^9 particles", 1e9, "particles"),
        ("10⁹ particles", 1e9, "particles"),
        ("1.3 × 10^10 particles", 1.3e10, "particles"),
        ("1.3x10^10 particles/mL", 1.3e10, "particles/mL"),
        ("1.3·10¹⁰ particles", 1.3e10, "particles"),
        ("2 × 10^{8} particles", 2e8, "particles"),
        ("1.5 × 10⁻⁷ m", 1.5e-7, "m"),
        ("1e9", 1e9, ""),
        ("100 000 x g", 100000.0, "x g"),
        (".5 mL", 0.5, "mL"),
        ("5mL", 5.0, "mL"),
        ("-80 °C", -80.0, "degC"),
        ("-80 C", -80.0, "degC"),
        ("5 µm²/s", 5.0, "um2/s"),
        ("5 um^2/s", 5.0, "um2/s"),
        ("5 mPa·s", 5.0, "mPa s"),
        ("5 % ID", 5.0, "%ID"),
        ("5 % injected dose", 5.0, "%ID"),
        ("10% w/v", 10.0, "% w/v"),
        ("10 % w / w", 10.0, "% w/w"),
    ],
)
def test_spellings_of_the_field_are_read(text, value, unit):
    assert parse_quantity(text) == Quantity(value=value, unit=unit)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("24 [13, 35] nm", 24.0, 13.0, 35.0),
        ("24 [13; 35] nm", 24.0, 13.0, 35.0),
        ("24 [13 to 35] nm", 24.0, 13.0, 35.0),
        ("5 ± 1 nm", 5.0, 4.0, 6.0),
        ("5 +/- 1 nm", 5.0, 4.0, 6.0),
        ("20 to 30 nm", 25.0, 20.0, 30.0),
        ("20–30 nm", 25.0, 20.0, 30.0),
        ("1.3 × 10^10 to 3.5 × 10^10 nm", 2.4e10, 1.3e10, 3.5e10),
    ],
)
def test_intervals_keep_both_ends(text, value, low, high):
    assert parse_quantity(text) == Quantity(value=value, unit="nm", low=low, high=high)


@pytest.mark.parametrize("text", ["0,5 mL", "100,000 x g", "1,3 × 10^10 particles", "5 ± 0,5 nm", "24 [13,5; 35] nm"])
def test_a_comma_in_a_number_is_refused(text):
    with pytest.raises(UnitError, match=re.escape(text) if "[" not in text else "13"):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["nan nm", "inf nm", "-inf", "Infinity", "1e400 nm", "10^400 nm", "", "nm", "about 5 nm"])
def test_what_is_no_finite_number_is_refused(text):
    with pytest.raises(UnitError):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["1.3 to 3.5 × 10^10 particles", "1.3–3.5 × 10^10 particles", "5 ± 1 × 10^9 particles"])
def test_a_power_that_may_belong_to_both_numbers_is_refused(text):
    """A dose of '1.3-3.5 × 10^10 exosomes' in print means 1.3e10 at its low end, never 1.3 particles."""
    with pytest.raises(UnitError, match="10"):
        parse_quantity(text)


@pytest.mark.parametrize("field", ["value", "low", "high"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_quantity_is_finite(field, number):
    with pytest.raises(UnitError, match="finite"):
        Quantity(**({"value": 1.0, "unit": "nm", "low": 0.0, "high": 2.0} | {field: number}))


@pytest.mark.parametrize(("low", "high"), [(1.0, None), (None, 1.0), (2.0, 3.0), (-2.0, 0.0), (3.0, 0.0)])
def test_an_interval_has_two_ends_and_holds_its_value(low, high):
    with pytest.raises(UnitError, match="nterval"):
        Quantity(value=1.0, unit="nm", low=low, high=high)


@pytest.mark.parametrize("text", ["24 [35, 13] nm", "30 to 20 nm", "24 [13 nm", "24 [13] nm", "24 [13 nm, 35 nm]"])
def test_a_broken_interval_is_refused(text):
    with pytest.raises(UnitError):
        parse_quantity(text)


@pytest.mark.parametrize(("wrong", "meant"), [("particels", "particles"), ("particles/ml protein", "particles"), ("ug protien", "ug protein")])
def test_an_unknown_unit_is_refused_with_the_nearest_one(wrong, meant):
    with pytest.raises(UnitError, match=f"Unknown unit '{wrong}'; did you mean '{meant}"):
        parse_quantity(f"5 {wrong}")


def test_an_unknown_unit_with_no_near_one_says_where_they_are_listed():
    with pytest.raises(UnitError, match="exoforge terms units"):
        Quantity(value=1.0, unit="zzzzzzzzzz")


@pytest.mark.parametrize("unit", ["um", "µm", "μm"])
def test_the_three_ways_to_write_micro_are_one(unit):
    assert normal_unit(unit) == "um"
    assert parse_quantity(f"5 {unit}") == Quantity(value=5.0, unit="um")
    assert factor_between(unit, "m")[0] == pytest.approx(1e-6)


@pytest.mark.parametrize(("length", "concentration"), [("nm", "nM"), ("um", "uM"), ("mm", "mM")])
def test_a_length_is_not_a_concentration(length, concentration):
    assert not fits(Quantity(value=1.0, unit=length), concentration)
    with pytest.raises(UnitError, match=f"'{length}' measures .*'{concentration}' measures"):
        factor_between(length, concentration)


KINDS = ("particles", "cells", "copies", "mol", "ug", "ug protein", "%ID", "%", "% w/v", "m/s2", "1/s", "animals")


@pytest.mark.parametrize(("one", "other"), [(one, other) for one in KINDS for other in KINDS if one < other])
def test_different_things_do_not_convert(one, other):
    assert not fits(Quantity(value=1.0, unit=one), other)
    with pytest.raises(UnitError, match="measures"):
        factor_between(one, other)


def test_a_count_alone_measures_the_same_as_a_count_in_a_product():
    """Guards against a unit that means one thing alone and another within a compound."""
    for unit in ("particles", "cells", "copies", "ug protein", "ID"):
        assert factor_between(unit, f"{unit} / mL * mL") == pytest.approx((1.0, 0.0))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("100000 x g", "x g"),
        ("100000 × g", "x g"),
        ("100000 xg", "x g"),
        ("100000 x g (r_max)", "x g (r_max)"),
        ("100000 × g (rmax)", "x g (r_max)"),
        ("100000 x g at r_av", "x g (r_av)"),
        ("100000 x g r_average", "x g (r_av)"),
        ("100000 x g (r_min)", "x g (r_min)"),
    ],
)
def test_centrifugal_force_keeps_the_radius_that_it_names(text, unit):
    quantity = parse_quantity(text)
    assert quantity == Quantity(value=100000.0, unit=unit)
    assert convert(quantity, "m/s2").value == pytest.approx(100000 * STANDARD_GRAVITY, rel=1e-12)


def test_a_centrifuge_setting_in_grams_is_a_mass():
    assert not fits(parse_quantity("100000 g"), "m/s2")


@pytest.mark.parametrize(
    ("text", "target", "value"),
    [
        ("1 ug", "kg", 1e-9),
        ("1e9 particles/mL", "particles/m3", 1e15),
        ("1e9 particles/ug protein", "particles/kg_protein", 1e18),
        ("5 % w/v", "kg/m3", 50.0),
        ("5 %ID", "ID", 0.05),
        ("4 degC", "K", 277.15),
        ("50 %", "", 0.5),
        ("2 week", "d", 14.0),
        ("60 rpm", "1/s", 2 * math.pi),
        ("1 mPa s", "Pa s", 1e-3),
        ("1 nM", "mol/m3", 1e-6),
        ("1 cm-3", "1/m3", 1e6),
    ],
)
def test_conversions(text, target, value):
    assert convert(parse_quantity(text), target).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["5 s⁻¹", "5 s^-1", "5 s-1"])
def test_a_rate_may_be_written_with_an_exponent(text):
    assert convert(parse_quantity(text), "1/s").value == pytest.approx(5.0)


def test_conversion_carries_the_interval():
    moved = convert(parse_quantity("20 [15, 25] degC"), "K")
    np.testing.assert_allclose([288.15, 293.15, 298.15], [moved.low, moved.value, moved.high], rtol=1e-12)
    assert moved.unit == "K"


@settings(deadline=None)
@given(finite.filter(lambda number: abs(number) < 1e250), st.sampled_from([("nm", "m"), ("h", "s"), ("ug", "kg"), ("degC", "K")]))
def test_there_and_back_is_the_same(number, units):
    here, there = units
    back = convert(convert(Quantity(value=number, unit=here), there), here).value
    rounding = 1e-12 * 273.15 if here == "degC" else 1e-300  # the zero of a scale is added and taken off again; denormal numbers round
    assert back == pytest.approx(number, rel=1e-12, abs=rounding)


def test_endotoxin_units_are_no_enzyme_units():
    """Lot release is stated in EU/mL; read as exa-enzyme-units it would be an amount of substance per time."""
    assert not fits(parse_quantity("0.5 EU/mL"), "mol/s/mL")


@pytest.mark.parametrize("unit", [*COMMON_UNITS, *SPELLED_UNITS])
def test_every_unit_in_use_is_known_and_has_one_spelling(unit):
    assert factor_between(unit, unit) == pytest.approx((1.0, 0.0))
    assert normal_unit(normal_unit(unit)) == normal_unit(unit)


def test_common_units_hold_the_phrases_whole():
    assert {"ug protein", "x g", "% w/w", "% w/v", "mPa s"} <= set(COMMON_UNITS)
    assert len(set(COMMON_UNITS)) == len(COMMON_UNITS)


def test_gravity_is_one_number():
    assert sum(str(STANDARD_GRAVITY) in definition for definition in FIELD_UNITS) == 4
    assert factor_between("x g", "m/s2")[0] == pytest.approx(STANDARD_GRAVITY, rel=1e-15)


@pytest.mark.parametrize(("text", "answer"), [("5 nm", True), ("10^9", True), ("  .5", True), ("-80 C", True), ("PBS", False), ("", False), ("n=5", False)])
def test_what_looks_like_a_quantity(text, answer):
    assert looks_like_quantity(text) is answer


@pytest.mark.parametrize("unit", ["10**10**10", "m^9^9", "ug" * 40, "m**999"])
def test_a_tower_of_powers_is_refused_and_never_computed(unit):
    with pytest.raises(UnitError, match="Unknown unit"):
        parse_quantity(f"1 {unit}")


def test_a_rate_may_begin_with_its_stroke():
    assert parse_quantity("4000/s") == parse_quantity("4000 1/s")
    assert parse_quantity("0.1 [0.05, 0.2] /d").unit == "1/d"


def test_a_range_may_reach_from_below_zero():
    found = parse_quantity("-80 to -60 degC")
    assert (found.low, found.high) == (-80.0, -60.0)


@pytest.mark.parametrize(
    ("text", "value"), [("22 kDa", 22.0), ("700 Da", 0.7), ("0.3 MDa", 300.0), ("7.1 [6.9, 7.3] kDa", 7.1), ("22 kg/mol", 22.0), ("7100 g/mol", 7.1)]
)
def test_a_molar_mass_may_be_written_in_daltons(text, value):
    found = parse_quantity(text)
    assert fits(found, "kg/mol")
    assert convert(found, "kg/mol").value == pytest.approx(value, rel=1e-12)


def test_daltons_stay_a_mass_elsewhere_and_no_other_mass_is_molar():
    assert convert(parse_quantity("500 kDa"), "kg").value == pytest.approx(500e3 / 6.02214076e26, rel=1e-8)  # a dalton is measured: 1e-9 from 1/N_A g
    for unit, target in (("mg", "kg/mol"), ("kDa", "mol"), ("kDa/mL", "kg/mol"), ("kDa", "kg/mol/m")):
        assert not fits(Quantity(value=1.0, unit=unit), target)
        with pytest.raises(UnitError, match="measures"):
            convert(Quantity(value=1.0, unit=unit), target)
