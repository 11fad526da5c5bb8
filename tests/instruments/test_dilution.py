"""A dilution is applied once, to what it is of, and is told."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.instruments.dilution import holds_concentration, of_stock, parse_dilution, with_dilution
from exoforge.streams.measurement import PARTICLES_PER_PROTEIN, UNDILUTED, ArraySpec, Dilution, Figure, Measurement

SPEC = (ArraySpec(name="dilution", dims=("video",), unit="", meaning="of each video"),)


def measurement(*names, **more):
    units = {"concentration": "particles/m3", PARTICLES_PER_PROTEIN: "particles/kg protein"}
    figures = tuple(Figure(name=name, value=2e14, unit=units.get(name, "m"), meaning="", source="printed") for name in names)
    return Measurement(**({"technique": "nta", "arrays": {}, "specs": SPEC, "sample": "lot 7", "instrument": "x", "figures": figures} | more))


@pytest.mark.parametrize(("text", "factor"), [("1:1000", 1000), ("1/50", 50), ("20x", 20), ("1:1,000", 1000), ("1:2.5", 2.5), ("1e3", 1000)])
def test_a_dilution_is_read_in_every_usual_spelling(text, factor):
    assert parse_dilution(text) == factor


@pytest.mark.parametrize("text", ["1:1.000", "2.500", "0.1", "ten", "1:0", "nan", "inf"])
def test_what_is_no_dilution_or_two_is_refused(text):
    with pytest.raises(SettingError):
        parse_dilution(text)


def test_the_stock_is_told_first_because_other_notices_speak_of_the_file():
    found = of_stock(with_dilution(measurement("concentration", notices=("The concentrations are those in the cell.",)), 100.0))
    assert (UNDILUTED, pytest.approx(2e16)) == (found.figures[0].name, found.figures[0].value)
    assert "times the dilution 1:100 (stated by the user)" in found.notices[0]
    assert of_stock(found) is found
    with pytest.raises(SettingError, match="applied twice"):
        with_dilution(found, 100.0)


def test_videos_of_which_some_are_adjusted_take_no_dilution():
    mixed = measurement("concentration", arrays={"dilution": np.array([100.0, np.nan])}, dilution=Dilution(source="the file"))
    with pytest.raises(SettingError, match="not for all videos alike"):
        with_dilution(mixed, 100.0)


def test_a_table_with_particles_per_protein_takes_no_dilution():
    with pytest.raises(SettingError, match="does not say of which"):
        with_dilution(measurement("concentration", "protein", PARTICLES_PER_PROTEIN), 10.0)


def test_only_particles_per_volume_are_multiplied():
    assert holds_concentration(measurement("concentration"))
    assert not holds_concentration(measurement("z-average"))
