"""The sites of an exposure that this body has."""

from __future__ import annotations

from exoforge.stages.distribute.physiology.bodies import ORGANS

REST = "rest-of-body"
ORGAN_SITES = tuple(REST if organ == "rest" else organ for organ in ORGANS)
"""The term of each organ."""

SITES_OF_BLOOD = ("carrier", "blood", *ORGAN_SITES, "cleared")
"""Sites when vesicles are given into blood. ``blood`` is plasma and all vessels; an organ is its cells."""
SITES = ("carrier", "local-free", "lymph", "not-absorbed", "blood", *ORGAN_SITES, "cleared")
"""Sites by any other route; ``local-free`` is the place of entry."""

TARGETS = ("blood", *ORGAN_SITES)
"""Sites on which a response may depend."""
