"""A standard curve and its samples for machines: plain dicts, and the rows of the picture's numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.instruments.plates import Assay, as_measurements
from exoforge.report.instruments.reading_plain import measurement_plain
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite


def assay_plain(assay: Assay) -> dict[str, Any]:
    """An assay as plain values; what is not known is None."""
    curve = assay.curve
    return {
        "ok": True,
        "kind": assay.kind.name,
        "plate": assay.plate.sample,
        "file": asdict(assay.plate.file) if assay.plate.file else None,
        "unit": assay.unit,
        "curve": {
            "model": curve.model,
            "weighting": assay.weighting,
            "coefficients": list(curve.coefficients),
            "logistic": asdict(curve.logistic) if curve.logistic else None,
            "variance": curve.variance,
            "freedom": curve.freedom,
        },
        "blank": assay.blank,
        "limits": asdict(assay.limits),
        "standards": [finite(asdict(one)) for one in assay.standards],
        "samples": [finite(asdict(one)) for one in assay.samples],
        "measurements": [measurement_plain(one) for one in as_measurements(assay)],
        "notices": list(assay.notices),
    }


def assay_rows(assay: Assay) -> Rows:
    """Every standard well and every sample."""
    rows: list[list[str | int | float]] = [["what", "name", f"in the well [{assay.unit}]", "signal", "dilution", "low", "high", "remark"]]
    rows += [["standard", "", float(dose), float(signal), "", "", "", ""] for dose, signal in zip(assay.dose, assay.signal, strict=True)]
    for one in assay.samples:
        known = one.signal[np.isfinite(one.signal)]
        signal: float | str = float(known.mean()) if known.size else ""
        remark = one.refused or "; ".join(one.remarks)
        numbers = [cell(number) for number in (one.value, one.low, one.high)]
        rows.append(["sample", one.name, numbers[0], signal, one.dilution, numbers[1], numbers[2], remark])
    return rows
