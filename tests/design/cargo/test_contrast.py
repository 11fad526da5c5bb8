"""A contrast from file to molecules: a made-up table with a known truth, bad tables, proteins."""

import builtins
import math
from pathlib import Path

import numpy as np
import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.design.cargo.contrast import by_p, changed_at, contrast_of
from tests.shared_data import shared

HERE = Path(__file__).parent
COUNTS, SHEET, PROTEINS = HERE / "made_up_counts.csv", HERE / "made_up_samples.csv", HERE / "made_up_protein_groups.txt"
TRULY = {f"miR-{number}" for number in range(2001, 2025)}


def contrast(path=COUNTS, **settings):
    return contrast_of(path, **({"control": "Ctrl", "treated": "Primed"} | settings))


def truth_and_noise(found):
    names = {one.name.rsplit("-", 1)[0] for one in changed_at(found)}
    return len(names & TRULY), len(names - TRULY)


def test_the_truth_is_found_and_little_else():
    true, false = truth_and_noise(contrast())
    assert true >= 18
    assert false <= 3


def test_batches_that_are_known_sharpen_the_test():
    plain, batched = contrast(), contrast(samples=SHEET)
    assert batched.batches == ("a", "b")
    width = [sum(one.high - one.low for one in by_p(found)) for found in (batched, plain)]
    assert width[0] < 0.9 * width[1]
    assert truth_and_noise(batched)[0] >= truth_and_noise(plain)[0]
    assert batched.freedom == plain.freedom - 1


def test_every_molecule_is_there_and_the_untested_say_nothing():
    found = contrast()
    assert len(found.rows) == 240
    idle = [one for one in found.rows if not one.detected]
    assert len(idle) == 47
    assert all(math.isnan(value) for one in idle for value in (one.log2_fold, one.low, one.high, one.statistic, one.p, one.q, one.mean_log_cpm))
    assert all(one.control_mean >= 0 for one in idle)
    assert all(one.low < one.log2_fold < one.high for one in by_p(found))
    assert found.rows[0].name == "miR-2029-5p"
    assert (found.rows[0].written, found.rows[0].species) == ("hsa-miR-2029-5p", "hsa")


def test_the_other_way_round_is_the_same_with_the_other_sign():
    there, back = contrast(), contrast(control="Primed", treated="Ctrl")
    for one, other in zip(by_p(there), by_p(back), strict=True):
        assert one.log2_fold == pytest.approx(-other.log2_fold)
        assert one.p == pytest.approx(other.p)


@pytest.mark.parametrize("normalisation", ["tmm", "median-of-ratios", "cpm"])
def test_every_normalisation_gives_factors_for_every_sample(normalisation):
    found = contrast(normalisation=normalisation)
    assert list(found.factors) == [f"{group}_{number}" for group in ("Ctrl", "Primed") for number in range(1, 5)]
    assert math.prod(found.factors.values()) == pytest.approx(1.0)
    assert truth_and_noise(found)[0] >= 18


def table(tmp_path, rows, head="molecule,A_1,A_2,B_1,B_2"):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


ROWS = [f"hsa-miR-{number}-5p,{100 + 7 * number},{120 + 5 * number},{90 + 9 * number},{110 + 8 * number}" for number in range(2001, 2013)]


