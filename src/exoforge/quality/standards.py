"""Bead standards among the files of a preparation: they show that an instrument works, and say nothing of vesicles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exoforge.streams.measurement import Measurement

CAUTION = "Every file given is taken as a measurement of this preparation; nobody checks that."
"""What a reader of verdicts on files is to know."""
OF_PARTICLES = ("nta", "dls", "flow-cytometry", "mrps", "trps", "electrophoresis", "particle-tracking-video", "tem")
"""Techniques whose instruments are tried with beads; a standard of a plate, a blot or a bead array is part of its assay."""
SAYS_SO = re.compile(
    r"polystyrene|(?<![a-z])(?:beads?|standards?)(?![a-z])(?!\W*_*(?:captur|isolat|elu|bound|deplet|medi|cultur|condition|protocol))", re.IGNORECASE
)
"""What the name of a standard says; not of vesicles that beads caught, or that came from standard medium. A choice."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_standard(measured: Measurement) -> bool:
    """Whether the name of the sample or of the file says that beads or a standard were measured.

    Assumes
    -------
    Names are meant: a standard that is not called one cannot be told from a preparation.
    """
    return measured.technique in OF_PARTICLES and any(SAYS_SO.search(_HUMP.sub(" ", name)) for name in _names(measured))


def without_standards(measurements: Sequence[Measurement]) -> tuple[tuple[Measurement, ...], tuple[str, ...]]:
    """The measurements that are no standards, and a sentence on each file that holds some."""
    files = dict.fromkeys(_names(one)[-1] for one in measurements if is_standard(one))
    kept = tuple(one for one in measurements if not is_standard(one))
    told = tuple(
        f"Bead standards in '{name}' are left out, known by the name of the file or of the sample; what is of the preparation needs another." for name in files
    )
    return kept, told


def _names(measured: Measurement) -> tuple[str, ...]:
    return (measured.sample, *([measured.file.name] if measured.file else []))
