"""The reader of Spectradyne's HDF5 files (microfluidic resistive pulse sensing, nCS1 and ARC).

The layout was read in the public software nci-tns/RPSPASS; no file of it was at hand. How the instrument's software turns a
pulse into a diameter is not public, so pulses are read and diameters need beads.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.extra import lab
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.pulses.apart import read_apart
from exoforge.instruments.pulses.events import MRPS, completed, doubts
from exoforge.instruments.pulses.guarded import attributes_of, check_heaps, groups_of, size_of, values_of
from exoforge.instruments.pulses.variables import SPECS
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
MAGIC = b"\x89HDF\r\n\x1a\n"
PULSES = "pks"
FIELDS = {
    "pk_width": ("transit_time", 1e-6),
    "pk_sym": ("symmetry", 1.0),
    "pk_sn": ("signal_to_noise", 1.0),
    "fl1_size": ("fluorescence_1", 1.0),
    "fl2_size": ("fluorescence_2", 1.0),
    "fl3_size": ("fluorescence_3", 1.0),
}
"""Field of a pulse to array and factor to SI: widths in microseconds."""
INDEX = "pk_index"
NEEDED = ("acqtime", "n_samp", "measured_volume")
PER_ML = 1e-6
"""[m3/mL]: the public software multiplies the file's volumes by 1e9 to get pL."""
LARGEST = 256 * 1024 * 1024
"""[bytes] of a file."""
TRUST = "How the instrument's software scales diameters is not public: the file's 'diameterScalingFactor' is kept and not applied."