def of_table(path, **settings):
    return contrast_of(path, **({"control": "A", "treated": "B"} | settings))


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([*ROWS, "hsa-miR-2001-5p,1,2,3,4"], r"1 molecule in more than one row: miR-2001-5p \(lines 2 and 14\)"),
        ([*ROWS, "miR-2001-5p,1,2,3,4"], r"lines 2 and 14, as hsa-miR-2001-5p miR-2001-5p.*--sum-duplicates"),
        ([*ROWS, "mmu-miR-2050-5p,1,2,3,4"], r"mixes species: hsa \(12\), mmu \(1\).*--species hsa"),
        ([row.replace(",", ",0,", 1).rsplit(",", 1)[0] for row in ROWS], "A_1 has no read at all"),
        (
            [f"hsa-miR-{number}-5p,{share}" for number, share in ((1, "250000.5,250000.5,250000.5,250000.5"), (9, "749999.5,749999.5,749999.5,749999.5"))],
            "as counts per million do",
        ),
        ([f"hsa-miR-{number}-5p,{number}.5,7.5,8.25,3.5" for number in range(1, 9)], "like logarithms"),
        ([f"hsa-miR-{number}-5p,1,1,2,1" for number in range(2001, 2006)], "No molecule of .* can be tested"),
        ([ROWS[0], "hsa-miR-2050-5p,1,1,2,1"], "share of a single one is always whole"),
        ([f"{row.rsplit(',', 3)[0]},{row.split(',')[1]},{row.rsplit(',', 2)[1]},{row.rsplit(',', 1)[1]}" for row in ROWS], "A_1 and A_2 .* the same numbers"),
        (["hsa-miR-1-3p,250001,250002,250000,249999", "hsa-miR-9-3p,750000,749999,749999,750002"], "as counts per million do"),
    ],
)
def test_a_table_that_cannot_be_tested_is_refused_with_the_reason(tmp_path, rows, match):
    with pytest.raises(SettingError, match=match) as refusal:
        of_table(table(tmp_path, rows))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([ROWS[0].replace(",", ",-", 1), *ROWS[1:]], "Line 2 .*0 or above"),
        ([], "a head of 5 columns and no row of counts"),
        ([row.replace("hsa-miR-", "gene") for row in ROWS], "too few names .* are microRNAs .gene2001.*Counts of genes"),
        ([ROWS[0].replace(",", ",many,", 1).rsplit(",", 1)[0]], "a count was expected"),
    ],
)
def test_what_is_no_count_is_refused_by_the_reader(tmp_path, rows, match):
    with pytest.raises(FileError, match=match):
        of_table(table(tmp_path, rows))


def test_an_empty_file_and_a_table_of_one_sample_are_refused(tmp_path):
    (tmp_path / "none.csv").write_text("", encoding="utf-8")
    with pytest.raises(FileError, match="empty"):
        of_table(tmp_path / "none.csv")
    with pytest.raises(FileError, match="one sample"):
        of_table(table(tmp_path, ["hsa-miR-1-3p,5"], head="m,A_1"))


def test_counts_that_were_divided_by_a_factor_are_refused_and_shared_reads_are_not(tmp_path):
    factors = (0.83, 1.21, 1.07, 0.93)
    reads = [[(7 * row + 3 * place) % 23 + 1 + 400 * (row > 30) for place in range(4)] for row in range(40)]

    def rows(scale):
        return [f"hsa-miR-{2000 + row}-5p," + ",".join(f"{scale(value, place):.4f}" for place, value in enumerate(held)) for row, held in enumerate(reads)]

    with pytest.raises(SettingError, match=r"multiples of 1\.205, as after a division"):
        of_table(table(tmp_path, rows(lambda value, place: value / factors[place])))
    shared_reads = of_table(table(tmp_path, rows(lambda value, place: value + (value % 3) / 2 + (value % 2) / 3)))
    assert any("have fractions" in notice for notice in shared_reads.notices)


def test_sums_and_unassigned_reads_are_no_molecules(tmp_path):
    plain = of_table(table(tmp_path, ROWS))
    found = of_table(table(tmp_path, ["miRNAtotal,90000,80000,70000,60000", *ROWS, "__no_feature,5,6,7,8"]))
    assert found.libraries == plain.libraries
    assert found.rows == plain.rows
    assert [name for name, _ in found.passed_over] == ["miRNAtotal", "__no_feature"]


