"""ClinicalTrials.gov: version 2 is read, other versions are refused by name."""

import json
from pathlib import Path

import pytest

from exoforge.base.errors import FileError
from exoforge.base.units import Quantity
from exoforge.evidence.flat import row_of
from exoforge.evidence.importers.names import Names
from exoforge.evidence.importers.trials_gov import TrialsGov
from exoforge.record.stated import Missing
from tests.shared_data import shared

TRIAL = json.loads((Path(__file__).parent / "data" / "trial.json").read_text())


def read(plain):
    text = plain if isinstance(plain, str) else json.dumps(plain)
    assert TrialsGov().sniff(text)
    return TrialsGov().read("trial.json", text, Names(()))


def changed(**modules):
    return {"protocolSection": TRIAL["protocolSection"] | modules}


def groups(*arm_groups, interventions=()):
    return changed(armsInterventionsModule={"armGroups": list(arm_groups), "interventions": list(interventions)})


def test_every_treated_arm_is_an_arm_and_the_placebo_is_its_comparator():
    first, second = read(TRIAL).rows
    found = row_of(first.arm)
    expected = {
        **{"id": "nct99999901-1", "trial": "NCT99999901", "phase": "1/2", "status": "Not yet recruiting", "country": "Spain, Chile", "patients": 24.0},
        **{"product": "exosome", "cell": "umbilical-cord-msc", "route": "intra-articular", "indication": "knee-osteoarthritis", "treated_species": "human"},
        **{"dose": 1e9, "dose_unit": "particles", "volume": "3 mL", "comparator": "Saline", "study_type": "clinical", "cited_year": "2024"},
        **{"design": "randomized, parallel, masking: double", "title": "A Made Trial of MSC Exosomes in Knee Osteoarthritis; Low dose"},
    }
    assert expected == {name: found[name] for name in expected}
    assert "nct99999901-2" == second.arm.therapy.id


def test_what_was_recognised_is_derived_and_what_is_planned_says_so():
    therapy = read(TRIAL).rows[0].arm.therapy
    assert ["derived"] * 3 == [leaf.basis for leaf in (therapy.product.kind, therapy.source.cell, therapy.dosing.route)]
    assert ["planned"] * 2 == [therapy.study.patients.basis, therapy.study.settings["start_date"].basis]
    assert ("2024-01-15", "reported") == (therapy.study.settings["registered_date"].value, therapy.study.settings["registered_date"].basis)


def test_a_dose_that_cannot_be_read_is_kept_as_printed_and_told():
    second = read(TRIAL).rows[1]
    assert isinstance(second.arm.therapy.dosing.dose, Missing)
    assert "0,5 steps" in second.arm.therapy.dosing.as_printed.value
    assert any("holds no dose that can be read" in note for note in second.notes)


def test_several_doses_in_one_arm_are_not_chosen_from():
    group = {"label": "A", "type": "EXPERIMENTAL", "description": "1e9 particles or 2e9 particles of exosomes"}
    (row,) = read(groups(group)).rows
    assert isinstance(row.arm.therapy.dosing.dose, Missing)
    assert any("holds 2 doses (1e9 particles, 2e9 particles)" in note for note in row.notes)


def test_the_mass_of_another_drug_is_no_dose():
    group = {"label": "A", "type": "EXPERIMENTAL", "description": "MSC exosomes and 100 mg aspirin"}
    (row,) = read(groups(group)).rows
    assert isinstance(row.arm.therapy.dosing.dose, Missing)


def test_without_arms_every_intervention_is_one():
    interventions = [{"name": "exosomes A", "description": "1e9 particles"}, {"name": "exosomes B", "description": "2e9 particles"}]
    found = read(groups(interventions=interventions)).rows
    assert [Quantity(value=1e9, unit="particles"), Quantity(value=2e9, unit="particles")] == [row.arm.therapy.dosing.dose.value for row in found]


def test_a_study_without_a_treated_arm_is_named():
    (row,) = read(groups({"label": "P", "type": "PLACEBO_COMPARATOR"})).rows
    assert "nothing to hold" in row.problems[0]


def test_a_condition_that_nobody_knows_is_kept_as_text():
    row = read(changed(conditionsModule={"conditions": ["Xyzzy Fever"]})).rows[0]
    assert ("Xyzzy Fever",) == row.arm.therapy.target.settings["conditions"].value
    assert isinstance(row.arm.therapy.target.indication, Missing)
    assert any("Xyzzy Fever" in note for note in row.notes)


