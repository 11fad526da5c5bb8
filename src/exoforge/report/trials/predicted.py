"""An effect that a run predicted, taken as the assumed effect of a study, with what must be said of it."""

from __future__ import annotations

from pathlib import Path

from exoforge.base.errors import SettingError
from exoforge.report.document import read_document


def predicted_effect(path: Path, endpoint: str) -> tuple[str, str, str]:
    """The untreated and the treated median of an endpoint of a dossier, as they are written there, and a note on them.

    Raises
    ------
    FileError
        As `read_document`.
    SettingError
        The dossier has no such endpoint, or no finite median of it.
    """
    response = read_document(path).get("response") or {}
    listed = {one["name"]: one for one in response.get("endpoints", [])}
    if endpoint not in listed:
        raise SettingError(f"'{path}' has no endpoint '{endpoint}'; it has {', '.join(listed) or 'none'}.")
    one = listed[endpoint]
    treated, untreated, difference = (one[name] for name in ("treated", "untreated", "difference"))
    if None in (treated["median"], untreated["median"]):
        raise SettingError(f"The endpoint '{endpoint}' of '{path}' has no finite median; no size can be planned on it.")
    low, high = ("unknown" if difference[end] is None else f"{difference[end]:.3g}" for end in ("low", "high"))
    note = (
        f"The effect is COMPUTED by exoforge ({one['meaning']}: {untreated['median']:.3g} untreated, {treated['median']:.3g} treated; 90 % of the members "
        f"differ by {low} to {high}). It rests on priors and is no evidence; look at the rows for smaller effects.\n"
    )
    better, gain = one.get("larger_is_better"), treated["median"] - untreated["median"]
    if better is not None and gain != 0 and (gain > 0) != better:
        note = f"WARNING: the run predicts harm for this endpoint ({'more' if better else 'less'} is better). The size below would find the harm.\n{note}"
    return str(untreated["median"]), str(treated["median"]), note
