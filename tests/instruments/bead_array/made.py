"""A cytometer's events of a panel of known truth, and the panel as a file."""

import numpy as np

from exoforge.streams.measurement import ArraySpec, Measurement

PANEL = """\
panel_name: "Made panel (5-plex)"
cytokine_unit: "pg/ml"
std_dilution: 4
# groups by scatter
group_order:
- A
- B
analytes:
  A:
    A4:
      name: "EGF"
      concentration: 10000
    A5:
      name: "EPO" # of the blood
      concentration: 50000
  B:
    B2:
      name: "HGF"
      concentration: 50000
    B3:
      name: "SCF"
      concentration: 10000
    B9:
      name: "VEGF"
      concentration: 50000
"""
CODES = {"A": (3.6, 4.6), "B": (3.2, 3.9, 4.7)}
REPORTERS = {"A": (2e3, 9e4), "B": (500.0, 3e4, 8e3)}
SCATTER = {"A": (3e5, 3.7e5), "B": (5e5, 6.8e5)}


def made_events(rng, *, each=300, debris=400, names=("FSC-H", "SSC-H", "APC-H", "PE-H")):
    """Events, and the true bead of each (-1 for debris)."""
    parts, truth = [], []
    for group, codes in CODES.items():
        for code, reporter in zip(codes, REPORTERS[group], strict=True):
            scatter = [10 ** (np.log10(middle) + 0.03 * rng.standard_normal(each)) for middle in SCATTER[group]]
            parts.append(np.array([*scatter, 10 ** (code + 0.025 * rng.standard_normal(each)), reporter * np.exp(0.2 * rng.standard_normal(each))]))
            truth += [len(truth) // each] * each
    parts.append(10 ** rng.uniform([[4.0], [4.0], [2.0], [2.0]], [[5.2], [5.2], [3.0], [3.0]], (4, debris)))
    events = np.concatenate(parts, axis=1)
    order = rng.permutation(events.shape[1])
    specs = tuple(ArraySpec(name=name, dims=("event",), unit="", meaning="as stored") for name in names)
    measured = Measurement(
        technique="flow-cytometry", arrays=dict(zip(names, events[:, order], strict=True)), specs=specs, sample="made", instrument="made for a test"
    )
    return measured, np.array([*truth, *[-1] * debris])[order]
