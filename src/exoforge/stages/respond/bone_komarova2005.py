"""Bone remodelling under parathyroid hormone, on the shelf: the system of Komarova 2003 at rest, which the hormone disturbs."""

from __future__ import annotations

from exoforge.laws.kinetics.card import Claim, ModelCard, Origin
from exoforge.stages.respond.bone_remodelling import remodelling
from exoforge.stages.respond.untreated import at, claims_of, untreated

MODEL = remodelling("bone_komarova2005", "Bone remodelling at rest, for parathyroid hormone", cite="komarova2005", osteoclasts=1.06066, osteoblasts=212.132)
HORMONE = -0.3
"""[1] An exponent g21 weaker than the -0.5 of rest, to have something to compare; the values of the article are not in the file."""


_number = claims_of("parathyroid", "the published file BioModels 279 with g21 = -0.3, by another solver")


def _claim(key: str, title: str, expected: float, tolerance: float, unit: str, g21: float, day: float, state: str, origin: Origin) -> Claim:
    return _number(key, title, expected, tolerance, unit, lambda: at(untreated(MODEL, 200.0, 2001, (("g21", g21),)), day, state), origin)


CARD = ModelCard(
    key="komarova2005",
    title="Bone remodelling at rest, for parathyroid hormone",
    tissue="bone",
    model=MODEL,
    cite=("komarova2005", "komarova2005_model"),
    read_from="the published file BioModels 279 with its notes, and the abstract of the article in it; the article itself was not read",
    claims=(
        _claim("rest C", "osteoclasts stay at rest", 1.125**0.5, 1e-4, "cells", -0.5, 200.0, "C", "analytic"),
        _claim("rest z", "bone mass stays", 100.0, 1e-3, "%", -0.5, 200.0, "z", "analytic"),
        _claim("g21 C", "g21 = -0.3, osteoclasts at day 50", 4.66542715, 1e-5, "cells", HORMONE, 50.0, "C", "independent run"),
        _claim("g21 B", "g21 = -0.3, osteoblasts at day 50", 709.91552, 1e-3, "cells", HORMONE, 50.0, "B", "independent run"),
        _claim("g21 z", "g21 = -0.3, bone mass at day 200", 84.160155, 1e-4, "%", HORMONE, 200.0, "z", "independent run"),
    ),
    behaviours=("A lasting change of g21 costs bone, as the abstract says of the lasting hormone.",),
    not_reproduced=(
        "Gain of bone by short pulses of the hormone, the point of the article: the pulses and values of its figures are not in the file.",
        "The file corrects a start of 10.06066 osteoclasts to 1.06066; which of them a figure used was not checked.",
    ),
    cannot_say=("What vesicles do: nothing in print ties a cargo to the exponent that the hormone moves.", "How a fracture heals: one site of intact bone."),
)
