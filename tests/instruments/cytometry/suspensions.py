"""Suspensions of particles of few sizes, for the virtual cytometer."""

import numpy as np

from exoforge.streams.suspension import SizeGrid, Species, Suspension


def suspension(particles, *, volume=1e-6, vesicles=False):
    """`particles`: (diameter [m], index, number) of each kind, by increasing diameter."""
    edges = np.concatenate([[diameter * 0.9999, diameter * 1.0001] for diameter, _, _ in particles])
    grid = SizeGrid(edges=edges)
    number = np.zeros((len(particles), edges.size - 1))
    species = []
    for place, (_, index, count) in enumerate(particles):
        number[place, 2 * place] = count
        flat = np.ones(edges.size - 1)
        species.append(Species(name="vesicle", density=1050 * flat, density_medium="pbs", refractive_index=index, protein=0 * flat, is_vesicle=vesicles))
    return Suspension(grid=grid, species=tuple(species), number=number, volume=volume)
