"""Suspensions of one kind of particle, for the tests of instruments that look at them."""

import numpy as np

from exoforge.streams.suspension import SizeGrid, Species, Suspension


def suspension(number, edges, *, index=1.39, volume=1e-6):
    size = len(edges) - 1
    kind = Species(name="small_ev", density=np.full(size, 1100.0), density_medium="pbs", refractive_index=index, protein=np.zeros(size), is_vesicle=True)
    return Suspension(grid=SizeGrid(edges=np.asarray(edges)), species=(kind,), number=np.atleast_2d(number), volume=volume)


def one_size(diameter, **more):
    """All particles within a ten-thousandth of a diameter."""
    return suspension([1e9], [diameter * (1 - 1e-4), diameter * (1 + 1e-4)], **more)


def lognormal(median=110e-9, width=0.3, total=1e9, **more):
    edges = np.geomspace(20e-9, 700e-9, 101)
    middle = np.sqrt(edges[1:] * edges[:-1])
    shares = np.exp(-0.5 * (np.log(middle / median) / width) ** 2)
    return suspension(shares / shares.sum() * total, edges, **more)
