"""Look-alike Zetasizer files of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.streams.measurement import Measurement

REMARK = "Synthetic: made by exoforge in the layout of a Zetasizer; not measured"
_DOUBLE, _TEXT, _WHOLE, _CURVE, _NODE = 5, 17, 9, 70, 0
_COLUMN = {_DOUBLE: "Data_Double", _TEXT: "Data_Text", _WHOLE: "Data_Int64", _CURVE: "Data_Blob"}
_RESULT = ("Size Analysis Result",)
_CUMULANTS = (*_RESULT, "Cumulants Result")
_ACTUAL = ("Actual Instrument Settings",)
_HEAD = (
    b"\x01\x02\x01\x04Root\x00\x01\x03\x01\\System.Double[], mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089"
    b"\x01ZSystem.Double, mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089\x00\x07\x00\x00\x01\x01\x00"
)
_SCALARS = (
    ((*_CUMULANTS, "Z-Average (nm)"), "z_average", 1e9, 0.0),
    ((*_CUMULANTS, "Polydispersity Index (PI)"), "polydispersity_index", 1.0, 0.0),
    ((*_CUMULANTS, "Intercept"), "intercept", 1.0, 0.0),
    ((*_CUMULANTS, "Measured Baseline"), "measured_baseline", 1.0, 0.0),
    ((*_ACTUAL, "Temperature (°C)"), "temperature", 1.0, -273.15),
    ((*_ACTUAL, "Dispersant Viscosity (cP)"), "dispersant_viscosity", 1e3, 0.0),
    ((*_ACTUAL, "Dispersant RI"), "dispersant_index", 1.0, 0.0),
    ((*_ACTUAL, "Laser Wavelength (nm)"), "wavelength", 1e9, 0.0),
    ((*_ACTUAL, "Scattering Collection Angle (°)"), "scattering_angle", 180.0 / np.pi, 0.0),
)
_CURVES = (
    ((*_RESULT, "Sizes"), "size", 1e9),
    ((*_RESULT, "Particle Size Intensity Distribution"), "intensity", 100.0),
    ((*_RESULT, "Times"), "lag_time", 1e6),
    ((*_RESULT, "g2-1 correlation coefficients"), "correlation", 1.0),
    ((*_CUMULANTS, "Fitted Times"), "fit_lag", 1e6),
)
_SCHEMA = (
    'CREATE TABLE "RecordParameterTypes" ("Id" INTEGER PRIMARY KEY, "DataUnitsUrn" TEXT, "Description" TEXT, "FriendlyName" TEXT, "Guid" TEXT, '
    '"ParameterDataType" INTEGER, "UniformResourceName" TEXT)',
    'CREATE TABLE "RecordParameterTreeNodes" ("Id" INTEGER PRIMARY KEY, "ParameterPath" TEXT, "ParameterTypeId" INTEGER, "ParentNodeId" INTEGER, '
    '"RootParameterTypeId" INTEGER, "SiblingIndex" INTEGER)',
    'CREATE TABLE "StandardRecords" ("Id" INTEGER PRIMARY KEY, "CreatedDateTime" TEXT, "GroupId" INTEGER, "Guid" TEXT, "ModifiedDateTime" TEXT, '
    '"RootParameterTypeId" INTEGER, "Signature" TEXT)',
    'CREATE TABLE "RecordParameterData" ("Id" INTEGER PRIMARY KEY, "Data_Blob" BLOB, "Data_Boolean" INTEGER, "Data_Double" REAL, "Data_Int32" INTEGER, '
    '"Data_Int64" INTEGER, "Data_Single" REAL, "Data_Text" TEXT, "Index" INTEGER, "ParameterTreeNodeId" INTEGER, '
    '"ParameterTypeId" INTEGER, "RecordId" INTEGER)',
    'CREATE TABLE "StoreMetadata" ("Key" TEXT PRIMARY KEY, "Value" TEXT)',
)


def blob_of(values: NDArray[np.float64]) -> bytes:
    """Numbers as the serialised array that the database holds."""
    count = int(values.size)
    size = (count.bit_length() + 7) // 8
    entries = b"".join(b"\x06\x01\x01\x01\x02\x01" + np.float64(value).tobytes() for value in values)
    return _HEAD + bytes([size]) + count.to_bytes(size, "little") + entries


def write_zmes(measured: Measurement, path: Path, *, planned: int | None = None, extra: Mapping[tuple[str, ...], Any] | None = None) -> None:
    """Write a measurement as a look-alike of a Zetasizer database, one record per repeat.

    Parameters
    ----------
    measured : by dynamic light scattering, with `z_average`, real or virtual.
    planned : repeats that the records say were planned; as many as there are by default.
    extra : more parameters by their path, the same in every record: a number, a text, or an array.

    Raises
    ------
    SettingError
        The measurement is none of light scattering.
    FileError
        The file cannot be written.
    """
    if measured.technique != "dls" or "z_average" not in measured.arrays:
        raise SettingError(f"A Zetasizer look-alike needs a measurement by dls with a z-average; found technique '{measured.technique}'.")
    repeats = measured.arrays["z_average"].size
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in _SCHEMA:
            connection.execute(statement)
        nodes: dict[tuple[str, ...], int] = {}
        connection.execute("INSERT INTO StoreMetadata VALUES ('Remark', ?)", (REMARK,))
        _node(connection, (), _NODE, nodes)
        for repeat in range(repeats):
            record = (repeat + 1, "2024-01-01 09:00:00", 1, f"repeat-{repeat + 1}", "2024-01-01 09:00:00", 1, None)
            connection.execute("INSERT INTO StandardRecords VALUES (?, ?, ?, ?, ?, ?, ?)", record)
            values = _values(measured, repeat, planned or repeats) | dict(extra or {})
            for place, value in values.items():
                kind = _CURVE if isinstance(value, np.ndarray) else _TEXT if isinstance(value, str) else _WHOLE if isinstance(value, int) else _DOUBLE
                node = _node(connection, place, kind, nodes)
                cell = blob_of(value) if isinstance(value, np.ndarray) else value
                query = f'INSERT INTO RecordParameterData ("{_COLUMN[kind]}", "Index", ParameterTreeNodeId, ParameterTypeId, RecordId) VALUES (?, 0, ?, ?, ?)'
                connection.execute(query, (cell, node, node, repeat + 1))
        connection.commit()
        write_atomically(path, connection.serialize())


def _values(measured: Measurement, repeat: int, planned: int) -> dict[tuple[str, ...], Any]:
    values: dict[tuple[str, ...], Any] = {
        ("Repeat",): repeat + 1,
        ("Number Of Repeats",): planned,
        ("Software Version",): "made by exoforge",
        ("Measurement Type",): "Size",
        ("Method Id",): "synthetic",
        ("Quality Indicator",): "GoodData",
        ("Sample Settings", "Sample Name"): measured.sample,
        ("Sample Settings", "Dispersant", "Name"): "Water",
    }
    for place, name, factor, offset in _SCALARS:
        if name in measured.arrays:
            values[place] = float(measured.arrays[name][repeat] * factor + offset)
    for place, name, factor in _CURVES:
        if name in measured.arrays:
            curve = measured.arrays[name]
            column = curve if curve.ndim == 1 else curve[:, repeat]
            values[place] = column[np.isfinite(column)] * factor
    return values


def _node(connection: sqlite3.Connection, place: tuple[str, ...], kind: int, nodes: dict[tuple[str, ...], int]) -> int:
    """The node of a parameter, made with all above it where it is new; its type has the same number."""
    if place in nodes:
        return nodes[place]
    parent = _node(connection, place[:-1], _NODE, nodes) if place else None
    number = nodes[place] = len(nodes) + 1
    name = place[-1] if place else "Size Measurement Result"
    connection.execute("INSERT INTO RecordParameterTypes VALUES (?, NULL, NULL, ?, ?, ?, NULL)", (number, name, f"type-{number}", kind))
    connection.execute("INSERT INTO RecordParameterTreeNodes VALUES (?, ?, ?, ?, 1, ?)", (number, "/".join(place), number, parent, number))
    return number


def table_text(measured: Measurement, *, mark: str = "\t", comma: bool = False) -> str:
    """The text of a look-alike of a Zetasizer table, one line per repeat.

    Parameters
    ----------
    measured : by dynamic light scattering, with `z_average`. mark : between cells. comma : whether decimals are written with a comma.

    Raises
    ------
    SettingError
        The measurement is none of light scattering, or commas part both cells and decimals.
    """
    if measured.technique != "dls" or "z_average" not in measured.arrays or (comma and mark == ","):
        raise SettingError("A Zetasizer table needs a measurement by dls with a z-average, and a mark between its cells that is not the decimal comma.")
    arrays = measured.arrays
    single = [("Z-Average (d.nm)", "z_average", 1e9, 0.0), ("PdI", "polydispersity_index", 1.0, 0.0), ("Temperature (°C)", "temperature", 1.0, -273.15)]
    single = [one for one in single if one[1] in arrays]
    curves = [one for one in (("Sizes", "d.nm", "size", 1e9), ("Intensities", "Percent", "intensity", 100.0)) if one[2] in arrays]
    head = ["Type", "Sample Name", "S/W Version", "Record Number", *(name for name, *_ in single)]
    head += [f"{name}[{place}] ({unit})" for name, unit, array, _ in curves for place in range(1, arrays[array].shape[0] + 1)]
    lines = [mark.join(head)]
    for repeat in range(arrays["z_average"].size):
        numbers = [float(arrays[name][repeat] * factor + offset) for _, name, factor, offset in single]
        for _, _, name, factor in curves:
            numbers += ((arrays[name] if arrays[name].ndim == 1 else arrays[name][:, repeat]) * factor).tolist()
        texts = [f"{number:.9g}".replace(".", "," if comma else ".") for number in numbers]
        lines.append(mark.join(["Size", measured.sample, "made by exoforge", str(repeat + 1), *texts]))
    return "\r\n".join(lines) + "\r\n"
