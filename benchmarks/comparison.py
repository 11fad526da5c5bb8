"""How long a comparison of isolation methods takes, and how its cost grows: python benchmarks/comparison.py

Part 1: four methods with 500 members on 2 cores, as a function call and as a whole process of the command line.
Part 2: the same with more members, finer sizes and more kinds of particles, to see whether the cost is linear.
"""

import argparse
import dataclasses
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.isolation.comparison import compare
from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.methods import Method, chosen, shipped_methods, train_of
from exoforge.design.isolation.prices import shipped_prices
from exoforge.stages.catalog import operations
from exoforge.streams.suspension import SizeGrid, Suspension

FOUR = "duc,dguc,uf+df,sec"
MEMBERS = 500


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--methods", default=FOUR)
    asked.add_argument("--repeats", type=int, default=3)
    given = asked.parse_args()
    methods = chosen(given.methods, shipped_methods())
    print(f"methods {given.methods}, {MEMBERS} members, median of {given.repeats}")
    compare(usual_feed(), methods, prices=shipped_prices(), members=2)  # compile and read tables
    print(f"  function   {_median(given.repeats, lambda: compare(usual_feed(), methods, prices=shipped_prices(), members=MEMBERS)):6.2f} s")
    command = [str(Path(sys.executable).with_name("exoforge")), "isolate", "compare", "--methods", given.methods, "--members", str(MEMBERS), "-q"]
    print(f"  command    {_median(given.repeats, lambda: subprocess.run(command, check=True)):6.2f} s")
    print("members, seconds")
    for members in (125, 250, 500, 1000):
        print(
            f"  {members:5d}   {_median(given.repeats, lambda members=members: compare(usual_feed(), methods, prices=shipped_prices(), members=members)):6.2f}"
        )
    print("one separation by every kind of step [ms], by sizes and by kinds of particles")
    feed = usual_feed().suspension
    for name, one in (
        ("as it is", feed),
        ("sizes x 2", _finer(feed, 2)),
        ("sizes x 4", _finer(feed, 4)),
        ("kinds x 2", _more(feed, 2)),
        ("kinds x 4", _more(feed, 4)),
    ):
        found = _separations(one, given.repeats)
        print(f"  {name:10s}" + "".join(f"  {kind} {milliseconds:.2f}" for kind, milliseconds in found.items()))


def _median(repeats, work):
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _finer(feed, times):
    """The same particles on bins so many times as narrow."""
    edges = np.geomspace(feed.grid.edges[0], feed.grid.edges[-1], times * (feed.grid.edges.size - 1) + 1)
    species = tuple(_repeated(one, times) for one in feed.species)
    return Suspension(
        grid=SizeGrid(edges=edges), species=species, number=np.repeat(feed.number, times, axis=1) / times, volume=feed.volume, solutes=feed.solutes
    )


def _repeated(one, times):
    return dataclasses.replace(one, density=np.repeat(one.density, times), protein=np.repeat(one.protein, times))


def _more(feed, times):
    """The same particles as so many kinds as there are."""
    return Suspension(grid=feed.grid, species=feed.species * times, number=np.tile(feed.number, (times, 1)) / times, volume=feed.volume, solutes=feed.solutes)


def _separations(feed, repeats):
    kinds = {"centrifugation": {"acceleration": "100000 x g (r_max)", "duration": "70 min", "keep": "pellet"}}
    found = {}
    for stage, kind in operations():
        if stage == "isolate":
            steps = train_of(Method(key=kind, title=kind, steps=({"kind": kind, **kinds.get(kind, {})},)), feed.volume)
            operation = steps[0].operation
            try:
                operation.separate(feed)
            except SettingError as trouble:  # a step may refuse the whole feed; it is named and passed by
                print(f"  ({kind}: {str(trouble)[:80]})")
                continue
            found[kind] = 1e3 * _median(max(repeats, 5), lambda operation=operation: operation.separate(feed))
    return found


if __name__ == "__main__":
    main()
