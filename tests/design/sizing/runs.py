"""Made-up measurements with known truth: samples, days, injections and videos with chosen spreads."""

import numpy as np

from exoforge.streams.measurement import Dilution, Distribution, FileSource, Measurement

EDGES = np.arange(0, 401) * 1e-9


def curve(mean, total, *, label, unit="particles/m3", counted=None, detection=None):
    middle = (EDGES[1:] + EDGES[:-1]) / 2
    shape = np.exp(-0.5 * ((middle - mean) / 12e-9) ** 2)
    return Distribution(label=label, edges=EDGES, amount=total * shape / shape.sum(), unit=unit, counted=counted, detection=detection)


def measurement(parts, *, sample="s", file="run.csv", technique="nta", dilution=None, settings=None):
    source = FileSource(name=file, sha256="0" * 64, reader="made up", reader_version="1")
    return Measurement(
        technique=technique, arrays={}, specs=(), sample=sample, instrument="none", distributions=tuple(parts), file=source,
        dilution=dilution or Dilution(), settings=settings or {},
    )  # fmt: skip


def series(*, seed=0, samples=("a", "b"), days=4, injections=2, videos=3, shift=0.0, sds=(3e-9, 2e-9, 1e-9), cv=0.2):
    """Every video as its own column, named {sample}_100_{day}_{injection}_{video}."""
    rng = np.random.default_rng(seed)
    parts = []
    for number, sample in enumerate(samples):
        for day in range(days):
            on_day, amount = rng.normal(0, sds[0]), rng.normal(0, cv)
            for injection in range(injections):
                filled = rng.normal(0, sds[1])
                for video in range(videos):
                    mean = 120e-9 + number * shift + on_day + filled + rng.normal(0, sds[2])
                    total = 1e14 * np.exp(amount + rng.normal(0, 0.05))
                    parts.append(curve(mean, total, label=f"{sample}_100_{day}_{injection}_{video}"))
    return measurement(parts, sample="all")
