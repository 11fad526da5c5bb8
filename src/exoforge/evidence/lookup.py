"""Finding arms by name: an arm, a whole claim, every claim on a study, or a trial."""

from __future__ import annotations

import difflib
import json

from exoforge.base.errors import TermError
from exoforge.evidence.additions import arm_from_plain
from exoforge.evidence.claims import Arm
from exoforge.evidence.store import Store


def arms_of(store: Store, name: str) -> tuple[Arm, ...]:
    """The arms of an identifier: of one arm (``lu2023-t2-05a``), one claim (``lu2023-t2-05``), one study (``qi2016``) or one trial.

    Raises
    ------
    TermError
        Nothing has that name; the sentence tells the nearest ones.
    """
    found = store.tuples(
        "SELECT record FROM arms WHERE $1 IN (lower(id), lower(claim), lower(study), lower(trial)) ORDER BY number",
        [name.strip().casefold()],
    )
    if found:
        return tuple(arm_from_plain(json.loads(record)) for (record,) in found)
    known = [word for (word,) in store.tuples("SELECT DISTINCT unnest([id, claim, study, trial]) AS word FROM arms") if word]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "'exoforge evidence search' finds them."
    raise TermError(f"No arm, claim, study or trial is called '{name}'; {hint}")
