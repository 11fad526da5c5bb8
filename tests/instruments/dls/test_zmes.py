"""The reader of Zetasizer databases: known truth comes back, and what is damaged or hostile is refused in one sentence."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurement, read_measurements
from exoforge.instruments.dls import ZetasizerVirtual, write_zmes
from exoforge.instruments.dls.database import doubles_of
from exoforge.instruments.dls.generator import blob_of
from tests.instruments.dls.samples import lognormal, one_size
from tests.shared_data import shared


def figure(measured, name):
    return next(one for one in measured.figures if one.name == name)


@pytest.fixture(scope="module")
def measured():
    return ZetasizerVirtual().observe(lognormal(), videos=3, rng=np.random.default_rng(1))


@pytest.fixture
def path(measured, tmp_path):
    write_zmes(measured, tmp_path / "file.zmes")
    return tmp_path / "file.zmes"


def edited(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def refused(path, match):
    with pytest.raises(FileError, match=match) as refusal:
        read_measurements(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_what_was_written_is_read_with_every_repeat(path, measured):
    found = read_measurement(path)
    for name in ("z_average", "polydispersity_index", "temperature", "dispersant_viscosity", "scattering_angle", "intensity", "lag_time", "correlation"):
        assert found.arrays[name] == pytest.approx(measured.arrays[name], rel=1e-12), name
    assert figure(found, "z-average").repeats == 3
    assert found.settings["Sample Settings"]["Dispersant/Name"] == "Water"
    assert found.flags["Quality Indicator"] == ("GoodData",) * 3
    assert "Synthetic" in found.unread["table StoreMetadata"]
    assert [one.label for one in found.distributions] == ["repeat 1", "repeat 2", "repeat 3"]
    assert {one.weighting for one in found.distributions} == {"intensity"}


def test_the_z_average_is_found_again_from_the_correlogram(path):
    found = read_measurement(path)
    assert found.arrays["z_average_computed"] == pytest.approx(found.arrays["z_average"], rel=1e-9)
    assert not any("correlogram of repeat" in one for one in found.notices)


def test_a_z_average_that_the_correlogram_does_not_give_is_told(measured, tmp_path):
    wrong = {("Size Analysis Result", "Cumulants Result", "Z-Average (nm)"): 150.0}
    write_zmes(measured, tmp_path / "file.zmes", extra=wrong)
    assert any("The correlogram of repeat 1 gives" in one and "150 nm" in one for one in read_measurement(tmp_path / "file.zmes").notices)


def test_warnings_of_the_instrument_and_a_broad_sample_become_notices(measured, tmp_path):
    extra = {
        ("Quality Indicator",): "AdviceAvailable",
        ("Size Analysis Result", "Cumulants Result", "Polydispersity Index (PI)"): 0.9,
        ("Size Analysis Result", "Sizes of something new"): np.array([1.0, 2.0]),
        ("Actual Instrument Settings", "Dispersant Viscosity (cP)"): 2.0,
    }
    write_zmes(measured, tmp_path / "file.zmes", planned=5, extra=extra)
    found = read_measurement(tmp_path / "file.zmes")
    said = " ".join(found.notices)
    assert "'AdviceAvailable' in repeat 1, repeat 2, repeat 3" in said
    assert "above 0.7 the sample is too broad" in said
    assert "of 5" in said
    assert "where water has" in said
    assert found.settings["Size Analysis Result"]["Sizes of something new"] == (1.0, 2.0)


@pytest.mark.parametrize(("whole", "told"), [(400.0, 3), (1e300, 0), (float("inf"), 0), (-5.0, 0)])
def test_a_z_average_that_rests_on_sub_runs_set_aside_is_told(measured, tmp_path, whole, told):
    write_zmes(measured, tmp_path / "file.zmes", extra={("Unclassified Size Analysis Result", "Cumulants Result", "Z-Average (nm)"): whole})
    notices = [one for one in read_measurement(tmp_path / "file.zmes").notices if "set aside as dust" in one]
    assert len(notices) == told
    if whole == 400.0:
        assert f"is {measured.arrays['z_average'][0] * 1e9:.1f} nm without" in notices[0]
        assert "400.0 nm with them" in notices[0]


Z_AVERAGE = "ParameterTypeId = (SELECT Id FROM RecordParameterTypes WHERE FriendlyName = 'Z-Average (nm)')"


def test_repeats_that_are_not_alike_are_told_with_the_value_of_each(path):
    assert not any("not alike" in one for one in read_measurement(path).notices)
    edited(path, f"UPDATE RecordParameterData SET Data_Double = 150 WHERE RecordId = 2 AND {Z_AVERAGE}")
    found = read_measurement(path)
    first, _, third = found.arrays["z_average"] * 1e9
    (said,) = (one for one in found.notices if "not alike" in one)
    assert f"z-average in nm {first:.1f}, 150.0 and {third:.1f}" in said


def test_how_far_the_computed_z_average_lies_from_the_printed_one_is_told(path):
    edited(path, f"UPDATE RecordParameterData SET Data_Double = Data_Double * 1.001 WHERE RecordId = 2 AND {Z_AVERAGE}")
    assert "0.1 % or less from the printed one" in figure(read_measurement(path), "z-average, computed again").meaning


def test_the_mean_of_the_classes_is_that_of_their_diameters(tmp_path):
    """75 % of the light at 100 nm and 25 % at 200 nm: 125 nm."""
    shares = np.zeros(70)
    shares[[10, 30]] = 75.0, 25.0
    sizes = 50.0 + 5.0 * np.arange(70)
    extra = {("Size Analysis Result", "Particle Size Intensity Distribution"): shares, ("Size Analysis Result", "Sizes"): sizes}
    write_zmes(ZetasizerVirtual().observe(one_size(100e-9)), tmp_path / "file.zmes", extra=extra)
    assert figure(read_measurement(tmp_path / "file.zmes"), "mean diameter by intensity").value == pytest.approx(125e-9, rel=1e-9)


def test_records_of_another_sample_are_measurements_of_their_own(path):
    edited(path, "UPDATE RecordParameterData SET Data_Text = 'another' WHERE RecordId = 2 AND Data_Text = 'suspension'")
    found = read_measurements(path)
    assert [(one.sample, one.arrays["z_average"].size) for one in found] == [("suspension", 2), ("another", 1)]


def test_the_same_repeat_twice_is_no_repeat(path):
    edited(path, "UPDATE RecordParameterData SET Data_Int64 = 1 WHERE RecordId = 2 AND Data_Int64 = 2")
    assert [one.arrays["z_average"].size for one in read_measurements(path)] == [2, 1]


def test_an_unknown_data_type_stays_as_text(path):
    edited(path, "UPDATE RecordParameterTypes SET ParameterDataType = 99 WHERE FriendlyName = 'Software Version'")
    found = read_measurement(path)
    assert "made by exoforge" in found.unread["repeat 1: Software Version"]


def test_a_curve_that_is_cut_is_kept_as_unread_and_its_axis_missed(path):
    edited(path, "UPDATE RecordParameterData SET Data_Blob = substr(Data_Blob, 1, length(Data_Blob) - 5) WHERE length(Data_Blob) > 1000")
    found = read_measurement(path)
    assert "intensity" not in found.arrays
    assert any("data type 70" in text for text in found.unread.values())


@pytest.mark.parametrize(
    ("statement", "match"),
    [
        ("DROP TABLE RecordParameterData", "without the table 'RecordParameterData'"),
        ("DELETE FROM StandardRecords", "no result"),
        ("DELETE FROM RecordParameterData", "no result"),
        ("UPDATE RecordParameterData SET Data_Double = -5 WHERE Data_Double BETWEEN 10 AND 400", "cannot be"),
        ("UPDATE RecordParameterData SET Data_Double = 9e999 WHERE Data_Double BETWEEN 10 AND 400", "cannot be"),
        ("UPDATE RecordParameterData SET Data_Double = 1e300 WHERE Data_Double BETWEEN 10 AND 400", "cannot be"),
    ],
    ids=["table", "records", "data", "negative", "infinite", "huge"],
)
def test_what_is_missing_or_absurd_is_refused(path, statement, match):
    refused(edited(path, statement), match)


def test_a_view_in_place_of_a_table_is_not_run(path):
    counting = "CREATE VIEW StandardRecords AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS Id, '' AS CreatedDateTime FROM c"
    refused(edited(path, "DROP TABLE StandardRecords", counting), "is no plain table")


def test_a_generated_column_is_not_run(path):
    table = "CREATE TABLE StandardRecords (Id INTEGER, RootParameterTypeId INTEGER, CreatedDateTime TEXT GENERATED ALWAYS AS (hex(zeroblob(1000000))))"
    refused(edited(path, "DROP TABLE StandardRecords", table), "is no plain table")


def test_more_rows_than_a_reader_reads_are_refused(path):
    many = "WITH RECURSIVE c(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM c WHERE x < 200100) INSERT INTO StandardRecords (Id) SELECT x FROM c"
    refused(edited(path, many), "more than 200000 rows")


def test_a_tree_that_bites_its_tail_ends(path):
    edited(path, "UPDATE RecordParameterTreeNodes SET ParentNodeId = Id")
    read_measurements(path)


def test_sizes_that_do_not_increase_are_refused(measured, tmp_path):
    write_zmes(measured, tmp_path / "file.zmes", extra={("Size Analysis Result", "Sizes"): np.full(70, 5.0)})
    refused(tmp_path / "file.zmes", "do not increase")


def test_curves_of_another_length_are_refused(measured, tmp_path):
    write_zmes(measured, tmp_path / "file.zmes", extra={("Size Analysis Result", "Particle Size Intensity Distribution"): np.zeros(69)})
    refused(tmp_path / "file.zmes", "69 values of 'intensity' for 70")


def test_numbers_of_the_serialised_array():
    values = np.array([0.3, -1.0, 1e300, 10000.0])
    assert np.array_equal(doubles_of(blob_of(values)), values)
    assert doubles_of(blob_of(np.empty(0))).size == 0
    assert doubles_of(blob_of(values)[:-1]) is None
    assert doubles_of(b"something else") is None
    assert np.array_equal(doubles_of(blob_of(np.arange(490.0))), np.arange(490.0))


def test_a_real_database_gives_its_known_numbers():
    """Printed by ZS Xplorer: z-average 489.144 nm, index 0.2645, 70 classes from 0.3 to 10000 nm, 2.32 mPa s, indices 1.39 and 1.70."""
    found = read_measurement(shared("data/instruments/zetasizer/test.zmes"))
    arrays = found.arrays
    assert arrays["z_average"].shape == (2,)
    assert arrays["z_average"][1] == pytest.approx(489.144e-9, abs=0.001e-9)
    assert arrays["polydispersity_index"][1] == pytest.approx(0.2645, abs=5e-5)
    assert arrays["size"].shape == (70,)
    assert arrays["size"][[0, -1]] == pytest.approx([0.3e-9, 10e-6])
    assert arrays["dispersant_viscosity"] == pytest.approx(2.32e-3)
    assert arrays["dispersant_index"] == pytest.approx(1.39)
    assert arrays["material_index"] == pytest.approx(1.7)
    assert arrays["z_average_computed"] == pytest.approx(arrays["z_average"], rel=2e-5)
    assert arrays["polydispersity_computed"] == pytest.approx(arrays["polydispersity_index"], abs=1e-9)
    assert set(found.unread) == {"table SchemaMeta", "table StandardRecordGroups", "table RecordAuditTrails"}
    assert any("repeat 1, 2 of 3" in one for one in found.notices)
    assert any("(z-average in nm 502.6 and 489.1; index 0.431 and 0.264)" in one for one in found.notices)
    means = [331.29836780738077e-9, 492.17331702095305e-9]  # printed of the only peak of each repeat
    assert figure(found, "mean diameter by intensity").value == pytest.approx(np.mean(means), rel=1e-12)
    assert "0.0017 % or less from the printed one" in figure(found, "z-average, computed again").meaning


def test_one_size_is_reported_as_it_is(tmp_path):
    write_zmes(ZetasizerVirtual().observe(one_size(100e-9)), tmp_path / "file.zmes")
    found = read_measurement(tmp_path / "file.zmes")
    assert figure(found, "z-average").value == pytest.approx(100e-9, rel=1e-6)
    assert figure(found, "polydispersity index").value == pytest.approx(0.0, abs=1e-9)
