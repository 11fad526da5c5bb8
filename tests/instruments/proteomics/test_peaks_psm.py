"""Tables of matches: a small table of known truth, the three real ones, and what is refused."""

import csv
import io
import re

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.proteomics.peaks_psm import PeaksMatches, bare_peptide
from tests.instruments.as_file import as_file
from tests.shared_data import shared

HEADS = [
    "Peptide",
    "-10lgP",
    "Mass",
    "Length",
    "ppm",
    "m/z",
    "Z",
    "RT",
    "Area",
    "Fraction",
    "Id",
    "Scan",
    "from Chimera",
    "Source File",
    "Accession",
    "PTM",
    "AScore",
    "Found By",
]
SDCB1 = "O00560|SDCB1_HUMAN"
ALBU = "P02768|ALBU_HUMAN"


def row(peptide, accession, *, area="", score="40.5", source="1_A.mgf"):
    return [peptide, score, "900.5", str(len(peptide)), "1.2", "451.2", "2", "10.0", area, "1", "7", "8", "No", source, accession, "", "", "PEAKS DB"]


def table(*rows, mark=",", heads=HEADS):
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows([heads, *rows])
    return text.getvalue()


KNOWN = table(
    row("AAAK", SDCB1, area="10"),
    row("AAA(+57.02)K", SDCB1, area="5"),
    row("CCCK", f"O00560-2|SDCB1_HUMAN:{SDCB1}"),
    row("DDDK", ALBU, area="100"),
    row("EEEK", f"{ALBU}:P19835|CEL_HUMAN"),
    row("FFFK", ""),
    row("GGGK", "#DECOY#P27824|CALX_HUMAN"),
)


def read(text):
    (one,) = PeaksMatches().read(as_file(text))
    return one


def figures(one):
    return {figure.name: figure.value for figure in one.figures}


def markers(one):
    return {marker.name: marker for marker in one.markers}


def test_known_truth():
    one = read(KNOWN)
    assert figures(one)["peptide-spectrum matches"] == 7
    assert figures(one)["matches with a protein"] == 6
    assert figures(one)["protein groups"] == 4  # the decoy stands apart
    assert markers(one)["syntenin-1"].result == "positive"  # AAAK and CCCK
    assert markers(one)["syntenin-1"].value == 3
    assert markers(one)["albumin"].result == "quantified"  # EEEK may be of another protein
    assert "calnexin" not in markers(one)
    assert one.flags["decoy proteins"] == ("#DECOY#P27824|CALX_HUMAN",)
    assert figures(one)["contaminants per vesicle protein"] == pytest.approx(1 / 3)
    assert one.sample == "1_A"
    assert one.arrays["group_amount"][0, 0] == 15


def test_absence_is_never_negative():
    assert not [marker for marker in read(KNOWN).markers if marker.result == "negative"]


def test_groups_are_the_same_whatever_the_order_of_their_members():
    one = read(table(row("AAAK", "P1|A_HUMAN:P2|B_HUMAN"), row("CCCK", "P2|B_HUMAN:P1|A_HUMAN")))
    assert figures(one)["protein groups"] == 1


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: text.replace(",", ";"), lambda text: "\ufeff" + text])
def test_the_same_table_in_another_dress(change):
    assert figures(read(change(KNOWN))) == figures(read(KNOWN))


def test_the_columns_may_stand_in_another_order():
    rows = [list(reversed(one)) for one in csv.reader(io.StringIO(KNOWN))]
    assert figures(read(table(*rows[1:], heads=rows[0]))) == figures(read(KNOWN))


@pytest.mark.parametrize("text", [table(), KNOWN[: len(KNOWN) - 40], KNOWN.replace("40.5", "inf"), table(row("A", ALBU), heads=[*HEADS[:-1], "Peptide"])])
def test_damage_is_refused_in_one_sentence(text):
    with pytest.raises(FileError, match=r"file\.csv") as refusal:
        PeaksMatches().read(as_file(text))
    assert "\n" not in str(refusal.value)


def test_absurd_numbers_are_kept_as_unread():
    one = read(KNOWN.replace("900.5", "heavy"))
    assert np.isnan(one.arrays["mass"]).all()
    assert len(one.unread) == 7
    assert "inf" not in str(one.figures)
    assert read(KNOWN.replace(",10,1,", ",1e308,1,").replace(",5,1,", ",1e308,1,")).figures


@pytest.mark.parametrize(("text", "bare"), [("AC(+57.02)DK", "ACDK"), ("K.ACDK.R", "ACDK"), ("-.ACDK.-", "ACDK"), ("ACDK", "ACDK"), ("AC[+57]K", "ACK")])
def test_a_peptide_without_what_is_around_it(text, bare):
    assert bare_peptide(text) == bare


@pytest.mark.parametrize("name", ["UC_ POOL_1", "_SEC_ POOL_1", "IP_CD9 POOL_1"])
def test_real_tables_agree_with_a_plain_count(name):
    path = shared(f"data/instruments/proteomics/DB search psm_{name}.csv")
    (one,) = read_measurements(path)
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert one.arrays["score"].size == len(rows)
    assert figures(one)["matches with a protein"] == sum(bool(entry["Accession"]) for entry in rows)
    assert figures(one)["protein groups"] == len({frozenset(entry["Accession"].split(":")) for entry in rows if entry["Accession"]})
    pure = {
        name: [entry for entry in rows if entry["Accession"] and all(f"|{name}_" in part for part in entry["Accession"].split(":"))]
        for name in ("ALBU", "CASA1", "SDCB1", "PDC6I")
    }
    for stem, label in (("ALBU", "albumin"), ("CASA1", "alpha-S1-casein"), ("SDCB1", "syntenin-1"), ("PDC6I", "ALIX")):
        held = markers(one).get(label)
        assert (held.value if held else 0) == len(pure[stem])
        peptides = {re.sub(r"\([^)]*\)", "", entry["Peptide"]) for entry in pure[stem]}
        assert (held is not None and held.result == "positive") == (len(peptides) >= 2)


def test_the_three_isolations_differ_as_milk_does():
    index = {}
    for name in ("UC_ POOL_1", "_SEC_ POOL_1", "IP_CD9 POOL_1"):
        (one,) = read_measurements(shared(f"data/instruments/proteomics/DB search psm_{name}.csv"))
        index[name] = figures(one)["contaminants per vesicle protein"]
    assert index["UC_ POOL_1"] < index["_SEC_ POOL_1"] < index["IP_CD9 POOL_1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    file = as_file(KNOWN, encoding=encoding)
    assert PeaksMatches().sniff(file)
    assert figures(PeaksMatches().read(file)[0]) == figures(read(KNOWN))


def test_what_a_comma_means_is_told_by_all_numbers_together():
    """An area with a mark between its thousands was once read a thousandfold too small, in silence."""
    (one,) = PeaksMatches().read(as_file(table(row("AAAK", SDCB1, area="1,234"), row("CCCK", ALBU, area="5"))))
    assert one.arrays["area"][:, 0] == pytest.approx([1234, 5])


def test_an_area_that_may_be_a_thousand_times_another_is_refused():
    text = (
        table(row("AAAK", SDCB1, area="1,234"))
        .replace("900.5", "900")
        .replace("1.2,", "1,")
        .replace("451.2", "451")
        .replace("10.0", "10")
        .replace("40.5", "40")
    )
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234"):
        PeaksMatches().read(as_file(text))
