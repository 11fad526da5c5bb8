"""A contrast for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.cargo.contrast import by_p, changed_at
from exoforge.design.cargo.contrast_result import Changed, Contrast
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references


def contrast_facts(found: Contrast) -> dict[str, Any]:
    """A contrast with all its molecules; what is not known is null."""
    held = {
        name: getattr(found, name)
        for name in ("source", "measured", "control", "treated", "control_samples", "treated_samples", "batches", "method", "normalisation", "rule", "fdr")
    }
    changed = changed_at(found)
    return held | {
        "factors": dict(found.factors),
        "libraries": dict(found.libraries),
        "degrees_of_freedom": {"residual": found.freedom, "of_the_other_molecules": finite(found.prior_freedom)},
        "molecules": len(found.rows),
        "tested": sum(one.detected for one in found.rows),
        "changed": {"up": sum(one.log2_fold > 0 for one in changed), "down": sum(one.log2_fold < 0 for one in changed)},
        "rows": [finite(asdict(one)) | {"changed": one.q <= found.fdr} for one in ordered(found)],
        "passed_over": [{"name": name, "reason": reason} for name, reason in found.passed_over],
        "unknown": list(found.unknown),
        "notices": list(found.notices),
        "references": plain_references(found.cites),
    }


def contrast_rows(found: Contrast) -> Rows:
    """Every molecule as a row, the surest first, those that were not tested last."""
    unit = "counts per million" if found.measured == "counts" else "intensity"
    head = ["molecule", "as in the table", "species", "tested", "log2 fold", "low 95 %", "high 95 %", f"mean log2 {unit}", "statistic", "p", "q"]
    rows: list[list[str | int | float]] = [[*head, f"{found.control}, {unit}", f"{found.treated}, {unit}"]]
    for one in ordered(found):
        numbers = (one.log2_fold, one.low, one.high, one.mean_log_cpm, one.statistic, one.p, one.q, one.control_mean, one.treated_mean)
        rows.append([one.name, one.written, one.species, "yes" if one.detected else "no", *map(cell, numbers)])
    return rows


def ordered(found: Contrast) -> tuple[Changed, ...]:
    """All molecules: the tested by their p value, then the others as they stand."""
    return (*by_p(found), *(one for one in found.rows if not one.detected))
