"""Normal bone remodelling after Ayati 2010, on the shelf: the system of Komarova 2003 with bone that is removed from the start."""

from __future__ import annotations

from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.respond.bone_remodelling import remodelling
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, untreated, values_of_state

MODEL = remodelling("bone_ayati2010", "Normal bone remodelling, one cycle", cite="ayati2010", osteoclasts=11.06, osteoblasts=212.13)


def _site() -> Trajectories:
    return untreated(MODEL, 300.0, 6001)


_claim = claims_of("ayati", "the published file BioModels 401, by another solver")

CARD = ModelCard(
    key="ayati2010",
    title="Normal bone remodelling, one cycle",
    tissue="bone",
    model=MODEL,
    cite=("ayati2010", "ayati2010_model"),
    read_from="the published file BioModels 401 with its list of misprints of the article, and the abstract in it; the article itself was not read",
    claims=(
        _claim("osteoblasts", "peak of osteoblasts", 396.9094, 0.001, "cells", lambda: peak(_site(), "B")),
        _claim("osteoblast day", "day of the peak of osteoblasts", 14.1, 0.05, "d", lambda: peak_time(_site(), "B")),
        _claim("least bone", "lowest bone mass", 89.786003, 1e-4, "%", lambda: float(values_of_state(_site(), "z").min())),
        _claim("bone day 100", "bone mass at day 100", 99.785424, 1e-4, "%", lambda: at(_site(), 100.0, "z")),
        _claim("bone day 200", "bone mass at day 200", 99.980493, 1e-4, "%", lambda: at(_site(), 200.0, "z")),
    ),
    behaviours=("After one cycle the bone that was removed is back.",),
    not_reproduced=(
        "Myeloma and its treatment, the point of the article, are other files and are not held here.",
        "The lasting oscillations of the abstract need other exponents.",
    ),
    cannot_say=("What vesicles do: no effect is coupled to it; `bone-remodelling` holds the same equations for that.", "How a fracture heals."),
)
