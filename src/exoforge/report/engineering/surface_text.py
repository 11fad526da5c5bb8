"""A modified surface on a terminal: what changes in the body, what is on the vesicles, and the studies behind it."""

from __future__ import annotations

import math

from exoforge.cargo.surfaces import Study, how_known
from exoforge.design.engineering.surface_result import Compared, SurfaceAnswer
from exoforge.design.result import Interval
from exoforge.report.display import NARROW, NOTHING, amount, interval_text, number, percent, share_text
from exoforge.report.document import NATURE
from exoforge.report.plain import plain_references
from exoforge.report.text import aligned, pairs, references_text, warnings_text, wrapped
from exoforge.report.words import sentence_case

LABEL = 38
LEAST_SHARE, LEAST_CHANGE = 1e-4, 1e-3
"""[1] Share of the dose and change below which no number is told. Choices."""
SHARES = ("share of vesicles without any", "density over what finds room")
NAMES = {
    "ligands per vesicle": "ligands per vesicle, the mean",
    "most ligands per vesicle": "most that find room, the mean",
    "share of vesicles without any": "vesicles that bear none",
    "density over what finds room": "of the room for them, used",
    "free chain [nm]": "size of a free chain",
    "overlap of chains": "overlap of the chains",
    "thickness of the layer [nm]": "thickness of their layer",
    "ligands offered": "ligands offered",
    "ligands on recovered vesicles": "on the vesicles recovered",
    "ligands lost with vesicles": "lost with vesicles",
    "ligands free": "left free beside them",
}
"""Figures of the surface modification as they are told."""


def surface_text(found: SurfaceAnswer) -> str:
    """The whole answer."""
    lines = [title_of(found), *wrapped(_in_words(found)), ""]
    table = [("", plain_said(found)[:24], f"with {found.asked[:24]}", "change, times"), *(_row(one) for one in found.compared)]
    lines += aligned([tuple(cell.replace(NARROW, " ") for cell in row) for row in table])
    corona = "" if found.beside else "Liver and spleen stray also because blood may lay other proteins on a new surface, a prior. "
    lines += wrapped(
        f"Median of {found.members} members and, in brackets, their 5th and 95th percentile, seed {found.seed}; the change is that within each member, so that "
        f"what both share cancels. Marked *: what the ligand is stated to move; the rest follows from it. {corona}"
        "No member holds a ligand that does nothing or the reverse: that it might is not in these intervals.",
        "  ",
    )
    lines += ["", "On the vesicles", *pairs(_on_vesicles(found), width=LABEL)]
    lines += ["", *_bonds(found), "", f"Studies of {found.surface.title}"]
    lines += [line for one in found.surface.studies for line in wrapped(_study(one), "  * ")]
    if found.surface.conflict:
        lines += wrapped(f"They differ: {found.surface.conflict}", "  * ")
    lines += ["", *wrapped(f"Not found measured by anybody: {_lower(found.surface.unmeasured)}")]
    if found.told:
        lines += ["", "Notes", *(line for one in found.told for line in wrapped(sentence_case(one), "  - "))]
    return "\n".join([*lines, *warnings_text(found.warnings), "", references_text(plain_references(found.cites)), "", *wrapped(NATURE)]).replace(NARROW, " ")


def title_of(found: SurfaceAnswer) -> str:
    """What was asked, in a line."""
    on = f"the vesicles of '{found.source}'" if found.source and not found.stock else "a usual stock of vesicles"
    return f"{found.asked} on {on}: {found.species}, {found.route}"


def _in_words(found: SurfaceAnswer) -> str:
    """The answer in two sentences: what the sources say, and what the body makes of it."""
    surface = found.surface
    half, uptake, share = (_found(found, key) for key in ("half-life", f"uptake {found.target}", f"share {found.target}"))
    organ = found.target.replace("-", " ")
    return (
        f"For {surface.title}, {how_known(surface)}. In this body that makes uptake by the {organ} {_times(uptake.change)}, "
        f"the half-life in blood {_times(half.change)}, "
        f"and what is in the {organ} at its most {_times(share.change)}."
    )


def plain_said(found: SurfaceAnswer) -> str:
    """What stands beside the ligand: plain vesicles, or those with the other surface alone."""
    return f"with {found.beside} alone" if found.beside else "plain"


def _on_vesicles(found: SurfaceAnswer) -> list[tuple[str, str]]:
    """Figures of the surface modification as labels and values."""
    rows = []
    for name, interval in found.on_vesicles.items():
        if (name == "ligands offered" and interval.central <= found.on_vesicles["ligands on recovered vesicles"].central) or interval.high == 0:
            continue  # cells put it on, so that nothing is offered, lost or free
        rows.append((NAMES[name], _figure(name, interval)))
    return rows


