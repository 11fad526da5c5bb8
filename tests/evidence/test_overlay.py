"""A preparation over the mechanisms: understood by any separator and spelling, ranked by share, refused where it could mislead."""

import pytest

from exoforge.base.errors import FileError
from exoforge.evidence.graph import chains
from exoforge.evidence.overlay import lay_over
from exoforge.evidence.preparation import read_preparation


def table(tmp_path, *lines, separator=","):
    path = tmp_path / "preparation.csv"
    path.write_text("\n".join(lines).replace(",", separator), encoding="utf-8")
    return path


def laid(tmp_path, *lines, separator=","):
    return lay_over(read_preparation(table(tmp_path, *lines, separator=separator)), chains())


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_and_any_spelling(tmp_path, separator):
    found = laid(tmp_path, "miRNA,count", "hsa-miR-21-5p,70", "MIR133B,30", "hsa-let-7b-5p_v22,20", separator=separator)
    assert ["hsa-miR-21-5p", "MIR133B", "hsa-let-7b-5p_v22"] == [one.written for one in found.carried]
    assert [1, 2, 3] == [one.rank for one in found.carried]


def test_shares_are_means_over_samples_so_that_depth_does_not_count(tmp_path):
    """In sample a miR-21 has half, in sample b, ten times deeper, a quarter: 3/8 in the mean."""
    found = laid(tmp_path, "name,a,b", "miR-21-5p,5,25", "miR-133b,5,75")
    assert {"miR-21-5p": 0.375, "miR-133b": 0.625} == {one.written: pytest.approx(one.share) for one in found.carried}
    assert ["miR-133b", "miR-21-5p"] == [one.written for one in found.carried]


def test_an_arm_meets_what_is_said_of_the_whole_and_says_so(tmp_path):
    (one,) = laid(tmp_path, "name,count", "hsa-miR-21-3p,1").carried
    assert ("miR-21-3p is the 3' arm of miR-21, whose arm is not stated.",) == one.kin
    assert all("miR-21" in chain.edge.cargo for chain in one.chains)
    assert len(one.support.studies) == len({chain.edge.study for chain in one.chains} - {""})


def test_a_member_meets_its_family_and_a_sibling_meets_nothing(tmp_path):
    found = laid(tmp_path, "name,count", "miR-181d-5p,1", "miR-133a-3p,1")
    assert ["miR-181d-5p"] == [one.written for one in found.carried]
    assert {"miR-181"} == {name for chain in found.carried[0].chains for name in chain.edge.cargo if name.startswith("miR-181")}
    assert ("miR-133a-3p",) == found.unmentioned


def test_proteins_by_symbol_accession_or_name_need_no_abundance(tmp_path):
    found = laid(
        tmp_path, "Gene Symbol,Description", "TNFAIP6,tumor necrosis factor", "P14174,macrophage migration", "CXCL12,chemokine", "ALB,albumin", "GEM,x"
    )
    assert {"TNFAIP6", "P14174", "CXCL12"} == {one.written for one in found.carried}
    assert all(one.rank is None for one in found.carried)
    works = [len(one.support.studies) for one in found.carried]
    assert sorted(works, reverse=True) == works
    assert ("ALB", "GEM") == found.unresolved, "GEM is a gene, and must not be read as gemcitabine"
    assert ("Description",) == found.preparation.passed_over


def test_a_count_of_zero_is_not_carried(tmp_path):
    found = laid(tmp_path, "name,count", "miR-21-5p,0", "miR-133b,4")
    assert ["miR-133b"] == [one.written for one in found.carried]
    assert ("miR-21-5p",) == found.absent


def test_equal_counts_have_equal_ranks(tmp_path):
    found = laid(tmp_path, "name,count", "miR-21-5p,4", "miR-133b,4", "miR-375,1")
    assert [1, 1, 3] == [one.rank for one in found.carried]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("",), "is empty"),
        (("name,count",), "has a heading .* and no rows"),
        (("molecule weight,count", "miR-21,3"), "Unable to find a column of names .* found 'molecule weight', 'count'"),
        (("name,count", "miR-21,3", "miR-21,4"), "'miR-21' stands in lines 2 and 3"),
        (("name,count", "miR-21-5p,3", "hsa-miR-21-5p,4"), r"\(lines 2 and 3 of .*both mean miR-21-5p"),
        (("name,count", "miR-21,many"), "Line 2 .* has 'many' in column 'count'"),
        (("name,count", "miR-21,"), "has nothing in column 'count'"),
        (("name,count", "miR-21,nan"), "has 'nan' in column 'count'"),
        (("name,S1", "miR-21,4", "miR-22,n/a"), "has 'n/a' in column 'S1'"),
        (("name,count", "miR-21,-3"), "has -3 in column 'count'.* Is this a logarithm"),
        (("name,count", "miR-21,0", "miR-22,0"), "adds up to 0"),
        (("name,count", "miR-21,3,4"), "Line 2 .* has 3 cells and its heading 2"),
        (("name,count", ",3"), "Line 2 .* has no name in column 'name'"),
    ],
)
def test_what_could_mislead_is_refused_in_one_sentence(tmp_path, lines, sentence):
    with pytest.raises(FileError, match=sentence):
        laid(tmp_path, *lines)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(FileError, match="There is no file"):
        read_preparation(tmp_path / "none.csv")


def test_a_comma_for_a_decimal_point_is_no_number(tmp_path):
    path = tmp_path / "preparation.csv"
    path.write_text("name;count\nmiR-21;3,5\n", encoding="utf-8")
    with pytest.raises(FileError, match="decimal point"):
        read_preparation(path)


def test_quoted_cells_and_an_empty_heading_as_r_writes_them(tmp_path):
    path = tmp_path / "preparation.csv"
    path.write_text('"","S1"\n"hsa-miR-21-5p",12\n', encoding="utf-8-sig")
    assert ("hsa-miR-21-5p",) == read_preparation(path).names


def test_numbers_that_are_no_amounts_are_passed_over(tmp_path):
    path = table(tmp_path, "miRNA,length,S1,S2,pvalue,log2FC", "hsa-miR-21-5p,22,990,980,0.01,2.5", "hsa-miR-133b,22,10,20,0.2,-1.5")
    held = read_preparation(path)
    assert ("S1", "S2") == held.samples
    assert ("length", "pvalue", "log2FC") == held.passed_over


def test_a_decimal_comma_is_refused_and_no_sample_is_lost(tmp_path):
    (tmp_path / "comma.csv").write_text("miRNA;S1;S2\nhsa-miR-21-5p;1000,5;900\nhsa-miR-133b;3,5;2\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"'1000,5' in column 'S1'; write a number with a decimal point"):
        read_preparation(tmp_path / "comma.csv")
