"""From all members of a run to the numbers and curves that a reader sees, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.terms import label_or_word
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.result import LEVELS, Band, ExposureResult, Headline, Interval, Reach
from exoforge.stages.contract import Split
from exoforge.streams.amounts import is_product, number_by_diameter, particle_number, purity, total_protein, vesicle_number
from exoforge.streams.product import Product
from exoforge.streams.suspension import Suspension

Figure = Callable[[Outcome], float]


def interval_of(ensemble: Ensemble, figure: Figure) -> Interval:
    """One figure over the ensemble; a member in which it is undefined (NaN) is left out."""
    return interval_over(figure(ensemble.central), [figure(member) for member in ensemble.members])


def interval_over(central: float, members: ArrayLike) -> Interval:
    """A figure of the central member with its percentiles over the others; a member in which it is undefined (NaN) is left out."""
    low, median, high = quantiles(np.asarray(members, dtype=np.float64))
    return Interval(central=float(central), low=low, median=median, high=high)


def interval_of_rows(rows: ArrayLike) -> Interval:
    """A figure of every row, that of the central one first and those of the members behind it, as `interval_over`."""
    values = np.asarray(rows, dtype=np.float64)
    return interval_over(float(values[0]), values[1:])


def quantiles(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """The 5th, 50th and 95th percentile as members that exist, so that an infinite time stays infinite; NaN when there is none."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return (float("nan"), float("nan"), float("nan"))
    low, median, high = np.quantile(known, LEVELS, method="inverted_cdf")
    return float(low), float(median), float(high)


def band_of(name: str, x: NDArray[np.float64], central: NDArray[np.float64], members: NDArray[np.float64]) -> Band:
    """A curve over the ensemble; `members` (n_members, n_x), NaN throughout when there is none."""
    if members.size == 0:
        nothing = np.full(x.shape, np.nan)
        return Band(name=name, x=x, central=central, low=nothing, median=nothing, high=nothing)
    low, median, high = np.quantile(members, LEVELS, axis=0, method="inverted_cdf")
    return Band(name=name, x=x, central=central, low=low, median=median, high=high)


def reaches_of(ensemble: Ensemble) -> tuple[Reach, ...]:
    """The river step by step."""
    return tuple(_reach(ensemble, place) for place in range(len(ensemble.central.river.passages)))


def _reach(ensemble: Ensemble, place: int) -> Reach:
    def over(amount: Callable[[Suspension], float]) -> Interval:
        return interval_of(ensemble, lambda outcome: amount(outcome.river.passages[place].suspension))

    def recovery(outcome: Outcome) -> float:
        before = vesicle_number(outcome.river.passages[max(place - 1, 0)].suspension)
        return vesicle_number(outcome.river.passages[place].suspension) / before if before > 0 else float("nan")

    passage = ensemble.central.river.passages[place]
    losses, rejects = _shares(passage.split)
    return Reach(
        key=passage.key,
        stage=passage.operation.stage,
        kind=passage.operation.kind,
        title=passage.operation.title,
        vesicles=over(vesicle_number),
        particles=over(particle_number),
        protein=over(total_protein),
        purity=over(purity),
        volume=passage.suspension.volume,
        recovery=interval_of(ensemble, recovery),
        losses=losses,
        rejects=rejects,
        figures=dict(passage.split.figures) if passage.split else {},
    )


def _shares(split: Split | None) -> tuple[dict[str, float], dict[str, float]]:
    """Losses and rejects as shares of the vesicles of the feed; of a cause that makes vesicles too, such as fusion, what is missing in the end."""
    if split is None:
        return {}, {}
    vesicle = np.array([is_product(species) for species in split.product.species])
    gone = {cause: float(number[vesicle].sum()) for cause, number in split.losses.items()}
    made = {cause: float(number[vesicle].sum()) for cause, number in split.made.items()}
    lost = {cause: max(amount - made.get(cause, 0.0), 0.0) for cause, amount in gone.items()}
    aside = {name: vesicle_number(suspension) for name, suspension in split.rejects.items()}
    feed = vesicle_number(split.product) + sum(gone.values()) + sum(aside.values()) - sum(made.values())
    if feed <= 0:
        return dict.fromkeys(lost, 0.0), dict.fromkeys(aside, 0.0)
    return {cause: amount / feed for cause, amount in lost.items()}, {name: amount / feed for name, amount in aside.items()}


def release_of(ensemble: Ensemble) -> Band | None:
    """Share of the vesicles that the carrier has let go, over time [s]."""
    central = ensemble.central.river.product
    if central is None:
        return None
    products = [member.river.product for member in ensemble.members]
    members = np.array([released_share(product, central.time) for product in products if product is not None])
    return band_of("released", central.time, released_share(central, central.time), members)


