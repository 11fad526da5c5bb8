"""The reader of Zetasizer databases (.zmes), as ZS Xplorer writes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.dls.database import LARGEST, MAGIC, Parameter, Record, read_database
from exoforge.instruments.dls.runs import TECHNIQUE, Run, alike, curve_of, measurement_of, scalar_of
from exoforge.instruments.dls.variables import scalar_named
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import Measurement

RESULT = "Size Analysis Result"
UNCLASSIFIED = "Unclassified Size Analysis Result"
"""The same analysis of all sub-runs, those with dust among them (recalled); it stays in the settings."""
LARGEST_DIAMETER = 1e6
"""[nm] A z-average beyond is none."""
SET_ASIDE = 0.05
"""Share by which the z-average of all sub-runs may differ from the printed one before it is told. A choice."""
Z_AVERAGE = ("Cumulants Result", "Z-Average (nm)")
PLANNED = "Measurement Settings"
QUALITY = ("Quality Indicator", "Result State", "Data Quality Result")
CURVES = {
    (RESULT, "Sizes"): "size",
    (RESULT, "Particle Size Intensity Distribution"): "intensity",
    (RESULT, "Particle Size Volume Distribution (%)"): "volume",
    (RESULT, "Particle Size Number Distribution"): "number",
    (RESULT, "Times"): "lag_time",
    (RESULT, "g2-1 correlation coefficients"): "correlation",
    (RESULT, "Cumulants Result", "Fitted Times"): "fit_lag",
    (RESULT, "Cumulants Result", "Fit"): "fit_curve",
}


@final
class Zmes(Reader):
    """Reads the databases of ZS Xplorer: every record with its whole parameter tree.

    Records that say they are repeats of one measurement (same sample, same kind, same method, different repeat, same size
    classes and lags) become one measurement with one value per repeat, because they are technical repeats and no samples
    of their own; any other record is a measurement of its own. Parameters stand in `settings` by their path in the tree,
    with the curves that have no array; parameters of an unknown data type are in `unread`.

    Assumes
    -------
    The layout of schema 3. Records of zeta potential are read by the names of their parameters, which are recalled: none was at hand.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "zetasizer-zmes"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "Zetasizer databases (.zmes)"
    extensions: ClassVar[tuple[str, ...]] = (".zmes",)
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether it is a SQLite database; whether it is one of a Zetasizer, its tables say."""
        return file.head.startswith(MAGIC)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a database, in the order of its records.

        Raises
        ------
        FileError
            It is damaged, is no Zetasizer database, holds no record, or holds numbers that cannot be.
        """
        found = read_database(file)
        runs = [(record, _run(record, file.path)) for record in found.records]
        runs = [(record, run) for record, run in runs if run.scalars or run.curves]
        if not runs:
            raise FileError(f"'{file.path}' holds {len(found.records)} records and no result in them; export records that were measured to the end.")
        measured = [_together(group, file.path) for group in _groups(runs)]
        first = dataclasses.replace(measured[0], unread={**measured[0].unread, **found.beside})
        return (first, *measured[1:])


def _groups(runs: Sequence[tuple[Record, Run]]) -> Iterator[list[tuple[Record, Run]]]:
    """Records that are repeats of one sample, ordered by repeat."""
    groups: list[list[tuple[Record, Run]]] = []
    for record, run in runs:
        mine = _identity(record)
        home = next((group for group in groups if mine == _identity(group[0][0]) and mine[3] > 1 and _is_new(record, group) and alike(run, group[0][1])), None)
        if home is None:
            groups.append([(record, run)])
        else:
            home.append((record, run))
    for group in groups:
        yield sorted(group, key=lambda one: _repeat(one[0]))


def _is_new(record: Record, group: Sequence[tuple[Record, Run]]) -> bool:
    return _repeat(record) > 0 and all(_repeat(other) != _repeat(record) for other, _ in group)


def _identity(record: Record) -> tuple[str, str, str, int]:
    return _sample(record), str(_value(record, "Measurement Type")), str(_value(record, "Method Id")), _whole(_value(record, "Number Of Repeats"))


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10_000 else 0


def _repeat(record: Record) -> int:
    return _whole(_value(record, "Repeat"))


def _sample(record: Record) -> str:
    return str(_value(record, "Sample Name") or "").strip()