@final
class Spectradyne(Reader):
    """Reads the pulses of the nCS1 and the ARC: a file of several acquisitions, or of one.

    All acquisitions of a file are one sample that passed in pieces. Pulses whose signal over noise is below 1 per microsecond of transit count
    as noise, as in the public software; they stay in the arrays and are left out of the figures.

    Assumes
    -------
    Acquisition times in s, volumes in mL, widths in microseconds.
    """

    technique: ClassVar[str] = MRPS
    name: ClassVar[str] = "spectradyne-hdf5"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "Spectradyne HDF5 files"
    extensions: ClassVar[tuple[str, ...]] = (".h5", ".hdf5")
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether it is an HDF5 file; whether it is one of Spectradyne's, its groups say."""
        return file.head.startswith(MAGIC)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The one measurement of a file.

        Raises
        ------
        FileError
            It is damaged, holds no pulses, lacks the time or volume of an acquisition, or declares more than a reader should trust.
        """
        lab("h5py", what="Spectradyne HDF5 files")
        check_heaps(file)
        return (read_apart(file),)


def read_here(file: InstrumentFile) -> Measurement:
    """The one measurement of a file, read by this process; the library may break down over a damaged one, so `read_apart` calls it elsewhere.

    Raises
    ------
    FileError
        As `Spectradyne.read`.
    """
    h5py = lab("h5py", what="Spectradyne HDF5 files")
    try:
        with h5py.File(file.path, "r", locking=False) as root:
            return _measured(root, file)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, OverflowError, MemoryError, UnicodeError, AttributeError) as trouble:
        said = " ".join(str(trouble).split())[:80] or type(trouble).__name__
        raise FileError(f"'{file.path}' is a damaged HDF5 file ({said}); a whole one of a Spectradyne instrument was expected. Export it again.") from None


def _measured(root: Any, file: InstrumentFile) -> Measurement:
    unread: dict[str, str] = {}
    settings: dict[str, dict[str, Any]] = {}
    acquisitions: list[tuple[dict[str, Array], dict[str, Any], Array]] = []
    budget = 4 * file.size
    for path, group in groups_of(root, file):
        said = dict(attributes_of(group, file))
        if path.rsplit("/", 1)[-1] == PULSES:
            continue
        if said:
            settings[path] = said
        for name in group:
            thing = group[name]
            if name == PULSES:
                fields, spent = _fields(thing, file, budget)
                budget -= spent
                acquisitions.append((fields, said, _setting(said, path, file)))
            elif hasattr(thing, "shape"):
                unread[f"{path.rstrip('/')}/{name}"] = f"{thing.shape} of {thing.dtype}, {size_of(thing)} bytes; not read"
    if not acquisitions:
        raise FileError(
            f"'{file.path}' is an HDF5 file without pulses ('{PULSES}'), which every file of a Spectradyne instrument holds. Is this the right file?"
        )
    return _together(acquisitions, settings, unread, file)


def _fields(thing: Any, file: InstrumentFile, budget: int) -> tuple[dict[str, Array], int]:
    """The fields of the pulses of one acquisition, and the bytes that were read; of a table of fields or of a group of datasets."""
    if hasattr(thing, "shape"):
        if thing.dtype.names is None:
            raise FileError(f"'{file.path}': '{thing.name}' has no fields such as 'pk_width'; a Spectradyne file was expected. Export it again.")
        table = np.ravel(values_of(thing, file, budget=budget))
        fields = {name: np.asarray(table[name]) for name in table.dtype.names}
        spent = table.nbytes
    else:
        fields = {}
        spent = 0
        for name in thing:
            if hasattr(thing[name], "shape"):
                fields[name] = np.ravel(values_of(thing[name], file, budget=budget - spent))
                spent += fields[name].nbytes
    with np.errstate(invalid="ignore"):
        numeric = {name: column.astype(np.float64) for name, column in fields.items() if column.ndim == 1 and column.dtype.kind in "iufb"}
    if len({column.size for column in numeric.values()}) > 1:
        raise FileError(f"'{file.path}': the fields of '{thing.name}' have different lengths; it is damaged, export it again.")
    missing = [name for name in ("pk_width", "pk_sn", INDEX) if name not in numeric]
    if missing:
        raise FileError(f"'{file.path}': the pulses of '{thing.name}' lack {', '.join(missing)}; export it again from the instrument's software.")
    if any(not np.isfinite(numeric[name]).all() or np.abs(numeric[name]).max(initial=0.0) > 1e15 for name in ("pk_width", "pk_sn", INDEX)):
        raise FileError(f"'{file.path}': the pulses of '{thing.name}' hold values that are no numbers; it is damaged, export it again.")
    return numeric, spent


def _setting(said: dict[str, Any], path: str, file: InstrumentFile) -> Array:
    """Time [s], samples and volume [m3] of an acquisition."""
    values = []
    for name in NEEDED:
        value = said.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:
            raise FileError(f"'{file.path}': the acquisition '{path}' has '{name}' = {value!r}, where a number above 0 was expected. Export it again.")
        values.append(float(value))
    return np.array(values) * [1.0, 1.0, PER_ML]


def _together(
    acquisitions: list[tuple[dict[str, Array], dict[str, Any], Array]], settings: dict[str, dict[str, Any]], unread: dict[str, str], file: InstrumentFile
) -> Measurement:
    seconds, samples, volumes = np.array([held for _, _, held in acquisitions]).T
    sizes = [fields[INDEX].size for fields, _, _ in acquisitions]
    starts = np.concatenate([[0.0], np.cumsum(seconds)[:-1]])
    arrays: dict[str, Array] = {
        "time": np.concatenate(
            [start + fields[INDEX] * (one / count) for (fields, _, _), start, one, count in zip(acquisitions, starts, seconds, samples, strict=True)]
        ),
        "acquisition": np.repeat(np.arange(1.0, len(sizes) + 1), sizes),
        "acquisition_time": seconds,
        "acquisition_volume": volumes,
        "acquisition_events": np.array(sizes, dtype=np.float64),
    }
    names = set.intersection(*(set(fields) for fields, _, _ in acquisitions))
    for name in sorted(names):
        column = np.concatenate([fields[name] for fields, _, _ in acquisitions])
        if name in FIELDS:
            arrays[FIELDS[name][0]] = column * FIELDS[name][1]
        elif name != INDEX:
            settings.setdefault("fields of the pulses without an array", {})[name] = tuple(column.tolist())
    scaling = [said.get("diameterScalingFactor") for _, said, _ in acquisitions]
    if all(isinstance(one, int | float) for one in scaling):
        arrays["acquisition_scaling"] = np.array(scaling, dtype=np.float64)
    ports = [said.get("setPs") for _, said, _ in acquisitions]
    if (
        all(isinstance(one, tuple) and one and all(isinstance(port, int | float) for port in one) for one in ports)
        and len({len(one or ()) for one in ports}) == 1
    ):
        arrays["set_pressures"] = np.array(ports, dtype=np.float64)
    measured = Measurement(
        technique=MRPS,
        arrays=arrays,
        specs=SPECS,
        sample=file.path.stem,
        instrument="Spectradyne ARC" if "fluorescence_1" in arrays else "Spectradyne nCS1",
        settings=settings,
        unread=unread,
    )
    measured = completed(measured)
    empty = [str(place) for place, size in enumerate(sizes, start=1) if not size]
    failed = (f"Acquisition {', '.join(empty)} of {len(sizes)} holds no pulse.",) if empty else ()
    return replace(measured, notices=(*doubts(measured), *failed, TRUST))
