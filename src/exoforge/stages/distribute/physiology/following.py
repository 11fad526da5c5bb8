"""From members and products to exposures: the declared model in one call of the kernel, then sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import digest
from exoforge.laws.kinetics.model import state_names
from exoforge.laws.kinetics.simulate import finished, simulate
from exoforge.laws.stoichiometry import copies_per_cell, vesicles_per_cell
from exoforge.stages.contract import entry_of
from exoforge.stages.distribute.passage import Release, let_go, release_of
from exoforge.stages.distribute.physiology.bodies import ORGANS
from exoforge.stages.distribute.physiology.model import LABELLED, MODEL, SATURABLE
from exoforge.stages.distribute.physiology.numbers import at_once, capacities, each, group_of, into_blood, parameters_of_group, target_volume
from exoforge.stages.distribute.physiology.signals import haste_signal, release_signal, room_signals
from exoforge.stages.distribute.physiology.sites import SITES, SITES_OF_BLOOD
from exoforge.stages.distribute.physiology.surfaces import ligand_notes
from exoforge.streams.exposure import Exposure
from exoforge.streams.product import Product

Floats = NDArray[np.float64]

RTOL = 3e-4
"""Relative tolerance of a step; no site is then wrong by more than some 1e-4 of the dose (benchmarks/pbpk.py)."""

_STATE = {name: place for place, name in enumerate(state_names(MODEL))}
_CELLS = slice(_STATE[f"{ORGANS[0]}_cells"], _STATE[f"{ORGANS[-1]}_cells"] + 1)
_VESSELS = slice(_STATE[f"{ORGANS[0]}_vessels"], _STATE[f"{ORGANS[-1]}_vessels"] + 1)
_STATE_OF_SITE = {"local-free": "depot", "lymph": "lymph", "not-absorbed": "missed", "cleared": "gone"}


def follow(members: Sequence[Any], products: Sequence[Product]) -> tuple[Exposure, ...]:
    """The exposures of members, each to its own product; those that share their times and sites go through the kernel together.

    Raises
    ------
    ConvergenceError
        A course cannot be followed to its end.
    """
    releases = _releases(members, products)
    groups: dict[tuple[bytes, bytes, bool], list[int]] = {}
    for place, release in enumerate(releases):
        groups.setdefault((release.time.tobytes(), release.starts.tobytes(), into_blood(members[place])), []).append(place)
    found: dict[int, Exposure] = {}
    for places in groups.values():
        made = _followed([members[place] for place in places], [products[place] for place in places], [releases[place] for place in places])
        found |= dict(zip(places, made, strict=True))
    return tuple(found[place] for place in range(len(members)))


def _releases(members: Sequence[Any], products: Sequence[Product]) -> list[Release]:
    """The release of each member's product; one for all members that share a product and a horizon."""
    known: dict[tuple[int, float], Release] = {}
    found = []
    for member, product in zip(members, products, strict=True):
        key = (id(product), member.horizon)
        if key not in known:
            known[key] = release_of(product, member.horizon)
        found.append(known[key])
    return found


def _followed(members: Sequence[Any], products: Sequence[Product], releases: Sequence[Release]) -> list[Exposure]:
    """The exposures of members whose times, applications and sites are the same."""
    group, time, given = group_of(members, products), releases[0].time, np.array([release.given for release in releases])
    sites = sites_of(members[0])
    parameters, capacity = parameters_of_group(group), capacities(group, given)
    start = at_once(releases, given, parameters)
    release, released = release_signal(releases, time)
    inputs = {"release": release, "haste": haste_signal(group, releases[0].starts, time)}
    carried = _carried(releases, released)
    shares = finished(simulate(MODEL, times=time, parameters=parameters | capacity, inputs=inputs, initial=start, rtol=RTOL)).values
    particles = _at_sites(shares, sites, carried, given)
    filled = {organ: shares[:, _STATE[f"{organ}_cells"]] / capacity[f"capacity_{organ}"][:, np.newaxis] for organ in SATURABLE}
    loss = each(group, "label_loss")
    labelled = _label_of_one_moment(loss, releases, particles, time) if into_blood(members[0]) else None
    if labelled is None:
        rooms = room_signals(filled, time, release)
        missed = {"missed": np.zeros_like(given)}
        run = simulate(LABELLED, times=time, parameters=parameters | {"label_loss": loss}, inputs=inputs | rooms, initial=start | missed, rtol=RTOL)
        labelled = np.minimum(_at_sites(finished(run).values, sites, carried, given), particles)
        labelled[:, -1] = 0.0
    volumes = np.array([target_volume(group, i) for i in range(len(members))])
    notes = _notes(members, particles, sites, volumes, filled)
    for note, member, product in zip(notes, members, products, strict=True):
        note.update(ligand_notes(member.surface, member.accessible, product.loaded))
    marks = {id(product): (digest(product.loaded.number, product.released),) for product in products}
    return [
        Exposure(
            time=time,
            sites=sites,
            particles=particles[i],
            labelled=labelled[i],
            target=member.target,
            target_volume=float(volumes[i]),
            given=float(given[i]),
            notes=notes[i],
            trace=products[i].trace + entry_of(member, inputs=marks[id(products[i])]),
        )
        for i, member in enumerate(members)
    ]


