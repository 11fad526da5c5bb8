from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.parameters import replaced
from exoforge.laws.kinetics.simulate import course, simulate
from exoforge.stages.distribute import body_card, local_depot
from exoforge.stages.distribute.body import SITES, BodyCompartments, tissue_share
from exoforge.stages.distribute.local_depot import LocalDepot
from exoforge.stages.distribute.passage import AFTER_LAST, DAY, exposure_times, release_of
from exoforge.streams.product import Product
from tests.stages.deliver.feeds import GRID, feed, step

HOUR = 3600.0


def product(*, burst: float = 1.0, rate: float = 0.0, applications: int = 1, interval: float = 0.0, start: float = 0.0) -> Product:
    """A made product: a burst and a first-order release, small vesicles a little faster."""
    time = np.concatenate([[0.0], np.geomspace(60.0, 60 * DAY, 80)])
    faster = (100e-9 / GRID.diameter) ** 0.2
    released = burst + (1.0 - burst) * -np.expm1(-rate * np.multiply.outer(faster, time))
    return Product(carrier="hydrogel", loaded=feed(), time=time, released=released, applications=applications, interval=interval, start=start)


def steps_of(release):
    """The steady release as an input that is constant between the times."""
    rate = np.diff(release.steady) / np.diff(release.time)
    return np.repeat(release.time, 2)[1:-1], np.repeat(rate, 2)


@pytest.mark.parametrize("deposited", [1.0, 0.3])
def test_local_closed_form_is_the_declared_model(deposited):
    depot = LocalDepot(horizon=30 * DAY, deposited=deposited)
    given_product = product(burst=0.3, rate=2e-6)
    exposure, release = depot.distribute(given_product), release_of(given_product, depot.horizon)
    reference = simulate(
        local_depot.MODEL,
        times=release.time,
        parameters={"deposited": deposited, "uptake": depot.uptake, "drainage": depot.drainage, "degradation": depot.degradation},
        inputs={"release": steps_of(release)},
        initial={"free": deposited * release.jump[0], "drained": (1 - deposited) * release.jump[0]},
        rtol=1e-8,
        engine="reference",
    )
    assert reference.message == ("",)
    for site, state in (("local-free", "free"), ("local-cells", "cells"), ("drained", "drained"), ("degraded", "degraded")):
        assert course(reference, state)[0] == pytest.approx(exposure.particles[exposure.sites.index(site)], abs=1e-6 * exposure.given)


def declared(body, given_product, **inputs):
    """The declared model of the body, followed by the reference solver from where the first application begins."""
    release = release_of(given_product, body.horizon)
    whole = np.array([0.0, release.time[-1]])
    usual = {"release": (whole, np.zeros(2)), "infusion": (whole, np.zeros(2)), "acceleration": (whole, np.zeros(2))}
    return release, simulate(
        body_card.MODEL,
        times=release.time,
        parameters={name: getattr(body, name) or 1.0 for name in body_card.USED},
        inputs=usual | inputs,
        initial={"entry": body.deposited * release.jump[0], "not_absorbed": (1 - body.deposited) * release.jump[0]}
        if "release" in inputs
        else {"blood": release.jump[0]},
        rtol=1e-8,
        engine="reference",
    )


def agree(reference, exposure, pairs):
    assert reference.message == ("",)
    for site, state in pairs:
        assert course(reference, state)[0] == pytest.approx(exposure.particles[exposure.sites.index(site)], abs=1e-6 * exposure.given), site


def test_closed_form_into_blood_is_the_declared_model():
    body = BodyCompartments(body_mass=0.3, horizon=2 * DAY)
    given_product = product(burst=0.5, rate=1e-5)
    release = release_of(given_product, body.horizon)
    _, reference = declared(body, given_product, infusion=steps_of(release))
    agree(reference, body.distribute(given_product), (("blood", "blood"), ("liver", "in_liver"), ("rest-of-body", "in_rest"), ("cleared", "cleared")))


def test_closed_form_by_lymph_is_the_declared_model():
    body = BodyCompartments(
        route="subcutaneous", deposited=0.8, absorption_rate=2e-5, local_loss=1e-5, delay=4 * HOUR, absorbed=0.6, half_life=3600.0, horizon=5 * DAY
    )
    given_product = product(burst=0.4, rate=3e-6)
    release = release_of(given_product, body.horizon)
    _, reference = declared(body, given_product, release=steps_of(release))
    pairs = (("local-free", "entry"), ("lymph", "lymph"), ("blood", "blood"), ("liver", "in_liver"), ("not-absorbed", "not_absorbed"), ("cleared", "cleared"))
    agree(reference, body.distribute(given_product), pairs)


