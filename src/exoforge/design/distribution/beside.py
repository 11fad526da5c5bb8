"""Measurements laid beside a prediction: percent of dose by percent of dose, relative signals by shares of the same organs, figures by figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from exoforge.base.terms import is_term, line
from exoforge.base.units import Quantity, convert
from exoforge.design.carried import carried_by_steps
from exoforge.design.distribution.courses import Predicted
from exoforge.design.distribution.members import labelled_share
from exoforge.design.ensemble import Outcome
from exoforge.design.result import ExposureResult, Interval
from exoforge.design.summary import interval_of
from exoforge.evidence.kinetics import FIGURES, INTO_BLOOD, Experiment, PublishedFigure, experiments_of
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.distribute.physiology.bodies import TISSUE_DENSITY, anatomy, body_of
from exoforge.stages.distribute.physiology.sites import ORGAN_SITES
from exoforge.streams.kinetics import MeasuredKinetics, laid_over

Verdict = Literal["within", "above", "below", "not comparable"]
"""Where the measured number lies: within the 90 % of the members, above or below them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """One measured number and what each model predicts of it.

    Parameters
    ----------
    key : of the experiment. study : key of the reference, or the name of the user's file. what : liver, or clearance.
    unit : of `measured` and `predicted`, SI or 1.
    kind : ``dose`` for shares of the dose, ``share`` for shares of the organs seen, ``figure`` for one of the blood. site, time : of the first two.
    measured, low, high : the number and its bounds; NaN where none are, `measured` where bounds alone are printed. predicted, verdict : by model, in its order.
    fitted : whether a value of the model was derived from this very study, so that agreement shows nothing. why : what forbids comparison, empty for nothing.
    printed : as printed. label, label_kind, cell_source, condition, status : of the experiment.
    """

    key: str
    study: str
    kind: Literal["dose", "share", "figure"]
    what: str
    site: str
    time: float
    unit: str
    measured: float
    low: float
    high: float
    printed: str
    predicted: Mapping[str, Interval]
    verdict: Mapping[str, Verdict]
    fitted: Mapping[str, bool]
    why: str
    label: str
    label_kind: str
    cell_source: str
    condition: str
    status: str


def published_for(species: str, route: str) -> tuple[Experiment, ...]:
    """The experiments to lay over a prediction for a species and a route: the same species, the same route or another into blood."""
    routes = INTO_BLOOD if set(line("routes", route)) & {"intravascular"} else (route,)
    names = line("species", species)
    return tuple(one for name in names for one in experiments_of(species=name, routes=routes))


def beside_published(found: Sequence[Predicted], experiments: Sequence[Experiment], surface: str) -> tuple[Beside, ...]:
    """Every published number beside what the models say of it."""
    rows: list[Beside] = []
    for one in experiments:
        why = _against(one, surface)
        about = _About(one.key, one.study, one.label, one.label_kind, one.cell_source, one.condition, one.status, why)
        rows += _doses(found, one.values, about)
        rows += _shares(found, one.values, about)
        rows += [_figure(found, figure, about) for figure in one.figures]
    return tuple(rows)


def beside_own(found: Sequence[Predicted], values: Sequence[MeasuredKinetics], species: str, body_mass: float) -> tuple[tuple[Beside, ...], tuple[str, ...]]:
    """A user's own table beside the models, and a sentence for what cannot be laid beside them.

    Parameters
    ----------
    species : of the table of bodies, for the masses of organs; empty where none is known. body_mass : of the animal [kg].
    """
    absolute, told = laid_over(tuple(one for one in values if one.basis != "relative signal"), organ_masses(species, body_mass))
    if any(one.basis == "percent of dose per gram" for one in values) and absolute:
        told += (f"Percent of dose per gram was brought to whole organs by the masses of organs of a {species} of {body_mass * 1e3:.4g} g.",)
    relative = tuple(one for one in values if one.basis == "relative signal")
    first = values[0]
    about = _About(first.study, first.study, first.label, first.label_kind, first.cell_source, "", "read", "")
    strange = sorted({one.site for one in values if all(site_of(one.site, model) is None for model in found)})
    if strange:
        told += (f"No model here has the site {', '.join(strange)}; what was measured there is not compared.",)
    some = sorted({one.site for one in relative if one.site not in strange and any(site_of(one.site, model) is None for model in found)})
    if some:
        told += (f"Not every model here has the site {', '.join(some)}, so that shares of the relative signal are of the other organs; --model pbpk has more.",)
    return (*_doses(found, absolute, about), *_shares(found, relative, about)), told


