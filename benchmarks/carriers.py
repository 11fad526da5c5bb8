"""Loading a carrier: every delivery once per member, and the table of a shape beside its series summed for every size.

Run: ``python benchmarks/carriers.py``. A product has 60 sizes and 120 times. The series is the exact law of the package for
every size and time, which the table replaces with an error below 1e-6. The cost curve is over sizes.
"""

from __future__ import annotations

import math
import time

import numpy as np

from exoforge.laws import release
from exoforge.laws.vesicle import protein_mass, shell_density
from exoforge.stages.deliver import OPERATIONS
from exoforge.stages.deliver.dosed import DAY, release_times
from exoforge.stages.deliver.gels import diffused
from exoforge.streams.suspension import SizeGrid, Species, Suspension

REPEATS = 5


def seconds(work, times):
    """Fewest seconds of one call in a few rounds."""
    best = math.inf
    for _ in range(REPEATS):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        best = min(best, (time.perf_counter() - begun) / times)
    return best


def feed(sizes):
    """Vesicles around 100 nm."""
    grid = SizeGrid(edges=np.geomspace(20e-9, 400e-9, sizes + 1))
    bell = np.exp(-0.5 * (np.log(grid.diameter / 100e-9) / 0.3) ** 2)
    density, protein = shell_density(grid.diameter), protein_mass(grid.diameter)
    vesicle = Species(name="small-ev", density=density, density_medium="pbs", refractive_index=1.38, protein=protein, is_vesicle=True)
    return Suspension(grid=grid, species=(vesicle,), number=1e11 * bell[np.newaxis] / bell.sum(), volume=1e-6)


def main():
    """Print the cost of every delivery, of the table beside the series, and over sizes."""
    batch = feed(60)
    print("one member, 60 sizes and 120 times")
    for operation in OPERATIONS:
        made = operation(dose_amount=1.0, dose_basis="batch")
        made.load(batch)
        print(f"  {made.kind:<22}{1e6 * seconds(lambda made=made: made.load(batch), 200):8.0f} us")
    print("\nshares alone, table beside series")
    moments = release_times(120 * DAY)
    for sizes in (15, 60, 240):
        rate = 1e-13 * 100e-9 / feed(sizes).grid.diameter / 4e-6
        for shape, law in (("slab", release.slab), ("cylinder", release.cylinder), ("sphere", release.sphere)):
            diffused(shape, rate, moments)
            fast = seconds(lambda shape=shape, rate=rate: diffused(shape, rate, moments), 100)
            slow = seconds(lambda law=law, rate=rate: law(np.multiply.outer(rate, moments)), 3)
            off = np.abs(diffused(shape, rate, moments) - law(np.multiply.outer(rate, moments))).max()
            print(f"  {sizes:>4} sizes  {shape:<9}{1e6 * fast:8.0f} us beside {1e6 * slow:8.0f} us, {slow / fast:5.0f} times; differs by {off:.0e} at the most")


if __name__ == "__main__":
    main()