def test_the_second_dose_is_cleared_faster_and_a_late_one_hardly():
    def half_lives(interval, **settings):
        exposure = BodyCompartments(**settings).distribute(product(applications=3, interval=interval))
        blood = exposure.particles[exposure.sites.index("blood")]
        return [
            -120.0 * math.log(2.0) / math.log(float(np.exp(np.interp(start + 120.0, exposure.time, np.log(np.maximum(blood, 1e-300))))) / (exposure.given / 3))
            for start in interval * np.arange(3)
        ]

    assert half_lives(DAY, repeat_clearance=5.0, recovery=3650 * DAY) == pytest.approx([120.0, 24.0, 24.0], rel=2e-3)
    assert half_lives(100 * DAY, repeat_clearance=5.0, recovery=7 * DAY) == pytest.approx([120.0, 120.0, 120.0], rel=1e-5)
    assert half_lives(DAY, repeat_clearance=1.0) == pytest.approx([120.0, 120.0, 120.0], rel=1e-6)


def test_an_infusion_ends_at_its_end():
    time, _ = exposure_times(2, DAY, 0.0, 2 * DAY, 1800.0)
    assert {1800.0, DAY + 1800.0} <= set(time)
    infused = Product(carrier="solution", loaded=feed(), time=np.array([0.0, 1800.0]), released=np.tile([0.0, 1.0], (40, 1)))
    exposure = BodyCompartments().distribute(infused)
    blood = exposure.particles[exposure.sites.index("blood")]
    assert exposure.time[blood.argmax()] == 1800.0
    rate = math.log(2.0) / 120.0
    assert blood.max() == pytest.approx(exposure.given * -math.expm1(-rate * 1800.0) / (rate * 1800.0), rel=1e-9)


def test_label_of_what_is_not_absorbed_fades_at_its_own_rate():
    """With label lost at `l`, the label at every site that keeps all it gets is the vesicles times exp(-l t), for a dose that is free at once."""
    body = BodyCompartments(route="subcutaneous", absorption_rate=2e-5, local_loss=3e-5, delay=3600.0, absorbed=0.3, label_loss=1e-5, degradation=0.0)
    exposure = body.distribute(product())
    for site in ("local-free", "lymph", "blood", "liver", "not-absorbed"):
        row = exposure.sites.index(site)
        assert exposure.particles[row] * np.exp(-1e-5 * exposure.time) == pytest.approx(exposure.labelled[row], abs=1e-9 * exposure.given), site


@settings(max_examples=40)
@given(
    st.floats(0.0, 1.0),
    st.floats(1e-9, 1e-3),
    st.integers(1, 12),
    st.floats(0.0, 10 * DAY),
    st.floats(0.0, 20 * DAY),
    st.floats(1e-9, 1e-2),
    st.floats(0.0, 1e-2),
    st.floats(0.0, 1e-2),
    st.floats(0.0, 1e-2),
)
def test_every_vesicle_is_somewhere(burst, rate, applications, interval, start, uptake, drainage, degradation, label_loss):
    made = product(burst=burst, rate=rate, applications=applications, interval=interval, start=start)
    depot = LocalDepot(uptake=uptake, drainage=drainage, degradation=degradation, label_loss=label_loss)
    body = BodyCompartments(half_life=math.log(2.0) / uptake if uptake > 1e-6 else 120.0, degradation=degradation, label_loss=label_loss)
    by_lymph = replaced(
        body, {"route": "intraperitoneal", "deposited": 0.7, "absorption_rate": uptake, "local_loss": drainage, "delay": 3600.0, "absorbed": 0.4}
    )
    straight = replaced(by_lymph, {"delay": 0.0})
    breathed = replaced(depot, {"deposited": 0.2})
    for exposure in (depot.distribute(made), breathed.distribute(made), body.distribute(made), by_lymph.distribute(made), straight.distribute(made)):
        applied = np.sum(exposure.time >= (start + interval * np.arange(applications))[:, np.newaxis], axis=0)
        assert applied * exposure.given / applications == pytest.approx(exposure.particles.sum(axis=0), rel=1e-12, abs=1e-12 * exposure.given)
        assert exposure.particles.min() >= -1e-12 * exposure.given
        assert (exposure.labelled <= exposure.particles + 1e-9 * exposure.given).all()


