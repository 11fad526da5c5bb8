"""What a treatment makes is no loss."""

from __future__ import annotations

from exoforge.design.summary import _shares
from exoforge.stages.engineer.freeze_thaw_loading import FreezeThawLoading
from exoforge.streams.amounts import vesicle_number
from tests.stages.deliver.feeds import feed


def test_vesicles_that_fuse_are_missing_once_and_all_shares_make_one():
    """Two that fuse leave one: of a share f that enters fusions, f/2 is missing; product, losses and rejects sum to the feed."""
    batch = feed()
    split = FreezeThawLoading(cargo_mass=1e-9, vesicle_loss=0.0).treat(batch)
    losses, rejects = _shares(split)
    left = vesicle_number(split.product) / vesicle_number(batch)
    assert split.made
    assert abs(left + sum(losses.values()) + sum(rejects.values()) - 1.0) < 1e-9
    assert all(0.0 <= share < 1.0 for share in losses.values())
