"""What a run says of the engineering of its record."""

import pytest

from exoforge.design.engineering.in_run import engineered_of
from exoforge.design.ensemble import ensemble_of
from exoforge.design.plan import plan_of
from exoforge.laws.constants import AVOGADRO
from exoforge.streams.amounts import is_product
from tests.design.records import CULTURE, SPIN, record


def test_a_second_loading_of_the_same_cargo_counts_its_own_and_no_more():
    """What the first one left free or brought aboard is no share of what the second one offers."""
    loading = '[[step]]\nstage = "engineer"\nkind = "incubation-loading"\ncargo = "doxorubicin"\ncargo_mass = "1 ug"\nvesicle_loss = "0 %"\n'
    therapy = record(CULTURE, SPIN, loading, loading)
    first, second = (one.loading.modelled for one in engineered_of(therapy, ensemble_of(plan_of(therapy), members=2)))
    assert second.efficiency.central == pytest.approx(first.efficiency.central)
    assert second.free.central == pytest.approx(first.free.central)
    assert second.copies.central == pytest.approx(2 * first.copies.central)


def loaded(cargo, kind="incubation-loading", more=""):
    step = f'[[step]]\nstage = "engineer"\nkind = "{kind}"\ncargo = "{cargo}"\n{more}'
    therapy = record(CULTURE, SPIN, step)
    (found,) = engineered_of(therapy, ensemble_of(plan_of(therapy), members=2))
    return found


def test_a_name_with_several_meanings_is_told_and_held_against_its_family():
    found = loaded("VEGF gene", more='cargo_mass = "1 ug"\n')
    assert found.unknown.startswith("'VEGF gene' may be plasmid DNA or mRNA: it was taken as DNA")
    assert found.loading.modelled.efficiency.high == 0.0  # neither passes a membrane
    assert {row.family for row in found.loading.published.family} == {"DNA"}
    assert loaded("siRNA", more='cargo_mass = "1 ug"\n').unknown == ""
    assert "small molecule" in loaded("unobtainium", more='cargo_mass = "1 ug"\n').unknown


def test_what_was_told_of_a_step_stands_with_it():
    found = loaded("BMP2", more='cargo_mass = "1 ug"\n')
    assert any("'solubility' of BMP2" in sentence for sentence in found.notices)


def test_hybrids_say_how_much_cargo_they_carry():
    found = loaded("siRNA", "liposome-hybridisation", 'cargo_mass = "100 ug"\n')
    (carried,) = (one for one in found.figures if one.name.startswith("siRNA carried"))
    assert 0.0 < carried.interval.central < 1e-7


def test_the_numbers_beside_a_modified_parent_are_of_its_family():
    step = '[[step]]\nstage = "culture"\nkind = "genetic-modification"\nagent = "miR-140-5p"\n'
    therapy = record(CULTURE, step, SPIN)
    (found,) = engineered_of(therapy, ensemble_of(plan_of(therapy), members=2))
    assert {row.family for row in found.rows} == {"small RNA"}


def test_the_cargo_of_modified_cells_is_held_against_the_protein_of_their_vesicles():
    """What else is dissolved in the medium is protein of no vesicle."""
    step = '[[step]]\nstage = "culture"\nkind = "genetic-modification"\nagent = "{}"\n'
    therapy = record(CULTURE, step.format("miR-140-5p"), SPIN)
    ensemble = ensemble_of(plan_of(therapy), members=2)
    (found,) = engineered_of(therapy, ensemble)
    copies = next(figure.interval.central for figure in found.figures if figure.name == "copies per vesicle")
    product = next(one.split.product for one in ensemble.central.river.passages if one.split is not None and found.agent in one.split.product.cargo)
    (own,) = (place for place, one in enumerate(product.species) if is_product(one))
    protein = float(product.number[own] @ product.species[own].protein) / float(product.number[own].sum())
    assert found.capacity.central == pytest.approx(copies * product.cargo[found.agent].molar_mass / AVOGADRO / protein)
    nothing = record(CULTURE, step.format("BDNF"), SPIN)
    assert engineered_of(nothing, ensemble_of(plan_of(nothing), members=2))[0].capacity is None