def test_the_mouse_of_morishita():
    """4 h after iv injection into mice: liver 28, spleen 1.6, lung 7 %ID of label (Morishita 2015); blood halves in 2 min (Takahashi 2013)."""
    exposure = BodyCompartments().distribute(product())
    after = dict(zip(exposure.sites, exposure.labelled / exposure.given, strict=True))
    percent = {site: 100 * np.exp(np.interp(4 * HOUR, exposure.time, np.log(np.maximum(after[site], 1e-300)))) for site in ("liver", "spleen", "lung")}
    assert {"liver": 28.0, "spleen": 1.6, "lung": 7.0} == pytest.approx(percent, rel=0.01)
    blood = exposure.particles[exposure.sites.index("blood")] / exposure.given
    early = exposure.time < 600.0
    assert np.exp(-math.log(2.0) / 120.0 * exposure.time[early]) == pytest.approx(blood[early])
    seen = sum(percent.values())
    assert seen < 40.0  # never normalised to 100


def test_half_life_grows_with_body_mass_unless_it_is_the_animals_own():
    usual = BodyCompartments.from_step(step("distribute", "body-compartments", body_mass="320 g"))
    own = BodyCompartments.from_step(step("distribute", "body-compartments", body_mass="320 g", half_life="2 min"))
    assert {"exponent", "half_life"} <= {assumption.name for assumption in usual.assumed}
    assert not {"exponent", "half_life"} & {assumption.name for assumption in own.assumed}

    def in_blood(hinged, seconds):
        exposure = hinged.operation.distribute(product())
        assert exposure.sites != SITES
        return np.exp(np.interp(seconds, exposure.time, np.log(np.maximum(exposure.particles[1] / exposure.given, 1e-300))))

    assert in_blood(usual, 240.0) == pytest.approx(0.5, rel=1e-6)  # 16 times the mass, twice the half-life
    assert in_blood(own, 120.0) == pytest.approx(0.5, rel=1e-6)


def test_the_target_volume_is_that_of_the_site():
    exposure = BodyCompartments(body_mass=0.02, target="liver").distribute(product())
    assert 0.0549 * 0.02 / 1000.0 == pytest.approx(exposure.target_volume)
    assert 1.0 == pytest.approx(sum(tissue_share(site) for site in ("blood", "liver", "spleen", "lung", "rest-of-body")))
    assert LocalDepot(defect_volume=4e-9).distribute(product()).target_volume == 4e-9


def test_a_bolus_into_a_defect_is_a_bateman_curve():
    depot = LocalDepot(uptake=3e-5, drainage=1e-5, degradation=2e-6)
    exposure = depot.distribute(product())
    expected = exposure.given * 3e-5 * (np.exp(-2e-6 * exposure.time) - np.exp(-4e-5 * exposure.time)) / (4e-5 - 2e-6)
    assert expected == pytest.approx(exposure.particles[2], abs=1e-9 * exposure.given)


def test_applications_superpose_and_keep_their_jumps():
    exposure = LocalDepot().distribute(product(applications=3, interval=7 * DAY, start=2 * DAY))
    free = exposure.particles[1]
    for application in range(3):
        at = int(np.searchsorted(exposure.time, (2 + 7 * application) * DAY))
        assert free[at] - free[at - 1] == pytest.approx(exposure.given / 3, rel=1e-3)
        assert exposure.time[at] - exposure.time[at - 1] == pytest.approx(1.0)
    assert (exposure.particles[:, exposure.time < 2 * DAY] == 0).all()


def test_times_reach_the_horizon_and_past_the_last_application():
    time, starts = exposure_times(1, 0.0, 0.0, 120 * DAY)
    assert 120 * DAY == time[-1]
    assert 130 < time.size < 170
    time, starts = exposure_times(30, 7 * DAY, DAY, 120 * DAY)
    assert starts[-1] + AFTER_LAST == pytest.approx(time[-1])
    assert set(starts) <= set(time)


def test_without_label_loss_the_label_is_the_vesicle():
    exposure = LocalDepot(label_loss=0.0).distribute(product())
    assert (exposure.labelled == exposure.particles).all()


def test_the_defect_volume_of_the_record_is_read_and_a_missing_one_told():
    read = LocalDepot.from_step(step("distribute", "local-depot", defect_volume="4 mm3"))
    assert read.operation.defect_volume == pytest.approx(4e-9)
    told = LocalDepot.from_step(step("distribute", "local-depot"))
    assert "defect_volume" in {assumption.name for assumption in told.assumed}
