"""Panels of bead arrays: which bead catches what, read from the .yml that the package beadplexr has for the panels of LEGENDplex.

The layout was read in four panels of that package (MIT): panel_name, cytokine_unit, std_dilution, group_order, analytes by group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import decimal_mark, number
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import ArraySpec, Figure, Measurement

WHAT = "a panel of beads (.yml)"
TECHNIQUE = "bead-panel"
LARGEST = 1024 * 1024
MOST_LINES = 5000
UNITS = {"pg/ml": 1e-9, "ng/ml": 1e-6, "ug/ml": 1e-3, "µg/ml": 1e-3}
"""Concentrations in kg/m3."""
SPECS = (
    ArraySpec(name="start_concentration", dims=("bead",), unit="kg/m3", meaning="highest standard of each analyte, in the order of the panel"),
    ArraySpec(name="standard_dilution", dims=(), unit="", meaning="factor from one standard to the next"),
)
"""Every array that a panel may hold."""
_LINE = re.compile(r"^(?P<indent> *)(?:(?P<item>- +)|(?P<key>[^:#\"']+|\"[^\"]*\"|'[^']*') *: *)(?P<value>.*)$")
_VALUE = re.compile(r"^(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^#\"'\[\]{}&*!|>%@`]*?)) *(?:#.*)?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bead:
    """One bead population: its group by scatter, its identity, what it catches, and the highest standard [kg/m3]."""

    group: str
    id: str
    analyte: str
    start: float


@final
class BeadPanelFile(Reader):
    """Reads a panel of beads: groups by scatter, the beads of each group from dim to bright, and the start of the standard curve.

    Only what such a panel needs of YAML is understood: keys, texts, numbers, one list. Everything else is refused by its line.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "bead-panel"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "bead panels (.yml)"
    extensions: ClassVar[tuple[str, ...]] = (".yml", ".yaml")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the text has the first keys of a panel."""
        return (
            re.search(r"^panel_name *:", file.start, re.MULTILINE) is not None
            and re.search(r"^(analytes|group_order) *:", file.start, re.MULTILINE) is not None
        )

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The panel as a measurement without numbers of a sample.

        Raises
        ------
        FileError
            A line is none of those of a panel, a key is missing, a bead has no name, or a number can be read in two ways (``1,234``).
        """
        tree = panel_tree(file.text, file.path)
        decimal = decimal_mark(_numbers(tree), file.path, what="the panel")
        beads = _beads(tree, file.path, decimal)
        unit = str(tree.get("cytokine_unit", ""))
        dilution = number(str(tree.get("std_dilution", "")), decimal)
        known = ("panel_name", "cytokine_unit", "std_dilution", "group_order", "analytes")
        notices = () if unit.casefold() in UNITS else (f"The unit of the standards, '{unit}', is not known here; their concentrations are undefined.",)
        return (
            Measurement(
                technique=TECHNIQUE,
                arrays={"start_concentration": np.array([bead.start for bead in beads]), "standard_dilution": np.array(dilution)},
                specs=SPECS,
                sample=str(tree["panel_name"]),
                instrument="no instrument: a panel of beads",
                settings={"panel": {"unit": unit, "beads": tuple((bead.group, bead.id, bead.analyte) for bead in beads)}},
                unread={key: str(value) for key, value in tree.items() if key not in known},
                figures=(Figure(name="analytes", value=float(len(beads)), unit="", meaning="beads of the panel", source="printed"),),
                notices=notices,
            ),
        )


def beads_of_panel(panel: Measurement) -> tuple[Bead, ...]:
    """The beads of a panel that was read, group after group, each from the dimmest to the brightest."""
    told = panel.settings["panel"]["beads"]
    starts = panel.arrays["start_concentration"]
    return tuple(Bead(group=group, id=name, analyte=analyte, start=float(start)) for (group, name, analyte), start in zip(told, starts, strict=True))


def panel_tree(text: str, path: Path) -> dict[str, Any]:
    """The keys of a panel as nested dicts, each value a text.

    Raises
    ------
    FileError
        A line is none of those of a panel, or a key stands twice.
    """
    root: dict[str, Any] = {}
    open_at: list[tuple[int, Any]] = [(-1, root)]
    last: tuple[dict[str, Any], str] | None = None
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise FileError(f"'{path}' has {len(lines)} lines; {WHAT} has at most {MOST_LINES}. Is this the right file?")
    for place, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#") or line.strip() in ("---", "..."):
            continue
        found = _LINE.match(line.rstrip())
        value = _VALUE.match(found["value"].strip()) if found else None
        if found is None or value is None:
            raise FileError(
                f"Line {place} of '{path}' is '{line.strip()[:40]}'; {WHAT} has 'key: value' or '- value' there, indented by blanks. Mend the line."
            )
        held = next((one for one in (value["double"], value["single"], value["plain"]) if one is not None), "").strip()
        indent = len(found["indent"])
        if found["item"]:
            if last is None or (last[0][last[1]] and not isinstance(last[0][last[1]], list)):
                raise FileError(f"Line {place} of '{path}' lists '{held}' under no key; {WHAT} lists groups under 'group_order'. Mend the line.")
            last[0][last[1]] = [*(last[0][last[1]] or []), held]
            continue
        while indent <= open_at[-1][0]:
            open_at.pop()
        parent = open_at[-1][1]
        key = found["key"].strip().strip("\"'")
        if key in parent:
            raise FileError(f"Line {place} of '{path}' has the key '{key}' a second time; once was expected. Mend the panel.")
        parent[key] = held if held else {}
        if not held:
            open_at.append((indent, parent[key]))
        last = (parent, key)
    return root


def _numbers(tree: dict[str, Any]) -> Iterator[str]:
    """The texts of a panel that are numbers: the dilution of the standards and where each begins."""
    yield str(tree.get("std_dilution", ""))
    analytes = tree.get("analytes")
    for group in analytes.values() if isinstance(analytes, dict) else ():
        yield from (str(bead.get("concentration", "")) for bead in group.values() if isinstance(bead, dict)) if isinstance(group, dict) else ()


def _beads(tree: dict[str, Any], path: Path, decimal: str) -> tuple[Bead, ...]:
    analytes = tree.get("analytes")
    if not tree.get("panel_name") or not isinstance(tree["panel_name"], str) or not isinstance(analytes, dict) or not analytes:
        raise FileError(f"'{path}' states no panel_name or no analytes; {WHAT} names the panel and its beads by group. Complete it.")
    order = tree.get("group_order") or list(analytes)
    if not isinstance(order, list) or sorted(order) != sorted(analytes):
        raise FileError(f"'{path}' orders the groups {order} and lists beads of {list(analytes)}; they must be the same. Mend 'group_order'.")
    factor = UNITS.get(str(tree.get("cytokine_unit", "")).casefold(), float("nan"))
    beads = []
    for group in order:
        for name, bead in analytes[group].items() if isinstance(analytes[group], dict) else ():
            if not isinstance(bead, dict) or not isinstance(bead.get("name"), str) or not bead["name"]:
                raise FileError(f"'{path}' gives the bead '{name}' no name; {WHAT} says what each bead catches. Add 'name: ...' below it.")
            beads.append(Bead(group=group, id=name, analyte=bead["name"], start=number(str(bead.get("concentration", "")), decimal) * factor))
    if not beads:
        raise FileError(f"'{path}' lists no beads; {WHAT} has at least one. Complete it.")
    return tuple(beads)
