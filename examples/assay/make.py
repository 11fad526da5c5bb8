"""Makes the files of this folder: a BCA plate with its map, and a migration assay of two lots, all synthetic and of known truth."""

from pathlib import Path

import numpy as np

from exoforge.instruments.plates import sheet_text
from exoforge.laws.four_parameter import Logistic, response

HERE = Path(__file__).parent
STANDARDS = (2000, 1500, 1000, 750, 500, 250, 125, 25)
LOTS = {"lot 7": (5200, 10), "lot 8": (3100, 4), "lot 9": (30000, 10), "column pool": (14, 1)}
"""True protein [ug/mL] and dilution."""
POTENCIES = {"REF": (900.0, 1.3), "lot 7": (900.0 / 0.8, 1.3), "lot 8": (700.0, 0.75)}
"""Middle [particles/cell] and slope: lot 7 has a potency of 0.8, lot 8 another slope."""


def bca(protein):
    """Absorbance of an amount of protein [ug/mL]."""
    return 0.085 + 1.05e-3 * protein - 1.1e-7 * protein**2


def main():
    """Write the three files."""
    rng = np.random.default_rng(20240501)
    plate = np.full((8, 12), np.nan)
    lines = ["# synthetic: made by exoforge; the map of bca-plate.csv", "well,role,concentration [ug/mL],sample,dilution"]
    for row, dose in enumerate(STANDARDS):
        plate[row, :3] = bca(dose) * (1 + 0.015 * rng.normal(size=3)) + 0.002 * rng.normal(size=3)
        lines.append(f"{'ABCDEFGH'[row]}1:{'ABCDEFGH'[row]}3,standard,{dose},,")
    plate[:3, 3] = bca(0) + 0.003 * rng.normal(size=3)
    lines.append("A4:C4,blank,,,")
    for column, (name, (protein, dilution)) in enumerate(LOTS.items(), start=4):
        plate[:3, column] = bca(protein / dilution) * (1 + 0.02 * rng.normal(size=3))
        lines.append(f"A{column + 1}:C{column + 1},sample,,{name},{dilution}")
    plate[3:6, 4] = bca(5200 / 20) * (1 + 0.02 * rng.normal(size=3))
    plate[5, 6] = 3.7
    lines += ["D5:F5,sample,,lot 7,20", "E7:F7,sample,,lot 10,2"]
    (HERE / "bca-plate.csv").write_text(sheet_text(plate, words={"E7": "OVRFLW"}), encoding="utf-8")
    (HERE / "bca-map.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["# synthetic: made by exoforge; migration of cells, lot 7 with a potency of 0.8, lot 8 with another slope"]
    rows.append("preparation,dose [particles/cell],response [%],plate")
    doses = 3.0 ** np.arange(-3, 5) * 100
    for number in range(1, 5):
        for name, (middle, slope) in POTENCIES.items():
            value = response(doses, Logistic(at_zero=12.0, at_infinity=88.0, middle=middle, slope=slope)) + 1.6 * rng.normal(size=doses.size)
            rows += [f"{name},{dose:.4g},{one:.2f},{number}" for dose, one in zip(doses, value, strict=True)]
    (HERE / "migration.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
