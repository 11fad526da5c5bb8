"""Start-up, whole runs and memory: seconds of `exoforge --help`, of `exoforge run` with a cold and a warm cache, and the largest memory.

Run: .venv/bin/python benchmarks/startup_and_run.py
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOUSE = Path(__file__).parents[1]
COMMAND = Path(sys.executable).parent / "exoforge"
EXAMPLES = sorted((HOUSE / "examples").glob("*.toml"))


def seconds(arguments, environment):
    begun = time.perf_counter()
    subprocess.run([str(COMMAND), *arguments], check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def main():
    helps = [seconds(["--help"], os.environ) for _ in range(9)]
    bare = [_bare() for _ in range(9)]
    print(f"exoforge --help          median {statistics.median(helps):.3f} s, fastest {min(helps):.3f} s; bare python {statistics.median(bare):.3f} s")
    for example in EXAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {"EXOFORGE_CACHE": f"{folder}/cache"}
            arguments = ["run", str(example), "-o", f"{folder}/out", "--quiet"]
            cold = seconds(arguments, environment)
            warm = [seconds(arguments, environment) for _ in range(3)]
        print(f"exoforge run {example.stem:<28} cold {cold:5.1f} s, warm median {statistics.median(warm):4.1f} s (1000 members)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest memory of any of these processes: {peak:.0f} MiB")


def _bare():
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
