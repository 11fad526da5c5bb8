"""Feeds: the usual one, and what a record has made before a step."""

import pytest

from exoforge.base.errors import SettingError
from exoforge.design.isolation.feed import feed_of, usual_feed
from exoforge.streams.amounts import vesicle_number
from tests.design.records import CULTURE, DEPOT, SPIN, record

FILTER = '[[step]]\nstage = "isolate"\nkind = "filtration"\n'


def test_the_usual_feed_holds_what_serum_brings():
    feed = usual_feed()
    assert {"ev", "serum-ev", "ldl"} <= {one.name for one in feed.suspension.species}
    assert feed.assumed
    assert "a choice" in feed.said


def test_settings_are_read_as_a_record_writes_them():
    small, large = usual_feed(volume="10 mL"), usual_feed(volume="100 mL")
    assert large.suspension.volume == pytest.approx(1e-4)
    assert vesicle_number(large.suspension) == pytest.approx(10 * vesicle_number(small.suspension), rel=1e-9)


def test_a_records_feed_is_what_came_before_the_step():
    therapy = record(CULTURE, SPIN, FILTER, SPIN)
    assert vesicle_number(feed_of(therapy, before=("filtration",)).suspension) < vesicle_number(feed_of(therapy).suspension)
    assert "step[2]" in feed_of(therapy, before=("filtration",)).said
    assert "step[1]" in feed_of(therapy, before=("size-exclusion",)).said


def test_a_record_without_a_culture_is_refused():
    with pytest.raises(SettingError, match="no culture step"):
        feed_of(record(DEPOT))
