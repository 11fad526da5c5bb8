"""Runs made of invented numbers, each field filled: what the report must be able to draw. Nothing here was computed or measured."""

from dataclasses import replace

import numpy as np

from exoforge.base.trace import Assumption, Entry, Trace
from exoforge.design.response_result import EndpointResult, OutcomeShares, Plausibility, ResponseResult
from exoforge.design.result import Band, Comparison, Confrontation, DoseRow, Explanation, ExposureResult, Headline, Interval, LedgerRow, Reach, SizeResult
from exoforge.design.run_result import EnsembleInfo, Run
from exoforge.evidence.nearest import Neighbour
from exoforge.evidence.pooled import PooledEffect
from exoforge.record.files import parse_record
from exoforge.streams.measurement import ArraySpec, FileSource, Measurement
from tests.report.verdicts import VERDICTS

DAY = 86400.0
RECORD = """
exoforge = "1.0"
id = "synthetic-calvaria"
title = "SYNTHETIC: exosomes of bone-marrow MSC in a gelatin layer for a calvarial defect of the rat"
standing = "planned"

[source]
cell = "bone-marrow-msc"
species = "human"

[[step]]
stage = "culture"
kind = "flask-culture"
area = "525 cm2"
duration = "48 h"

[[step]]
stage = "isolate"
kind = "centrifugation"
acceleration = "2000 x g (r_max)"
duration = "20 min"

[[step]]
stage = "isolate"
kind = "filtration"
pore = "0.22 um"

[[step]]
stage = "isolate"
kind = "centrifugation"
acceleration = "100000 x g (r_max)"
duration = "70 min"
temperature = "4 degC"

[[step]]
stage = "store"
kind = "storage"
duration = "30 d"
temperature = "-80 degC"

[[step]]
stage = "deliver"
kind = "gel-slab"
carrier = "gelatin"

[[step]]
stage = "distribute"
kind = "local-depot"

[[step]]
stage = "respond"
kind = "bone-healing"

[dosing]
dose = "100 ug protein"
route = "implantation"
doses = 1

[target]
indication = "calvarial-defect"
species = "rat"
defect_volume = "25 mm3"
body_mass = "300 g"

[[citation]]
key = "synthetic2020"
authors = "Nobody A"
year = 2020
title = "An invented study"
journal = "J Invented"
"""


def interval(central: float, factor: float = 2.0) -> Interval:
    return Interval(central=central, low=central / factor, median=central * 1.05, high=central * factor)


def band(name: str, x: np.ndarray, curve: np.ndarray, factor: float = 1.6) -> Band:
    return Band(name=name, x=x, central=curve, low=curve / factor, median=curve * 1.02, high=curve * factor)


def reaches() -> tuple[Reach, ...]:
    steps = (
        ("step[1] culture/flask-culture", "culture", "flask-culture", "flask culture", 2.1e11, 6e11, 4e-5, {}, {}),
        ("step[2] isolate/centrifugation", "isolate", "centrifugation", "centrifugation", 1.9e11, 5.2e11, 3.9e-5, {"pellet": 0.08}, {"wall": 0.015}),
        ("step[3] isolate/filtration", "isolate", "filtration", "dead-end filtration", 1.5e11, 4.1e11, 3.8e-5, {"filter": 0.14}, {"membrane": 0.07}),
        (
            "step[4] isolate/centrifugation",
            "isolate",
            "centrifugation",
            "centrifugation",
            5e10,
            6e10,
            6e-7,
            {"supernatant": 0.47},
            {"wall": 0.07, "resuspension": 0.12, "spill": 0.01},
        ),
        ("step[5] store/storage", "store", "storage", "Storage", 3.6e10, 4.5e10, 5.9e-7, {}, {"freeze-thaw": 0.05, "decay": 0.04, "wall": 0.19}),
    )
    found, before = [], None
    for key, stage, kind, title, vesicles, particles, protein, rejects, losses in steps:
        recovery = vesicles / before if before else 1.0
        found.append(
            Reach(
                key=key,
                stage=stage,
                kind=kind,
                title=title,
                vesicles=interval(vesicles, 2.5),
                particles=interval(particles, 3),
                protein=interval(protein, 2),
                purity=interval(vesicles / protein, 3),
                volume=1e-6,
                recovery=Interval(central=recovery, low=recovery * 0.7, median=recovery, high=min(1.0, recovery * 1.3)),
                losses=losses,
                rejects=rejects,
            )
        )
        before = vesicles
    return tuple(found)


