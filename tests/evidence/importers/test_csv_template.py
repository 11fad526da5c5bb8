"""Extraction tables: what is read, and every way in which a hand-filled table is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import FileError
from exoforge.base.units import Quantity
from exoforge.evidence.additions import arm_from_plain, arm_to_plain
from exoforge.evidence.flat import COLUMNS as FLAT
from exoforge.evidence.flat import row_of
from exoforge.evidence.importers.csv_template import CsvTemplate, template_text
from exoforge.evidence.importers.template_columns import COLUMNS, NAMES, PLACE_OF
from exoforge.record.stated import Missing
from tests.evidence.importers.tables import ROW, arm, only, read, table


def test_the_template_is_understood_and_its_example_is_never_evidence():
    text = template_text()
    assert CsvTemplate().sniff(text)
    found = read(text)
    assert () == found.rows
    assert ("Row 2 is the example of the template; it was not read.",) == found.notes


def test_the_example_row_can_be_read_once_it_has_another_identifier():
    row = only(template_text().replace("example-delete-this-row", "mine"))
    assert () == row.problems
    assert "mine" == row.arm.therapy.id


def test_a_column_has_the_name_that_the_exported_table_has():
    flat = {column.name for column in FLAT}
    own = set(NAMES) - flat
    assert {"authors", "year", "journal", "doi", "pmid", "quote"} == own
    assert set(PLACE_OF) <= set(NAMES)
    assert all(column.meaning for column in COLUMNS)


def test_a_row_becomes_an_arm_with_its_place_and_its_work():
    cells = {"carrier": "gelatin", "outcomes": "angiogenesis up; inflammation ↓; my own score =", "cargo": "miR-21; miR-22", "targets": "PTEN down"}
    more = {"locator": "Table 2, row 5", "quote": "rats were given", "modification_kind": "hypoxic preconditioning", "agent": "1 % O2"}
    found = row_of(arm(**cells, **more))
    expected = {
        **{"product": "exosome", "cell": "bone-marrow-msc", "route": "intravenous", "treated_species": "rat", "carrier": "gelatin"},
        **{"dose": 100.0, "dose_unit": "ug protein", "dose_as_printed": "100 ug protein", "modification_kind": "hypoxic-preconditioning", "agent": "1 % O2"},
        **{"outcomes": "angiogenesis ↑; inflammation ↓; my own score =", "cargo": "miR-21; miR-22", "targets": "PTEN ↓"},
        **{"study": "muster2021", "document": "muster2021", "fit": "fits", "locator": "rows.csv, row 2", "cited_title": ROW["title"]},
    }
    assert expected == {name: found[name] for name in expected}
    where = arm(**cells, **more).therapy.dosing.dose.where
    assert ("muster2021", "Table 2, row 5", "rats were given") == (where.document, where.locator, where.quote)


def test_a_row_without_a_work_has_its_file_for_a_document():
    row = only(table({"product": "EV", "dose": "1e9 particles", "tissue": "skin"}))
    assert ("rows.csv", "not cited", "") == (row.arm.claim.document, row.arm.claim.fit, row.arm.claim.study)
    assert row.arm.therapy.id.startswith("rows-")


@pytest.mark.parametrize("said", ["", "NA", "n/a", "not reported", "-", "–"])
def test_what_was_not_reported_is_missing_and_never_zero(said):
    found = arm(dose=said, carrier=said, doses=said)
    assert isinstance(found.therapy.dosing.dose, Missing)
    assert isinstance(found.therapy.dosing.doses, Missing)
    assert () == found.therapy.steps


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_are_understood(delimiter):
    text = table(ROW | {"outcomes": "angiogenesis up, strongly; pain down"}, delimiter=delimiter)
    assert CsvTemplate().sniff(text)
    assert "muster2021" == only(text).arm.claim.study


def test_an_identifier_is_the_same_wherever_the_row_stands():
    other = ROW | {"dose": "200 ug protein"}
    first, second = (row.arm.therapy.id for row in read(table(ROW, other)).rows)
    assert [second, first] == [row.arm.therapy.id for row in read(table(other, ROW)).rows]
    assert first != second


def test_a_wrong_column_is_named_with_the_nearest_right_one():
    with pytest.raises(FileError, match=r"'tisue' is not one of the template \(did you mean 'tissue'\?\)"):
        read(table({"product": "exosomes", "tisue": "bone", "dose": "1 mg"}))


def test_a_missing_column_is_named():
    with pytest.raises(FileError, match="the column 'product' is missing"):
        read(table({"cell": "MSC", "tissue": "bone", "dose": "1 mg"}))
    found = read(table({"product": "exosomes", "tissue": "bone", "dose": "1 mg protein"}))
    assert "The file has no column id, says" in found.notes[0]


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(FileError, match="'pmid' stands twice"):
        read("product,tissue,pmid,cited_pmid\nexosomes,bone,1,2\n")


def test_the_exported_table_is_refused_as_what_it_is():
    with pytest.raises(FileError, match="what it holds is held already"):
        read(",".join(column.name for column in FLAT) + "\n")


def test_an_unknown_word_names_row_column_and_the_nearest_terms():
    row = only(table(ROW | {"tissue": "bonne"}))
    assert row.arm is None
    assert ("row 2", True) == (row.place, row.problems[0].startswith("column tissue: 'bonne' is not a known term of 'tissues'; did you mean 'bone'"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"dose": "two spoonfuls"}, "column dose: No dose was found in 'two spoonfuls'"),
        ({"dose": "0,5 mg"}, "column dose: '0,5 mg' has a comma inside a number"),
        ({"volume": "0,2 mL"}, "column volume: '0,2 mL' has a comma inside a number"),
        ({"volume": "a cup"}, "column volume: "),
        ({"dose": "100 ug and 200 ug"}, "column dose: '100 ug and 200 ug' holds 2 doses"),
        ({"doses": "thrice"}, "column doses: "),
        ({"patients": "-3"}, "column patients: '-3' is negative"),
        ({"year": "21"}, "column year: '21' is no year"),
        ({"pmid": "PMC12"}, "column pmid: 'PMC12' is no PMID"),
        ({"doi": "doi 7"}, "column doi: 'doi 7' is no DOI"),
        ({"trial": "NCT123"}, "column trial: 'NCT123' is no number of ClinicalTrials.gov"),
        ({"id": "my arm"}, "column id: 'my arm' cannot be an identifier"),
        ({"modification_kind": "centrifugation"}, "column modification_kind: 'centrifugation' changes neither"),
    ],
)
def test_a_row_with_a_wrong_cell_is_named_and_nothing_of_it_is_kept(cell, expected):
    found = read(table(ROW | dict.fromkeys(cell, ""), ROW | cell))
    assert found.rows[0].arm is not None
    assert found.rows[1].arm is None
    assert "row 3" == found.rows[1].place
    assert any(problem.startswith(expected) for problem in found.rows[1].problems), found.rows[1].problems


def test_every_problem_of_a_row_is_told_at_once():
    row = only(table(ROW | {"tissue": "bonne", "dose": "much", "year": "now"}))
    assert 3 == len(row.problems)


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://example.org")', "+cmd|' /C calc'!A0", "@SUM(A1)", "-cmd()"])
def test_a_formula_is_text_and_is_named(formula):
    row = only(table(ROW | {"model": formula}))
    assert formula == row.arm.therapy.target.model.value
    assert any("column model" in note and "looks like a spreadsheet formula" in note for note in row.notes)


def test_a_tag_is_text_and_is_named():
    tag = "<script>alert(1)</script> rats"
    row = only(table(ROW | {"model": tag}))
    assert tag == row.arm.therapy.target.model.value
    assert any("holds an HTML tag" in note for note in row.notes)


def test_the_mark_of_an_export_against_formulas_is_taken_off_again():
    assert "=1+1" == arm(model="'=1+1").therapy.target.model.value


def test_rows_of_another_length_are_named():
    found = read("product,tissue,dose\nexosomes,bone,1 mg protein\nexosomes,bone\nexosomes,bone,1 mg protein,more\n")
    assert [(), 1, 1] == [row.problems and len(row.problems) for row in found.rows]
    assert "may be cut off" in found.rows[1].problems[0]
    assert "without quotation marks" in found.rows[2].problems[0]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row():
    with pytest.raises(FileError, match=r"cannot be read on from row 3"):
        read('product,tissue,dose\nexosomes,bone,1 mg protein\n"exosomes,bone,1 mg\n')


def test_a_dose_that_does_not_say_what_it_counts_is_assumed_and_told():
    row = only(table(ROW | {"dose": "5×10^11 /mL"}))
    dose = row.arm.therapy.dosing.dose
    assert (Quantity(value=5e11, unit="particles/mL"), "assumed") == (dose.value, dose.basis)
    assert any("particles are assumed" in note for note in row.notes)


def test_an_endpoint_that_is_no_term_and_an_agent_without_a_kind_are_kept_and_told():
    row = only(table(ROW | {"outcomes": "my score up", "agent": "melatonin"}))
    assert 2 == len(row.notes)
    assert "melatonin" == row.arm.therapy.source.settings["agent"].value


def test_a_work_that_is_known_keeps_its_key():
    known = arm().therapy.citations[0].model_copy(update={"key": "muster2021x"})
    row = only(table(ROW | {"study": "mine", "title": "A MADE work on vesicles, and bone"}), works=[known])
    assert "muster2021x" == row.arm.claim.study
    assert any("'mine' was not used" in note for note in row.notes)
    assert "muster2021x" == only(table({"product": "EV", "tissue": "bone", "study": "muster2021x"}), works=[known]).arm.claim.study


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_whatever_stands_in_a_text_cell_an_arm_comes_back_as_it_was_added(text):
    row = only(table(ROW | {"model": text, "quote": text}))
    if row.arm is not None:
        assert row.arm == arm_from_plain(arm_to_plain(row.arm))