def test_several_files_are_joined(tmp_path):
    rng = np.random.default_rng(4)
    counts = rng.negative_binomial(5, 0.02, (40, 6))
    counts[0, 2] = 0
    samples = [f"{group}_{number}" for group in "AB" for number in (1, 2, 3)]
    names = [f"hsa-miR-{2000 + row}-5p" for row in range(40)]
    whole = tmp_path / "whole.csv"
    rows = [",".join([name, *map(str, row)]) for name, row in zip(names, counts.tolist(), strict=True)]
    whole.write_text("\n".join([",".join(["molecule", *samples]), *rows]), encoding="utf-8")
    paths = []
    for sample, column in zip(samples, counts.T.tolist(), strict=True):
        path = tmp_path / sample / "readCounts_miRNAmature_sense.txt"
        path.parent.mkdir()
        head = "ReferenceID\tuniqueReadCount\ttotalReadCount\tmultimapAdjustedReadCount\tmultimapAdjustedBarcodeCount"
        path.write_text("\n".join([head, *(f"{name}\t{n}\t{n}\t{n}.0\t0.0" for name, n in zip(names, column, strict=True) if n)]), encoding="utf-8")
        paths.append(path)
    joined, one = (contrast_of(*held, control="A", treated="B") for held in (paths, [whole]))
    assert joined.libraries == one.libraries
    assert {row.name: row.p for row in joined.rows} == {row.name: row.p for row in one.rows}
    assert any("6 files were joined; 1 of 40 molecules" in notice for notice in joined.notices)
    with pytest.raises(FileError, match="Several files hold a sample named 'A_1'"):
        contrast_of(whole, whole, control="A", treated="B")
    with pytest.raises(FileError, match="only files of counts are joined"):
        contrast_of(whole, PROTEINS, control="A", treated="B")


def test_a_sample_far_from_its_group_is_told(tmp_path):
    rng = np.random.default_rng(6)
    level = rng.lognormal(5, 1.5, 200)
    counts = rng.negative_binomial(8, (8 / (8 + level))[:, None], (200, 6))
    plain = [",".join([f"hsa-miR-{2000 + row}-5p", *map(str, held)]) for row, held in enumerate(counts.tolist())]
    head = "molecule,A_1,A_2,A_3,B_1,B_2,B_3"
    assert not any("lies farther" in notice for notice in of_table(table(tmp_path, plain, head=head)).notices)
    counts[:, 1] = rng.permutation(counts[:, 1])
    odd = [",".join([f"hsa-miR-{2000 + row}-5p", *map(str, held)]) for row, held in enumerate(counts.tolist())]
    assert any(notice.startswith("A_2 lies farther from its group") for notice in of_table(table(tmp_path, odd, head=head)).notices)


def test_an_empty_cell_beside_many_reads_is_told_as_lost(tmp_path):
    found = of_table(table(tmp_path, [*ROWS, "hsa-miR-2050-5p,,1,2,1", f"hsa-miR-2051-5p{ROWS[0].removeprefix('hsa-miR-2001-5p').rsplit(',', 1)[0]},"]))
    assert any(notice.startswith("2 cells of the table are empty") for notice in found.notices)
    assert any(notice.startswith("1 of the empty cells stands beside 100 reads") for notice in found.notices)


def test_a_decimal_comma_is_read_as_one(tmp_path):
    rows = [row.replace(",", ";").replace(";", ",5;")[: len(row) * 2] for row in ROWS]
    rows = [row.replace("p,5;", "p;") for row in rows]
    found = of_table(table(tmp_path, rows, head="m;A_1;A_2;B_1;B_2"))
    assert found.libraries["A_1"] == pytest.approx(sum(100 + 7 * number + 0.5 for number in range(2001, 2013)))
    assert any("fractions" in notice for notice in found.notices)


def test_rows_of_one_molecule_are_added_up_where_asked(tmp_path):
    path = table(tmp_path, [*ROWS, "miR-2001-5p,1000,2000,3000,4000"])
    found = of_table(path, sum_duplicates=True)
    assert found.libraries["B_2"] == of_table(table(tmp_path, ROWS)).libraries["B_2"] + 4000
    assert [name for name, _ in found.passed_over] == ["miR-2001-5p"]
    assert len(found.rows) == 12


