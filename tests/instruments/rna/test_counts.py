"""Tables of counts: names, depth, size factors, and numbers that are no counts."""

import csv
import math
import re
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.rna.count_table import CountTable, ExceRptCounts
from exoforge.instruments.rna.labels import excerpt_label, sample_labels
from exoforge.instruments.rna.names import is_known_cargo, rna_name
from exoforge.instruments.rna.refusal import why_no_counts
from exoforge.laws.count_normalisation import per_million, share_of_top, size_factors
from tests.instruments.as_file import as_file
from tests.shared_data import shared

TABLE = "molecule,A,B\nhsa-miR-21-5p,100,200\nhsa-let-7a-5p,50,100\nhsa-miR-1-3p,10,20\nhsa-miR-9-3p,0,4\n"
EXCERPT = (
    "ReferenceID\tuniqueReadCount\ttotalReadCount\tmultimapAdjustedReadCount\tmultimapAdjustedBarcodeCount\n"
    "hsa-miR-143-3p:MIMAT0000435:Homo:sapiens:miR-143-3p\t1235\t4147219\t4147219.0\t0.0\n"
    "hsa-miR-10b-5p:MIMAT0000254:Homo:sapiens:miR-10b-5p\t1430\t2420500\t2420241.5\t0.0\n"
)


def read(text, reader=CountTable):
    return reader().read(as_file(text))


def figures(one):
    return {figure.name: figure.value for figure in one.figures}


@pytest.mark.parametrize(
    ("text", "name", "species"),
    [
        ("hsa-miR-101-3p:MIMAT0000099:Homo:sapiens:miR-101-3p", "miR-101-3p", "hsa"),
        ("miR-101-3p", "miR-101-3p", ""),
        ("mmu-let-7a-5p", "let-7a-5p", "mmu"),
        ("hsa-let-7a-5p/7c-5p", "let-7a-5p/7c-5p", "hsa"),
        ("U6", "U6", ""),
    ],
)
def test_a_name_keeps_its_arm_and_loses_what_is_around_it(text, name, species):
    found = rna_name(text)
    assert (found.name, found.species) == (name, species)


def test_the_vocabulary_knows_some():
    assert is_known_cargo("miR-21-5p") == "miR-21-5p"
    assert not is_known_cargo("miR-6126")


def test_known_truth():
    first, second = read(TABLE)
    assert figures(first)["library size"] == 160
    assert figures(first)["molecules detected"] == 3
    assert figures(first)["size factor"] == pytest.approx(1 / math.sqrt(2))
    assert figures(second)["size factor"] == pytest.approx(math.sqrt(2))
    assert first.markers[0].name == "miR-21-5p"
    assert first.markers[0].value == pytest.approx(625_000)
    assert {marker.result for marker in first.markers} == {"quantified"}


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace(",", "\t"),
        TABLE.replace(",", ";").replace("\n", "\r\n"),
        TABLE.replace("molecule,", ""),
        "# made by hand\n" + TABLE.replace("hsa-", ""),
        TABLE.replace("molecule,A,B", "Geneid,Length,A,B").replace("p,", "p,22,"),
    ],
)
def test_the_same_table_in_another_dress(text):
    file = as_file(text)
    assert CountTable().sniff(file)
    assert [figures(one)["library size"] for one in CountTable().read(file)] == [160, 324]


def test_sums_are_left_out_and_told():
    first, _ = read("miRNA,A,B\nmiRNAtotal,160,324\n" + TABLE.split("\n", 1)[1] + "__ambiguous,9,9\n")
    assert figures(first)["library size"] == 160
    assert first.settings["left out"] == ("miRNAtotal", "__ambiguous")
    assert any("no molecule" in notice for notice in first.notices)


def test_decimal_commas_in_every_cell_do_not_hide_the_semicolons():
    file = as_file("m;A;B\nhsa-miR-21-5p;100,5;200,5\nhsa-miR-1-3p;10,5;20,5\n")
    assert CountTable().sniff(file)
    assert [figures(one)["library size"] for one in CountTable().read(file)] == [111, 221]


