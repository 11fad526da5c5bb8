"""Instrument files are evidence by their figures, markers and settings, with their own doubts; what was computed is none."""

import math
from pathlib import Path

import pytest

from exoforge.quality.evaluate import evaluate
from exoforge.quality.file_claims import measured_claims
from exoforge.record.files import parse_record
from exoforge.streams.measurement import Dilution, Figure, FileSource, Marker, Measurement

HEAD = 'exoforge = "1.0"\nid = "lot"\nstanding = "performed"\n'
GRAMS = HEAD + '[[measurement]]\ntechnique = "bca"\nquantity = "protein"\nvalue = "10 ug/mL"\n'


def figure(name, value, unit):
    return Figure(name=name, value=value, unit=unit, meaning="as printed", source="printed")


def made(technique="nta", name="A12.csv", file=True, **parts):
    source = FileSource(name=name, sha256="0" * 64, reader="made", reader_version="1") if file else None
    return Measurement(technique=technique, arrays={}, specs=(), sample="A12", instrument="made", file=source, **parts)


def verdict(rule, *measurements, text=HEAD, rules="misev2018"):
    return next(one for one in evaluate(parse_record(text), measurements, rules) if one.rule.id == rule)


def concentration(dilution, value=2e16):
    return made(figures=(figure("concentration", value, "particles/m3"),), dilution=dilution)


def test_markers_of_a_file_decide_and_name_the_file():
    markers = (Marker(name="CD63", result="positive", said="above the negative control"), Marker(name="calnexin", result="negative", said="not found"))
    file = made("proteomics", "proteins.csv", markers=markers)
    found = verdict("transmembrane-protein", file)
    assert (found.state, found.evidence) == ("met", ("file 'proteins.csv': proteomics CD63 positive (above the negative control)",))
    assert verdict("contaminants", file).state == "met"
    assert verdict("transmembrane-protein", made(markers=markers, file=False)).state == "not reported"


def test_a_marker_that_is_only_quantified_asks_for_a_word():
    file = made("proteomics", markers=(Marker(name="CD63", result="quantified", said="intensity", value=3e6),))
    assert verdict("transmembrane-protein", file).state == "not reported"
    assert verdict("enriched-proteins", file, rules="ev-metric").evidence[-1] == "1 of 3 markers stated"


@pytest.mark.parametrize(
    ("dilution", "ratio"),
    [
        (Dilution(factor=100.0, applied=True, source="the file"), "2e+09"),
        (Dilution(factor=100.0, applied=False, source="the file"), "2e+11"),
        (Dilution(), None),
    ],
)
def test_a_ratio_takes_the_concentration_of_the_undiluted_sample_or_none(dilution, ratio):
    """2e16 particles/m3 are 2e10 particles/mL; over 10 ug protein/mL that is 2e9 particles per ug protein."""
    found = verdict("ratio-of-quantities", concentration(dilution), text=GRAMS)
    if ratio is None:
        assert found.state == "not reported"
    else:
        assert found.evidence[0] == f"{ratio} particles per ug protein, computed from the stated figures"


def test_protein_and_lipid_of_a_plate_are_quantifications():
    plate = made("protein-assay", figures=(figure("protein", 0.012, "kg/m3"), figure("lipid", 0.004, "kg/m3")))
    found = verdict("two-quantifications", plate)
    assert found.state == "met"
    assert "protein 12 ug protein/mL" in found.evidence[0]
    assert "lipid 4 ug/mL" in found.evidence[1]


def test_a_file_without_an_amount_is_no_quantification():
    sized = made(figures=(figure("mode diameter", 1.2e-7, "m"),))
    assert verdict("two-quantifications", sized, text=GRAMS).state == "not reported"
    assert verdict("single-vesicle-counts", sized).state == "met"
    assert verdict("other-compartments", sized).state == "not reported"  # a diameter below 200 nm is a claim on small vesicles


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_numbers_that_are_none_are_not_repeated(value):
    claims = measured_claims([concentration(Dilution(factor=1.0, applied=True), value)])
    assert [claim.result for claim in claims] == ["file"]


def test_the_doubts_of_the_instrument_travel():
    flags = {"Validity": ("Unreliable",)}
    file = made(flags=flags, notices=("The instrument says of 'Validity': 'Unreliable' in video 1.", "The dilution is not recorded."))
    assert (
        verdict("single-vesicle-counts", file)
        .evidence[0]
        .endswith("; the instrument warns: the instrument says of 'Validity': 'Unreliable' in video 1 (and 1 more)")
    )
    doubtful = made(notices=("The file is cut off.",))
    assert verdict("single-vesicle-counts", doubtful).evidence[0].endswith("; a notice on the file warns: the file is cut off")


def test_an_image_counts_with_the_views_that_its_name_tells():
    wide, close = made("tem", "A12 wide-field.tif"), made("tem", "A12_close-up.tif")
    assert verdict("single-vesicle-images", wide).state == "not reported"
    assert verdict("single-vesicle-images", wide, close).state == "met"


def test_settings_of_a_file_count():
    file = made("flow-cytometry", "a.fcs", settings={"keywords": {"$VOL": "37.76", "threshold": "(SSC,1500)"}})
    states = {one.rule.id: one.state for one in evaluate(parse_record(HEAD), [file], "miflowcyt-ev")}
    assert (states["trigger"], states["flow-rate"], states["detergent"]) == ("met", "met", "not reported")


def test_a_real_file_brings_its_warning():
    from exoforge.instruments.catalog import read_measurements
    from tests.shared_data import shared

    folder: Path = shared("data/instruments/nanosight_summaries")
    path = next(folder.glob("AD_0h*ExperimentSummary.csv"))
    found = verdict("single-vesicle-counts", *read_measurements(path))
    assert found.state == "met"
    assert "the instrument warns: the instrument says of 'Validity of concentration measurement': 'Be cautious of data due to noise'" in found.evidence[0]
