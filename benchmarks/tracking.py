"""Finding and following the particles of a made video: our time beside trackpy's, where it is installed, and what both make of it.

python benchmarks/tracking.py [--frames 200] [--repeats 3]
"""

import argparse
import statistics
import time
import warnings

import numpy as np

from exoforge.instruments.tracking_video import Camera, brownian_video, tracked

TRUE = 0.3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--frames", type=int, default=200)
    options.add_argument("--repeats", type=int, default=3)
    asked = options.parse_args()
    video = brownian_video(np.full(120, TRUE), frames=asked.frames, rows=480, columns=640, rng=np.random.default_rng(0))
    camera = Camera(frame_rate=1.0, pixel=1.0, diameter=9, least_light=400.0)
    ours, slope = timed(lambda: figure(tracked(video, camera, sample="made"), "msd slope"), asked.repeats)
    print(f"{asked.frames} frames of 640 x 480, 120 particles, 4 D = {4 * TRUE:g} pixel2/frame")
    print(f"exoforge   {ours:6.2f} s   {asked.frames / ours:6.0f} frames/s   slope {slope:.3f}")
    try:
        import trackpy
    except ImportError:
        print("trackpy    not installed in this environment: pip install trackpy, and run again")
        return
    trackpy.quiet()
    warnings.filterwarnings("ignore")
    theirs, slope = timed(lambda: peer(trackpy, video), asked.repeats)
    print(f"trackpy    {theirs:6.2f} s   {asked.frames / theirs:6.0f} frames/s   slope {slope:.3f}   ({theirs / ours:.1f} times ours)")


def timed(job, repeats: int) -> tuple[float, float]:
    job()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        answer = job()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), answer


def figure(measured, name: str) -> float:
    return next(one.value for one in measured.figures if one.name == name)


def peer(trackpy, video) -> float:
    """The same steps by trackpy: locate, link, drop short tracks, take away drift, slope of the mean squared displacement."""
    found = trackpy.batch(list(video), 9, minmass=400, processes=1)
    tracks = trackpy.filter_stubs(trackpy.link(found, 4.5, memory=3), 25)
    moved = trackpy.subtract_drift(tracks.copy(), trackpy.compute_drift(tracks))
    msd = trackpy.emsd(moved, 1, 1, max_lagtime=20)
    return float(np.polyfit(msd.index, msd.values, 1, w=1 / msd.values)[0])


if __name__ == "__main__":
    main()