def beside_exposure(exposure: ExposureResult, therapy: Therapy) -> tuple[tuple[MeasuredKinetics, Interval], ...]:
    """The published percents of dose of a record's species and route, for a plain surface, each with what a run predicts of it [1].

    Nothing where the record does not say species and route, states a modified surface, or the body has no such site.
    """
    species, route = therapy.target.species, therapy.dosing.route
    coats = [step.settings.get("surface") for step in therapy.steps if step.stage == "distribute"]
    is_coated = "surface" in carried_by_steps(therapy) or any(isinstance(one, Stated) and one.value != "none" for one in coats)
    if is_coated or not (isinstance(species, Stated) and isinstance(route, Stated)):
        return ()
    start = therapy.dosing.start
    begun = convert(start.value, "s").value if isinstance(start, Stated) and isinstance(start.value, Quantity) else 0.0
    found = []
    for one in published_for(str(species.value), str(route.value)):
        for value in () if _against(one, "none") else one.values:
            band = exposure.labelled.get(value.site)
            if value.basis != "percent of dose" or band is None or not exposure.given.central > 0:
                continue
            ends = {
                name: float(np.interp(value.time + begun, band.x, getattr(band, name))) / exposure.given.central
                for name in ("central", "low", "median", "high")
            }
            found.append((value, Interval(**ends)))
    return tuple(found)


def organ_masses(species: str, body_mass: float) -> dict[str, float]:
    """Mass of each organ of a body of the table, by site, and of its blood [kg]; empty where the species has none."""
    if not species:
        return {}
    body = anatomy(body_of(species), body_mass)
    masses = {site: float(body.whole[place]) * TISSUE_DENSITY for place, site in enumerate(ORGAN_SITES)}
    return masses | {"blood": float(body.plasma + body.vessels.sum()) * TISSUE_DENSITY}


def site_of(term: str, model: Predicted) -> str | None:
    """The site of a model that a measured tissue is: its term or the next wider one; None where there is none."""
    return next((name for name in (line("tissues", term) if is_term("tissues", term) else (term,)) if name in model.labelled), None)


@dataclass(frozen=True, slots=True)
class _About:
    key: str
    study: str
    label: str
    label_kind: str
    cell_source: str
    condition: str
    status: str
    why: str


def _against(one: Experiment, surface: str) -> str:
    """What forbids to hold a prediction against an experiment."""
    if one.condition and "control" not in one.condition:
        return one.condition
    if one.surface != surface:
        return f"the surface of these vesicles was {'plain' if one.surface == 'none' else one.surface}"
    return ""


def _doses(found: Sequence[Predicted], values: Sequence[MeasuredKinetics], about: _About) -> list[Beside]:
    rows = []
    for value in values:
        if value.basis != "percent of dose" or all(site_of(value.site, model) is None for model in found):
            continue
        predicted = {
            model.name: interval_of(model.ensemble, partial(labelled_share, site=site, since=value.time))
            for model in found
            if (site := site_of(value.site, model)) is not None
        }
        ends = (value.low / 100, value.high / 100)
        rows.append(_row(found, about, "dose", value, value.value / 100, ends, predicted, f"{value.value:.3g} %ID"))
    return rows


