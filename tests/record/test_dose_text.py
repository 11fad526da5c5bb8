"""Every spelling of a dose in the four reviews, and properties that hold for any number, power, unit and interval."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.units import Quantity
from exoforge.record.dose_text import amount_in_all, read_dose
from exoforge.record.dose_words import one_spelling
from exoforge.record.therapy import DOSE_UNITS
from tests.shared_data import shared

LU, NIKFARJAM, ADELIPOUR = "sources/003_5f5f7647a10dc7cc.txt", "sources/002_e58ce2170cc464da.txt", "sources/001_990e1eed67c9b46e.txt"
MASS, COUNT, POWER, CELLS = "what the mass is of", "particles are assumed", "stands behind two numbers", "counts cells"

PRINTED = (
    (LU, "Table 2, row 5", "100 μg and 200 μg, implantation with scaffolds", ("100 ug", "200 ug"), (MASS,)),
    (LU, "Table 2, row 4", "5×10^{11} /mL (100 μL) and 1×10^{12} /mL (100 μL)", ("5e11 particles/mL in 100 uL", "1e12 particles/mL in 100 uL"), (COUNT,)),
    (LU, "Table 2, row 3", "2×10^{11} /mL", ("2e11 particles/mL",), (COUNT,)),
    (LU, "Table 2, row 11", "1 μg/μL (250 μL)", ("1000 ug/mL in 250 uL",), (MASS,)),
    (LU, "Table 2, row 10", "200 μL", ("0.2 mL",), ("a volume alone",)),
    (LU, "Table 2, row 8", "150 μg/μL", ("150000 ug/mL",), (MASS, "Doubtful")),
    (LU, "Table 2, row 13", "0.8 mg", ("800 ug",), (MASS,)),
    (LU, "Table 2, row 23", "127.39 μg/cm ²", ("127.39 ug/cm2",), (MASS,)),
    (LU, "Table 2, row 1", "NA", (), ("no dose was reported",)),
    (LU, "Table 1, TGF-β1", "1 × 10 ¹⁰ , articular cavity injection", ("1e10 particles",), (COUNT,)),
    (LU, "Table 1, kartogenin", "1.0 × 10 ⁷ cells/mL", ("1e7 cells/mL",), (CELLS,)),
    (LU, "Table 1, miR-140-5p", "10 ¹⁰ , articular cavity injection", ("1e10 particles",), (COUNT,)),
    (LU, "Table 1, BMP2", "150 ng, inserting into the pocket", ("0.15 ug",), (MASS,)),
    (NIKFARJAM, "Table 3, NCT04276987", "2.0 × 10 ⁸ /3 ml", ("2e8 particles in 3 mL",), (COUNT,)),
    (NIKFARJAM, "Table 3, NCT04491240", "0.5–2 × 10 ¹⁰ /3 ml", ("1.25e10 [5e9, 2e10] particles in 3 mL",), (POWER, COUNT)),
    (
        NIKFARJAM,
        "Table 3, NCT04313647",
        "1 × level: 2.0 × 10 ⁸ /3 ml 2 × level: 4.0 × 10 ⁸ /3 ml",
        ("2e8 particles in 3 mL", "4e8 particles in 3 mL"),
        (COUNT,),
    ),
    (
        NIKFARJAM,
        "Table 3, NCT03857841",
        "20 pmol phospholid/kg 60 pmol phospholid/kg 200 pmol phospholid/kg",
        ("2e-11 mol/kg", "6e-11 mol/kg", "2e-10 mol/kg"),
        ("misprint",),
    ),
    (NIKFARJAM, "Table 3, NCT04173650", "AGLE-102 exosomes Once a day during 60 days", (), ("No dose was found",)),
    (NIKFARJAM, "Table 3, NCT03384433", "200 µg total protein of miR-124-loaded exosomes", ("200 ug protein",), ()),
    (
        NIKFARJAM,
        "Table 3, NCT04388982",
        "Low dosage group: 5 µg exosome/1 ml Mild dosage group: 10 µg exosome/1 ml High dosage group: 20 µg exosome/1 ml",
        ("5 ug in 1 mL", "10 ug in 1 mL", "20 ug in 1 mL"),
        (MASS,),
    ),
    (NIKFARJAM, "Table 3, NCT03437759", "20–50 µg exosome/10 µl", ("35 [20, 50] ug in 10 uL",), (MASS,)),
    (NIKFARJAM, "Table 3, NCT04213248", "10 µg exosome/drop 4 times a day", ("10 ug per drop",), (MASS, "per drop")),
    (NIKFARJAM, "Table 3, NCT04356300", "150 mg exosome Once a day during 14 days", ("150000 ug",), (MASS, "94 to 300 of the first clinical units")),
    (
        NIKFARJAM,
        "Table 3, NCT02138331",
        r"the supernatant produced from $1.22-1.51 \times 10^6$ MSCs/kg",
        ("1.365e6 [1.22e6, 1.51e6] cells/kg",),
        (POWER, "the cells whose medium gave the vesicles"),
    ),
    (
        NIKFARJAM,
        "Table 3, [109]",
        r"$1.3-3.5 \times 10^{10}$ exosome/unit; 0.5–1.6 mg/unit (The yield of an EV fraction isolated from supernatants of 4×10^7 MSCs was",
        ("2.4e10 [1.3e10, 3.5e10] particles per unit = 1050 [500, 1600] ug = 4e7 cells",),
        (POWER, "per unit"),
    ),
    (NIKFARJAM, "Table 3, [110]", "100 µg of total EV protein/kg 2 doses", ("100 ug protein/kg",), ()),
    (ADELIPOUR, "Table 1, row 1", "Ranged from 1.2×10^7 to 6.5×10^7 cells", ("3.85e7 [1.2e7, 6.5e7] cells",), ()),
    (ADELIPOUR, "Table 1, row 2", "Not reported", (), ("no dose was reported",)),
    (ADELIPOUR, "Table 1, row 3", "1 million cells per kilogram", ("1e6 cells/kg",), ()),
    (ADELIPOUR, "Table 1, row 4", "1×10^6 per kilogram", ("1e6 cells/kg",), ("cells are assumed",)),
    (
        ADELIPOUR,
        "Table 1, row 6",
        r"2×10^5 cells per kilogram with an upper limit of $1 \times$ 10^7 cells",
        ("200000 cells/kg at most 1e7 cells",),
        (),
    ),
    (ADELIPOUR, "Table 1, row 7", r"$45-50 \times 10^6$ cells", ("4.75e7 [4.5e7, 5e7] cells",), (POWER,)),
    (
        ADELIPOUR,
        "Table 1, lupus",
        "2.0×10 ⁶ cells per kilogram (First dose) 3.0×10 ⁶ cells per kilogram (second dose)",
        ("2e6 cells/kg", "3e6 cells/kg"),
        (),
    ),
    (ADELIPOUR, "Table 1, Belgium", "1.5-3×10 ⁶ cells per kilogram", ("2.25e6 [1.5e6, 3e6] cells/kg",), (POWER,)),
)
"""Source, place, the words as printed, what is read, and what is said about it."""


def shown(level):
    text = str(level.quantity)
    text += f" in {level.volume}" if level.volume is not None else ""
    text += f" per {level.place}" if level.place else ""
    text += "".join(f" = {other}" for other in level.also)
    return text + (f" at most {level.limit}" if level.limit is not None else "")


@pytest.mark.parametrize(("source", "place", "text", "levels", "notes"), PRINTED, ids=[f"{place}: {text[:24]}" for _, place, text, _, _ in PRINTED])
def test_a_printed_dose_is_read(source, place, text, levels, notes):
    reading = read_dose(text, subject="cells" if source == ADELIPOUR else "vesicles")
    assert list(levels) == [shown(level) for level in reading.levels]
    for note in notes:
        assert any(note in said for said in reading.notes), (note, reading.notes)
    if not notes:
        assert reading.notes == ()


@pytest.mark.parametrize("source", [LU, NIKFARJAM, ADELIPOUR])
def test_every_spelling_stands_in_its_source(source):
    def plain(text):
        return re.sub(r"\s", "", one_spelling(text))

    whole = plain(shared(source).read_text(encoding="utf-8"))
    assert [text for document, _, text, _, _ in PRINTED if document == source and plain(text) not in whole] == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("20/60/200 pmol phospholipid/kg", ("2e-11 mol/kg", "6e-11 mol/kg", "2e-10 mol/kg")),
        ("50, 100 and 200 µg/mL", ("50 ug/mL", "100 ug/mL", "200 ug/mL")),
        ("100 µg to 200 µg", ("150 [100, 200] ug",)),
        ("0.5, 1 and 2 × 10^9 particles/kg", ("5e8 particles/kg", "1e9 particles/kg", "2e9 particles/kg")),
        ("1e8 and 2 × 10^9 particles", ("1e8 particles", "2e9 particles")),
        ("10^8–10^10 particles", ("5.05e9 [1e8, 1e10] particles",)),
        ("2 and 5 million cells", ("2e6 cells", "5e6 cells")),
        ("100 ± 20 mcg", ("100 [80, 120] ug",)),
        ("1×10⁹ particles mL⁻¹", ("1e9 particles/mL",)),
        ("3 x 10^8 hucMSC-Exos per mouse", ("3e8 particles per mouse",)),
        ("30 μg exosomal protein dissolved in 100 µl PBS", ("30 ug protein in 100 uL",)),
        ("200 µL containing 100 µg", ("100 ug in 200 uL",)),
        ("100 µL of 1×10^9 particles/mL", ("1e9 particles/mL in 100 uL",)),
        ("100 µg (1e10 particles) in 200 µL PBS", ("100 ug in 200 uL = 1e10 particles",)),
        ("500 μg (5 mg/mL; 100 μL)", ("500 ug in 100 uL = 5000 ug/mL",)),
        ("3 × 100 µg", ("100 ug",)),
        ("50-μg exosomes", ("50 ug",)),
        ("50 µg/kg/day", ("50 ug/kg per day",)),
        ("100 µg; 5 × 10^9 particles in 200 µL", ("100 ug in 200 uL = 5e9 particles",)),
        ("2 doses of 10^9 EVs", ("1e9 particles",)),
        ("10<sup>9</sup> EVs/kg bw", ("1e9 particles/kg",)),
        ("150 [100, 200] ug protein", ("150 [100, 200] ug protein",)),
        ("5 µg/g body weight", ("5000 ug/kg",)),
        ("1.5 micrograms per square centimetre", ("1.5 ug/cm2",)),
    ],
)
def test_other_spellings_of_papers_and_records(text, levels):
    assert list(levels) == [shown(level) for level in read_dose(text).levels]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,000 µg", "comma inside a number"),
        ("5 × 1011 particles/mL", "lost its superscript"),
        ("-5 µg", "is negative"),
        ("5 mg/m2", "per 'm2', which is not understood"),
        ("10 µg miR-21", "no dose of vesicles"),
        ("10^999 particles", "too large"),
        ("4 times a day for 8 weeks", "No dose was found"),
        ("", "no dose was reported"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_guessed(text, reason):
    reading = read_dose(text)
    assert reading.levels == ()
    assert any(reason in note for note in reading.notes), reading.notes


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1e15 particles/mL", "Doubtful"),
        ("102 exosomes", "a superscript may have been lost"),
        ("10e9 particles", "some write it for 10^9"),
        ("5 ± 10 µg", "reaches below 0"),
        ("20 pmol", "does not say of what"),
        ("20 pmol phospholipid", "A record cannot hold a dose in mol"),
    ],
)
def test_what_is_read_and_hard_to_believe_is_doubted(text, note):
    reading = read_dose(text)
    assert len(reading.levels) == 1
    assert any(note in said for said in reading.notes), reading.notes


def test_a_plausible_dose_is_not_doubted():
    assert read_dose("1e10 particles in 200 µL; 20 µg protein").notes == ()


def test_what_was_not_read_is_handed_back():
    assert read_dose("100 μg and 200 μg, implantation with scaffolds").unread == "implantation with scaffolds"


def test_the_amount_of_a_concentration_needs_its_volume():
    with_volume, without = (read_dose(text).levels[0] for text in ("1 μg/μL (250 μL)", "1 μg/μL"))
    assert amount_in_all(with_volume) == Quantity(value=250.0, unit="ug")
    assert amount_in_all(without) is None
    assert amount_in_all(read_dose("100 µg/kg").levels[0]) is None
    assert amount_in_all(read_dose("100 µg").levels[0]) == Quantity(value=100.0, unit="ug")
    interval = amount_in_all(read_dose("1-2 × 10^9 particles/mL (100 µL)").levels[0])
    assert (interval.low, interval.value, interval.high) == pytest.approx((1e8, 1.5e8, 2e8))


MANTISSAS = st.integers(10, 999).map(lambda number: number / 10)
EXPONENTS = st.integers(6, 14)
POWERS = st.sampled_from(
    ["{m} × 10^{{{e}}}", "{m}×10^{e}", "{m} x 10^{e}", "{m}e{e}", "{m} × 10{s}", r"${m} \times 10^{{{e}}}$", "{m} × 10 {s}", "{m}*10<sup>{e}</sup>"]
)
NOUNS = st.sampled_from(["particles", "exosomes", "EVs", "MSC-derived exosomes", "vesicles"])
UNITS = st.sampled_from(
    [("ug", "ug"), ("µg", "ug"), ("μg", "ug"), ("mcg", "ug"), ("mg", "mg"), ("ng", "ng"), ("ug protein", "ug protein"), ("µg of protein", "ug protein")]
)
PERS = st.sampled_from([("", ""), ("/mL", "/mL"), (" per mL", "/mL"), ("/kg", "/kg"), (" per kilogram body weight", "/kg"), ("/cm2", "/cm2"), ("/cm²", "/cm2")])
AROUND = st.sampled_from([("", ""), ("first dose: ", ", topical"), ("", " once a day for 14 days"), ("Low group: ", " (n = 6)")])
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@given(MANTISSAS, EXPONENTS, POWERS, NOUNS, PERS, AROUND)
def test_any_count_in_any_spelling_reads_as_its_number(mantissa, exponent, power, noun, per, around):
    number = power.format(m=mantissa, e=exponent, s=str(exponent).translate(SUPERSCRIPTS))
    (level,) = read_dose(f"{around[0]}{number} {noun}{per[0]}{around[1]}").levels
    assert level.quantity == Quantity(value=float(f"{mantissa}e{exponent}"), unit=f"particles{per[1]}")
    assert not level.is_assumed


@given(MANTISSAS, MANTISSAS, UNITS, PERS, st.sampled_from(["-", "–", " to ", " – "]))
def test_any_interval_of_mass_reads_as_its_ends(one, other, unit, per, link):
    low, high = sorted((one, other))
    (level,) = read_dose(f"{low}{link}{high} {unit[0]}{per[0]}").levels
    assert (level.printed.low, level.printed.high) == (low, high)
    assert level.printed.unit == f"{unit[1]}{per[1]}"


@given(MANTISSAS, MANTISSAS, EXPONENTS, POWERS)
def test_a_power_behind_two_numbers_belongs_to_both(one, other, exponent, power):
    low, high = sorted((one, other))
    number = power.format(m=high, e=exponent, s=str(exponent).translate(SUPERSCRIPTS))
    if "e" in number.replace("times", "").replace("sup", "") and "^" not in number and "<" not in number:
        return  # 2-3e9 has its power at one number only
    (level,) = read_dose(f"{low}-{number} particles").levels
    assert (level.quantity.low, level.quantity.high) == pytest.approx((float(f"{low}e{exponent}"), float(f"{high}e{exponent}")))


@given(st.text(max_size=60) | st.text(alphabet="0123456789 .,-–×x^{}()/µgmLkcel%$\\⁰¹²to and", max_size=60))
def test_no_text_is_too_strange_to_be_read_or_refused(text):
    reading = read_dose(text)
    assert reading.levels or reading.notes


@given(MANTISSAS, UNITS, PERS)
def test_what_a_record_can_hold_is_read_in_one_of_its_units(mantissa, unit, per):
    (level,) = read_dose(f"{mantissa} {unit[0]}{per[0]}").levels
    assert level.quantity.unit in DOSE_UNITS


@pytest.mark.parametrize("text", ["2 x 10E9 particles", "3 × 10*10 particles", "1.5 x 10 9 particles", "2 × 10e9 particles"])
def test_half_a_number_is_never_taken_for_the_whole(text):
    reading = read_dose(text)
    assert () == reading.levels
    assert any("is no number that can be read" in note for note in reading.notes)


@pytest.mark.parametrize(("text", "bound"), [("≥1e9 particles", "≥"), ("~100 ug protein", "~"), ("up to 200 ug", "up to")])
def test_a_bound_is_told(text, bound):
    reading = read_dose(text)
    assert 1 == len(reading.levels)
    assert any(note.startswith(f"'{bound}") and "bound or an estimate" in note for note in reading.notes)
