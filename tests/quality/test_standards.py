"""Bead standards are known by their names, and vesicles that beads or a medium had to do with are none."""

import pytest

from exoforge.instruments.catalog import read_measurements
from exoforge.quality.standards import is_standard, without_standards
from exoforge.streams.measurement import Measurement
from tests.shared_data import shared


def measured(sample, technique="nta"):
    return Measurement(technique=technique, arrays={}, specs=(), sample=sample, instrument="none")


@pytest.mark.parametrize("name", ["100 nm beads", "BEAD_200", "std polystyrene 100", "PolystyreneBeads", "100nmBeads day 2", "Standard 3", "standards_MASTER"])
def test_a_standard_is_known_by_its_name(name):
    assert is_standard(measured(name))


@pytest.mark.parametrize(
    "name", ["EV lot 7", "bead-captured EV", "CD63 beads, eluate", "beads_elution 2", "standard medium, 72 h", "standardised EV", "beaded", ""]
)
def test_a_preparation_is_none(name):
    assert not is_standard(measured(name))


def test_a_standard_of_a_plate_is_part_of_its_assay():
    assert not is_standard(measured("BCA standard", "plate-reader"))


def test_what_is_left_out_is_told_once_for_a_file():
    vesicles, beads = measured("EV lot 7"), measured("beads")
    assert without_standards([vesicles]) == ((vesicles,), ())
    kept, told = without_standards([beads, vesicles, beads])
    assert kept == (vesicles,)
    assert len(told) == 1


def test_a_real_series_of_beads_is_left_out():
    kept, told = without_standards(read_measurements(shared("data/instruments/nanosight_bead_series/standards_MASTER-ExperimentSummary.csv")))
    assert not kept
    assert len(told) == 1