def test_the_status_unknown_is_a_status():
    row = read(changed(statusModule={"overallStatus": "UNKNOWN"})).rows[0]
    assert "Unknown status" == row_of(row.arm)["status"]


def test_a_list_of_studies_is_read_and_a_next_page_is_told():
    other = {"protocolSection": TRIAL["protocolSection"] | {"identificationModule": {"nctId": "NCT99999902", "briefTitle": "Another made trial"}}}
    found = read({"studies": [TRIAL, other, {"hasResults": False}], "nextPageToken": "abc"})
    assert ["nct99999901-1", "nct99999901-2", "nct99999902-1", "nct99999902-2"] == [row.arm.therapy.id for row in found.rows if row.arm]
    assert ("study 3", True) == (found.rows[4].place, "no protocolSection" in found.rows[4].problems[0])
    assert 1 == len(found.notes)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('{"FullStudiesResponse": {"APIVrs": "1.01.05", "FullStudies": []}}', "version 1, FullStudiesResponse"),
        ('{"StudyFieldsResponse": {"StudyFields": []}}', "version 1, StudyFieldsResponse"),
        ('{"Study": {"ProtocolSection": {"IdentificationModule": {"NCTId": "NCT99999901"}}}}', "version 1, names in capitals"),
        ('<?xml version="1.0"?><clinical_study rank="1"></clinical_study>', r"XML \(version 1\)"),
        ('{"studies": [{"derivedSection": {}, "hasResults": false}]}', r"\(API version 2\) with studies without a protocolSection"),
        ('{"studies": []}', r"\(API version 2\) with no study"),
        ("NCT Number,Study Title,Study URL\nNCT99999901,x,y\n", r"the table of ClinicalTrials.gov \(CSV\)"),
    ],
)
def test_another_version_is_refused_by_name(text, version):
    with pytest.raises(FileError, match=version):
        read(text)


def test_a_file_that_is_cut_off_is_refused_with_its_line():
    text = json.dumps(TRIAL, indent=1)
    with pytest.raises(FileError, match=r"no whole JSON at line \d+"):
        read(text[: len(text) // 2])


@pytest.mark.parametrize("number", ["", "NCT1", "ISRCTN12345678"])
def test_a_number_that_is_none_of_the_registry_is_named(number):
    (row,) = read(changed(identificationModule={"nctId": number, "briefTitle": "x"})).rows
    assert "none of ClinicalTrials.gov" in row.problems[0]


@pytest.mark.parametrize(
    "module", ["statusModule", "designModule", "conditionsModule", "armsInterventionsModule", "contactsLocationsModule", "descriptionModule"]
)
@pytest.mark.parametrize("value", [None, [], "text", {}, {"armGroups": "x", "locations": [None, "x"], "conditions": [1]}])
def test_a_module_of_another_shape_never_breaks_the_reading(module, value):
    assert read(changed(**{f"{module}Module": value})).rows


def test_the_structure_that_the_registry_publishes_is_the_one_that_is_read():
    skeleton = json.loads(shared("data/context/ctgov_v2_skeleton.json").read_text())["study"]
    protocol = skeleton["protocolSection"]
    protocol["identificationModule"] |= {"nctId": "NCT99999903", "briefTitle": "MSC exosomes"}
    protocol["statusModule"] |= {"overallStatus": "COMPLETED", "startDateStruct": {"date": "2022-01-01", "type": "ACTUAL"}}
    protocol["conditionsModule"]["conditions"] = ["Burns"]
    protocol["designModule"] |= {"phases": ["PHASE1"], "enrollmentInfo": {"count": 10, "type": "ACTUAL"}}
    protocol["armsInterventionsModule"]["armGroups"][0] |= {"type": "EXPERIMENTAL"}
    protocol["contactsLocationsModule"]["locations"][0]["country"] = "Norway"
    (row,) = read(skeleton).rows
    found = row_of(row.arm)
    expected = {"trial": "NCT99999903", "phase": "1", "status": "Completed", "country": "Norway", "patients": 10.0, "product": "exosome", "cited_year": "2022"}
    assert expected == {name: found[name] for name in expected}
    assert found["dose_as_printed"]
