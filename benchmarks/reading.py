"""Reading 84 NanoSight summaries beside a plain reading of the same numbers, and the memory that each reader needs: python benchmarks/reading.py

Part 1: 84 look-alikes of four videos, read, checked and summarised by `read_all`, beside a peer in the same run: the csv module over every
row, keeping the first distribution as floats and its sum, as tidyNano and nanosight-toolbox do. The peer checks nothing and keeps no settings.

Part 2: the peak of allocated memory while one file of each kind is read, over the size of the file.
"""

import argparse
import csv
import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np

from exoforge.instruments.catalog import read_measurements, readers
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.folder import read_all
from exoforge.instruments.nta import NanoSightSummary, ZetaViewVirtual, lognormal_truth, write_summary, write_zetaview
from exoforge.instruments.nta.generator import Look
from exoforge.streams.suspension import SizeGrid, Species, Suspension

FILES, LIMIT = 84, 3.0
PARTICLES = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,Tracklength,Included in distribution?"
POINTS = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Frame,X/pixels,Y/pixels,Ln(Adjusted intensity)/AU,Included in distribution?"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--repeats", type=int, default=5)
    repeats = asked.parse_args().repeats
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "summaries"
        where.mkdir()
        rng = np.random.default_rng(1)
        for number in range(FILES):
            truth = lognormal_truth(median=rng.uniform(80e-9, 200e-9), geometric_sd=1.4, concentration=rng.uniform(1e14, 1e15, 4), sample=f"sample {number}")
            write_summary(truth, where / f"{number:02d}-ExperimentSummary.csv", look=Look(weightings=6 if number % 12 == 0 else 1, encoding="cp1252"))
        read_all([where])  # imports
        ours = _median(repeats, lambda: read_all([where]))
        alone = _median(repeats, lambda: [NanoSightSummary().read(InstrumentFile(path, largest=NanoSightSummary.largest)) for path in where.iterdir()])
        peer = _median(repeats, lambda: [plain(path) for path in sorted(where.iterdir())])
        print(f"{FILES} summaries, median of {repeats}")
        print(f"  read_all   {ours:6.2f} s   every distribution, setting, flag, check and remark; limit {LIMIT:g} s: {'kept' if ours < LIMIT else 'EXCEEDED'}")
        print(f"  its reader {alone:6.2f} s   the same files by the NanoSight reader alone, offered to no other and compared with no other file")
        print(f"  peer       {peer:6.2f} s   the first distribution and its sum")
        print("peak memory over the size of the file")
        for name, path in _of_each_kind(Path(folder), where).items():
            print(f"  {name:22s} {path.stat().st_size / 1e6:6.2f} MB   {_peak(path):5.2f}")


def plain(path):
    """The first distribution of a summary as a table of floats, and its sum, by the csv module."""
    with path.open(newline="", encoding="cp1252") as file:
        rows, inside = [], False
        for row in csv.reader(file):
            if row and row[0].startswith("Bin centre"):
                inside = True
            elif inside and (not row or not row[0]):
                break
            elif inside:
                rows.append([float(cell) for cell in row if cell])
    columns = list(zip(*rows, strict=True))
    return columns, [sum(column) for column in columns[1:]]


def _of_each_kind(folder, summaries):
    """One file of each kind, the lists of tracks and the wide table large enough to show how memory grows."""
    rng = np.random.default_rng(2)
    paths = {"summary": summaries / "01-ExperimentSummary.csv", "six distributions": summaries / "00-ExperimentSummary.csv"}
    paths["ParticleData"] = folder / "a_ParticleData.csv"
    rows = (f"{track},{100 + track % 50:.2f},{4.9e6 - track % 50:.1f},3.14159,{track % 1400},{20 + track % 30},True" for track in range(40_000))
    paths["ParticleData"].write_text("\n".join([PARTICLES, *rows]) + "\n", encoding="utf-8")
    paths["AllTracks"] = folder / "a_AllTracks.csv"
    places = rng.uniform(0, 1000, (200_000, 2))
    rows = (f"{point // 20},{100 + point // 20 % 50:.2f},4.9E6,{point % 20},{x:.4f},{y:.4f},3.14159,True" for point, (x, y) in enumerate(places))
    paths["AllTracks"].write_text("\n".join([POINTS, *rows]) + "\n", encoding="utf-8")
    paths["wide table"] = folder / "wide.csv"
    table = rng.integers(0, 1_000_000, (1000, 200))
    lines = [",".join([f"{place + 0.5}", *map(str, row)]) for place, row in enumerate(table)]
    head = ",".join(["particle_size", *(f"s{video // 6}_125_{video % 6 // 3}_{video % 3:02d}" for video in range(200))])
    paths["wide table"].write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    paths["ZetaView"] = folder / "run.txt"
    grid = SizeGrid(edges=np.geomspace(30e-9, 600e-9, 41))
    kind = Species(name="small_ev", density=np.full(40, 1100.0), density_medium="pbs", refractive_index=1.39, protein=np.zeros(40), is_vesicle=True)
    sample = Suspension(grid=grid, species=(kind,), number=np.full((1, 40), 1e9), volume=1e-6)
    write_zetaview(ZetaViewVirtual().observe(sample, rng=rng), paths["ZetaView"])
    return paths


def _peak(path):
    name = read_measurements(path)[0].file.reader
    reader = next(one for one in readers() if one.name == name)
    tracemalloc.start()
    reader.read(InstrumentFile(path, largest=reader.largest))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / path.stat().st_size


def _median(repeats, work):
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


if __name__ == "__main__":
    main()
