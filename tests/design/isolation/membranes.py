"""Feeds and steps of tangential flow for the tests: what they hold is written here, so that no table of culture media moves them."""

import dataclasses

from exoforge.design.isolation.feed import usual_feed
from exoforge.design.plan import PlannedStep
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.contract import step_key
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration

PARTICLES = {"ev": 1.6e11, "vldl": 2e12, "ldl": 5e15, "hdl": 1e17}
THIN = {"albumin": 1.1e-3, "igg": 5e-6, "soluble-protein": 0.7e-3}
DENSE = {"albumin": 2e-3, "igg": 0.5e-3, "soluble-protein": 1e-3}
"""[particles], [kg] in 500 mL."""


def planned(**settings):
    """A step of tangential flow; an empty text leaves a setting out."""
    stated = {"area": "100 cm2", "concentration_factor": 10, "diavolumes": 6} | settings
    leaves = {name: leaf_from_plain(one, "planned") for name, one in stated.items() if one != ""}
    step = Step(stage="isolate", kind="tangential-flow-filtration", settings=leaves)
    hinged = TangentialFlowFiltration.from_step(step)
    return PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)


def feed(*, particles=PARTICLES, solutes=THIN):
    """500 mL with those kinds of the usual medium that are named, in these amounts."""
    usual = usual_feed()
    medium = usual.suspension
    kept = [place for place, one in enumerate(medium.species) if one.name in particles]
    number = medium.number[kept]
    amounts = [[particles[medium.species[place].name]] for place in kept]
    suspension = dataclasses.replace(
        medium,
        species=tuple(medium.species[place] for place in kept),
        number=number / number.sum(axis=1, keepdims=True) * amounts,
        volume=5e-4,
        solutes=dict(solutes),
    )
    return dataclasses.replace(usual, suspension=suspension)


def dense_feed():
    """With as much protein as serum-rich medium holds: it gels while it is concentrated."""
    return feed(solutes=DENSE)


DENSE_SETTINGS = {"sieving": "film", "membrane_cutoff": "100 kDa", "concentration_factor": 60, "diavolumes": 5, "flux": "40 LMH"}
