"""Words that the rooms of isolation share: the kinds of a feed, speeds and forces, and what was taken because nobody stated it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from exoforge.base.terms import is_term, term
from exoforge.base.trace import Assumption
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.report.display import NARROW, round_amount
from exoforge.report.words import spoken

NAMES: Mapping[str, str] = {
    "ev": "vesicles of the cells",
    "serum-ev": "vesicles of the serum",
    "vldl": "VLDL",
    "ldl": "LDL",
    "hdl": "HDL",
    "protein-aggregate": "protein aggregates",
    "protein-complex": "protein complexes",
    "igg": "IgG",
    "soluble-protein": "other soluble protein",
}
"""Kinds of a feed in few words, where those are not the label of the vocabulary."""
HEADS: Mapping[str, str] = {
    **NAMES,
    "ev": "vesicles",
    "serum-ev": "serum vesicles",
    "protein-aggregate": "aggregates",
    "protein-complex": "complexes",
    "soluble-protein": "other protein",
}
"""The same as heads of columns."""


def kind_name(kind: str) -> str:
    """A kind of a feed in few words: ``vesicles of the cells``, ``VLDL``."""
    return NAMES.get(kind) or kind_label(kind)


def kind_head(kind: str) -> str:
    """A kind of a feed as the head of a column: ``serum vesicles``."""
    return HEADS.get(kind) or kind_label(kind)


def kind_label(kind: str) -> str:
    """A kind of a feed in full, by the label of the vocabulary: ``very low-density lipoprotein``."""
    return term("species_in_suspension", kind).label if is_term("species_in_suspension", kind) else spoken(kind)


def speed_text(speed: float) -> str:
    """A speed [rad/s] as a centrifuge shows it: ``35 781 rpm``."""
    return f"{_whole(speed * 30.0 / math.pi)} rpm"


def force_text(acceleration: float) -> str:
    """An acceleration [m/s2] as a multiple of gravity, to four digits: ``100 000 × g``."""
    return f"{_whole(float(f'{acceleration / STANDARD_GRAVITY:.4g}'))} × g"


def taken_text(one: Assumption) -> str:
    """What was taken for a setting that nobody stated: ``bed porosity 0.38``."""
    return f"{spoken(one.name)} {one.value if isinstance(one.value, str) else round_amount(one.value, one.unit)}"


def _whole(value: float) -> str:
    """A whole number, its thousands apart from five digits on."""
    return f"{value:,.0f}".replace(",", NARROW if value >= 1e4 else "")