def test_columns_without_head_and_number_as_spreadsheets_leave_them_are_none():
    found = read("m;A;B;;\nhsa-miR-21-5p;100;200;;\nhsa-miR-1-3p;10;20;;\n;;;;\n")
    assert [one.sample for one in found] == ["A", "B"]


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        (("/data/Ctrl_1.sorted.bam", "/data/Ctrl_2.sorted.bam"), ["Ctrl_1", "Ctrl_2"]),
        (("Ctrl_1Aligned.bam", "Ctrl_2.fastq.gz"), ["Ctrl_1Aligned", "Ctrl_2"]),
        (("x/Ctrl_1/Aligned.sortedByCoord.out.bam", "x/Ctrl_2/Aligned.sortedByCoord.out.bam"), ["Ctrl_1", "Ctrl_2"]),
        (("a/b/x.bam", "c/b/x.bam"), ["a/b/x.bam", "c/b/x.bam"]),
        (("24 h/37 C", "48 h/37 C"), ["24 h/37 C", "48 h/37 C"]),
    ],
)
def test_samples_are_called_without_their_files(heads, labels):
    assert sample_labels(heads) == labels


def test_a_sample_of_excerpt_is_called_by_file_or_folder(tmp_path):
    assert excerpt_label(tmp_path / "readCounts_miRNAmature_sense_Ctrl_1.txt") == "Ctrl_1"
    assert excerpt_label(tmp_path / "Ctrl_1" / "readCounts_miRNAmature_sense.txt") == "Ctrl_1"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("m,A,B\nENSG01,5,6\nENSG02,7,8\n", "too few names in its first column are microRNAs .ENSG01, ENSG02"),
        ("sample,hsa-miR-21-5p,hsa-miR-1-3p\nA,5,6\nB,7,8\n", "microRNAs across"),
        ("m,A,B\n", "no row of counts"),
    ],
)
def test_why_a_table_is_none_of_counts(tmp_path, text, match):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert re.search(match, why_no_counts(path))


@pytest.mark.parametrize("text", [TABLE, EXCERPT, "some words\nand more\n", "a,b\nx,y\nz,w\n", ""])
def test_what_is_a_table_of_counts_or_no_table_is_not_explained(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert why_no_counts(path) == ""


def test_fractions_are_told_and_not_counted():
    first, _ = read(TABLE.replace("100,200", "100.5,200.25"))
    assert "molecules detected" not in figures(first)
    assert "size factor" not in figures(first)
    assert any("no whole reads" in notice for notice in first.notices)


def test_counts_per_million_are_recognised():
    first, _ = read("m,A,B\nmiR-1-3p,250000.5,1\nmiR-9-3p,749999.5,999999\n")
    assert any("a million" in notice for notice in first.notices)


def test_names_that_repeat_are_told_and_kept_apart():
    first, _ = read(TABLE.replace("hsa-miR-9-3p", "hsa-miR-21-5p") + "miR-1-3p,1,1\n")
    assert any("more than once" in notice for notice in first.notices)
    assert any("two spellings" in notice for notice in first.notices)
    assert first.arrays["counts"].size == 5


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("50,100", "-5,100"),
        TABLE.replace("50,100", "1e300,100"),
        TABLE.replace("50,100", "many,100"),
        TABLE[:-3] + "\nmiR-2",
        TABLE.split("\n")[0] + "\n",
    ],
)
def test_what_is_no_count_is_refused_in_one_sentence(text):
    with pytest.raises(FileError, match=r"file\.csv") as refusal:
        read(text)
    assert "\n" not in str(refusal.value)


def test_an_empty_cell_is_undefined_and_an_empty_sample_is_told():
    first, second = read("m,A,B\nmiR-1-3p,,0\nmiR-9-3p,7,0\n")
    assert np.isnan(first.arrays["counts"][0])
    assert any("no read at all" in notice for notice in second.notices)