def sizes() -> SizeResult:
    bins = np.arange(0.5, 1000, 1.0) * 1e-9

    def bell(mode: float, width: float) -> np.ndarray:
        curve = np.exp(-0.5 * (np.log(bins / mode) / width) ** 2) / bins
        return curve / (curve.sum() * 1e-9)

    seen = bell(120e-9, 0.35)
    return SizeResult(bins=bins, seen=Band(name="seen", x=bins, central=seen, low=seen * 0.7, median=seen, high=seen * 1.4), true=bell(85e-9, 0.4))


def confrontation() -> Confrontation:
    rng = np.random.default_rng(1)
    made = sizes()
    observed = np.convolve(made.seen.central * rng.lognormal(0, 0.25, made.bins.size), np.ones(7) / 7, mode="same")
    concentration = np.repeat(observed[:, None], 3, axis=1)
    measurement = Measurement(
        technique="nta",
        arrays={"bin_diameter": made.bins, "concentration": concentration},
        specs=(
            ArraySpec(name="bin_diameter", dims=("bin",), unit="m", meaning="centre"),
            ArraySpec(name="concentration", dims=("bin", "video"), unit="particles/m3", meaning=""),
        ),
        sample="SYNTHETIC A12",
        instrument="NanoSight LM10",
        flags={"Concentration": ("OK", "Be cautious of data due to noise", "OK")},
        notices=("The file says of itself that it is synthetic.",),
        file=FileSource(name="A12-ExperimentSummary.csv", sha256="ab" * 32, reader="nta/nanosight-summary", reader_version="1"),
    )
    return Confrontation(
        measurement=measurement,
        observed=observed,
        comparisons=(
            Comparison(
                name="Mean diameter",
                unit="m",
                predicted=interval(1.31e-7, 1.1),
                measured=1.38e-7,
                measured_error=2.2e-9,
                verdict="within the predicted interval",
            ),
            Comparison(name="Mode", unit="m", predicted=interval(1.1e-7, 1.1), measured=1.45e-7, measured_error=None, verdict="above the predicted interval"),
            Comparison(
                name="Concentration",
                unit="particles/m3",
                predicted=interval(3.6e16, 3),
                measured=4e16,
                measured_error=1e15,
                verdict="within the predicted interval",
            ),
        ),
        notices=("The file says of itself that it is synthetic.",),
        distance=1.1e-8,
        between_videos=3.4e-9,
        among_members=interval(6e-9, 2),
        explanations=(
            Explanation(
                key="virtual NanoSight: half_detection",
                meaning="diameter at which half of the vesicles are tracked",
                unit="m",
                central=8e-8,
                changed=8.9e-8,
                before=1.1e-8,
                after=5e-9,
                at_edge=True,
            ),
        ),
        instrument="virtual NanoSight",
    )


def exposure() -> ExposureResult:
    time = np.linspace(0, 28 * DAY, 300)
    days = time / DAY
    given = 1.2e10
    courses = {
        "carrier": given * np.exp(-days / 3),
        "local-free": given * 0.1 * np.exp(-days / 3) * (1 - np.exp(-days / 0.3)),
        "local-cells": given * 0.3 * np.exp(-days / 5) * (1 - np.exp(-days / 1.5)),
        "cleared": given * 0.7 * (1 - np.exp(-days / 4)),
    }
    sites = {name: band(name, time, curve) for name, curve in courses.items()}
    labelled = dict(sites)
    labelled["local-cells"] = band("local-cells", time, courses["local-cells"] * (1 + days / 7))
    return ExposureResult(sites=sites, labelled=labelled, target="local-cells", target_volume=25e-9, given=interval(given, 1.5))


