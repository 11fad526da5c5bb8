"""Make the NanoSight file of the invented batch A12: what a NanoSight would write of a batch whose truth differs from the record's assumptions.

Run: .venv/bin/python examples/make_nta.py
"""

from pathlib import Path

import numpy as np

from exoforge.instruments.nta.generator import Look, write_summary
from exoforge.instruments.nta.virtual import NanoSightVirtual
from exoforge.record.files import read_record
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.catalog import operation_of

HERE = Path(__file__).parent
TRUTH = {"diameter_median": "105 nm", "diameter_gsd": 1.35, "secretion_rate": "40 particles/cell/h", "pellet_recovery": 0.42}
"""What nobody knows of the batch but its maker."""


def main() -> None:
    record = read_record(HERE / "performed-bone-batch.toml")
    suspension = None
    for step in record.steps:
        if step.stage not in ("culture", "isolate"):
            break
        hidden = {name: leaf_from_plain(value, "measured") for name, value in TRUTH.items()}
        operation = operation_of(step).from_step(Step(stage=step.stage, kind=step.kind, settings=dict(step.settings) | hidden)).operation
        suspension = operation.produce() if suspension is None else operation.separate(suspension).product
    measured = NanoSightVirtual().observe(suspension, videos=5, rng=np.random.default_rng(12))
    write_summary(measured, HERE / "performed-bone-batch-ExperimentSummary.csv", look=Look(operator="made by exoforge"))


if __name__ == "__main__":
    main()
