"""RANK, RANKL and OPG in bone remodelling after Lemaire 2004, on the shelf: precursors, osteoblasts and osteoclasts under hormones."""

from __future__ import annotations

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.card import Claim, ModelCard
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.stages.respond.untreated import at, untreated


def _value(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, cite="lemaire2004_model", status="read")


MODEL = KineticModel(
    name="bone_lemaire2004",
    title="Bone remodelling through RANK, RANKL and OPG",
    time_unit="d",
    cite="lemaire2004",
    states=(
        State(name="R", unit="", meaning="responding osteoblasts, the precursors; the file gives no unit", initial=0.0007734, scale=1e-3),
        State(name="B", unit="", meaning="active osteoblasts", initial=0.0007282, scale=1e-3),
        State(name="C", unit="", meaning="active osteoclasts", initial=0.0009127, scale=1e-3),
    ),
    parameters=(
        _value("D_R", "1/d", 0.0007, "making of precursors"),
        _value("k_B", "1/d", 0.189, "removal of active osteoblasts"),
        _value("D_C", "1/d", 0.0021, "making of osteoclasts"),
        _value("D_A", "1/d", 0.7, "removal of osteoclasts by TGF-beta"),
        _value("C_s", "", 0.005, "osteoclasts at which TGF-beta is half of its largest"),
        _value("d_B", "1/d", 0.7, "maturing of precursors without TGF-beta"),
        _value("f0", "", 0.05, "least share of TGF-beta receptors occupied"),
        _value("I_L", "", 0.0, "RANKL from outside"),
        _value("I_O", "", 0.0, "OPG from outside"),
        _value("I_P", "", 0.0, "parathyroid hormone from outside"),
        _value("K", "", 10.0, "RANK"),
        _value("k1", "", 0.01, "binding of OPG to RANKL"),
        _value("k2", "", 10.0, "release of OPG from RANKL"),
        _value("k3", "", 0.00058, "binding of RANK to RANKL"),
        _value("k4", "", 0.017, "release of RANK from RANKL"),
        _value("k5", "", 0.02, "binding of the hormone to its receptor"),
        _value("k6", "", 3.0, "release of the hormone from its receptor"),
        _value("K_L_P", "", 3e6, "most RANKL on one active osteoblast"),
        _value("kO", "", 0.35, "removal of OPG"),
        _value("K_O_P", "", 2e5, "least making of OPG by one precursor"),
        _value("k_P", "", 86.0, "removal of the hormone"),
        _value("r_L", "", 1000.0, "making and removal of RANKL"),
        _value("S_P", "", 250.0, "making of the hormone by the body"),
    ),
    definitions={
        "tgf": "(C + f0 * C_s) / (C + C_s)",
        "hormone": "(I_P / k_P + S_P / k_P) / (I_P / k_P + k6 / k5)",
        "opg": "k1 / (k2 * kO) * (I_O + K_O_P * R / hormone)",
        "rankl": "k3 / k4 * K_L_P * hormone * B / (1 + k3 * K / k4 + opg) * (1 + I_L / r_L)",
        "matured": "f0 * d_B * R / tgf",
    },
    rates={"R": "D_R * tgf - matured", "B": "matured - k_B * B", "C": "D_C * rankl - D_A * tgf * C"},
)


def _claim(key: str, title: str, expected: float, state: str, day: float, **changed: float) -> Claim:
    def compute() -> float:
        return at(untreated(MODEL, 1500.0, 15001, tuple(changed.items())), day, state)

    return Claim(
        key=f"lemaire {key}",
        title=title,
        expected=expected,
        tolerance=1e-5,
        origin="independent run",
        source="the published file BioModels 278, by another solver",
        compute=compute,
    )


CARD = ModelCard(
    key="lemaire2004",
    title="Bone remodelling through RANK, RANKL and OPG",
    tissue="bone",
    model=MODEL,
    cite=("lemaire2004", "lemaire2004_model"),
    read_from="the published file BioModels 278, the core model, and the abstract of the article in it; the article itself was not read",
    claims=(
        _claim("rest R", "precursors at rest", 7.734377444e-4, "R", 1500.0),
        _claim("rest B", "active osteoblasts at rest", 7.283395929e-4, "B", 1500.0),
        _claim("rest C", "active osteoclasts at rest", 9.127528389e-4, "C", 1500.0),
        _claim("hormone C", "hormone 1000 from outside, osteoclasts at day 70", 3.694556971e-3, "C", 70.0, I_P=1000.0),
        _claim("hormone B", "hormone 1000 from outside, osteoblasts at day 70", 1.653565351e-3, "B", 70.0, I_P=1000.0),
        _claim("RANKL C", "RANKL 1000 from outside, osteoclasts at day 20", 1.223696212e-3, "C", 20.0, I_L=1000.0),
        _claim("OPG C", "OPG 2e5 from outside, osteoclasts at day 140", 3.956612115e-5, "C", 140.0, I_O=2e5),
    ),
    behaviours=("Hormone and RANKL from outside raise osteoclasts, and OPG lowers them, as the abstract says.",),
    not_reproduced=("The figures of the article: each needs changes of the core model that are not in this file. Units are not in the file either.",),
    cannot_say=("What vesicles do: no effect is coupled to it.", "How much bone there is: it counts cells only.", "How a fracture heals."),
)
