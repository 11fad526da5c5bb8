"""Calibration to a table that was made from known values."""

import numpy as np
import pytest
from scipy.special import ndtr

from exoforge.base.errors import ConvergenceError, FileError, SettingError
from exoforge.base.parameters import quantile
from exoforge.design.calibration.calibrate import calibrate
from exoforge.design.calibration.data import read_measured
from exoforge.design.calibration.problem import GUESS_FACTOR, scope_of, target_of
from exoforge.design.calibration.quantities import Point, foretold, measurable_named, measurables_of
from exoforge.design.calibration.record import calibrated_record
from exoforge.design.ensemble import outcomes_of, uncertain_of
from exoforge.design.plan import plan_of
from exoforge.design.sensitivity.rows import central_outcome, centre_of
from exoforge.record.files import parse_record, record_text
from tests.design.records import CULTURE, DELIVER, DEPOT, DOSE, record

HOURS = (1, 3, 6, 12, 24, 36, 48, 72, 96, 144)
SD = 2.0


@pytest.fixture(scope="module")
def therapy():
    return record(CULTURE, DELIVER, DEPOT, DOSE)


@pytest.fixture(scope="module")
def plan(therapy):
    return plan_of(therapy)


@pytest.fixture(scope="module")
def known(plan):
    return measurables_of(central_outcome(plan))


@pytest.fixture(scope="module")
def truth(plan):
    """The values that made the data, by name: a rate of release a third of the usual one."""
    uncertain = uncertain_of(plan)
    row = centre_of(uncertain)
    row[[one.parameter.name for one in uncertain].index("rate")] /= 3
    outcome = outcomes_of(plan, uncertain, np.stack([centre_of(uncertain), row]))[1]
    return dict(zip((one.parameter.name for one in uncertain), row, strict=True)), outcome


