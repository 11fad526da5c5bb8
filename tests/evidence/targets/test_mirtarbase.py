"""A table in the form of miRTarBase: every row accounted for, evidence filtered, species and columns checked. The rows are made up."""

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.evidence.targets.mirtarbase import read_mirtarbase

HEAD = "miRTarBase ID,miRNA,Species (miRNA),Target Gene,Target Gene (Entrez ID),Species (Target Gene),Experiments,Support Type,References (PMID)"
ROWS = (
    'MIRT1,hsa-miR-21-5p,Homo sapiens,PTEN,5728,Homo sapiens,"Luciferase reporter assay//Western blot",Functional MTI,1',
    "MIRT1,hsa-miR-21-5p,Homo sapiens,PTEN,5728,Homo sapiens,qRT-PCR,Functional MTI (Weak),2",
    "MIRT2,hsa-miR-21-5p,Homo sapiens,BCL2,596,Homo sapiens,Microarray,Functional MTI (Weak),3",
    "MIRT3,hsa-miR-21-5p,Homo sapiens,PTEN,5728,Homo sapiens,Luciferase reporter assay,Non-Functional MTI,4",
    "MIRT4,hsa-miR-375,Homo sapiens,IGF1R,3480,Homo sapiens,Western blot,Functional MTI,5",
    "MIRT5,mmu-miR-21a-5p,Mus musculus,Pten,19211,Mus musculus,Western blot,Functional MTI,6",
    "MIRT6,hsa-miR-21-5p,Homo sapiens,Pten,19211,Mus musculus,Western blot,Functional MTI,7",
    "MIRT7,hsa-miR-140,Homo sapiens,MMP13,4322,Homo sapiens,Western blot,Functional MTI,8",
    "MIRT8,hsa-miR-21-5p,Homo sapiens,,,Homo sapiens,Western blot,Functional MTI,9",
)


def written(tmp_path, *rows, head=HEAD):
    path = tmp_path / "hsa_MTI.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_every_row_meets_one_fate(tmp_path):
    found = read_mirtarbase(written(tmp_path, *ROWS, "MIRT9,hsa-miR-21-5p"))
    assert found.rows == {
        "kept": 2,
        "weak evidence": 2,
        "not functional": 1,
        "microRNA of another species": 1,
        "target of another species": 1,
        "not one mature microRNA": 1,
        "no gene": 1,
        "broken row": 1,
    }
    assert found.targets == {"miR-21-5p": {"PTEN"}, "miR-375-3p": {"IGF1R"}}
    assert found.entrez == {"PTEN": "5728", "IGF1R": "3480"}
    assert found.contested == {("miR-21-5p", "PTEN")}
    assert any("hsa-miR-140" in note for note in found.notes)
    assert any("not functional" in note for note in found.notes)


def test_any_evidence_keeps_weak_rows_and_never_those_that_are_not_functional(tmp_path):
    found = read_mirtarbase(written(tmp_path, *ROWS), evidence="any")
    assert found.targets["miR-21-5p"] == {"PTEN", "BCL2"}
    assert found.rows["weak evidence"] == 0
    assert found.rows["not functional"] == 1


def test_another_species_is_read_when_asked_for(tmp_path):
    assert read_mirtarbase(written(tmp_path, *ROWS), species="mus musculus").targets == {"miR-21a-5p": {"Pten"}}


@pytest.mark.parametrize("species", ["Homo sapiens", "hsa"])
def test_codes_of_species_are_read_and_a_mixture_is_told(tmp_path, species):
    coded = [row.replace("Homo sapiens", "hsa").replace("Mus musculus", "mmu") for row in ROWS]
    whole = read_mirtarbase(written(tmp_path, *ROWS), species=species)
    found = read_mirtarbase(written(tmp_path, *coded), species=species)
    assert (found.targets, found.rows) == (whole.targets, whole.rows)
    assert not any("Spellings" in note for note in found.notes)
    mixed = read_mirtarbase(written(tmp_path, *coded[:4], *ROWS[4:]), species=species)
    assert mixed.targets == whole.targets
    assert any("2, such as hsa, Homo sapiens" in note for note in mixed.notes)
    with pytest.raises(FileError, match="names mmu"):
        read_mirtarbase(written(tmp_path, coded[5]), species=species)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_other_blanks_in_the_heading(tmp_path, separator):
    rows = [row.replace(",", separator) for row in ROWS if '"' not in row]
    found = read_mirtarbase(written(tmp_path, *rows, head=HEAD.replace(",", separator).replace("Support Type", "support  type")))
    assert found.targets == {"miR-375-3p": {"IGF1R"}}


def test_a_symbol_with_two_identifiers_is_told(tmp_path):
    found = read_mirtarbase(written(tmp_path, ROWS[0], ROWS[0].replace("5728", "11191")))
    assert found.entrez["PTEN"] == "5728"
    assert any("two Entrez identifiers" in note and "PTEN" in note for note in found.notes)


def test_an_absent_column_is_named(tmp_path):
    with pytest.raises(FileError, match=r"lacks the columns 'Support Type'.*found 'miRTarBase ID'"):
        read_mirtarbase(written(tmp_path, *ROWS, head=HEAD.replace("Support Type", "Kind")))


def test_a_table_of_another_species_is_refused_with_what_it_holds(tmp_path):
    with pytest.raises(FileError, match=r"No row .* Homo sapiens with strong evidence \(1 microRNA of another species\).* names Mus musculus"):
        read_mirtarbase(written(tmp_path, ROWS[5]))


def test_only_weak_rows_are_refused_with_the_way_out(tmp_path):
    with pytest.raises(FileError, match="'any' evidence keeps weak rows"):
        read_mirtarbase(written(tmp_path, ROWS[1]))


def test_no_file_and_no_such_evidence(tmp_path):
    with pytest.raises(FileError, match="There is no file"):
        read_mirtarbase(tmp_path / "absent.csv")
    with pytest.raises(SettingError, match="strong and any"):
        read_mirtarbase(written(tmp_path, *ROWS), evidence="best")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_text_as_spreadsheets_save_it(tmp_path, encoding):
    path = tmp_path / "mti.csv"
    path.write_text("\r\n".join((HEAD, ROWS[0].replace("Western blot", "caf\u00e9 \u2013 blot"))) + "\r\n", encoding=encoding)
    assert read_mirtarbase(path).targets == {"miR-21-5p": {"PTEN"}}


def test_a_workbook_is_named_as_one(tmp_path):
    path = tmp_path / "hsa_MTI.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(FileError, match="is a workbook"):
        read_mirtarbase(path)


def test_what_a_spreadsheet_does_to_genes_is_mended_or_told(tmp_path):
    rows = ("M,hsa-miR-21-5p,Homo sapiens,{},{},Homo sapiens,blot,Functional MTI,1".format(*one) for one in GENES)
    found = read_mirtarbase(written(tmp_path, *rows))
    assert found.entrez == {"PTEN": "5728", "1-Mar": "55016"}
    assert any("look like dates" in note and "2, such as 1-Mar, Sep-15" in note for note in found.notes)
    assert any("no whole numbers" in note and "5.73E+03" in note for note in found.notes)


GENES = (("PTEN", "5728.0"), ("PTEN", "5728"), ("BCL2", "5.73E+03"), ("1-Mar", "55016"), ("Sep-15", ""))


def test_a_family_is_no_molecule(tmp_path):
    found = read_mirtarbase(written(tmp_path, ROWS[0], ROWS[0].replace("miR-21-5p", "let-7")))
    assert "let-7" not in found.targets
    assert found.rows["not one mature microRNA"] == 1
