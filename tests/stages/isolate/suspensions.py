"""Suspensions for the tests of this room: one size, and random ones."""

import numpy as np
from hypothesis import strategies as st

from exoforge.streams.suspension import Cargo, SizeGrid, Species, Suspension

G = 9.80665


def monodisperse(diameter, *, density, volume=1e-4):
    """1e10 vesicles of one size."""
    ev = Species(name="ev", density=np.array([density]), density_medium="pbs", refractive_index=1.4, protein=np.array([1e-18]), is_vesicle=True)
    grid = SizeGrid(edges=np.array([diameter / 1.0001, diameter * 1.0001]))
    return Suspension(grid=grid, species=(ev,), number=np.array([[1e10]]), volume=volume)


@st.composite
def feeds(draw):
    """Two species on twelve sizes, sinking and floating, with solutes and cargo."""
    grid = SizeGrid(edges=np.geomspace(5e-9, 1e-6, 13))

    def amounts(most):
        return st.one_of(st.just(0.0), st.floats(most * 1e-20, most))

    number = np.array(draw(st.lists(amounts(1e14), min_size=24, max_size=24))).reshape(2, 12)
    densities = [draw(st.floats(900.0, 1400.0)) for _ in range(2)]
    species = tuple(
        Species(name=name, density=np.full(12, density), density_medium="pbs", refractive_index=1.4, protein=np.full(12, 1e-18), is_vesicle=is_vesicle)
        for name, density, is_vesicle in zip(("ev", "ldl"), densities, (True, False), strict=True)
    )
    return Suspension(
        grid=grid,
        species=species,
        number=number,
        volume=draw(st.floats(1e-7, 1e-2)),
        solutes={"albumin": draw(amounts(1e-3)), "dye": draw(amounts(1e-6))},
        cargo={"sirna": Cargo(mass=draw(amounts(1e-6)))},
        cells=1e8,
    )


def assert_closed(feed, split):
    """Product, rejects and losses are the feed: particles per species and bin, solutes, cargo."""
    parts = [split.product, *split.rejects.values()]
    particles = sum(part.number for part in parts) + sum(split.losses.values())
    assert np.all(np.abs(particles - feed.number) <= 1e-12 * feed.number)
    assert all(np.all(loss >= 0) for loss in split.losses.values())
    for name, mass in feed.solutes.items():
        assert abs(sum(part.solutes[name] for part in parts) - mass) <= 1e-12 * mass
    if feed.number.sum() > 0:
        for name, carried in feed.cargo.items():
            total = sum(part.cargo[name].mass for part in parts) + split.figures.get(f"lost cargo {name} [kg]", 0.0)
            assert abs(total - carried.mass) <= 1e-12 * carried.mass