def test_few_molecules_are_told(tmp_path):
    assert any("Only 12 molecules were tested" in notice for notice in of_table(table(tmp_path, ROWS)).notices)
    assert not any("were tested:" in notice for notice in contrast().notices)


def test_one_species_is_chosen(tmp_path):
    path = table(tmp_path, [*ROWS, "bta-miR-2001-5p,9,9,9,9"])
    found = of_table(path, species="hsa")
    assert found.passed_over == (("bta-miR-2001-5p", "of another species than hsa"),)
    with pytest.raises(SettingError, match=r"no name .* begins so"):
        of_table(path, species="mmu")


def test_unknown_names_are_listed_and_kept(tmp_path):
    found = of_table(table(tmp_path, [*ROWS, "U6,500,600,700,800", "piR-1,40,50,60,70"]))
    assert found.unknown == ("U6", "piR-1")
    assert {"U6", "piR-1"} <= {one.name for one in found.rows}


def test_libraries_that_differ_tenfold_are_told(tmp_path):
    rows = [",".join([row.split(",")[0], *(str(int(cell) * factor) for cell, factor in zip(row.split(",")[1:], (1, 1, 20, 1), strict=True))]) for row in ROWS]
    assert any("B_1" in notice and "-fold in depth" in notice for notice in of_table(table(tmp_path, rows)).notices)


def test_batches_that_are_the_groups_are_refused(tmp_path):
    (tmp_path / "sheet.csv").write_text("sample,group,batch\nA_1,A,x\nA_2,A,x\nB_1,B,y\nB_2,B,y\n", encoding="utf-8")
    with pytest.raises(SettingError, match="cannot be told apart"):
        of_table(table(tmp_path, ROWS), samples=tmp_path / "sheet.csv")


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        ({"method": "wilcoxon"}, "moderated or deseq2"),
        ({"normalisation": "quantile"}, "tmm, median-of-ratios, cpm"),
        ({"normalisation": "median"}, "is for intensities"),
        ({"method": "deseq2", "normalisation": "tmm"}, "not by tmm"),
        ({"fdr": 0.0}, "between 0 and 1"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings, match):
    with pytest.raises(SettingError, match=match):
        contrast(**settings)


def test_proteins_are_compared_by_what_was_found():
    found = contrast_of(PROTEINS, control="A", treated="B")
    assert (found.measured, found.normalisation) == ("intensities", "median")
    assert {one.name for one in changed_at(found)} == {f"P{number}" for number in range(10000, 10006)}
    assert found.passed_over == (("CON__P02769", "marked in the file as decoy or contaminant"),)
    with pytest.raises(SettingError, match="intensities of proteins"):
        contrast_of(PROTEINS, control="A", treated="B", method="deseq2")


def test_deseq2_finds_the_truth_too():
    pytest.importorskip("pydeseq2")
    found = contrast(method="deseq2")
    true, false = truth_and_noise(found)
    assert (true >= 18, false <= 3) == (True, True)
    assert found.normalisation == "median-of-ratios"


def test_deseq2_is_refused_in_one_sentence_where_it_is_not_installed(monkeypatch):
    usual = builtins.__import__

    def without(name, *arguments, **settings):
        if name.startswith("pydeseq2"):
            raise ImportError(name)
        return usual(name, *arguments, **settings)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingError, match=r"pip install 'exoforge\[counts\]'"):
        contrast(method="deseq2")


def test_the_real_table_of_exosomes_shows_no_sure_change():
    """limma 3.54.1 says the same: 1263 of 2067 tested, none below a false discovery rate of 23.5 %."""
    path = shared("data/instruments/mirna_counts/miRNA-counts_example.csv")
    found = contrast_of(path, control="Ctrl", treated="DOG")
    assert (len(found.rows), len(by_p(found)), changed_at(found)) == (2067, 1263, ())
    assert any("Ctrl_4" in notice for notice in found.notices)
