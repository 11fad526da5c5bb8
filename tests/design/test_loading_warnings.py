"""What a run says of its loadings: claimed, computed, packed, beside the vesicles, and gone again."""

import pytest

from exoforge.design.ensemble import ensemble_of
from exoforge.design.loading_warnings import warnings_of_loading
from exoforge.design.plan import plan_of
from tests.design.records import CULTURE, SPIN, record


def warned(**settings):
    kind = settings.pop("kind", "incubation-loading")
    lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
    loading = f'[[step]]\nstage = "engineer"\nkind = "{kind}"\n{lines}'
    return warnings_of_loading(ensemble_of(plan_of(record(CULTURE, SPIN, loading)), members=2))


def test_a_claim_is_called_a_claim():
    found = warned(cargo="siRNA", cargo_mass="5 ug", efficiency="30 %")
    assert any("the record claims 30 % of the siRNA, but as concentrated inside as outside the lumens hold at most" in one for one in found)
    assert not any("computed" in one for one in found)


def test_what_is_computed_is_called_computed_and_is_said_to_leave_as_it_came():
    (found,) = (one for one in warned(cargo="paclitaxel", cargo_mass="20 ng") if "computed" in one)
    assert "came in through membranes that let it out again" in found
    assert "leaves within 24 s" in found
    assert "claims" not in found
    (staying,) = (one for one in warned(cargo="paclitaxel", cargo_mass="20 ng", permeability="0 m/s") if "computed" in one)
    assert "the rest is in or on membranes" in staying


def test_a_loading_of_nothing_is_told_and_so_is_the_precipitate_that_an_assay_would_find():
    found = warned(kind="electroporation", cargo="siRNA", cargo_mass="5 ug", voltage="400 V", gap="4 mm", precipitated_share="25 %")
    assert any("the model brings no siRNA into or onto the vesicles" in one for one in found)
    (beside,) = (one for one in found if "0 % is in or on vesicles, 75 % is dissolved and 25 % lies beside them as a precipitate (" in one)
    assert "% of all particles); an assay" in beside


def test_more_copies_than_fill_a_lumen_are_told():
    """1 mg of siRNA is 4.5e16 molecules; a lumen of 90 nm holds some 1.5e4 of them."""
    found = warned(cargo="siRNA", cargo_mass="1 mg", efficiency="60 %")
    assert any("copies of siRNA for each vesicle are more than the" in one for one in found)
    assert not any("copies of siRNA" in one for one in warned(cargo="siRNA", cargo_mass="1 ng", efficiency="60 %"))


@pytest.mark.parametrize("permeability", ["0 m/s", "1e-15 m/s"])
def test_a_cargo_that_stays_or_that_has_no_partition_is_not_said_to_leave(permeability):
    found = warned(cargo="a large thing", cargo_mass="1 ug", permeability=permeability, partition_coefficient="0.5")
    assert not any("let it out again" in one for one in found)


def test_a_perfect_opening_is_no_doubtful_loading():
    """The room that membranes take lifts the equilibrium a little above the ceiling; that is no reason to speak of membranes."""
    opening = {"field": "400 kV/cm", "pulse_duration": "2 ns", "pore_permeability": "1e-3 m/s", "open_time": "10 s"}
    found = warned(kind="electroporation", cargo="siRNA", cargo_mass="5 ug", precipitated_share="0 %", **opening)
    assert len(found) == 1
    assert "is dissolved" in found[0]
