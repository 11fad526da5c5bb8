import pytest

from exoforge.base.trace import reference
from exoforge.stages.store.containers import REFERENCE_RADIUS, containers, protectants, usual_radius, vessels


def test_every_row_has_its_source():
    for row in containers().values():
        assert reference(row.cite).status == "read"
        assert row.note
    for added in protectants().values():
        assert added.key == "none" or reference(added.cite).status == "read"
    assert {row.status for row in vessels()} <= {"choice", "recalled"}


def test_the_smallest_vessel_that_holds_the_volume_is_usual():
    assert usual_radius(5e-7) == usual_radius(2e-6) == REFERENCE_RADIUS == vessels()[0].radius
    assert [vessel.capacity for vessel in vessels()] == sorted(vessel.capacity for vessel in vessels())
    for vessel in vessels():
        assert usual_radius(vessel.capacity) == vessel.radius
    assert usual_radius(1e-3) == pytest.approx((1e-3 / 6.283185307) ** (1 / 3))
    assert usual_radius(5.1e-5) > vessels()[-1].radius
