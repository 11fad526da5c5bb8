"""What the answers for machines share."""

import json
import math

from exoforge.report.plain import finite, plain_references


def test_what_is_not_finite_becomes_null_at_any_depth():
    found = finite({"a": math.inf, "b": [1.0, math.nan, {"c": -math.inf}], "d": "inf", "e": 3})
    assert found == {"a": None, "b": [1.0, None, {"c": None}], "d": "inf", "e": 3}
    json.dumps(found, allow_nan=False)


def test_references_are_whole_and_each_once():
    found = plain_references(["livshits2015", "philo2023", "livshits2015"])
    assert [one["key"] for one in found] == ["livshits2015", "philo2023"]
    assert set(found[0]) == {"key", "text", "doi", "pmid", "status"}
