"""A stained sample beside its controls: the counts in gates, what each control says of them, and what is to be minded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exoforge.base.errors import SettingError
from exoforge.instruments.cytometry.gates import Compared, Gate, Gated, compare, count_gates, volume_of, without_place
from exoforge.instruments.cytometry.summary import ALL_EVENTS, OWN_UNITS
from exoforge.streams.measurement import Measurement

Role = Literal["Buffer", "Unstained", "Detergent"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """What one control says, gate by gate."""

    role: Role
    sample: str
    gates: tuple[Compared, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GatedSample:
    """The counts of a sample in gates, and those of its controls.

    Parameters
    ----------
    volume : [m3] of the sample; None where it is not known. volume_from : ``stated`` or ``from the file``.
    remarks : what to mind, one sentence each.
    """

    sample: str
    volume: float | None
    volume_from: str
    gates: tuple[Gated, ...]
    controls: tuple[Control, ...]
    remarks: tuple[str, ...]


def gated_sample(
    measured: Measurement,
    gates: Sequence[Gate],
    controls: Mapping[Role, Measurement],
    *,
    volume: float | None = None,
    control_volume: float | None = None,
) -> GatedSample:
    """Count a sample in gates and lay its controls beside it.

    Parameters
    ----------
    volume, control_volume : [m3] as stated, of the sample and of every control; None to take each file's own.

    Raises
    ------
    SettingError
        A control is the sample's own file, a gate names a channel that a file has not, or nothing is known by which to compare.
    """
    own = volume_of(measured) if volume is None else volume
    found = []
    remarks = [*_doubts(measured, stated=volume is not None), *without_place(measured, gates)]
    for role, control in controls.items():
        if control.file and measured.file and control.file.sha256 == measured.file.sha256:
            raise SettingError(f"'{measured.file.name}' is given as the sample and as its control '--{role.lower()}'; give the control's own file.")
        theirs = volume_of(control) if control_volume is None else control_volume
        compared, remark = compare(measured, control, gates, (own, theirs))
        found.append(Control(role=role, sample=control.sample, gates=compared))
        doubts = [f"{role}: {doubt}" for doubt in _doubts(control, stated=control_volume is not None) if doubt not in measured.notices]
        doubts += [f"{role}: {words}" for words in without_place(control, gates)]
        remarks += [one for one in (remark, *doubts) if one and one not in remarks]
    if "Buffer" not in controls:
        remarks.append("No buffer control was given: events of the buffer and of the instrument are among these counts.")
    if "Detergent" not in controls:
        remarks.append("No detergent control was given: protein aggregates and lipoproteins cannot be told from vesicles.")
    if own is not None:
        remarks.append("Concentrations are of the sample as it was run; multiply what is left above the buffer by its dilution.")
    return GatedSample(
        sample=measured.sample,
        volume=own,
        volume_from="from the file" if volume is None else "stated",
        gates=count_gates(measured, gates, own),
        controls=tuple(found),
        remarks=tuple(remarks),
    )


def _doubts(measured: Measurement, *, stated: bool) -> list[str]:
    """What a file's notices say against counting its events: swarm, pauses, a cut-off scale, no trigger; nothing of a volume that was stated."""
    return [one for one in measured.notices if one not in (ALL_EVENTS, OWN_UNITS) and not (stated and "--volume" in one)]
