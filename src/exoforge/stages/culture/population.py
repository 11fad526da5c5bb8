"""The one size grid of a run, and the populations of particles that a culture puts on it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exoforge.laws import distributions
from exoforge.laws.vesicle import protein_mass, shell_density
from exoforge.streams.suspension import SizeGrid, Species

SMALLEST, LARGEST, BINS = 5e-9, 1000e-9, 96
"""[m], [m], and how many bins: each is 6 % wider than the one below. A choice that holds every lipoprotein but the chylomicrons."""

SMALLEST_VESICLE = 30e-9
"""[m] A choice: two membranes of 5 nm and the tightest bend leave no room for a smaller one."""

MARKERS = ("cd9", "cd63", "cd81")
"""The tetraspanins that the cells' own vesicles are taken to carry."""


@lru_cache(maxsize=1)
def size_grid() -> SizeGrid:
    """The log-spaced diameters that every culture uses, 5 nm to 1000 nm."""
    edges = np.geomspace(SMALLEST, LARGEST, BINS + 1)
    edges.setflags(write=False)
    return SizeGrid(edges=edges)


def lognormal_shares(*, median: float, gsd: float, smallest: float = SMALLEST) -> NDArray[np.float64]:
    """Shares of a lognormal population in the bins of the grid, cut at `smallest` and at the end of the grid; they sum to 1.

    Parameters
    ----------
    median : [m] of the distribution before it is cut.
    gsd : geometric standard deviation of the distribution before it is cut, above 1.
    smallest : [m] below which there is no particle.

    Returns
    -------
    shares : (n_size,)
    """
    return distributions.lognormal_shares(np.maximum(size_grid().edges, smallest), median=median, gsd=gsd)


@lru_cache(maxsize=1)
def _shell() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    diameter = size_grid().diameter
    density, protein = shell_density(diameter), protein_mass(diameter)
    density.setflags(write=False)
    protein.setflags(write=False)
    return density, protein


def vesicles(name: str, *, refractive_index: float, markers: tuple[str, ...] = (), protein_scale: float = 1.0) -> Species:
    """A species of vesicles whose density and protein are those of a shell of membrane around a lumen.

    Parameters
    ----------
    name : a term of the vocabulary 'species_in_suspension'.
    refractive_index : at 488 nm.
    markers : by vocabulary key.
    protein_scale : share of the shell's protein that one vesicle carries; the shell's is an upper bound.
    """
    density, protein = _shell()
    if protein_scale != 1.0:
        protein = protein * protein_scale
    return Species(name=name, density=density, density_medium="pbs", refractive_index=refractive_index, protein=protein, is_vesicle=True, markers=markers)


def vesicle_shares(*, median: float, gsd: float) -> NDArray[np.float64]:
    """Shares of a vesicle population in the bins of the grid; none is smaller than `SMALLEST_VESICLE`."""
    return lognormal_shares(median=median, gsd=gsd, smallest=SMALLEST_VESICLE)
