"""The order of the method, measured on the kernel's own text with fixed steps (as plain Python, without the compiler)."""

import numpy as np
import pytest

from exoforge.laws.kinetics import kernel


def logistic(t, y, p, u, f):
    """x' = x (1 - x), z' = x z: x = e/(9 + e), z = (9 + e)/10 with e = exp(t), from (0.1, 1)."""
    f[:] = y[0] * (1 - y[0]), y[0] * y[1]


def logistic_jacobian(t, y, p, u, jac):
    jac[:] = [[1 - 2 * y[0], 0.0], [y[1], y[0]]]


def forced(t, y, p, u, f):
    """x' = -2 (x - e) - e + x (x - e) with e = exp(-t), and z' = u - 3 z^2 with u = 1 + 2 t: x = exp(-t)."""
    e = np.exp(-t)
    f[:] = -2 * (y[0] - e) - e + y[0] * (y[0] - e), u[0] - 3 * y[1] ** 2


def forced_jacobian(t, y, p, u, jac):
    jac[:] = [[-2 + 2 * y[0] - np.exp(-t), 0.0], [0.0, -6 * y[1]]]


def forced_drift(t, y, p, u, du, ft):
    e = np.exp(-t)
    ft[:] = -2 * e + e + y[0] * e, du[0]


def still(t, y, p, u, du, ft):
    ft[:] = 0.0


def run(steps, y, share=None):
    """`steps` equal steps over one time unit; with `share`, the values inside the last step at that share of it."""
    level, slope, rtol, atol = np.array([1.0]), np.array([2.0]), 1e-6, np.full(2, 1e-8)
    work = kernel.Work(
        f=np.zeros(2), ft=np.zeros(2), new=np.zeros(2), stage=np.zeros(2), u=np.zeros(1),
        jac=np.zeros((2, 2)), w=np.zeros((2, 2)), k=np.zeros((6, 2)), pivots=np.zeros(2, np.int64),
    )  # fmt: skip
    h, y = 1.0 / steps, np.array(y)
    for number in range(steps):
        t = number * h
        kernel.signal(t, 0.0, level, slope, work.u)
        kernel.rates(t, y, None, work.u, work.f)
        kernel.jacobian(t, y, None, work.u, work.jac)
        kernel.drift(t, y, None, work.u, slope, work.ft)
        kernel.attempt(t, h, y, None, 0.0, level, slope, work, rtol, atol)
        before, y = y, work.new.copy()
    if share is None:
        return y
    out = np.zeros((2, 1))
    kernel.interpolate(share, before, y, work.k, out, 0)
    return out[:, 0]


@pytest.fixture
def two_states(monkeypatch):
    monkeypatch.setattr(kernel, "SIZE", 2)
    monkeypatch.setattr(kernel, "drift", still)
    return monkeypatch


def orders(errors):
    return np.log2(np.array(errors[:-1]) / np.array(errors[1:]))


def exactly_logistic(t):
    e = np.exp(t)
    return np.array([e / (9 + e), (9 + e) / 10])


def test_the_order_is_four_when_nothing_depends_on_time(two_states):
    two_states.setattr(kernel, "rates", logistic)
    two_states.setattr(kernel, "jacobian", logistic_jacobian)
    errors = [np.abs(run(steps, [0.1, 1.0]) - exactly_logistic(1.0)).max() for steps in (8, 16, 32, 64)]
    assert orders(errors)[-1] == pytest.approx(4.0, abs=0.15)


def test_the_order_is_four_when_rates_and_inputs_depend_on_time(two_states):
    two_states.setattr(kernel, "rates", forced)
    two_states.setattr(kernel, "jacobian", forced_jacobian)
    two_states.setattr(kernel, "drift", forced_drift)
    errors = [abs(run(steps, [1.0, 0.5])[0] - np.exp(-1.0)) for steps in (8, 16, 32, 64)]
    assert orders(errors)[-1] == pytest.approx(4.0, abs=0.15)
    finest = run(512, [1.0, 0.5])[1]
    errors = [abs(run(steps, [1.0, 0.5])[1] - finest) for steps in (8, 16, 32, 64)]
    assert orders(errors)[-1] == pytest.approx(4.0, abs=0.15)


@pytest.mark.parametrize("share", [0.25, 0.6])
def test_the_dense_output_loses_no_more_than_the_fourth_power_of_a_step(two_states, share):
    two_states.setattr(kernel, "rates", logistic)
    two_states.setattr(kernel, "jacobian", logistic_jacobian)
    errors = [np.abs(run(steps, [0.1, 1.0], share) - exactly_logistic(1.0 - (1.0 - share) / steps)).max() for steps in (8, 16, 32, 64)]
    assert orders(errors)[-1] > 3.8


def test_a_linear_system_is_solved_with_exchanged_rows(two_states):
    two_states.setattr(kernel, "SIZE", 4)
    rng = np.random.default_rng(4)
    matrix, right = rng.normal(size=(4, 4)), rng.normal(size=4)
    matrix[0, 0] = 0.0
    w, pivots, x = matrix.T.copy(), np.zeros(4, np.int64), right.copy()
    kernel.factorise(w, pivots)
    kernel.solve(w, pivots, x)
    np.testing.assert_allclose(right, matrix @ x, rtol=1e-12, atol=1e-12)
