"""What a careful colleague would say about a loading: where the cargo would have to be, how much of it is in vesicles at all, and how long it stays."""

from __future__ import annotations

import math
from collections.abc import Iterator

from exoforge.base.units import short_number, short_percent
from exoforge.design.ensemble import Ensemble
from exoforge.design.river import Passage
from exoforge.stages.engineer.aggregates import precipitated_mass
from exoforge.stages.engineer.incubation import EMPTYING
from exoforge.stages.engineer.loading import Loading
from exoforge.streams.amounts import particle_number

ABOVE = 1.05
"""Over the lumen ceiling from which it is told; a choice, wider than what the ceiling leaves out (the room that membranes take)."""
BESIDE = 0.1
"""Share of a cargo outside the vesicles of the preparation from which it is told; a choice."""
WASH = 4 * 3600.0
"""[s] A cargo that leaves vesicles within this time is not followed rightly through a wash; a choice."""


def warnings_of_loading(ensemble: Ensemble) -> list[str]:
    """Every warning about what was loaded, as a sentence with its numbers (central member)."""
    passages = ensemble.central.river.passages
    loaded = [(passage, passage.operation) for passage in passages if isinstance(passage.operation, Loading)]
    found = [sentence for passage, loading in loaded for sentence in _of_step(passage, loading)]
    for name in dict.fromkeys(loading.cargo for _, loading in loaded):
        found += _beside(passages[-1], name)
    return found


def _of_step(passage: Passage, loading: Loading) -> Iterator[str]:
    figures = passage.split.figures if passage.split is not None else {}
    share, ceiling, name = figures.get("loading_efficiency", 0.0), figures.get("lumen_ceiling", 0.0), loading.cargo
    if loading.efficiency_basis == "claimed":
        if share > ABOVE * ceiling:
            yield (
                f"{loading.title}: the record claims {100 * share:.3g} % of the {name}, but as concentrated inside as outside the lumens hold at most "
                f"{short_percent(ceiling, 3)} at this concentration; the rest must be in or on membranes, or be free or precipitated cargo that was "
                "counted as loaded."
            )
    elif loading.cargo_mass > 0:
        yield from _of_computed(loading, share, ceiling, figures.get(EMPTYING, math.inf))
    copies, packed = figures.get("copies per vesicle", 0.0), figures.get("packing ceiling, copies per vesicle", math.inf)
    if copies > packed:
        yield (
            f"{loading.title}: {short_number(copies)} copies of {name} for each vesicle are more than the {short_number(packed)} that fill a lumen packed "
            "like poured spheres; no method brings so many inside, whatever was measured with the vesicles."
        )


def _of_computed(loading: Loading, share: float, ceiling: float, emptying: float) -> Iterator[str]:
    name = loading.cargo
    if share == 0:
        yield (
            f"{loading.title}: the model brings no {name} into or onto the vesicles; if it acts all the same, it came in by a way that the equations do not "
            "hold, or acts from beside them."
        )
    elif emptying < WASH:
        yield (
            f"{loading.title}: the {short_percent(share, 3)} of the {name} that is computed to be loaded came in through membranes that let it out again. Once "
            f"the cargo outside is washed away or diluted, most of it leaves within {_span(emptying)}, by the permeability used, which is uncertain; no later "
            "step follows this, so that what is stored and given of it is an upper bound."
        )
    elif share > ABOVE * ceiling:
        yield (
            f"{loading.title}: {short_percent(share, 3)} of the {name} is computed to be loaded, of which the lumens hold at most {short_percent(ceiling, 3)}; "
            "the rest is in or on membranes, by the settings used."
        )


def _beside(last: Passage, name: str) -> Iterator[str]:
    """Cargo in the preparation that an assay of it would count as loaded."""
    one = last.suspension
    inside = one.cargo[name].mass if name in one.cargo else 0.0
    free, solid = one.solutes.get(name, 0.0), precipitated_mass(one, name)
    whole = inside + free + solid
    pieces = float(one.number[[kind.made_of == name for kind in one.species]].sum())
    counted = f" ({short_percent(pieces / particle_number(one), 3)} of all particles)" if pieces > 0 else ""
    if whole > 0 and free + solid >= BESIDE * whole:
        yield (
            f"Of the {name} in the preparation {short_percent(inside / whole, 3)} is in or on vesicles, {short_percent(free / whole, 3)} is dissolved and "
            f"{short_percent(solid / whole, 3)} lies beside them as a precipitate{counted}; an assay of the whole preparation counts all of it as loaded."
        )


def _span(seconds: float) -> str:
    unit, size = next((one for one in (("h", 3600.0), ("min", 60.0)) if seconds >= one[1]), ("s", 1.0))
    return f"{short_number(seconds / size)} {unit}"