def sites_of(member: Any) -> tuple[str, ...]:
    """The sites of a member's exposure."""
    return SITES_OF_BLOOD if into_blood(member) else SITES


def _carried(releases: Sequence[Release], released: Floats) -> Floats:
    """What the carriers still hold of what was applied, when they let go as the signal of the release says, (n_members, n_t) [particles]."""
    found = np.empty_like(released)
    for row, (release, share) in enumerate(zip(releases, released, strict=True)):
        found[row] = release.carried + let_go(release) - release.jump[0] - release.given * share
    return np.maximum(found, 0.0)


def _at_sites(shares: Floats, sites: tuple[str, ...], carried: Floats, given: Floats) -> Floats:
    """Vesicles at each site, (n_members, n_site, n_t) [particles].

    Where blood empties in minutes within a step of days, the solver writes down some 1e-6 of the dose too little, below zero even;
    that is counted as none, and taken from the site that holds most, so that the sites still add up.
    """
    found = np.empty((shares.shape[0], len(sites), shares.shape[2]))
    first = sites.index("blood")
    for site in set(sites) & set(_STATE_OF_SITE):
        found[:, sites.index(site)] = shares[:, _STATE[_STATE_OF_SITE[site]]]
    np.add(shares[:, _STATE["plasma"]], shares[:, _VESSELS].sum(axis=1), out=found[:, first])
    found[:, first + 1 : first + 1 + len(ORGANS)] = shares[:, _CELLS]
    found[:, 0] = 0.0
    if found.min() < 0:
        below = np.minimum(found, 0.0).sum(axis=1, keepdims=True)
        np.maximum(found, 0.0, out=found)
        fullest = found.argmax(axis=1)[:, np.newaxis]
        np.put_along_axis(found, fullest, np.maximum(np.take_along_axis(found, fullest, axis=1) + below, 0.0), axis=1)
    found *= given[:, np.newaxis, np.newaxis]
    found[:, 0] = carried
    return found


def _label_of_one_moment(loss: Floats, releases: Sequence[Release], particles: Floats, time: Floats) -> Floats | None:
    """Vesicles that have their label, where that needs no course of its own: no label is lost, or all vesicles are free since one moment."""
    if not loss.any():
        return particles
    jumps = [np.flatnonzero(release.jump) for release in releases]
    if any(release.steady.any() for release in releases) or any(jump.size != 1 for jump in jumps):
        return None
    since = np.maximum(time - np.array([time[jump[0]] for jump in jumps])[:, np.newaxis], 0.0)
    found = particles * np.exp(-loss[:, np.newaxis] * since)[:, np.newaxis, :]
    found[:, 0], found[:, -1] = particles[:, 0], 0.0
    return np.asarray(found)


def _notes(members: Sequence[Any], particles: Floats, sites: tuple[str, ...], volume: Floats, filled: Mapping[str, Floats]) -> list[dict[str, float]]:
    """Numbers worth printing of each member: how full the phagocytes were, and what a cell of the target can get; all [1]."""
    used = {f"largest share of the capacity of the {organ} in use": share.max(axis=1) for organ, share in filled.items()}
    found = [{name: float(values[i]) for name, values in used.items()} for i in range(len(members))]
    at_target = particles[np.arange(len(members)), [sites.index(member.target) for member in members]].max(axis=1)
    most = vesicles_per_cell(vesicles=at_target, cells=np.array([member.cell_density for member in members]) * volume)
    copies = copies_per_cell(vesicles_per_cell=most)
    for i, member in enumerate(members):
        if member.target != "blood":
            found[i][f"vesicles per cell of {member.target}, largest, were all cells alike"] = float(most[i])
            found[i][f"copies per cell of {member.target} of a miRNA that vesicles carry by nature, at most"] = float(copies[i])
    return found
