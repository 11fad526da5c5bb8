"""Numbers as they are read: never more digits than say something, never a wrong power of ten."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.design.result import Headline, Interval
from exoforge.report.display import amount, headline_text, interval_lines, interval_text, number, percent, scale_for, share_text, unit_text, with_error

INF, NAN = math.inf, math.nan


def interval(central: float, low: float, high: float) -> Interval:
    return Interval(central=central, low=low, median=central, high=high)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (3.2345e9, 2, "3.2 × 10⁹"),
        (0.0, 2, "0"),
        (142.4, 2, "142"),
        (99.97, 2, "100"),
        (0.03234, 2, "0.032"),
        (4.1e-5, 2, "4.1 × 10⁻⁵"),
        (-3.0e9, 2, "−3.0 × 10⁹"),
        (12345.6, 2, "12\u202f300"),
        (NAN, 2, "–"),
        (INF, 2, "∞"),
        (9.99e5, 2, "999\u202f000"),
    ],
)
def test_a_number_is_written_with_two_or_three_digits(value, digits, expected):
    assert expected == number(value, digits)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.32e-7, "m", "132 nm"),
        (1e-3, "m", "1.00 mm"),
        (3.5e16, "particles/m3", "3.50 × 10¹⁰ particles/mL"),
        (2e18, "particles/kg protein", "2.00 × 10⁹ particles/µg protein"),
        (2e-7, "kg protein", "200 µg protein"),
        (2.5e-8, "m3", "25.0 µL"),
        (3e-4, "m3", "300 mL"),
        (90.0, "s", "90.0 s"),
        (1200.0, "s", "20.0 min"),
        (48 * 3600.0, "s", "2.00 d"),
        (47 * 3600.0, "s", "47.0 h"),
        (2e-12, "mol", "2.00 pmol"),
        (277.15, "K", "4.00 °C"),
        (980665.0, "m/s2", "100\u202f000 × g"),
        (1050.0, "kg/m3", "1.05 g/mL"),
        (5.0, "cells/mm3", "5.00 cells/mm³"),
    ],
)
def test_si_becomes_the_unit_of_the_field(value, unit, expected):
    assert expected == amount(value, unit)


@pytest.mark.parametrize(
    ("given_", "unit", "expected"),
    [
        (interval(3.2e18, 1.1e18, 8.9e18), "particles/kg protein", "3.2 (1.1–8.9) × 10⁹ particles/µg protein"),
        (interval(1.42e-7, 1.31e-7, 1.55e-7), "m", "142 (131–155) nm"),
        (interval(-3.0, -5.0, 2.0), "d", "−3.0 (−5.0 to 2.0) d"),
        (interval(3e9, 2e4, 8e12), "particles", "3.0 × 10⁹ (20\u202f000 to 8.0 × 10¹²) particles"),
        (interval(2e10, 2e10, 2e10), "particles", "2.0 × 10¹⁰ particles"),
        (interval(2e10, 1.999e10, 2.001e10), "particles", "2.0 × 10¹⁰ particles"),
        (interval(0.0, 0.0, 0.31), "1", "0 (0–0.31)"),
        (interval(NAN, NAN, NAN), "m", "–"),
        (interval(5.0, NAN, NAN), "d", "5.0 d"),
    ],
)
def test_an_interval_stands_under_one_power_of_ten(given_, unit, expected):
    assert expected == interval_text(given_, unit)


def test_never_is_said_in_words():
    reached = interval(12 * 86400.0, 9 * 86400.0, INF)
    assert interval_text(reached, "s", never="not within 400 d") == "12 d (9.0 d to not within 400 d)"
    assert interval_text(interval(INF, INF, INF), "s", never="not within 400 d") == "not within 400 d"
    assert interval_lines(reached, "s", never="not within 400 d") == ("12 d", "9.0 d to not within 400 d")


def test_an_interval_on_two_lines_repeats_the_power_of_ten():
    assert interval_lines(interval(3.2e9, 1.1e9, 8.9e9), "particles") == ("3.2 × 10⁹ particles", "(1.1–8.9) × 10⁹")


def test_a_measured_value_shares_the_power_of_ten_with_its_error():
    assert with_error(1.38e-7, 2.2e-9, "m") == "138.0 ± 2.2 nm"
    assert with_error(5.02e16, 6.8e14, "particles/m3") == "(5.020 ± 0.068) × 10¹⁰ particles/mL"


def test_a_measured_mean_has_no_more_digits_than_it_means():
    assert with_error(85.0544e-9, 0.0019e-9, "m", most=4) == "85.05 ± <0.01 nm"
    assert with_error(1.38e-7, 2.2e-9, "m", most=4) == "138.0 ± 2.2 nm"
    assert with_error(1234.5, 0.3, "", most=4) == "1234 ± <1"


def test_shares_are_read_in_per_cent():
    assert share_text(interval(0.41, 0.30, 0.55)) == "41 (30–55)\u202f%"
    assert percent(0.9997) == "100\u202f%"
    assert percent(0.997) == "99.7\u202f%"
    assert percent(1e-6) == "<\u202f0.01\u202f%"
    assert percent(NAN) == "–"
    recovery = Headline(name="recovery", label="", unit="", interval=interval(0.17, 0.1, 0.3), meaning="")
    assert headline_text(recovery) == "17 (10–30)\u202f%"


def test_units_get_their_signs():
    assert [unit_text(unit) for unit in ("ug/mL", "cells/mm3", "1", "um2/s", "cells/cm2", "degC")] == ["µg/mL", "cells/mm³", "", "µm²/s", "cells/cm²", "°C"]


def read_back(text: str) -> float:
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    plain = text.replace("\u202f", "").replace("−", "-")
    found = re.fullmatch(r"(-?[\d.]+)(?: × 10(.+))?", plain)
    assert found is not None, text
    return float(found.group(1)) * 10.0 ** int((found.group(2) or "0").translate(superscripts))


@given(st.floats(min_value=1e-30, max_value=1e30) | st.floats(min_value=-1e30, max_value=-1e-30))
def test_a_written_number_is_the_number_to_two_digits(value):
    text = number(value)
    assert read_back(text) == pytest.approx(value, rel=0.051)
    assert len(re.sub(r"\D", "", text.split(" × ")[0]).strip("0")) <= 3


@given(st.floats(min_value=1e-20, max_value=1e20), st.sampled_from(["m", "m3", "s", "kg", "mol", "1/s", "m2", "kg protein"]))
def test_a_scale_keeps_the_sign_and_the_order(value, unit):
    scale = scale_for(unit, value)
    assert 0 < scale(value) < scale(1.1 * value)