def plausible() -> tuple[Plausibility, ...]:
    effect = PooledEffect(
        key="bone", tissue="bone", condition="bone injury in animals", outcome="bone volume", measure="MD", value=22.2, low=15.8, high=28.5, unit="%", better=1,
        source="bailey2022_bone", words="BV/TV (22.2% MD",
    )  # fmt: skip
    predicted = Interval(central=16.0, low=0.0, median=15.0, high=31.0)
    return (Plausibility(effect=effect, endpoint="bone", predicted=predicted, verdict="below", sentence="Bone volume: smaller than published."),)


def response() -> ResponseResult:
    time = np.linspace(0, 56 * DAY, 200)
    days = time / DAY
    shown = ("mb", "mc", "M1")
    treated = {"mb": 0.9 * (1 - np.exp(-((days / 30) ** 2))), "mc": 0.8 * days / 14 * np.exp(1 - days / 14), "M1": 3e5 * days / 4 * np.exp(1 - days / 4)}
    untreated = {"mb": 0.75 * (1 - np.exp(-((days / 38) ** 2))), "mc": 0.85 * days / 17 * np.exp(1 - days / 17), "M1": 3.1e5 * days / 4 * np.exp(1 - days / 4)}
    never = float("inf")
    return ResponseResult(
        tissue="bone-healing",
        model="trejo2019",
        cannot_say=("It knows no vessels, so that angiogenesis has no place in it.",),
        outcome=OutcomeShares(
            rule="Union: bone at half its density or more and cartilage below a tenth at the horizon; a choice.",
            classes=("union", "delayed union", "non-union"),
            treated=(0.8, 0.15, 0.05),
            untreated=(0.6, 0.3, 0.1),
            improved=0.22,
            worsened=0.02,
            central_treated="union",
            central_untreated="delayed union",
        ),
        plausibility=plausible(),
        title="Bone fracture healing (10 equations, macrophages to mineralised bone)",
        endpoints=(
            EndpointResult(
                name="bone",
                meaning="mineralised bone at the horizon, as a share of its full density",
                unit="1",
                larger_is_better=True,
                treated=Interval(central=0.82, low=0.6, median=0.8, high=0.93),
                untreated=Interval(central=0.66, low=0.4, median=0.65, high=0.85),
                difference=Interval(central=0.16, low=0.0, median=0.15, high=0.31),
                better=0.94,
            ),
            EndpointResult(
                name="half_bone_day",
                meaning="day from which bone is at half its full density; the horizon where that is not reached within it",
                unit="d",
                larger_is_better=False,
                treated=Interval(central=27.0, low=20.0, median=27.0, high=41.0),
                untreated=Interval(central=36.0, low=25.0, median=36.0, high=never),
                difference=Interval(central=-9.0, low=-21.0, median=-8.0, high=0.0),
                better=0.91,
            ),
            EndpointResult(
                name="peak_m1",
                meaning="largest density of inflammatory macrophages",
                unit="cells/mL",
                larger_is_better=None,
                treated=interval(3.0e5, 1.3),
                untreated=interval(3.1e5, 1.3),
                difference=Interval(central=-1e4, low=-4e4, median=-1e4, high=2e3),
                better=float("nan"),
            ),
        ),
        treated={name: band(name, time, curve, 1.2) for name, curve in treated.items()},
        untreated={name: band(name, time, curve, 1.2) for name, curve in untreated.items()},
        units={"mb": "g/mL", "mc": "g/mL", "M1": "cells/mL"},
        meanings={"mb": "bone", "mc": "cartilage callus", "M1": "inflammatory macrophages"},
        shown=shown,
        activity=band("activity", time, np.exp(-days / 6) * 0.4),
        equations=("engulfing = D / (aed + D)", "dmb/dt = (pbs - qbd*mb)*Cb", "mb(t0) = 0"),
        failed=2,
        message="",
    )


