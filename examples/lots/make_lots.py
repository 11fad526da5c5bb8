"""Make twelve invented lots with look-alike files: one fails, and the size drifts with the lots while the beads stay.

Run: .venv/bin/python examples/lots/make_lots.py
"""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from exoforge.instruments.nta.generator import Look, lognormal_truth, write_summary

HERE = Path(__file__).parent
LOTS, SEED, FAILING = 12, 7, 9
LABEL = 1e16
"""[particles/m3] What the label states: 1e10 particles/mL."""


def lot_text(number: int, made: date, files: dict[str, Path], *, endotoxin: str) -> str:
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    done = made + timedelta(days=7)
    return f"""# An invented lot: nothing was measured. Made by make_lots.py.
lot_format = "1.0"
id = "lot-{number:02d}"
product = "MSC vesicles in buffer (invented)"
nature = "synthetic"
made = {made}
donor = "D{1 + number // 7}"
passage = "{4 + number % 2}"
source_cells = "umbilical cord MSC"
batch_size = "40 mL"
operator = "nobody"
deviations = [{'"The harvest waited 5 h at room temperature."' if number == FAILING else ""}]

[label]
concentration = "1e10 particles/mL"

[[file]]
path = "{files["size"].name}"
purpose = "size and concentration"
sha256 = "{digests["size"]}"

[[file]]
path = "{files["beads"].name}"
standard = "polystyrene beads (invented)"
nominal = "100 nm"
sha256 = "{digests["beads"]}"

[[result]]
test = "endotoxin"
value = "{endotoxin}"
method = "kinetic chromogenic LAL"
date = {done}
document = "invented report E-{number:02d}"

[[result]]
test = "sterility"
value = "no growth"
date = {made + timedelta(days=14)}
document = "invented report S-{number:02d}"

[[result]]
test = "mycoplasma"
value = "not detected"
date = {done}
document = "invented report M-{number:02d}"

[[result]]
test = "markers"
markers = {{ CD9 = "positive", CD63 = "positive", CD81 = "positive", CANX = "{"positive" if number == FAILING else "negative"}" }}
method = "western blot"
date = {done}
document = "invented report W-{number:02d}"
"""


def main() -> None:
    rng = np.random.default_rng(SEED)
    for number in range(1, LOTS + 1):
        made = date(2026, 1, 5) + timedelta(days=14 * (number - 1))
        size = (112.0 + 0.9 * number + rng.normal(0, 2.0)) * 1e-9
        level = LABEL * (0.62 if number == FAILING else 1.0) * float(np.exp(rng.normal(0, 0.05)))
        files = {"size": HERE / f"lot-{number:02d}-ExperimentSummary.csv", "beads": HERE / f"lot-{number:02d}-beads-ExperimentSummary.csv"}
        look = Look(operator="made by exoforge", time=f"09:00:00  {made:%d/%m/%Y}", averages=False)
        each = level * np.exp(rng.normal(0, 0.03, 1))
        write_summary(
            lognormal_truth(median=size, geometric_sd=1.32, concentration=each, dilution=1000.0, sample=f"lot {number:02d}"), files["size"], look=look
        )
        beads = lognormal_truth(
            median=(100.0 + rng.normal(0, 0.8)) * 1e-9, geometric_sd=1.1, concentration=np.array([4e14]), dilution=1.0, sample="beads 100 nm"
        )
        write_summary(beads, files["beads"], look=look)
        (HERE / f"lot-{number:02d}.toml").write_text(lot_text(number, made, files, endotoxin="0.08 EU/mL" if number == 4 else "<0.05 EU/mL"), encoding="utf-8")


if __name__ == "__main__":
    main()