@pytest.fixture(scope="module")
def table(known, truth, tmp_path_factory):
    released = measurable_named(known, "released", has_time=True)
    values = 100 * foretold([Point(quantity=released, time=3600.0 * hour, measure="own") for hour in HOURS], truth[1])
    drawn = np.random.default_rng(3).normal(size=len(HOURS))
    noise = SD * (drawn - drawn.mean()) / drawn.std()  # just as large as the table says
    path = tmp_path_factory.mktemp("data") / "release.csv"
    rows = [f"released,{hour},{value:.4f},%,{SD}" for hour, value in zip(HOURS, values + noise, strict=True)]
    path.write_text("quantity,time [h],value,unit,sd\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def smooth(plan, known, table):
    return calibrate(plan, read_measured(table, known, hold_out="0.3", seed=1), members=150)


def rate_of(found):
    return next(one for one in found.parameters if one.uncertain.parameter.name == "rate")


def test_the_smoother_finds_what_made_the_data(smooth, truth):
    rate = rate_of(smooth)
    assert rate.posterior.low < truth[0]["rate"] < rate.posterior.high
    assert rate.informed
    assert rate.posterior.high - rate.posterior.low < 0.5 * (rate.prior.high - rate.prior.low)
    assert smooth.held.points == 3
    assert smooth.held.covered >= smooth.held.expected[0]
    assert 0.01 < smooth.fitted.p < 0.999


def test_smoother_and_chains_agree(plan, known, table, smooth):
    pytest.importorskip("emcee")
    chains = calibrate(plan, read_measured(table, known, hold_out="0.3", seed=1), method="mcmc", most_steps=3000)
    one, other = rate_of(smooth), rate_of(chains)
    width = other.posterior.high - other.posterior.low
    assert one.posterior.median == pytest.approx(other.posterior.median, abs=0.25 * width)
    assert one.kept == pytest.approx(other.kept, rel=0.35)


def test_an_answer_that_is_not_settled_is_refused(plan, known, table):
    pytest.importorskip("emcee")
    with pytest.raises(ConvergenceError, match=r"have not converged.*nothing was written"):
        calibrate(plan, read_measured(table, known), method="mcmc", most_steps=100)


def test_an_error_that_nobody_stated_is_estimated(plan, known, table, tmp_path):
    path = tmp_path / "bare.csv"
    path.write_text("\n".join(line.rsplit(",", 1)[0] for line in table.read_text().splitlines()), encoding="utf-8")
    found = calibrate(plan, read_measured(path, known), members=150)
    (error,) = found.errors
    assert 0.3 * SD / 100 < error.deviation.median < 3 * SD / 100
    assert any("held back" in note for note in found.notes)


def test_chains_estimate_an_error_that_is_a_factor_and_that_nobody_stated(plan, known, truth, tmp_path):
    """European table: semicolons, decimal commas, hours, no sd; made with a factor of error of 1.15."""
    pytest.importorskip("emcee")
    released = measurable_named(known, "released", has_time=True)
    values = 100 * foretold([Point(quantity=released, time=3600.0 * hour, measure="own") for hour in HOURS], truth[1])
    drawn = np.exp(0.15 * np.random.default_rng(5).standard_normal(len(HOURS)))
    path = tmp_path / "release.csv"
    rows = [f"released;{hour};{value:.4f};%".replace(".", ",") for hour, value in zip(HOURS, values * drawn, strict=True)]
    path.write_text("quantity;time [h];value;unit\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = calibrate(plan, read_measured(path, known), method="mcmc", error="log-normal", most_steps=6000)
    (error,) = found.errors
    assert error.deviation.low < 0.15 < error.deviation.high
    low, median, high = _rate_by_quadrature(plan, read_measured(path, known).observations)
    rate = rate_of(found).posterior
    assert rate.median == pytest.approx(median, abs=0.1 * (high - low))
    assert rate.high - rate.low == pytest.approx(high - low, rel=0.2)


def _rate_by_quadrature(plan, observations):
    """5th, 50th and 95th percentile of the rate, by summing the posterior over a grid of the two parameters and of the error."""
    points, target = [one.point for one in observations], target_of(observations, "log-normal")
    scope = scope_of(plan, points, target)
    axis, sizes = np.linspace(-4, 4, 49), np.linspace(-3, 3, 41) * np.log(GUESS_FACTOR)
    names = [scope.uncertain[column].parameter.name for column in scope.chosen]
    assert sorted(names) == ["burst", "rate"]
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    squares = ((target.seen(scope.foretell(grid, points)) - target.data) ** 2 / target.deviation**2).sum(axis=1)
    prior = -0.5 * (grid**2).sum(axis=1)
    logs = prior[:, None] - 0.5 * squares[:, None] * np.exp(-2 * sizes) - len(points) * sizes - 0.5 * (sizes / np.log(GUESS_FACTOR)) ** 2
    weight = np.exp(logs - logs.max()).sum(axis=1).reshape(49, 49).sum(axis=1 - names.index("rate"))
    share = (np.cumsum(weight) - weight / 2) / weight.sum()
    z = np.interp([0.05, 0.5, 0.95], share, axis)
    one = scope.uncertain[scope.chosen[names.index("rate")]]
    return quantile(one.parameter, one.spread, one.centre, ndtr(z))


def test_the_calibrated_record_runs_and_says_where_its_values_come_from(therapy, plan, smooth):
    text = record_text(calibrated_record(therapy, plan, smooth))
    again = parse_record(text)
    assert smooth.measured.sha256 in text
    assert "evenly from either side of each of these values, and each independently" in text
    leaf = next(step for step in again.steps if step.stage == "deliver").settings["rate"]
    assert leaf.basis == "derived"
    assert leaf.where.document == "release.csv"
    held = {(one.key, name): getattr(one.operation, name) for one in plan_of(again).steps for name in one.spreads}
    rate = rate_of(smooth)
    assert next(value for (_, name), value in held.items() if name == "rate") == pytest.approx(rate.posterior.median, rel=1e-5)
    before = {(one.key, name): getattr(one.operation, name) for one in plan.steps for name in one.spreads}
    calibrated = {one.uncertain.parameter.name for one in smooth.parameters if one.informed}
    for key, value in before.items():
        if key[1] not in calibrated and key in held:
            assert held[key] == pytest.approx(value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("released,-1,10,%,1", "before 0"),
        ("released,1,10,%,0", "above 0"),
        ("released,1,10,mg,1", "does not fit"),
        ("liver,1,10,%ID,1", "nothing that this record foretells"),
        ("relaesed,1,10,%,1", "did you mean 'released'"),
        ("released,,10,%,1", "state the time"),
        ("released,1,,%,1", "has no value"),
        ("released,99999,1,%,1", "longer horizon"),
        ("blood,1,10,%ID,1", "There is released"),
    ],
)
def test_rows_that_cannot_be_used_are_refused(tmp_path, known, row, said):
    path = tmp_path / "bad.csv"
    path.write_text(f"quantity,time [h],value,unit,sd\nreleased,2,5,%,1\n{row}\n", encoding="utf-8")
    with pytest.raises(FileError, match=said):
        read_measured(path, known)


def test_what_is_held_back_is_some_and_not_all(table, known):
    assert sum(one.held for one in read_measured(table, known, hold_out="0.3", seed=1).observations) == 3
    for hold_out, said in (("0.01", "none"), ("0.99", "all"), ("1.5", "between 0 and 1"), ("fold", "neither a share")):
        with pytest.raises(SettingError, match=said):
            read_measured(table, known, hold_out=hold_out)


def test_a_column_says_what_is_held_back(tmp_path, known):
    path = tmp_path / "marked.csv"
    path.write_text("quantity,time [h],value,unit,sd,test\nreleased,2,5,%,1,no\nreleased,4,8,%,1,yes\nlocal-free,4,8,%ID,1,\n", encoding="utf-8")
    found = read_measured(path, known, hold_out="test").observations
    assert [one.held for one in found] == [False, True, False]
    assert found[2].point.measure == "share"
    assert found[2].value == pytest.approx(0.08)
    assert found[0].deviation == pytest.approx(0.01)