def released_share(product: Product, time: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the vesicles of all sizes that the carrier has let go at times since it was given [s]."""
    weights = number_by_diameter(product.loaded, vesicles_only=True)
    share = weights @ product.released / weights.sum() if weights.sum() > 0 else np.zeros(product.time.size)
    return np.asarray(np.interp(time, product.time, share), dtype=np.float64)


def exposure_of(ensemble: Ensemble) -> ExposureResult | None:
    """Vesicles by site over time."""
    central = ensemble.central.river.exposure
    if central is None:
        return None
    exposures = [member.river.exposure for member in ensemble.members if member.river.exposure is not None]

    def bands(name: str) -> dict[str, Band]:
        found: dict[str, Band] = {}
        for row, site in enumerate(central.sites):
            members = np.array([np.interp(central.time, one.time, getattr(one, name)[row]) for one in exposures])
            found[site] = band_of(site, central.time, getattr(central, name)[row], members)
        return found

    return ExposureResult(
        sites=bands("particles"),
        labelled=bands("labelled"),
        target=central.target,
        target_volume=central.target_volume,
        given=interval_of(ensemble, lambda outcome: outcome.river.exposure.given if outcome.river.exposure else float("nan")),
        notes={name: interval_of(ensemble, partial(_noted, name)) for name in central.notes},
    )


def _noted(name: str, outcome: Outcome) -> float:
    return outcome.river.exposure.notes.get(name, float("nan")) if outcome.river.exposure else float("nan")


def difference(treated: float, untreated: float) -> float:
    """Treated less untreated; nothing where both are infinite."""
    return 0.0 if treated == untreated else treated - untreated


def headline_figures(ensemble: Ensemble) -> tuple[tuple[Headline, Figure], ...]:
    """The figures that a reader looks for first, the farthest down the river first, each with how it is read off a member."""
    found: list[tuple[Headline, Figure]] = []

    def add(name: str, label: str, unit: str, meaning: str, figure: Figure) -> None:
        found.append((Headline(name=name, label=label, unit=unit, interval=interval_of(ensemble, figure), meaning=meaning), figure))

    central = ensemble.central
    if central.response is not None and any(not member.failed for member in ensemble.members):
        endpoint = next(iter(central.response.endpoints.values()))

        def effect(outcome: Outcome) -> float:
            one = outcome.response.endpoints[endpoint.name] if outcome.response else None
            return difference(one.treated, one.untreated) if one else float("nan")

        add("effect", f"{endpoint.meaning}, treated less untreated", endpoint.unit, "computed from the tissue model; a prior, not evidence", effect)
    if central.river.exposure is not None:
        site = label_or_word("tissues", central.river.exposure.target)
        add("peak-exposure", f"Most vesicles at the target site ({site})", "particles/m3", "per volume of that site", _peak_exposure)
    if central.river.product is not None:
        add("dose", "Vesicles in one application", "particles", "vesicles in or on the carrier when it is given", _dose)
        add("doses-per-batch", "Applications that one batch fills", "", "below 1, batches must be pooled", doses_per_batch)
    if central.river.passages:
        add("purity", "Purity of the preparation", "particles/kg protein", "vesicles over all protein, before the carrier", _purity)
        add("vesicles", "Vesicles in the preparation", "particles", "after the last step before the carrier", _vesicles)
        if len(central.river.passages) > 1:
            add("recovery", "Vesicles kept from medium to preparation", "", "preparation over conditioned medium", _recovery)
    return tuple(found)


def _peak_exposure(outcome: Outcome) -> float:
    exposure = outcome.river.exposure
    return float(exposure.particles[exposure.sites.index(exposure.target)].max() / exposure.target_volume) if exposure else float("nan")


def _dose(outcome: Outcome) -> float:
    product = outcome.river.product
    return vesicle_number(product.loaded) if product else float("nan")


def doses_per_batch(outcome: Outcome) -> float:
    """How many applications the preparation of one member fills; NaN when nothing is given."""
    product = outcome.river.product
    return product.doses_per_batch if product else float("nan")


def _purity(outcome: Outcome) -> float:
    return purity(outcome.river.passages[-1].suspension)


def _vesicles(outcome: Outcome) -> float:
    return vesicle_number(outcome.river.passages[-1].suspension)


def _recovery(outcome: Outcome) -> float:
    first = vesicle_number(outcome.river.passages[0].suspension)
    return vesicle_number(outcome.river.passages[-1].suspension) / first if first > 0 else float("nan")
