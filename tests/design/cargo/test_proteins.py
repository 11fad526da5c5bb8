"""Shares of categories in lists of proteins: made-up matches of known truth, and the real milk vesicles counted by a plain loop."""

import csv

import pytest

from exoforge.base.errors import FileError
from exoforge.design.cargo.proteins import preparations_of
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.proteomics import PeaksMatches
from exoforge.instruments.rna import CountTable
from tests.instruments.as_file import as_file
from tests.shared_data import shared

HEAD = "Peptide,-10lgP,Mass,Length,ppm,m/z,Z,RT,Area,Fraction,Id,Scan,from Chimera,Source File,Accession,PTM,AScore,Found By"
PROTEINS = {"tetraspanin": "P21926|CD9_HUMAN", "syntenin": "O00560|SDCB1_HUMAN", "albumin": "P02768|ALBU_HUMAN", "other": "P19835|CEL_HUMAN"}


def matches(**spectra):
    """A table of matches with so many spectra of each protein, every one of another peptide; residues stand for the number."""
    rows = [
        f"{'ACDEFGHIKL'[number % 10] * (number // 10 + 4)}{'KR'[kind % 2]}{'VWY'[kind % 3]},"
        f"60,900,8,1,450,2,30,,1,{number},{number},No,run.mgf,{PROTEINS[name]},,,PEAKS DB"
        for kind, (name, times) in enumerate(spectra.items())
        for number in range(times)
    ]
    return PeaksMatches().read(as_file("\n".join([HEAD, *rows]) + "\n"))


def test_known_shares():
    (one,) = preparations_of(matches(tetraspanin=5, syntenin=3, albumin=20, other=12))
    assert (one.total, one.groups, one.counted) == (40, 4, "spectra")
    assert one.categories == pytest.approx({1: 5 / 40, 2: 3 / 40, 3: 20 / 40, 4: 0, 5: 0})
    assert one.rest == pytest.approx(12 / 40)
    assert one.ratio == pytest.approx(20 / 8)
    assert all(protein.identified for protein in one.proteins)


def test_a_protein_of_one_peptide_is_seen_and_not_identified():
    (one,) = preparations_of(matches(tetraspanin=1, albumin=9))
    assert {protein.name: protein.identified for protein in one.proteins} == {"CD9": False, "albumin": True}
    assert one.categories[1] == pytest.approx(0.1)


def test_a_list_without_vesicle_proteins_has_no_ratio():
    (one,) = preparations_of(matches(albumin=4))
    assert one.ratio != one.ratio


def test_what_is_no_list_of_proteins_is_refused():
    counts = CountTable().read(as_file("m,A\nmiR-1-3p,5\n"))
    with pytest.raises(FileError, match="None of the files is a list of proteins"):
        preparations_of(counts)


@pytest.mark.parametrize(("name", "stems"), [("UC_ POOL_1", ("ALBU", "CASA1", "APOB", "SDCB1", "PDC6I")), ("_SEC_ POOL_1", ("ALBU", "CASA1", "SDCB1"))])
def test_the_real_lists_agree_with_a_plain_loop(name, stems):
    path = shared(f"data/instruments/proteomics/DB search psm_{name}.csv")
    with path.open(encoding="utf-8") as file:
        accessions = [row["Accession"] for row in csv.DictReader(file)]
    named = [one for one in accessions if one.strip()]
    (one,) = preparations_of(read_measurements(path))
    assert one.total == len(named)
    words = {
        "ALBU": "albumin",
        "CASA1": "alpha-S1-casein",
        "APOB": "apolipoprotein B",
        "SDCB1": "syntenin-1",
        "PDC6I": "ALIX",
    }
    held = {protein.name: protein for protein in one.proteins}
    for stem in stems:
        alone = [text for text in named if all(part.split("|")[-1] == f"{stem}_HUMAN" for part in text.split(":"))]
        assert held[words[stem]].amount == len(alone), stem
        assert held[words[stem]].share == pytest.approx(len(alone) / len(named))


def test_ultracentrifugation_brings_lipoprotein_and_vesicle_proteins_that_the_others_lack():
    """What the real lists show: apolipoprotein B pellets with the vesicles; caseins are the most in all three, above all after size exclusion."""
    found = {
        name: preparations_of(read_measurements(shared(f"data/instruments/proteomics/DB search psm_{name}.csv")))[0]
        for name in ("UC_ POOL_1", "_SEC_ POOL_1", "IP_CD9 POOL_1")
    }

    def share(name, protein):
        return next((held.share for held in found[name].proteins if held.name == protein), 0.0)

    assert share("UC_ POOL_1", "apolipoprotein B") > 30 * share("_SEC_ POOL_1", "apolipoprotein B")
    assert share("IP_CD9 POOL_1", "apolipoprotein B") == 0
    assert share("UC_ POOL_1", "ALIX") > 0 == share("_SEC_ POOL_1", "ALIX")
    assert found["_SEC_ POOL_1"].categories[3] > found["UC_ POOL_1"].categories[3] > found["IP_CD9 POOL_1"].categories[3]
