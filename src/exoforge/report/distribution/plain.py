"""Where vesicles go, for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.distribution.courses import Predicted
from exoforge.design.distribution.foretelling import Distribution
from exoforge.design.result import Band
from exoforge.report.document import NATURE
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references


def distribution_facts(found: Distribution) -> dict[str, Any]:
    """Everything in SI and shares of the dose; null where nothing is known."""
    studies = [key for one in found.experiments for key in (one.study, one.via) if key]
    cites = [key for model in found.models for step in model.ensemble.plan.steps for key in step.operation.cites]
    facts = {
        "ok": True,
        "species": found.species,
        "route": found.route,
        "surface": found.surface,
        "members": found.members,
        "seed": found.seed,
        "level": "5th, 50th and 95th percentile",
        "models": [_model(one) for one in found.models],
        "published": [asdict(one) for one in found.beside],
        "experiments": [asdict(one) for one in found.experiments],
        "own": {"file": found.own_file, "beside": [asdict(one) for one in found.own]} if found.own_file else None,
        "conflicts": [asdict(one) for one in found.conflicts],
        "notes": [*found.told],
        "warnings": [*found.warnings],
        "assumed": [*map(asdict, found.assumed)],
        "references": plain_references([*cites, *studies]),
        "nature": NATURE,
    }
    plain: dict[str, Any] = finite(facts)
    return plain


def distribution_rows(found: Distribution) -> Rows:
    """Every course of every model, and the measured numbers that have a time."""
    rows: list[list[str | int | float]] = [["model", "site", "what", "time [s]", "median", "low", "high"]]
    for model in found.models:
        for what, bands in (("vesicles", model.sites), ("label", model.labelled)):
            for site, band in bands.items():
                rows += [[model.name, site, what, *map(cell, row)] for row in zip(band.x, band.median, band.low, band.high, strict=True)]
    for one in (*found.beside, *found.own):
        if one.kind != "figure":
            what = "share of dose" if one.kind == "dose" else "share of the organs seen"
            rows.append([f"measured: {one.key}", one.site, what, cell(one.time), cell(one.measured), cell(one.low), cell(one.high)])
    return rows


def _model(model: Predicted) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "given": asdict(model.given),
        "sites": {site: _band(band) for site, band in model.sites.items()},
        "labelled": {site: _band(band) for site, band in model.labelled.items()},
        "blood": {name: asdict(one) for name, one in model.blood.items()},
        "vesicle_half_life": asdict(model.vesicle_half),
        "clearance_is_apparent": model.apparent,
        "extraction": {organ: asdict(one) for organ, one in model.extraction.items()},
        "cells": [asdict(one) for one in model.cells],
        "balance": model.balance,
        "ledger_of": "share of the dose whose label is in the liver 4 h after the first dose",
        "ledger": [
            {"key": row.assumption.key, "meaning": row.assumption.meaning, "status": row.assumption.status, "at_low": row.at_low, "at_high": row.at_high}
            for row in model.ledger
        ],
        "assumed": [asdict(one) for step in model.ensemble.plan.steps for one in step.assumed],
        "notices": [*model.notices],
    }


def _band(band: Band) -> dict[str, Any]:
    return {"time": band.x, "low": band.low, "median": band.median, "high": band.high, "central": band.central}
