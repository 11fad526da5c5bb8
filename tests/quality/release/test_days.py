"""The days on which files were measured, and whether the lot was there then."""

import dataclasses
from datetime import date

import pytest

from exoforge.quality.release.days import day_deviations, days_of
from exoforge.quality.release.evidence import ReadFile
from exoforge.record.lots.lot import Lot
from exoforge.streams.measurement import Measurement

BARE = Measurement(technique="nta", arrays={}, specs=(), sample="s", instrument="i")


def told(settings, **file):
    lot = Lot.model_validate(
        {"lot_format": "1.0", "id": "L1", "product": "P", "made": date(2026, 1, 5), "expires": date(2027, 1, 5), "file": [{"path": "a.csv"} | file]}
    )
    measured = dataclasses.replace(BARE, settings=settings)
    return list(day_deviations(lot, [ReadFile(file=lot.files[0], sha256="", measurements=(measured, measured))]))


@pytest.mark.parametrize(
    ("settings", "day"),
    [
        ({"Experiment Details": {"Time Captured": "14:26:23  27/10/2020"}}, date(2020, 10, 27)),
        ({"Experiment Details": {"Time Captured": ("09:00:00  05/01/2026",)}}, date(2026, 1, 5)),
        ({"Experiment Details": {"Time Captured": "2:00:00 PM  10/27/2020"}}, date(2020, 10, 27)),
        ({"Head": {"Date": "2023-04-19"}}, date(2023, 4, 19)),
        ({"keywords": {"date": "25-OCT-2016"}}, date(2016, 10, 25)),
        ({"keywords": {"$DATE": "25.10.2016"}}, date(2016, 10, 25)),
        ({"Record": {"Measurement Start Date And Time": "2026-02-25T08:32:03.8870644Z"}}, date(2026, 2, 25)),
        ({"Table": {"Measurement Date and Time": "Tuesday, April 5, 2016 2:34:11 PM"}}, date(2016, 4, 5)),
        ({"Table": {"Measurement Date and Time": "05 April 2016 14:34:11"}}, date(2016, 4, 5)),
        ({"image": {"AcquisitionDate": "2024-03-01T10:00:00"}}, date(2024, 3, 1)),
    ],
)
def test_the_day_of_measuring_is_read_as_instruments_write_it(settings, day):
    assert [one.day for one in days_of(dataclasses.replace(BARE, settings=settings))] == [day]


@pytest.mark.parametrize(
    "settings",
    [
        {"Head": {"Particle Drift Checked": "1904-01-01 01:00:00"}},
        {"Head": {"Date": "1904-01-01"}},
        {"Head": {"Date": "31/02/2026"}},
        {"Head": {"Date": "yesterday"}},
        {"Head": {"Date": 20260105}},
        {"Calibration": {"Calibration Date": "2020-01-01"}},
        {},
    ],
)
def test_what_is_no_day_of_measuring_is_none(settings):
    assert not list(days_of(dataclasses.replace(BARE, settings=settings)))


def test_a_file_from_before_the_lot_or_after_its_last_day_is_told_once():
    (early,) = told({"Experiment Details": {"Time Captured": "14:26:23  27/10/2020"}})
    assert early == "'a.csv' was measured on 2020-10-27 (its Time Captured is '14:26:23 27/10/2020'), before the lot was made (2026-01-05)."
    (late,) = told({"Head": {"Date": "2027-01-06 09:00:00"}, "Record": {"Measurement Start Date And Time": ("2027-01-06T09:01:00Z", "2027-01-06T09:02:00Z")}})
    assert "after the last day of its use (2027-01-05)" in late
    assert told({"Head": {"Date": "2026-01-05"}}) == told({"Head": {"Date": "2027-01-05"}}) == told({}) == []
    (stated,) = told({}, date=date(2026, 1, 4))
    assert stated == "'a.csv' was measured on 2026-01-04 (as the lot states), before the lot was made (2026-01-05)."
