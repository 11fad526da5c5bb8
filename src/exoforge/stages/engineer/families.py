"""What is taken of a cargo that states nothing, by its family: whether it passes a membrane, dissolves in one, or precipitates at electrodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.parameters import FIXED, Spread, Status, lognormal, uniform
from exoforge.cargo.substances import Family


@dataclass(frozen=True, kw_only=True, slots=True)
class Usual:
    """A usual value of one setting, its spread, what says so, and what must be known of it."""

    value: float
    spread: Spread
    note: str
    cite: str = ""
    status: Status = "choice"


NO_PASSAGE = Usual(value=0.0, spread=FIXED, note="Taken not to pass an intact membrane: sucrose, smaller and without charge, needs months (1e-13.1 cm/s).")
"""Permeability [m/s] of large or charged cargo."""
WATERY_PASSAGE = Usual(
    value=6.2e-9,
    spread=lognormal(60.0),
    note="Median of 16 published values of bilayers and liposomes for 250 g/mol and more; half of them lie between 5e-10 and 1.3e-7 m/s.",
    cite="molmedb_permeability",
    status="derived",
)
"""Permeability [m/s] of small cargo that water dissolves."""
FATTY_PASSAGE = Usual(
    value=2.9e-6,
    spread=lognormal(30.0),
    note="Middle of prednisolone and hydrocortisone through bilayers of egg lecithin; membranes differ more than a hundredfold (finkelstein1976).",
    cite="molmedb_permeability",
    status="derived",
)
"""Permeability [m/s] of small cargo that fat dissolves."""
NOT_IN_MEMBRANES = Usual(value=0.0, spread=FIXED, note="Taken not to dissolve in a membrane; what sticks to its surface has no model.")
BARELY_IN_MEMBRANES = Usual(value=1.0, spread=lognormal(10.0), note="Taken to like membrane and water alike.")
MUCH_IN_MEMBRANES = Usual(value=1000.0, spread=lognormal(10.0), note="Taken to like membrane a thousand times better than water.")
SPARK_SALT = Usual(
    value=0.25,
    spread=uniform(0.02, 0.6),
    note="Aggregates with metal of the electrodes were found with and without vesicles; the share is recalled, and others will differ.",
    cite="kooijmans2013",
    status="recalled",
)
"""Precipitated share of nucleic acids [1]."""
NO_SALT = Usual(value=0.0, spread=FIXED, note="No precipitation at electrodes was found reported of this family; that does not say that there is none.")

USUAL: Mapping[Family, Mapping[str, Usual]] = {
    "small RNA": {"permeability": NO_PASSAGE, "partition_coefficient": NOT_IN_MEMBRANES, "precipitated_share": SPARK_SALT},
    "long RNA": {"permeability": NO_PASSAGE, "partition_coefficient": NOT_IN_MEMBRANES, "precipitated_share": SPARK_SALT},
    "DNA": {"permeability": NO_PASSAGE, "partition_coefficient": NOT_IN_MEMBRANES, "precipitated_share": SPARK_SALT},
    "protein": {"permeability": NO_PASSAGE, "partition_coefficient": NOT_IN_MEMBRANES, "precipitated_share": NO_SALT},
    "peptide": {"permeability": NO_PASSAGE, "partition_coefficient": BARELY_IN_MEMBRANES, "precipitated_share": NO_SALT},
    "hydrophilic drug": {"permeability": WATERY_PASSAGE, "partition_coefficient": BARELY_IN_MEMBRANES, "precipitated_share": NO_SALT},
    "hydrophobic drug": {"permeability": FATTY_PASSAGE, "partition_coefficient": MUCH_IN_MEMBRANES, "precipitated_share": NO_SALT},
    "particle": {"permeability": NO_PASSAGE, "partition_coefficient": NOT_IN_MEMBRANES, "precipitated_share": NO_SALT},
}
"""Usual values by family and by the name of the setting; what a substance's own row or the step states goes before."""