def test_excerpt_shares_its_reads():
    file = as_file(EXCERPT)
    assert ExceRptCounts().sniff(file)
    assert not CountTable().sniff(file)
    (one,) = ExceRptCounts().read(file)
    assert figures(one)["library size"] == pytest.approx(6567460.5)
    assert one.markers[0].name == "miR-143-3p"
    assert any("shared" in notice for notice in one.notices)


@given(arrays(np.float64, (6, 3), elements=st.integers(1, 10_000).map(float)), st.floats(0.1, 10))
def test_size_factors_follow_the_depth(counts, depth):
    factors, used = size_factors(counts)
    deeper, _ = size_factors(counts * np.array([depth, 1.0, 1.0]))
    assert used == 6
    np.testing.assert_allclose(deeper[0] / deeper[1], depth * factors[0] / factors[1], rtol=1e-9)
    np.testing.assert_allclose(per_million(counts).sum(axis=0), 1e6)


def test_the_share_of_the_top_of_nothing_is_undefined():
    assert math.isnan(share_of_top(np.zeros(3), 2))
    assert share_of_top(np.array([1.0, 3.0, 4.0]), 1) == 0.5


def test_the_real_table_agrees_with_a_plain_count():
    path = shared("data/instruments/mirna_counts/miRNA-counts_example.csv")
    found = read_measurements(path)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert [one.sample for one in found] == rows[0][1:]
    counts = [[int(cell) for cell in row[1:]] for row in rows[1:]]
    full = [row for row in counts if min(row) > 0]
    middle = [math.exp(sum(map(math.log, row)) / len(row)) for row in full]
    for place, one in enumerate(found):
        column = [row[place] for row in counts]
        assert figures(one)["library size"] == sum(column)
        assert figures(one)["molecules detected"] == sum(count >= 10 for count in column)
        assert figures(one)["share of the top 10"] == pytest.approx(sum(sorted(column)[-10:]) / sum(column))
        assert figures(one)["size factor"] == pytest.approx(statistics.median(row[place] / mean for row, mean in zip(full, middle, strict=True)))
        assert max(zip(column, [row[0] for row in rows[1:]], strict=True))[1] == one.markers[0].name


@pytest.mark.parametrize(
    ("large", "other", "value"),
    [("1,234", "1,234,567", 1234), ("12,345", "987.5", 12345), ("1.234", "1.234.567", 1234), ("1,234", "0,5", 1.234)],
)
def test_what_a_comma_means_is_told_by_all_counts_together(large, other, value):
    """A count above 999 with a mark between its thousands was once read a thousandfold too small, in silence."""
    text = TABLE.replace(",", ";").replace("100;200", f"{large};200").replace("0;4", f"0;{other}")
    assert read(text)[0].arrays["counts"][0] == pytest.approx(value)


def test_thousands_in_a_table_of_excerpt_are_told_by_its_other_counts():
    (one,) = read(EXCERPT.replace("4147219.0", '"4,147"').replace("2420241.5", '"2,420.5"'), ExceRptCounts)
    assert one.arrays["counts"] == pytest.approx([4147, 2420.5])


@pytest.mark.parametrize(("reader", "text"), [(CountTable, TABLE.replace(",", ";").replace("100;200", "1,234;200")), (ExceRptCounts, None)])
def test_a_count_that_may_be_a_thousand_times_another_is_refused(reader, text):
    text = text or EXCERPT.replace(".0", "").replace(".5", "").replace("1235", "1,234")
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234") as refusal:
        read(text, reader)
    assert "\n" not in str(refusal.value)


def test_places_in_the_genome_do_not_speak_for_the_counts():
    text = "molecule;start;A\nhsa-miR-21-5p;1,234;100\nhsa-let-7a-5p;2,345;50\n"
    assert read(text)[0].arrays["counts"] == pytest.approx([100, 50])
