import pytest

from exoforge.base.errors import UnitError
from exoforge.base.units import Quantity
from exoforge.record.dose_units import DoseForm, canonical, dose_forms, form_of
from exoforge.record.therapy import DOSE_UNITS


@pytest.mark.parametrize("form", dose_forms(), ids=lambda form: form.unit)
def test_a_form_is_known_by_its_unit(form):
    assert form_of(Quantity(value=1.0, unit=form.unit)) == form


def test_every_unit_of_a_record_is_a_form_and_kept_as_it_is():
    units = {form.unit for form in dose_forms()}
    assert set(DOSE_UNITS) <= units


def test_a_dose_is_kept_in_one_unit_per_form():
    assert canonical(Quantity(value=0.8, unit="mg")) == Quantity(value=800.0, unit="ug")
    assert canonical(Quantity(value=20.0, unit="pmol/kg")).unit == "mol/kg"
    assert form_of(Quantity(value=5.0, unit="ng/g")) == DoseForm(kind="mass", per="kg")


@pytest.mark.parametrize("unit", ["", "%", "h", "nm", "ug/h"])
def test_what_is_no_dose_is_refused(unit):
    with pytest.raises(UnitError, match="no unit of a dose"):
        form_of(Quantity(value=1.0, unit=unit))