def ledger() -> tuple[LedgerRow, ...]:
    names = (
        (
            "half_exposure",
            "vesicles per volume of tissue at which half of the effect is reached; a prior around 1e9 particles/mL",
            1e15,
            "particles/m3",
            "choice",
            8,
        ),
        ("emax_osteogenic", "largest relative rise of osteoblast proliferation by vesicles; a prior", 0.5, "1", "choice", 8),
        ("vesicle_yield", "vesicles that one cell sheds in a second", 0.04, "particles/cell/s", "read", 1),
        ("pellet_recovery", "share of the pellet that is taken up again", 0.8, "", "recalled", 4),
        ("wall_share", "share of the vesicles that sticks to the wall", 0.1, "", "read", 4),
        ("frozen_loss", "first-order loss of vesicles below 0 degC", 1.35e-8, "1/s", "read", 5),
        ("membrane_loss", "share of the vesicles that stays on the membrane", 0.05, "", "choice", 3),
        ("gel_diffusivity", "diffusivity of vesicles in the gel", 2e-14, "m2/s", "recalled", 6),
        ("thickness", "thickness of the gel layer", 1e-3, "m", "choice", 6),
        ("uptake_rate", "uptake by cells at the site", 1e-5, "1/s", "choice", 7),
        ("temperature", "temperature of the rotor", 277.15, "K", "choice", 2),
        ("hill", "steepness of the effect over the exposure (Hill exponent)", 1.0, "1", "choice", 8),
        ("collection_interval", "time from one collection to the next", 172800.0, "s", "read", 1),
        ("density_medium", "medium of the density", "sucrose", "", "read", 4),
    )
    stages = {1: "culture/flask-culture", 2: "isolate/centrifugation", 3: "isolate/filtration", 4: "isolate/centrifugation", 5: "store/storage"}
    stages |= {6: "deliver/gel-slab", 7: "distribute/local-depot", 8: "respond/bone-healing"}
    rows = []
    for place, (name, meaning, value, unit, status, step) in enumerate(names):
        moved = isinstance(value, float) and place < 13
        size = 0.12 * 0.72**place
        assumption = Assumption(
            key=f"step[{step}] {stages[step]}.{name}",
            name=name,
            meaning=meaning,
            value=value,
            unit=unit,
            low=value / 3 if moved else None,
            high=value * 3 if moved else None,
            reason="The record does not state it; the usual value is taken.",
            cite="trejo2019" if status == "read" else "",
            status=status,
        )
        rows.append(
            LedgerRow(
                assumption=assumption,
                origin="stated interval" if name == "thickness" else "assumed",
                at_low=0.16 - size if moved else None,
                at_high=0.16 + size * 0.8 if moved else None,
                moves=size if moved else 0.0,
            )
        )
    return tuple(rows)


