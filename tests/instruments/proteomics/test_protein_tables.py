"""Tables of proteins of MaxQuant and PEAKS, made by hand with known truth."""

import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.proteomics.protein_tables import MaxQuantProteins, PeaksProteins
from tests.instruments.as_file import as_file

MAXQUANT = "\n".join(
    "\t".join(row)
    for row in (
        (
            "Protein IDs",
            "Majority protein IDs",
            "Gene names",
            "Razor + unique peptides",
            "Unique peptides",
            "LFQ intensity EV 1",
            "LFQ intensity EV 2",
            "Reverse",
            "Potential contaminant",
            "id",
        ),
        ("P21926;X1", "P21926", "CD9", "3", "3", "1000", "0", "", "", "0"),
        ("P02768", "P02768", "ALB", "9", "9", "5000", "4000", "", "", "1"),
        ("CON__P02769", "CON__P02769", "ALB", "5", "5", "9000", "9000", "", "+", "2"),
        ("REV__P27824", "REV__P27824", "", "2", "2", "10", "10", "+", "", "3"),
        ("P27824", "P27824", "CANX", "1", "1", "20", "30", "", "", "4"),
    )
)
PEAKS = (
    "Protein Group,Protein ID,Accession,-10lgP,Coverage (%),Area A,#Peptides,#Unique,#Spec A,Description\n"
    "1,1,P21926|CD9_HUMAN,80,20,100,3,3,7,CD9\n"
    "2,2,P02768|ALBU_HUMAN,90,30,900,5,4,20,albumin\n"
    "2,3,P02768-2|ALBU_HUMAN,90,30,900,5,4,20,albumin\n"
)


def markers(one):
    return {marker.name: (marker.result, marker.value) for marker in one.markers}


def test_maxquant_gives_a_measurement_for_each_intensity():
    first, second = MaxQuantProteins().read(as_file(MAXQUANT))
    assert (first.sample, second.sample) == ("EV 1", "EV 2")
    assert markers(first)["albumin"] == ("positive", 5000)  # without the marked contaminant
    assert markers(first)["calnexin"] == ("quantified", 20)
    assert first.flags["contaminant proteins"] == ("CON__P02769",)
    assert first.flags["decoy proteins"] == ("REV__P27824",)
    assert "CD9" not in markers(second)
    assert any(notice.startswith("1 contaminant protein is marked as such") for notice in first.notices)
    assert any("all samples together" in notice for notice in first.notices)
    assert any(notice.startswith("CON__P02769: marked as a contaminant of the laboratory") for notice in first.notices)


def test_a_group_with_a_protein_that_is_no_marker_is_told_by_its_gene_only_if_none_is():
    first, _ = MaxQuantProteins().read(as_file(MAXQUANT.replace("P21926;X1", "P21926")))
    assert markers(first)["CD9"] == ("positive", 1000)


def test_peaks_proteins_are_gathered_by_group():
    (one,) = PeaksProteins().read(as_file(PEAKS))
    assert one.settings["protein groups"] == ("P21926|CD9_HUMAN", "P02768|ALBU_HUMAN:P02768-2|ALBU_HUMAN")
    assert markers(one) == {"CD9": ("positive", 7), "albumin": ("positive", 20)}


@pytest.mark.parametrize(("reader", "text"), [(MaxQuantProteins, MAXQUANT), (PeaksProteins, PEAKS)])
def test_they_are_known_by_content_and_refused_when_cut(reader, text):
    assert reader().sniff(as_file(text))
    with pytest.raises(FileError, match=r"file\.csv"):
        reader().read(as_file(text[: text.rindex("0")] if reader is MaxQuantProteins else text[:-30]))
    with pytest.raises(FileError, match="no row"):
        reader().read(as_file(text.split("\n")[0] + "\n"))


THOUSANDS = (
    MAXQUANT.replace("P21926;X1", "P21926")
    .replace("\t1000\t", "\t1,234\t")
    .replace("\t5000\t4000\t", "\t5,000\t4,000\t")
    .replace("\t9000\t9000\t", "\t9,000\t9,000\t")
)


@pytest.mark.parametrize(("other", "value"), [("1,234,567", 1234), ("20.5", 1234), ("20,5", 1.234)])
def test_what_a_comma_means_is_told_by_all_intensities_together(other, value):
    """Intensities with a mark between their thousands were once read a thousandfold too small, in silence."""
    first, second = MaxQuantProteins().read(as_file(THOUSANDS.replace("\t20\t30\t", f"\t20\t{other}\t")))
    assert markers(first)["CD9"] == ("positive", pytest.approx(value))
    assert markers(second)["albumin"][1] == pytest.approx(4000 if value > 1000 else 4)


def test_other_columns_of_numbers_tell_it_too():
    lines = THOUSANDS.split("\n")
    text = "\n".join([lines[0] + "\tMol. weight [kDa]", *(line + "\t25.4" for line in lines[1:])])
    assert markers(MaxQuantProteins().read(as_file(text))[0])["CD9"] == ("positive", 1234)


def test_thousands_in_areas_of_peaks_are_told_by_its_other_numbers():
    text = PEAKS.replace(",#Spec A", "").replace(",7,", ",").replace(",20,albumin", ",albumin").replace(",80,20,100,", ',80.25,20,"1,234",')
    assert markers(PeaksProteins().read(as_file(text))[0])["CD9"] == ("positive", 1234)


@pytest.mark.parametrize(("reader", "text"), [(MaxQuantProteins, THOUSANDS), (PeaksProteins, PEAKS.replace(",100,", ',"1,234",'))])
def test_an_intensity_that_may_be_a_thousand_times_another_is_refused(reader, text):
    with pytest.raises(FileError, match=r"'1,234', which may be 1\.234 or 1234") as refusal:
        reader().read(as_file(text))
    assert "\n" not in str(refusal.value)
