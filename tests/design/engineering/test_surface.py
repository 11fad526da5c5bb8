"""The same members without and with a ligand."""

from __future__ import annotations

import json
import math

import pytest

from exoforge.base.errors import RecordError, SettingError
from exoforge.cargo.surfaces import surfaces
from exoforge.design.engineering.surface import surface_answer
from exoforge.record.files import record_from_plain
from exoforge.report.engineering.surface_figure import surface_figure
from exoforge.report.engineering.surface_plain import surface_facts, surface_rows
from exoforge.report.engineering.surface_text import surface_text
from exoforge.report.text import WIDTH

FEW = 12


def record(beside="", **settings):
    steps = [
        {"stage": "culture", "kind": "stock", "particles": "1e12 particles"},
        *([{"stage": "engineer", "kind": "surface-modification", "ligand": beside}] if beside else []),
        {"stage": "engineer", "kind": "surface-modification", **settings},
        {"stage": "deliver", "kind": "injection"},
    ]
    target = {"species": "rat", "tissue": "femur"}
    dosing = {"route": "intravenous", "dose": "1e10 particles"}
    return record_from_plain({"exoforge": "1.0", "id": "mine", "standing": "planned", "target": target, "dosing": dosing, "step": steps}, source="a test")


def number(found, key):
    return next(one for one in found.compared if one.key == key)


@pytest.mark.parametrize("key", surfaces())
def test_every_ligand_of_the_table_can_be_asked(key):
    found = surface_answer(None, ligand=key, members=FEW)
    moved = [one for one in found.compared if one.is_moved]
    assert moved
    for one in moved:
        assert (one.change.central > 1.0) == (found.surface.direction == "up")
    text = surface_text(found)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "nan" not in text.casefold().replace("nanob", "").replace("nano", "")
    for study in found.surface.studies:
        assert study.cite in text
    facts = json.loads(json.dumps(surface_facts(found), allow_nan=False))
    assert facts["surface"] == key
    assert json.dumps(surface_figure(found), allow_nan=False)
    assert len(surface_rows(found)) > 100


def test_members_are_paired_so_that_what_both_share_cancels():
    found = surface_answer(None, ligand="CREKA", members=40)
    lung = number(found, "uptake lung")
    assert (lung.change.low, lung.change.high) == pytest.approx((1.0, 1.0))
    assert lung.plain.high > 1.2 * lung.plain.low
    bone = number(found, "uptake bone")
    assert bone.change.central == pytest.approx(surfaces()["creka"].size, rel=1e-3)
    assert number(found, "share bone").change.central < bone.change.central  # one pass through an organ takes no more than it brings


def test_a_plain_body_does_not_depend_on_the_ligand():
    creka, peg = (surface_answer(None, ligand=one, members=2) for one in ("CREKA", "PEG"))
    assert number(creka, "half-life").plain.central == pytest.approx(number(peg, "half-life").plain.central)


def test_a_record_s_own_ligand_is_asked_and_another_takes_its_place():
    own = surface_answer(record(ligand="CREKA peptide", per_vesicle=80), members=FEW)
    assert (own.surface.key, own.species, own.target, own.source, own.stock) == ("creka", "rat", "bone", "mine", False)
    assert own.on_vesicles["ligands per vesicle"].central == pytest.approx(80.0)
    other = surface_answer(record(ligand="CREKA peptide", per_vesicle=80), ligand="RVG", members=FEW)
    assert other.surface.key == "rvg"
    assert any("stands in its place" in one for one in other.told)
    assert other.on_vesicles["ligands per vesicle"].central == pytest.approx(50.0)


def test_too_few_ligands_change_little_and_are_warned_of():
    few = surface_answer(None, ligand="CREKA", per_vesicle=0.1, members=FEW)
    expected = 1.0 + (surfaces()["creka"].size - 1.0) * -math.expm1(-0.05)
    assert number(few, "uptake bone").change.central == pytest.approx(expected, rel=0.03)  # vesicles of the stock are of many sizes
    assert any("fewer than one" in one for one in few.warnings)
    assert surface_answer(None, ligand="CREKA", per_vesicle=1e6, members=2).warnings


def test_avidity_falls_with_the_number_of_ligands():
    one, many = (surface_answer(None, ligand="CXCR4", per_vesicle=number, members=FEW).avidity for number in (4, 400))
    assert one.many.central / many.many.central == pytest.approx((2 ** (1 / 2) - 1) / (2 ** (1 / 200) - 1), rel=1e-6)
    assert one.many.central < one.single[0]


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(SettingError, match="--ligand"):
        surface_answer(None, members=FEW)
    with pytest.raises(SettingError, match="No study of the ligand 'anti-CD3'"):
        surface_answer(None, ligand="anti-CD3", members=FEW)
    with pytest.raises(SettingError, match="members"):
        surface_answer(None, ligand="PEG", members=1)
    with pytest.raises((SettingError, RecordError)):
        surface_answer(None, ligand="PEG", species="dog", members=FEW)
    with pytest.raises((SettingError, RecordError)):
        surface_answer(None, ligand="PEG", per_vesicle=-3.0, members=FEW)


def test_a_second_ligand_of_the_record_stays_on_in_both_and_is_warned_of():
    alone = surface_answer(record(ligand="CREKA", per_vesicle=80), members=FEW)
    both = surface_answer(record(beside="PEG", ligand="CREKA", per_vesicle=80), ligand="CREKA", members=FEW)
    assert (alone.beside, both.beside, both.surface.key) == ("", "pegylated", "creka")
    assert number(both, "uptake bone").change.central == pytest.approx(surfaces()["creka"].size, rel=1e-3)
    ratio = number(both, "half-life").plain.central / number(alone, "half-life").plain.central
    assert ratio == pytest.approx(surfaces()["pegylated"].size, rel=0.15)
    liver = number(both, "uptake liver").change
    assert (liver.low, liver.high) == pytest.approx((1.0, 1.0))
    assert "nobody was found to have measured together" in both.warnings[0]
    assert both.on_vesicles["ligands per vesicle"].central == pytest.approx(80.0)
    text = surface_text(both)
    assert "with pegylated alone" in text
    assert "Liver and spleen stray" not in text
    first = surface_answer(record(beside="PEG", ligand="CREKA"), ligand="PEG", members=2)
    assert (first.surface.key, first.beside) == ("pegylated", "creka")


def test_what_is_recalled_does_not_look_read():
    found = surface_answer(None, ligand="PEG", members=2)
    facts = surface_facts(found)
    assert (facts["size_basis"], facts["size_status"]) == ("derived", "recalled")
    assert "recalled, not read" in surface_text(found).replace("\n", " ")
    assert "As recalled: in blood" in surface_text(found).replace("\n    ", " ")
    assert "recalled, not read" in json.dumps(surface_figure(found))


def test_the_surface_that_cells_display_is_asked_where_no_step_puts_one_on():
    steps = [{"stage": "culture", "kind": "genetic-modification", "agent": "Lamp2b-RVG"}]
    made = record_from_plain({"exoforge": "1.0", "id": "mine", "standing": "planned", "step": steps}, source="a test")
    assert surface_answer(made, members=2).surface.key == "rvg"