def full() -> Run:
    therapy = parse_record(RECORD)
    batch = "computed from the simulated batch"
    return Run(
        therapy=therapy,
        headlines=(
            Headline(
                name="effect",
                label="mineralised bone at the horizon, as a share of its full density, treated less untreated",
                unit="1",
                interval=Interval(central=0.16, low=0.0, median=0.15, high=0.31),
                meaning="computed from the tissue model; a prior, not evidence",
            ),
            Headline(
                name="peak-exposure",
                label="Most vesicles at the target site",
                unit="particles/m3",
                interval=interval(9e16, 4),
                meaning="per volume of target tissue",
            ),
            Headline(name="dose", label="Vesicles in one application", unit="particles", interval=interval(1.2e10, 3), meaning="vesicles in or on the carrier"),
            Headline(
                name="doses-per-batch", label="Applications that one batch fills", unit="", interval=interval(3.0, 2), meaning="below 1, batches must be pooled"
            ),
            Headline(
                name="purity", label="Purity of the preparation", unit="particles/kg protein", interval=interval(6.1e16, 3), meaning="vesicles over all protein"
            ),
            Headline(
                name="recovery", label="Vesicles kept from medium to preparation", unit="", interval=interval(0.171, 1.6), meaning="preparation over medium"
            ),
        ),
        reaches=reaches(),
        final=None,
        sizes=sizes(),
        confrontations=(confrontation(),),
        carrier="gelatin",
        release=band("released", np.linspace(0, 14 * DAY, 120), 1 - np.exp(-np.linspace(0, 14, 120) / 3), 1.15),
        doses_per_batch=interval(3.0, 2),
        engineered=(),
        exposure=exposure(),
        response=response(),
        doses=(
            DoseRow(label="As stated", unit="", interval=None, provenance="100 ug protein"),
            DoseRow(label="Vesicles", unit="particles", interval=interval(1.2e10, 3), provenance=batch),
            DoseRow(label="Protein", unit="kg protein", interval=interval(1e-7, 1.4), provenance=batch + ", vesicular and co-isolated"),
            DoseRow(label="Phospholipid", unit="mol", interval=interval(2e-9, 3), provenance="0.65 nm2 per lipid in both leaflets"),
            DoseRow(label="Cell equivalents", unit="cells", interval=None, provenance="the number of producing cells is not known"),
            DoseRow(label="Vesicles per volume of defect", unit="particles/m3", interval=interval(4.8e17, 3), provenance="over the stated defect volume"),
        ),
        verdicts=VERDICTS,
        neighbours=(
            Neighbour(
                therapy=therapy,
                score=0.82,
                alike=("cell source: bone marrow MSC in both", "indication: calvarial defect in both"),
                different=("carrier: gelatin here, hyaluronic acid in synthetic2020",),
                unknown=("dose: not known in synthetic2020",),
            ),
        ),
        ledger=ledger(),
        warnings=(
            "At 6.1e+07 particles/ug protein, about 98 % of the protein is not vesicular: a dose in ug protein is mostly a dose of something else.",
            "The instrument disagrees with the prediction: Mode above the predicted interval. Either the steps or the assumptions are not what happened.",
        ),
        notices=("step[2].settings.rotor: no model reads the setting 'rotor'.",),
        trace=Trace(
            (
                Entry(operation="culture/flask-culture", version="1", settings={"area": 0.0525, "duration": 172800.0}, cites=("trejo2019",), seed=7),
                Entry(
                    operation="isolate/centrifugation", version="1", settings={"acceleration": 980665.0, "mode": "batch"}, inputs=("0123456789abcdef",), seed=7
                ),
            )
        ),
        ensemble=EnsembleInfo(members=500, seed=7, uncertain=21, failed=2, seconds=1.5),
        version="0.1.0",
    )


def short() -> Run:
    """Culture and isolation only: nothing is given, so nothing answers."""
    run = full()
    return replace(
        run,
        therapy=run.therapy.model_copy(update={"steps": run.therapy.steps[:4], "id": "synthetic-short"}),
        headlines=run.headlines[-2:],
        reaches=run.reaches[:2],
        confrontations=(),
        carrier="",
        release=None,
        doses_per_batch=None,
        exposure=None,
        response=None,
        doses=(),
        neighbours=(),
        warnings=(),
        notices=(),
    )


def empty() -> Run:
    """A record that states nothing which can be computed."""
    return replace(
        short(),
        therapy=parse_record('exoforge = "1.0"\nid = "synthetic-empty"\nstanding = "published"\n'),
        headlines=(),
        reaches=(),
        sizes=None,
        ledger=(),
        verdicts=(),
        trace=Trace(),
    )
