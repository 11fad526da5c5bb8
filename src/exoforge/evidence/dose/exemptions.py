"""Where the guidance itself exempts a dose from body surface, and which volume a recipient bears."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.terms import term
from exoforge.base.units import Quantity, convert, quantity_text
from exoforge.laws.dosing import VolumeCheck, has_volume_limit, volume_check

BIG_MOLECULE = "100 kDa"
LOCAL_ROUTES = (
    *("local-implantation", "local-injection", "topical", "intradermal", "periodontal-injection", "intramyocardial", "eye-drops"),
    *("intranasal", "inhaled", "intratracheal", "subcutaneous", "intramuscular"),
)
CLOSED_ROUTES = ("intra-articular", "intravitreal", "intrathecal", "intracerebral", "intravesical")
"""Routes into a compartment of its own, by the vocabulary; which route is which is a choice of this package."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exemption:
    """Where the guidance itself does not want body surface, and whether that was read or recalled."""

    sentence: str
    status: str
    applies: bool | None


def exemptions(route: str = "") -> tuple[Exemption, ...]:
    """Where the guidance exempts a dose from body surface; `applies` is None when the route is not stated.

    Raises
    ------
    TermError
        The route is not in the vocabulary.
    """
    names = _with_wider(route) if route else ()

    def holds(routes: tuple[str, ...]) -> bool | None:
        return any(name in routes for name in names) if names else None

    closed = holds(CLOSED_ROUTES)
    return (
        Exemption(sentence="local routes: by the area or concentration at the site (fda2005)", status="recalled", applies=holds(LOCAL_ROUTES) and not closed),
        Exemption(
            sentence="closed compartments with little distribution outside: by the volume of the compartment (fda2005)",
            status="recalled",
            applies=closed,
        ),
        Exemption(
            sentence=f"proteins above {BIG_MOLECULE} given into blood: by body mass (fda2005); a vesicle is far larger, but that it counts as one is a choice",
            status="recalled",
            applies=holds(("intravascular",)),
        ),
    )


def _with_wider(route: str) -> tuple[str, ...]:
    """A route and every wider one that it belongs to."""
    found = term("routes", route)
    return (found.key, *(_with_wider(found.parent) if found.parent else ()))


def judged_volume(species: str, route: str, mass: Quantity, volume: Quantity | None, sites: int) -> tuple[VolumeCheck | None, tuple[str, ...]]:
    """The stated volume of one application against what the recipient bears, or why it was not judged.

    Raises
    ------
    SettingError
        The volume is not above 0, or the number of sites is below 1.
    """
    if volume is None:
        return None, ()
    said = quantity_text(volume)
    if not route:
        return None, (f"The volume {said} was not judged, because no route is stated.",)
    key = term("routes", route).key
    way = "intravenous" if key == "intravascular" else key  # vein or artery is not said; taken as a vein
    if not (has_volume_limit(species=species) and has_volume_limit(route=way)):
        return None, (f"The volume {said} was not judged: no limit for {species}, {way}, is on the list (diehl2001).",)
    check = volume_check(species=species, route=way, body_mass=mass.value, volume=convert(volume, "m3").value, sites=sites)
    return check, ()
