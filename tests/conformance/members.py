"""Every registered operation with a step that states what it cannot do without, so that each test walks all of them."""

import numpy as np

from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Culture
from exoforge.streams.suspension import Cargo, Suspension

NEEDED = {
    "centrifugation": {"acceleration": "20000 x g (r_max)", "duration": "30 min", "keep": "supernatant"},
    "stock": {"particles": "1e11 particles", "volume": "1 mL"},
    "incubation-loading": {"cargo_mass": "10 ug"},
    "electroporation": {"cargo_mass": "10 ug"},
    "sonication": {"cargo_mass": "10 ug"},
    "extrusion": {"cargo_mass": "10 ug"},
    "freeze-thaw-loading": {"cargo_mass": "10 ug"},
    "saponin-permeabilisation": {"cargo_mass": "10 ug"},
    "thermal-loading": {"cargo_mass": "10 ug"},
    "transfection-loading": {"cargo_mass": "10 ug"},
    "genetic-modification": {"agent": "miR-140-5p"},
    "skin-wound": {"wound": "diabetic"},
    "skin-wound-bed": {"wound": "diabetic"},
}
"""Settings without a usual value, by kind; an operation that is not listed must do without."""

MEMBERS = tuple(operations().values())
NAMES = tuple(f"{member.stage}/{member.kind}" for member in MEMBERS)


def step_of(member, **further):
    """A step of an operation with the least that it needs."""
    plain = NEEDED.get(member.kind, {}) | further
    settings = {name: leaf_from_plain(value, "planned") for name, value in plain.items()}
    return Step(stage=member.stage, kind=member.kind, settings=settings)


def made(member, **further):
    """An operation with the least that it needs."""
    return member.from_step(step_of(member, **further)).operation


def feed_of(number=None, volume=2e-6):
    """A suspension with vesicles, lipoproteins and solutes; `number` replaces the particles."""
    culture = next(member for member in MEMBERS if issubclass(member, Culture) and member.kind == "flask")
    medium = made(culture, supplement="fbs", cells="1e7 cells", volume="20 mL").produce()
    return Suspension(
        grid=medium.grid,
        species=medium.species,
        number=medium.number if number is None else np.resize(np.asarray(number, dtype=np.float64), medium.number.shape),
        volume=volume,
        solutes=medium.solutes,
        medium="pbs",
        cells=1e7,
        cargo={"doxorubicin": Cargo(mass=1e-9)},
    )
