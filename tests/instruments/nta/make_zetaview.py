"""Makes the committed ZetaView look-alikes and their truth: ``python -m tests.instruments.nta.make_zetaview``."""

import json
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from exoforge.instruments.nta import ZetaLook, write_zetaview
from exoforge.instruments.nta.curves import bin_edges
from exoforge.instruments.nta.zetaview_variables import ZETAVIEW_SPECS
from exoforge.instruments.nta.zetaview_virtual import EVEN_BINS
from exoforge.streams.measurement import Measurement

FOLDER = Path(__file__).resolve().parents[1] / "data"
PER_PARTICLE = 4.29e5 * 1e6
NEVER = ZetaLook(decimal=",", drift_checked="1904-01-01 01:00:00", drift_result="too high", cell_result="Bad")


def truth(*, median=110e-9, geometric_sd=1.4, traces=2000.0, particles=200.0, dilution=5000.0, sample="MSC-EV", seed=5):
    """A run of Poisson traces of a lognormal, on the even bins."""
    edges = bin_edges(EVEN_BINS)
    with np.errstate(divide="ignore"):
        share = np.diff(ndtr(np.log(edges / median) / np.log(geometric_sd)))
    counts = np.random.default_rng(seed).poisson(traces * share).astype(float)
    total = particles * PER_PARTICLE
    one = np.ones(1)
    return Measurement(
        technique="nta",
        arrays={
            "bin_diameter": EVEN_BINS,
            "traces": counts[:, np.newaxis],
            "concentration": (counts * total / max(counts.sum(), 1.0))[:, np.newaxis],
            "particles_per_frame": one * particles,
            "stated_dilution": one * dilution,
            "temperature": one * 296.15,
            "viscosity": one * 0.9321e-3,
            "frame_rate": one * 30.0,
        },
        specs=ZETAVIEW_SPECS,
        sample=sample,
        instrument="known truth",
    )


RUNS = {
    "zetaview_point": (truth(), ZetaLook()),
    "zetaview_comma": (truth(sample="MSC-EV comma", seed=6), NEVER),
    "zetaview_empty": (truth(traces=0.0, particles=0.0, sample="blank"), ZetaLook()),
}


def main():
    for name, (run, look) in RUNS.items():
        write_zetaview(run, FOLDER / f"{name}.txt", look=look)
        counts, total = run.arrays["traces"].sum(), run.arrays["concentration"].sum()
        expected = {"sample": run.sample, "traces": counts, "concentration": total, "dilution": run.arrays["stated_dilution"][0]}
        (FOLDER / f"{name}.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
