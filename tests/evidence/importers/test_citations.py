"""Citations: RIS and NBIB, whole and broken."""

from pathlib import Path

import pytest

from exoforge.evidence.flat import row_of
from exoforge.evidence.importers.catalog import detect, read_import
from exoforge.evidence.importers.citations import UNREAD, Nbib, Ris
from exoforge.evidence.importers.names import Names
from exoforge.record.leaves import leaves_of
from exoforge.record.stated import Missing

DATA = Path(__file__).parent / "data"


def read(name):
    return read_import(DATA / name, Names(())).rows


def test_ris_is_read_whole():
    first, second = (row.arm.therapy.citations[0] for row in read("two.ris"))
    told = ("muster2021", "Muster AB, Probe C", 2021, "A made citation on vesicles and bone", "Journal of Examples", "10.1000/example.1", "")
    assert told == (first.key, first.authors, first.year, first.title, first.journal, first.doi, first.pmid)
    assert ("doe2019", "Doe J", 2019, "J Exampl", "99999901") == (second.key, second.authors, second.year, second.journal, second.pmid)


def test_nbib_is_read_whole():
    first, second = (row.arm.therapy.citations[0] for row in read("two.nbib"))
    title = "A made record of PubMed whose title goes on over two lines"
    told = ("muster2022", "Muster AB, Probe C", 2022, title, "J Exampl", "10.1000/example.2", "99999911")
    assert told == (first.key, first.authors, first.year, first.title, first.journal, first.doi, first.pmid)
    assert "99999912" == second.pmid


def test_a_citation_states_its_work_and_nothing_else():
    row = read("two.ris")[1]
    stated = [path for path, leaf in leaves_of(row.arm.therapy) if not isinstance(leaf, Missing)]
    assert [("study", "reference")] == stated
    assert ((UNREAD,), "fits", "work") == (row.arm.claim.flags, row.arm.claim.fit, row.unit)
    assert "two.ris, line 12" == row_of(row.arm)["locator"]


def test_ris_cut_in_half_offers_what_is_whole_and_names_the_line_of_the_rest():
    whole, broken = read("cut.ris")
    assert "muster2021" == whole.arm.claim.study
    assert (None, "line 7") == (broken.arm, broken.place)
    assert "begins on line 7 has no end (the tag ER)" in broken.problems[0]


def test_ris_without_its_beginning_is_named():
    rows = Ris().read("x.ris", "AU  - Doe, Jane\nTI  - Half a citation\nER  - \nTY  - JOUR\nTI  - A whole one\nER  - \n", Names(())).rows
    assert "no beginning (the tag TY)" in rows[0].problems[0]
    assert rows[1].arm is not None


def test_nbib_cut_in_half_offers_what_is_whole_and_names_the_line_of_the_rest():
    text = (DATA / "two.nbib").read_text()
    rows = Nbib().read("cut.nbib", text[: text.index("SO  - J Exampl. 2020")], Names(())).rows
    assert rows[0].arm is not None
    assert ("line 19", True) == (rows[1].place, "no source (the tag SO)" in rows[1].problems[0])


@pytest.mark.parametrize("line", ["TY  - JOUR\nno tag here\nER  - ", "TY  - JOUR\nAB  - words only\nER  - "])
def test_a_citation_without_a_work_is_refused_in_a_sentence(line):
    (row,) = Ris().read("x.ris", line, Names(())).rows
    assert row.arm is None
    assert row.problems[0].endswith(".")


def test_ris_with_the_ends_of_lines_of_windows_is_the_same():
    text = (DATA / "two.ris").read_text()
    first, second = (Ris().read("x.ris", one, Names(())) for one in (text, text.replace("\n", "\r\n")))
    assert first == second


def test_pubmed_is_not_taken_for_ris_nor_the_other_way_round():
    assert isinstance(detect((DATA / "two.nbib").read_text()), Nbib)
    assert isinstance(detect((DATA / "two.ris").read_text()), Ris)