def _study(one: Study) -> str:
    """A study in a sentence."""
    size = (
        f" {'Printed' if one.status == 'read' else 'As recalled'}: {one.size}."
        if one.size
        else " No size is printed."
        if one.direction != "none"
        else " Where they went is not printed."
    )
    return f"{one.says} ({one.where}; {one.cite}, {one.status}.){size}"


def _change(one: Compared) -> str:
    """The change within each member; nothing where the plain number says nothing."""
    if math.isnan(one.change.median):
        return NOTHING
    if one.change.low >= LEAST_CHANGE:
        return interval_text(one.change)
    median, low, high = (f"<{LEAST_CHANGE:g}" if value < LEAST_CHANGE else number(value) for value in (one.change.median, one.change.low, one.change.high))
    return f"{median} ({low}–{high})"


def _value(interval: Interval, unit: str) -> str:
    """A number of the body with its interval."""
    return _share(interval) if unit == "" else interval_text(interval, unit)


def _figure(name: str, interval: Interval) -> str:
    if name in SHARES:
        return _share(interval)
    if name.endswith("[nm]"):
        return interval_text(Interval(central=interval.central * 1e-9, low=interval.low * 1e-9, median=interval.median * 1e-9, high=interval.high * 1e-9), "m")
    if name == "overlap of chains":
        return f"{interval_text(interval)}; {'mushrooms that stand apart' if interval.median < 1 else 'a brush'} (1 parts them)"
    return interval_text(interval)


def _share(interval: Interval) -> str:
    """A share in per cent; what is below `LEAST_SHARE` is told as below it."""
    if interval.low >= LEAST_SHARE or interval.low == interval.high:
        return share_text(interval) if interval.median >= LEAST_SHARE else f"under {percent(LEAST_SHARE)}"
    least = number(100 * LEAST_SHARE, 1)
    median, low, high = (f"<{least}" if value < LEAST_SHARE else number(100 * value) for value in (interval.median, interval.low, interval.high))
    return f"under {percent(LEAST_SHARE)}" if interval.high < LEAST_SHARE else f"{median} ({low}–{high}) %"


def _row(one: Compared) -> tuple[str, ...]:
    mark = "*" if one.is_moved else " "
    return (f"{mark} {one.label}", _value(one.plain, one.unit), _value(one.modified, one.unit), _change(one))


def _found(found: SurfaceAnswer, key: str) -> Compared:
    return next(one for one in found.compared if one.key == key)


def _times(interval: Interval) -> str:
    """``3.3 times as much (1.2 to 19)``."""
    if math.isnan(interval.median):
        return "what cannot be told"
    return f"{number(interval.median)} times what it was ({number(interval.low)} to {number(interval.high)})"


def _bonds(found: SurfaceAnswer) -> list[str]:
    """What many bonds make of one, with its limits."""
    binds = found.surface.binds
    if found.avidity is None:
        what = f"It binds {binds}; no" if binds else "No"
        return wrapped(f"Bonds: {_lower(what) if not binds else what} dissociation constant is held, so that no avidity is computed.")
    value, low, high = found.avidity.single
    single = f"{amount(value * 1e9, '')} ({number(low * 1e9)}–{number(high * 1e9)}) pmol/L" if value < 1e-6 else _molar(value, low, high)
    many = found.avidity.many
    text = (
        f"Bonds: one ligand and {binds} let go of each other at {single} ({found.avidity.cite}, {found.avidity.status}). With the ligands that blood leaves "
        f"accessible, half of the vesicles hold at {_molar(many.median, many.low, many.high)} of receptor, were the bonds independent (K_d (2^(1/n) − 1)). "
        "Bonds that help each other hold at less; the uptake above is not computed from it."
    )
    return wrapped(text) if not math.isnan(many.median) else wrapped(f"Bonds: one ligand and {binds}: {single}. The ligands on a vesicle are not known.")


def _molar(value: float, low: float, high: float) -> str:
    """A concentration [mol/m3] in the prefix of its size."""
    factor, unit = next(((f, u) for f, u in ((1.0, "mmol/L"), (1e3, "µmol/L"), (1e6, "nmol/L")) if value * f >= 0.1), (1e9, "pmol/L"))
    return f"{number(value * factor)} ({number(low * factor)}–{number(high * factor)}) {unit}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
