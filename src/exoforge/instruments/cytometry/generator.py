"""Look-alike FCS files of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.instruments.cytometry.segments import WHAT, Array
from exoforge.instruments.extra import lab
from exoforge.streams.measurement import Measurement

SYNTHETIC = "exoforge synthetic file"
RANGE = 8388608


def fcs_bytes(channels: Mapping[str, Array], *, keywords: Mapping[str, str] | None = None) -> bytes:
    """A file of FCS 3.1 with 32-bit floats.

    Parameters
    ----------
    channels : the events of each, all of one length, at least one channel. keywords : further ones, in lower case and without the dollar sign.

    Raises
    ------
    SettingError
        There is no channel, or the channels differ in length.
    """
    flowio = lab("flowio", what=WHAT)
    if not channels or len({values.size for values in channels.values()}) > 1:
        raise SettingError(
            f"An FCS file needs channels of one length; found {', '.join(f'{name}: {values.size}' for name, values in channels.items()) or 'none'}."
        )
    events = np.column_stack(list(channels.values())).astype(np.float32).ravel().tolist()
    ranges = {f"p{place}r": str(RANGE) for place in range(1, len(channels) + 1)}
    said = {"cyt": "exoforge virtual cytometer", "com": f"{SYNTHETIC}; not measured", "timestep": "1", **ranges, **(keywords or {})}
    made = io.BytesIO()
    flowio.create_fcs(made, events, list(channels), metadata_dict=said)
    return made.getvalue()


def write_fcs(measured: Measurement, path: Path, *, keywords: Mapping[str, str] | None = None) -> None:
    """Write the events of a measurement, real or virtual, as a look-alike.

    Raises
    ------
    FileError
        The file cannot be written.
    """
    trigger = measured.settings.get("exoforge", {}).get("trigger", {})
    said = {"tr": f"{trigger['channel']},{trigger['threshold']:g}"} if "threshold" in trigger else {}
    write_atomically(path, fcs_bytes({name: np.asarray(values) for name, values in measured.arrays.items()}, keywords={**said, **(keywords or {})}))


def bead_events(levels: Array, *, each: int, variation: float, rng: np.random.Generator) -> dict[str, Array]:
    """Events of single beads of several brightnesses: two scatter channels, and two fluorescence channels that differ by a factor.

    Parameters
    ----------
    levels : signal of each population. each : events in each. variation : coefficient of variation of the brightness.
    """
    signal = np.repeat(levels, each)
    order = rng.permutation(signal.size)
    made = {
        "FSC-A": 50_000.0 * np.exp(0.03 * rng.standard_normal(signal.size)),
        "SSC-A": 20_000.0 * np.exp(0.05 * rng.standard_normal(signal.size)),
        "FL1-A": signal * np.exp(variation * rng.standard_normal(signal.size)),
        "FL2-A": 1.7 * signal * np.exp(variation * rng.standard_normal(signal.size)),
        "Time": np.linspace(0.0, 60.0, signal.size),
    }
    return {name: values if name == "Time" else values[order] for name, values in made.items()}
