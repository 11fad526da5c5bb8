"""The head of a ZetaView text file: keys and values of a line, in the decimal mark of the computer that wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WITHIN = ("section", "analyze", "average number of particles", "dilution", "profile voltage")
"""Keys that follow another key on the same line, and only these: a remark may end with a colon too."""
SECTIONS = ("image evaluation", "cell parameter", "profile data", "results")
"""Keys without a value that begin a section."""
KNOWN = (
    "original file, section, operator, experiment, zetaview s/n, cell s/n, software, analyze, sop, sample, electrolyte, ph, conductivity, tempcontrol, "
    "settemperature, temperature, viscosity, date, time, general remarks, remarks, sample info 1, sample info 2, sample info 3, sample remarks0, "
    "sample remarks1, sample remarks2, scattering intensity, detected particles, particle drift checked, particle drift check result, cell checked, "
    "cell check result, type of measurement, positions, microscope position, number of traces, average number of particles, dilution, "
    "concentration correction factor, minimum brightness, minimum area, maximum area, maximum brightness, tracking radius2, minimum tracelength, "
    "begin new traces, psd log correction, multi-threshold, multipleacquisition, numberofexperiments, delaytime, camera, sensitivity, gain, offset, shutter, "
    "brightness, gamma, auto exposure, camera trigger mode, camera trigger duration µs, camera trigger duration mus, camera trigger delay µs, "
    "camera trigger delay mus, laser wavelength nm, filter wavelength nm, lowbleach, lowbleachvolume, dosesubvolume, subvolumepump, position, "
    "actual microscope, actual laser, position0 microscope, position0 laser, position1 microscope, position1 laser, cell thickness (microscope steps), "
    "cell thickness (laser steps), sl1 (stationary layer 1), sl2 (stationary layer 2), cell#, micrometer per pixel, reference electrode distance, voltage, "
    "polarity, oscillatorframes, reference voltage, microscope magnification, zp factor, median number (d50), median concentration (d50), "
    "median volume (d50), profile voltage, average field (abs) / v/cm, mean velocity (derived from parabola fit) / µm/s, mobility /µm/s/v/cm, "
    "mobility @ 25degc /µm/s/v/cm, mobility parabola fit accuracy /µm/s/v/cm, mobility distribution (sl 1/2) fwhm /µm/s/v/cm, zeta potential / mv, "
    "zeta potential @ 25°c / mv, zp parabola fit accuracy / mv, zp distribution (sl 1/2) fwhm / mv, parabola"
)
"""Keys read in 82 files of the software 8.05.14 to 8.06.01; any other goes to what is unread."""
_KNOWN = frozenset(KNOWN.split(", "))
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?")
_MU = str.maketrans("\u03bc", "µ")


@dataclass(kw_only=True)
class Head:
    """What stands before the table.

    Parameters
    ----------
    settings : texts by section and key, as read; a value with a qualifier (``sensed``, ``entered``) keeps it after a blank.
    unread : texts of keys and lines that are not known.
    values : the first word of each known key, by the key in small letters.
    """

    settings: dict[str, dict[str, str]] = field(default_factory=lambda: {"Head": {}})
    unread: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def head_of_lines(lines: list[str]) -> Head:
    """The keys and values of the lines before the table."""
    head, section = Head(), "Head"
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        pairs = list(_pairs(line))
        if not pairs:
            _keep(head.unread, f"line {place}", line.strip())
        for key, cells in pairs:
            text = " ".join(cell for cell in cells if cell)
            plain = key.casefold().translate(_MU)
            if not text and (plain in SECTIONS or plain.startswith("results (")):
                section = key
                head.settings.setdefault(section, {})
            elif plain in _KNOWN and plain not in head.values:
                head.values[plain] = cells[0] if cells else ""
                head.settings[section][key] = text
            else:
                _keep(head.unread, key, text)
    return head


def _pairs(line: str) -> Iterator[tuple[str, list[str]]]:
    """Each key of a line with the cells behind it."""
    cells = [cell.strip() for cell in line.split("\t")]
    first = cells[0]
    if first.endswith(":"):
        key, values = first.rstrip(":"), cells[1:]
    elif ": " in first:
        key, _, rest = first.partition(": ")
        values = [rest.strip(), *cells[1:]]
    elif ":" in first and " " not in first.split(":", maxsplit=1)[1]:
        key, _, rest = first.partition(":")
        values = [rest, *cells[1:]]
    else:
        return
    held: list[str] = []
    for cell in values:
        if cell.endswith(":") and cell.rstrip(":").casefold() in WITHIN:
            yield key, held
            key, held = cell.rstrip(":"), []
        else:
            held.append(cell)
    yield key, held


def _keep(unread: dict[str, str], key: str, text: str) -> None:
    name, count = key, 1
    while name in unread:
        count += 1
        name = f"{key} ({count})"
    unread[name] = text


def value_of(head: Head, key: str) -> float | None:
    """A key as a number, with a decimal comma or point; None where there is none, also for NaN and for more than 1e30."""
    return numeric(head.values.get(key, ""))


def dilutions_of(head: Head) -> tuple[str, ...]:
    """Every dilution that the head states, as text, each once; a second one stands among what is unread."""
    again = (text for key, text in head.unread.items() if re.fullmatch(r"dilution( \(\d+\))?", key.casefold()))
    return tuple(dict.fromkeys(text for text in (head.values.get("dilution", ""), *again) if text))


def stated_dilution(head: Head) -> float | None:
    """The only dilution that the head states, 1 or above; None where there is none, where there are several, or where it is no such number."""
    texts = dilutions_of(head)
    factor = numeric(texts[0]) if len(texts) == 1 else None
    return factor if factor is not None and factor >= 1 else None


def numeric(text: str) -> float | None:
    """The number that a text begins with, with a decimal comma or point; None where it begins with none."""
    word = text.split(" ")[0] if text else ""
    if not _NUMBER.fullmatch(word):
        return None
    value = float(word.replace(",", "."))
    return value if abs(value) <= 1e30 else None
