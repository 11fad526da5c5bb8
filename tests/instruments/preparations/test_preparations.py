import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.preparations import RATIO, PreparationTable, purities, purity_of
from exoforge.instruments.preparations.variables import column_of
from tests.instruments.as_file import as_file
from tests.shared_data import shared

HEAD = "Sample;Size_nm;Concentration_ml;Protein_ug_per_ml;DNA_ng_per_ul;Lipid_ug_ml;Expt.;Replicate;Who"
TABLE = HEAD + "\nA;120;3E+11;40;;;E1;1;X\nA;130;3.2E+11;44;2,5;;E1;2;X\nA;;;42;;;E1;3;Y\nB;100;1E+10;;;;E2;1;X\n;110;1.1E+10;;;;E2;2;\n;;;;;;;;\n"


def read(text, **more):
    file = as_file(text, **more)
    assert PreparationTable().sniff(file)
    return PreparationTable().read(file)


def figures(one):
    return {figure.name: figure for figure in one.figures}


def test_each_preparation_has_its_means_and_their_ratio():
    first, second = read(TABLE)
    found = figures(first)
    assert first.sample == "A, E1"
    assert found["mean diameter"].value == pytest.approx(125e-9)
    assert found["protein"].value == pytest.approx(42e-3)
    assert found["protein"].spread == pytest.approx(2e-3)
    assert found["DNA"].value == pytest.approx(2.5e-3)
    assert found[RATIO].value == pytest.approx(3.1e17 / 42e-3)
    assert found[RATIO].low < found[RATIO].value < found[RATIO].high
    assert first.settings["table"]["Who"] == ("X", "X", "Y")
    assert second.sample == "B, E2"
    assert "no protein" in second.notices[0]
    assert RATIO not in figures(second)


def test_one_replicate_has_no_interval():
    (found,) = read(HEAD + "\nA;120;3E+11;40;;;E1;1;X\n")
    ratio = figures(found)[RATIO]
    assert (ratio.low, ratio.high) == (None, None)
    assert "no interval" in ratio.meaning


def test_absurd_cells_are_kept_and_left_out():
    (found,) = read(HEAD + "\nA;120;3E+11;40;;;E1;1;X\nA;-5;1e300;inf;;;E1;2;X\nA;0;few;nan;;;E1;3;X\n")
    assert np.isfinite(found.arrays["concentration"]).sum() == 1
    assert found.unread["line 3/Concentration_ml"] == "1e300"
    assert found.unread["line 4/Concentration_ml"] == "few"
    assert any("cells hold no value" in notice for notice in found.notices)


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace(";", "\t"),
        TABLE.replace(";", ",").replace("2,5", "2.5"),
        "Protein (µg/mL),Particles per mL,Preparation\n40,3e11,A\n44,3.2e11,A\n",
    ],
)
def test_marks_order_and_spelling_may_differ(text):
    assert figures(read(text)[0])[RATIO].value == pytest.approx(3.1e17 / 42e-3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "\n", "holds no number"),
        (HEAD + ";Protein_mg_per_ml\nA;1;1;1;1;1;1;1;1;1\n", "two columns of protein"),
        ("Concentration_ml;Protein_ug_per_ml\n1;1\n", "names the preparation"),
        (HEAD + "\n" + "A;1;1;1;;;;;\n" * 20_002, "more than 20000 rows"),
    ],
)
def test_what_is_no_whole_table_is_refused_in_one_sentence(text, said):
    with pytest.raises(FileError, match=said) as refusal:
        read(text)
    assert "\n" not in str(refusal.value)


def test_a_unit_that_is_not_said_is_not_guessed():
    assert not PreparationTable().sniff(as_file("Sample;Concentration;Protein\nA;1;2\n"))


def test_the_ceiling_judges_a_ratio():
    above, below = purity_of("x", 1e20, diameter=100e-9), purity_of("x", 1e18, low=5e17, high=2e18, diameter=100e-9)
    assert above.over == pytest.approx(1e11 / 6.8e9, rel=0.01)
    assert "no vesicles" in above.sentences[0]
    assert "would account for 15 %" in below.sentences[0]
    assert purity_of("x", 1e18).is_assumed


def test_the_real_table():
    found = read_measurements(shared("data/instruments/particle_protein_ratio/AEV_prep_table_for_plot_all4.csv"))
    ratios = [one.ratio * 1e-9 for one in purities(found)]
    assert len(found) == 38
    assert len(ratios) == 34
    assert min(ratios) == pytest.approx(5.46e7, rel=0.01)
    assert max(ratios) == pytest.approx(1.109e11, rel=0.01)
    assert sum(one.over > 1 for one in purities(found)) == 2
    assert figures(found[0])["concentration"].value == pytest.approx(6.1e16)
    assert figures(found[0])["protein"].value == pytest.approx((317 + 300 + 308) / 3 * 1e-3)
    assert not any(one.unread for one in found)


def test_thousands_are_no_decimals():
    (found,) = read('Sample,Concentration_per_ml,Protein_ug_per_ml\nA,"320,000,000,000","1,234"\n')
    assert figures(found)["protein"].value == pytest.approx(1.234)  # kg/m3, as 1234 ug/mL
    with pytest.raises(FileError, match=r"may be 1\.234 or 1234"):
        read("Sample;Concentration_per_ml;Protein_ug_per_ml\nA;3E11;1,234\n")


@pytest.mark.parametrize("head", ["Particles (x10^9/ml)", "Particles [1e9 particles/mL]", "Particles ×10⁹ per mL", "Particles E9/mL"])
def test_a_power_of_ten_in_the_head_is_in_the_number(head):
    (found,) = read(f"Sample,{head},Protein (ug/ml)\nA,320,123\n")
    assert figures(found)["concentration"].value == pytest.approx(3.2e17)


@pytest.mark.parametrize("head", ["Particles x10E9/mL", "Particles (x109/ml)", "Particles (million/ml)", "Particles (10^-3/ml)"])
def test_a_multiple_that_can_be_read_in_two_ways_is_not_read(head):
    assert column_of(head) is None