def _shares(found: Sequence[Predicted], values: Sequence[MeasuredKinetics], about: _About) -> list[Beside]:
    """Relative signals of one time as shares of the organs that were seen and that all models have, beside the same shares of the label."""
    rows: list[Beside] = []
    relative = [value for value in values if value.basis == "relative signal"]
    for time in dict.fromkeys(value.time for value in relative):
        seen = [one for one in relative if one.time == time and all(site_of(one.site, model) is not None for model in found)]
        total = sum(one.value for one in seen)
        if len(seen) < 2 or not total > 0:
            continue
        for value in seen:
            predicted = {}
            for model in found:
                sites = tuple(site_of(one.site, model) or "" for one in seen)
                place = seen.index(value)
                predicted[model.name] = interval_of(model.ensemble, partial(_share, sites=sites, chosen=place, time=time))
            scale = 1.0 / total
            ends = (value.low * scale, value.high * scale)
            among = " and ".join(one.site for one in seen) if len(seen) == 2 else f"{len(seen)} organs"
            rows.append(_row(found, about, "share", value, value.value * scale, ends, predicted, f"{100 * value.value * scale:.3g} % of {among}"))
    return rows


def _share(outcome: Outcome, sites: tuple[str, ...], chosen: int, time: float) -> float:
    amounts = [labelled_share(outcome, site, time) for site in sites]
    return amounts[chosen] / sum(amounts) if sum(amounts) > 0 else math.nan


def _figure(found: Sequence[Predicted], figure: PublishedFigure, about: _About) -> Beside:
    predicted = {model.name: model.blood[figure.name] for model in found if figure.name in model.blood}
    words, unit = FIGURES[figure.name]
    why = about.why or ("" if predicted else "no such figure is computed")
    one_number = figure.low if figure.low == figure.high else math.nan
    return Beside(
        key=about.key,
        study=about.study,
        kind="figure",
        what=words,
        site="blood",
        time=math.nan,
        unit=unit,
        measured=one_number if figure.centre is None else figure.centre,
        low=figure.low,
        high=math.inf if figure.bound == "above" else figure.high,
        printed=figure.printed,
        predicted=predicted,
        verdict={
            name: "not comparable" if why else _verdict(one, figure.low, math.inf if figure.bound == "above" else figure.high)
            for name, one in predicted.items()
        },
        fitted={model.name: about.study in model.fitted_to for model in found},
        why=why,
        label=about.label,
        label_kind=about.label_kind,
        cell_source=about.cell_source,
        condition=about.condition,
        status=figure.status,
    )


def _row(
    found: Sequence[Predicted],
    about: _About,
    kind: Literal["dose", "share"],
    value: MeasuredKinetics,
    measured: float,
    ends: tuple[float, float],
    predicted: Mapping[str, Interval],
    printed: str,
) -> Beside:
    low, high = (measured if math.isnan(end) else end for end in ends)
    return Beside(
        key=about.key,
        study=about.study,
        kind=kind,
        what=value.site,
        site=value.site,
        time=value.time,
        unit="",
        measured=measured,
        low=ends[0],
        high=ends[1],
        printed=printed,
        predicted=predicted,
        verdict={name: "not comparable" if about.why else _verdict(one, low, high) for name, one in predicted.items()},
        fitted={model.name: about.study in model.fitted_to for model in found},
        why=about.why,
        label=value.label,
        label_kind=value.label_kind,
        cell_source=value.cell_source,
        condition=about.condition,
        status=value.status,
    )


def _verdict(predicted: Interval, low: float, high: float) -> Verdict:
    """Whether the measured bounds meet the 90 % of the members."""
    if math.isnan(predicted.median):
        return "not comparable"
    if low > predicted.high:
        return "above"
    return "below" if high < predicted.low else "within"


def follows_from_another(rows: Sequence[Beside], one: Beside) -> bool:
    """Whether a share of two organs is told already by that of the spleen."""
    if one.kind != "share" or one.what == "spleen":
        return False
    same = {row.what for row in rows if row.kind == "share" and row.key == one.key and row.time == one.time}
    return len(same) == 2 and "spleen" in same


def factors_between(one: Beside, model: str) -> tuple[float, ...]:
    """How many times the measured number, or each of its bounds where no number is printed, is of the predicted median; empty where that says nothing."""
    median = one.predicted[model].median
    numbers = (one.low, one.high) if math.isnan(one.measured) else (one.measured,)
    return tuple(number / median for number in numbers if median > 0 and 0 < number < math.inf)