def _value(record: Record, name: str) -> Any:
    return next((one.value for one in record.parameters if one.path[-1] == name and one.path[0] in (name, "Sample Settings") and one.value is not None), None)


def _together(group: Sequence[tuple[Record, Run]], path: Path) -> Measurement:
    records = [record for record, _ in group]
    software = _value(records[0], "Software Version")
    measured = measurement_of([run for _, run in group], instrument=f"Zetasizer, ZS Xplorer {software or 'of a version not stated'}")
    planned, held = _whole(_value(records[0], "Number Of Repeats")), [_repeat(record) for record in records]
    notices = list(measured.notices)
    if planned > len(records):
        which = ", ".join(str(one) for one in held)
        notices.insert(0, f"The file holds repeat {which} of {planned}; the other repeats of '{measured.sample}' are not in it, or are records of their own.")
    notices[:0] = _set_aside(group)
    return dataclasses.replace(measured, sample=measured.sample or path.stem, notices=tuple(notices))


def _set_aside(group: Sequence[tuple[Record, Run]]) -> Iterator[str]:
    """Repeats whose z-average would be another, had the software not set sub-runs aside."""
    for record, run in group:
        whole = next((one.value for one in record.parameters if one.path == (UNCLASSIFIED, *Z_AVERAGE) and not one.instance and one.value is not None), None)
        printed = run.scalars.get("z_average", np.nan)
        if isinstance(whole, float) and 0 < whole < LARGEST_DIAMETER and abs(whole * 1e-9 - printed) > SET_ASIDE * printed:
            yield (
                f"The z-average of {run.label} is {printed * 1e9:.1f} nm without the sub-runs that the software set aside as dust or aggregates, "
                f"and {whole:.1f} nm with them: in vesicles, aggregates are part of the sample."
            )


def _run(record: Record, path: Path) -> Run:
    scalars: dict[str, float] = {}
    curves = {}
    settings: dict[str, dict[str, Any]] = {"Record": {"created": record.created, "kind": record.root}}
    flags: dict[str, str] = {}
    unread: dict[str, str] = {}
    for one in record.parameters:
        key = "/".join(one.path) if one.instance == 0 else f"{'/'.join(one.path)} ({one.instance + 1})"
        if not one.known:
            unread[key] = one.said
        elif one.value is None:
            continue
        elif isinstance(one.value, np.ndarray):
            name = CURVES.get(one.path) if one.instance == 0 else None
            if name and one.value.size:
                curves[name] = curve_of(name, one.value, path)
            else:
                _put(settings, one.path, key, tuple(one.value.tolist()))
        else:
            array = _array_of(one)
            if array and array not in scalars:
                scalars[array] = scalar_of(array, float(one.value), path)
            if one.path[0] in QUALITY and isinstance(one.value, str):
                flags[key] = one.value
            _put(settings, one.path, key, one.value)
    _check_lengths(curves, path)
    repeat = _repeat(record)
    return Run(
        sample=_sample(record),
        label=f"repeat {repeat}" if repeat else f"record {record.number}",
        scalars=scalars,
        curves=curves,
        settings=settings,
        flags=flags,
        unread=unread,
    )


def _put(settings: dict[str, dict[str, Any]], path: tuple[str, ...], key: str, value: Any) -> None:
    section = path[0] if len(path) > 1 else "Record"
    settings.setdefault(section, {})[key.removeprefix(f"{path[0]}/")] = value


def _array_of(one: Parameter) -> str:
    """The array of a number, or nothing."""
    if one.path[0] in (UNCLASSIFIED, PLANNED) or one.instance or isinstance(one.value, bool) or not isinstance(one.value, int | float):
        return ""
    scalar = scalar_named(one.path[-1], one.path)
    return scalar.array if scalar else ""


def _check_lengths(curves: dict[str, Any], path: Path) -> None:
    for axis, others in (("size", ("intensity", "volume", "number")), ("lag_time", ("correlation",))):
        for name in others:
            if name in curves and (axis not in curves or curves[axis].shape != curves[name].shape):
                size = curves[axis].size if axis in curves else 0
                raise FileError(f"'{path}' holds {curves[name].size} values of '{name}' for {size} of '{axis}'; it is damaged, export it again.")
