"""What earlier steps of a record say for later ones: here, what they put into the vesicles."""

import pytest

from exoforge.design.carried import carried_by_steps
from exoforge.design.plan import plan_of
from exoforge.record.files import parse_record
from exoforge.stages.respond.cartilage_proctor2017 import CARRIED
from tests.design.need.test_need import record

HEAD = 'exoforge = "1.0"\nid = "joint"\nstanding = "planned"\n'
CULTURE = '[[step]]\nstage = "culture"\nkind = "flask"\ncells = "1e8 cells"\nvolume = "1 L"\n'


def loading(cargo):
    return f'[[step]]\nstage = "engineer"\nkind = "incubation"\ncargo = {cargo}\ncargo_mass = "1 ug"\nefficiency = "5 %"\n'


def modified(agent, more=""):
    return f'[[step]]\nstage = "culture"\nkind = "genetic-modification"\nagent = "{agent}"\n{more}'


def coated(ligand):
    return f'[[step]]\nstage = "engineer"\nkind = "surface-modification"\nligand = "{ligand}"\n'


def carried(*steps):
    leaf = carried_by_steps(parse_record(HEAD + "".join(steps))).get(CARRIED)
    return leaf.value if leaf is not None else None


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        ((CULTURE,), None),
        ((CULTURE, loading('"miR-140-5p"')), ("miR-140-5p",)),
        ((CULTURE, modified("miR-140-5p")), ("miR-140-5p",)),
        ((CULTURE, modified("miR-140-5p"), loading('"siRNA"'), loading('"siRNA"')), ("miR-140-5p", "siRNA")),
        ((CULTURE, loading('["miR-140-5p", "siRNA"]')), ("miR-140-5p and siRNA",)),
        ((CULTURE, modified("Lamp2b-RVG"), coated("RGD")), None),
        ((CULTURE, modified("miR-140-5p", 'location = "surface"\n')), None),
    ],
)
def test_what_was_put_in_is_carried_and_what_stands_on_the_surface_is_not(steps, names):
    assert carried(*steps) == names


@pytest.mark.parametrize(("step", "is_told"), [("", True), (loading('"siRNA"'), True), (loading('"miR-140"'), False), (modified("miR-140-5p"), False)])
def test_the_copies_of_vesicles_that_nobody_loaded_are_told_only_where_they_count(step, is_told):
    plan = plan_of(record(loading=step))
    assert plan.problems == ()
    tissue = next(one for one in plan.steps if one.step.stage == "respond")
    assert is_told == ("copies_per_vesicle" in {one.name for one in tissue.assumed})
    assert is_told == ("copies_per_vesicle" in tissue.spreads)
