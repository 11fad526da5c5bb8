"""Every route of administration: where vesicles enter, who can take it, and how little is known of what reaches the blood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from exoforge.base.errors import SettingError
from exoforge.base.parameters import FIXED, Spread, Status, lognormal, uniform
from exoforge.base.tables import packaged_table
from exoforge.base.terms import UNSPECIFIED, line, term

Entry = Literal["blood", "depot", "airway", "surface"]
"""Where vesicles enter: blood; a depot in tissue or a closed space; the airways; a surface such as skin, wound, eye or gut."""

HOUR = 3600.0
NOT_GIVEN = ("in-vitro", "ex-vivo")
"""Terms of the vocabulary 'routes' by which nothing enters a body."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One way in, and what it does to a dose.

    Into blood: everything, as the carrier lets it go. Otherwise, with `X` at the place of entry, `L` in lymph and `R` the
    release: ``dX/dt = deposited R - (absorption_rate + local_loss) X``, ``dL/dt = absorption_rate X - L / delay``, into blood
    ``absorbed L / delay`` (``absorbed absorption_rate X`` where `delay` is 0). The share of a dose that ever reaches the
    blood is ``deposited absorbed absorption_rate / (absorption_rate + local_loss)``, see `reaching_blood`.

    Parameters
    ----------
    key : term of the vocabulary 'routes'.
    absorbed : share of what leaves the place of entry for lymph or blood that arrives in blood.
    absorption_rate, local_loss : [1/s]; 0 where the entry is blood.
    deposited : share of the dose that stays at the place of entry; the rest is breathed out, runs off or is wiped away.
    delay : mean time in lymph [s].
    *_spread : how far each may stray; fixed where the entry is blood.
    species : those that can take the route; empty for all. why, instead : why the others cannot, and what to state for them.
    note : what is known, and what is not. cite : key of a reference, or empty. status : of the numbers.
    """

    key: str
    entry: Entry
    absorbed: float
    absorbed_spread: Spread
    absorption_rate: float
    absorption_spread: Spread
    local_loss: float
    local_loss_spread: Spread
    deposited: float
    deposited_spread: Spread
    delay: float
    delay_spread: Spread
    species: tuple[str, ...]
    why: str
    instead: str
    note: str
    cite: str
    status: Status


@lru_cache(maxsize=1)
def routes() -> dict[str, Route]:
    """Every route, by its term."""
    return {key: _route(key, row) for key, row in packaged_table("exoforge.stages.distribute", "routes.toml").items()}


def route_of(word: str) -> Route:
    """The route that a word means: that of its term, or of the next wider term.

    Raises
    ------
    TermError
        The word is not in the vocabulary 'routes'.
    SettingError
        Nothing enters a body that way, or the way is not said.
    """
    key = term("routes", word).key
    if key in NOT_GIVEN:
        raise SettingError(f"'{key}' gives nothing to a body, so that nothing is distributed; state the route in the animal or patient, or leave the step out.")
    if key == UNSPECIFIED:
        raise SettingError("The route is 'unspecified'; state one of the vocabulary 'routes' ('exoforge terms routes' lists them).")
    return next(routes()[wider] for wider in line("routes", key) if wider in routes())


def can_take(route: Route, species: str) -> bool:
    """Whether a species, or the wider one that it belongs to, can take a route; True for a species that is not said."""
    names = line("species", species)
    return not names or not route.species or any(name in route.species for name in names)


def reaching_blood(*, deposited: float, absorbed: float, absorption_rate: float, local_loss: float) -> float:
    """Share of a dose put beside the blood that ever reaches it, were all of it let go; the numbers as those of a route."""
    leaving = absorption_rate + local_loss
    return deposited * absorbed * absorption_rate / leaving if leaving > 0 else 0.0


def _route(key: str, row: dict[str, Any]) -> Route:
    is_blood = row["entry"] == "blood"
    return Route(
        key=key,
        entry=row["entry"],
        absorbed=row.get("absorbed", 1.0),
        absorbed_spread=_between(row, "absorbed"),
        absorption_rate=0.0 if is_blood else 1.0 / (row["absorption_time"] * HOUR),
        absorption_spread=_factor(row, "absorption"),
        local_loss=0.0 if is_blood else 1.0 / (row["local_loss_time"] * HOUR),
        local_loss_spread=_factor(row, "local_loss"),
        deposited=row.get("deposited", 1.0),
        deposited_spread=_between(row, "deposited"),
        delay=row.get("delay_time", 0.0) * HOUR,
        delay_spread=_factor(row, "delay"),
        species=tuple(row.get("species", ())),
        why=row.get("why", ""),
        instead=row.get("instead", ""),
        note=row["note"],
        cite=row.get("cite", ""),
        status="choice",
    )


def _between(row: dict[str, Any], name: str) -> Spread:
    return uniform(*row[f"{name}_range"]) if f"{name}_range" in row else FIXED


def _factor(row: dict[str, Any], name: str) -> Spread:
    return lognormal(row[f"{name}_factor"]) if f"{name}_factor" in row else FIXED
