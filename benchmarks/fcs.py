"""A million events of twelve channels: time beside flowio alone, and the peak of memory over the size of the file.

The file is written by this program: 1,000,000 events of 12 channels of 32-bit floats, 48 MB. flowio alone reads the same file and makes the
same array of float64. Each is measured in a process of its own: the shortest of some runs, and the growth of the largest resident memory.

    python benchmarks/fcs.py [--events 1000000] [--repeats 5]
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

WORK = {
    "exoforge": (
        "from exoforge.instruments.cytometry import FlowCytometryStandard\nfrom exoforge.instruments.files import InstrumentFile\n"
        "import flowio, exoforge.laws.cytometry\n"
        "reader = FlowCytometryStandard()\ndef work(path): return reader.read(InstrumentFile(path, largest=reader.largest))"
    ),
    "flowio alone": "import flowio\ndef work(path): return flowio.FlowData(path).as_array()",
}
MEASURE = """
import resource, sys, time
{work}
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
kept = work(sys.argv[1])
print(time.perf_counter() - begun, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) * 1024)
"""


def write(path: Path, events: int, channels: int) -> None:
    """A file of FCS 3.1, written without holding it whole."""
    words = {"$BYTEORD": "1,2,3,4", "$DATATYPE": "F", "$MODE": "L", "$NEXTDATA": "0", "$PAR": str(channels), "$TOT": str(events), "$TIMESTEP": "0.001"}
    words |= {"$BEGINANALYSIS": "0", "$ENDANALYSIS": "0", "$BEGINSTEXT": "0", "$ENDSTEXT": "0", "$CYT": "benchmark"}
    names = [f"FL{place}-A" for place in range(1, channels)] + ["Time"]
    for place, name in enumerate(names, start=1):
        words |= {f"$P{place}N": name, f"$P{place}B": "32", f"$P{place}E": "0,0", f"$P{place}R": "8388608"}
    start, stop = 8192, 8192 + 4 * events * channels - 1
    words |= {"$BEGINDATA": str(start), "$ENDDATA": str(stop)}
    text = ("|" + "|".join(part for pair in words.items() for part in pair) + "|").encode()
    shown = stop if stop <= 99_999_999 else 0
    head = f"FCS3.1    {256:8d}{256 + len(text) - 1:8d}{start if shown else 0:8d}{shown:8d}{0:8d}{0:8d}".encode()
    rng = np.random.default_rng(1)
    with path.open("wb") as file:
        file.write(head.ljust(256) + text.ljust(start - 256))
        for begin in range(0, events, 100_000):
            rows = rng.lognormal(6.0, 1.0, (min(100_000, events - begin), channels)).astype("<f4")
            rows[:, -1] = np.arange(begin, begin + rows.shape[0])
            file.write(rows.tobytes())


def measure(work: str, path: Path, repeats: int) -> tuple[float, float]:
    """Shortest time [s] and largest growth of memory [bytes]."""
    found = []
    for _ in range(repeats):
        said = subprocess.run([sys.executable, "-c", MEASURE.format(work=work), str(path)], capture_output=True, text=True, check=True).stdout
        found.append(tuple(float(part) for part in said.split()))
    return min(time for time, _ in found), max(memory for _, memory in found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--channels", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.fcs"
        write(path, given.events, given.channels)
        size = path.stat().st_size
        print(f"{given.events} events x {given.channels} channels, {size / 1e6:.0f} MB; the shortest of {given.repeats} runs")
        print(f"{'':14}{'time [s]':>10}{'memory [MB]':>14}{'over the file':>16}")
        times = {}
        for name, work in WORK.items():
            times[name], memory = measure(work, path, given.repeats)
            print(f"{name:14}{times[name]:10.3f}{memory / 1e6:14.0f}{memory / size:15.2f}x")
        print(f"time over flowio alone: {times['exoforge'] / times['flowio alone']:.2f}")


if __name__ == "__main__":
    main()
