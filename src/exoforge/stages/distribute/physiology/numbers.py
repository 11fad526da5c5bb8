"""The numbers of many members for the declared model: their bodies, uptakes and capacities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.stages.distribute.passage import Release
from exoforge.stages.distribute.physiology.bodies import ORGANS, Anatomy, anatomy, bodies
from exoforge.stages.distribute.physiology.model import MOUSE, SATURABLE
from exoforge.stages.distribute.physiology.sites import ORGAN_SITES
from exoforge.stages.distribute.physiology.surfaces import CORONA_ORGANS, shares_bearing, uptake_factors
from exoforge.stages.distribute.routes import routes
from exoforge.streams.product import Product

Floats = NDArray[np.float64]

SHORTEST_LYMPH = 60.0
"""[s] A mean time in lymph below this is taken as this; it is over before anything that follows has changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Members that share their times, with their bodies; `flow`, `vessels` and `tissue` are (n_members, n_organ), SI.

    `bearing` is the share of each member's vesicles that bear its first and its second surface, (n_members, 2).
    """

    members: Sequence[Any]
    anatomies: tuple[Anatomy, ...]
    flow: Floats
    vessels: Floats
    tissue: Floats
    bearing: Floats


def group_of(members: Sequence[Any], products: Sequence[Product] | None = None) -> Group:
    """The members and their bodies, each body computed once; with their products also the share of vesicles that bear the surface, else all."""
    known: dict[tuple[str, float], Anatomy] = {}
    for member in members:
        key = (member.species, member.body_mass)
        if key not in known:
            known[key] = anatomy(bodies()[member.species], member.body_mass)
    found = tuple(known[member.species, member.body_mass] for member in members)
    return Group(
        members=members,
        anatomies=found,
        flow=np.array([one.flow for one in found]),
        vessels=np.array([one.vessels for one in found]),
        tissue=np.array([one.tissue for one in found]),
        bearing=np.array([_bearing(member, None if products is None else products[place]) for place, member in enumerate(members)]),
    )


def _bearing(member: Any, product: Product | None) -> tuple[float, float]:
    return (1.0, 1.0) if product is None else shares_bearing(member, product.loaded)


def into_blood(member: Any) -> bool:
    """Whether the route of a member is into blood."""
    return routes()[member.route].entry == "blood"


def each(group: Group, name: str) -> Floats:
    """One parameter of all members."""
    return np.array([getattr(member, name) for member in group.members], dtype=np.float64)


def capacities(group: Group, given: Floats) -> dict[str, Floats]:
    """The share of all that is given which fills each organ that fills, as parameters of the model."""
    return {f"capacity_{organ}": each(group, f"capacity_{organ}") * group.tissue[:, ORGANS.index(organ)] / given for organ in SATURABLE}


def target_volume(group: Group, member: int) -> float:
    """Volume of a member's target, an organ with its vessels, or plasma with all vessels [m3]."""
    target, one = group.members[member].target, group.anatomies[member]
    return float(one.plasma + one.vessels.sum()) if target == "blood" else float(one.whole[ORGAN_SITES.index(target)])


def uptakes(group: Group) -> Floats:
    """Uptake clearance of each organ, empty, (n_members, n_organ) [m3/s]."""
    mouse = np.multiply.outer(each(group, "other"), MOUSE.tissue)
    mouse[:, ORGANS.index("brain")] *= each(group, "brain")
    for organ in ("liver", "spleen", "lung"):
        mouse[:, ORGANS.index(organ)] = each(group, organ)
    share = each(group, "scaling")[:, np.newaxis]
    found = mouse * (group.tissue / MOUSE.tissue) ** share * (group.flow / MOUSE.flow) ** (1.0 - share)
    found *= uptake_factors(group.members, group.bearing)
    for organ in SATURABLE:
        found[:, ORGANS.index(organ)] *= each(group, "phagocytes")
    for organ in CORONA_ORGANS:
        found[:, ORGANS.index(organ)] *= each(group, "corona")
    return np.asarray(found)


def parameters_of_group(group: Group) -> dict[str, Floats]:
    """The parameters that both declarations take."""
    found = {name: each(group, name) for name in ("deposited", "absorption_rate", "local_loss", "absorbed", "degradation")}
    found["direct"] = np.array([1.0 if into_blood(member) else 0.0 for member in group.members])
    found["lymph_exit"] = 1.0 / np.maximum(each(group, "delay"), SHORTEST_LYMPH)
    found["flow"] = np.array([one.output for one in group.anatomies])
    found["volume_plasma"] = np.array([one.plasma for one in group.anatomies])
    uptake = uptakes(group)
    for place, organ in enumerate(ORGANS):
        if organ != "lung":
            found[f"flow_{organ}"] = group.flow[:, place]
        found[f"volume_{organ}"] = group.vessels[:, place]
        found[f"uptake_{organ}"] = uptake[:, place]
    return found


def at_once(releases: Sequence[Release], given: Floats, parameters: Mapping[str, Floats]) -> dict[str, Floats]:
    """What is given at time 0, by state, in shares of all that is given."""
    first = np.array([release.jump[0] for release in releases]) / given
    local = (1.0 - parameters["direct"]) * first
    return {"plasma": parameters["direct"] * first, "depot": local * parameters["deposited"], "missed": local * (1.0 - parameters["deposited"])}
