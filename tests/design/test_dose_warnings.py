"""What is said of a dose: here, the copies that it brings to a cell."""

from exoforge.base.units import short_number
from exoforge.design.dose_warnings import warnings_of_dose
from exoforge.design.need.need import need_in_run
from exoforge.design.need.words import shortfall
from exoforge.design.run import run_ensemble, run_therapy
from tests.design.need.test_need import LOADED, SIRNA, record

SKIN = '[[step]]\nstage = "respond"\nkind = "skin-wound"\nwound = "normal"\n'


def of_run(therapy):
    return [one for one in run_therapy(therapy, members=4).warnings if one.startswith("Stoichiometry")]


def test_a_run_whose_cargo_is_counted_is_told_once_and_with_its_own_copies():
    """As many applications of vesicles that nobody loaded, that were loaded with little, and that were loaded with much."""
    (native,), (little,) = of_run(record()), of_run(record(loading=LOADED.replace("10 ug", "1 pg")))
    assert "copies of miR-140-5p to a cell" in native
    assert "copies of miR-140-5p to a cell" in little
    assert "0.008" not in native + little
    assert of_run(record(loading=LOADED)) == []


def test_the_sentence_holds_the_numbers_of_the_chapter():
    therapy = record()
    found = need_in_run(therapy, run_ensemble(therapy, members=4))
    (said,) = shortfall(found)
    assert f"about {short_number(found.supplies[0].short.median)} times" in said
    assert shortfall(None) == ()


def test_a_run_that_names_no_small_rna_is_told_of_any():
    therapy = record(tissue=SKIN, where="skin")
    said = [one for one in warnings_of_dose(therapy, run_ensemble(therapy, members=2)) if one.startswith("Stoichiometry")]
    assert "0.008 copies of an abundant microRNA" in said[0]
    loaded = record(loading=SIRNA, tissue=SKIN, where="skin")
    assert not [one for one in warnings_of_dose(loaded, run_ensemble(loaded, members=2)) if one.startswith("Stoichiometry")]
