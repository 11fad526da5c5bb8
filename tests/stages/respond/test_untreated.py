import numpy as np
import pytest

from exoforge.base.errors import InternalError
from exoforge.laws.kinetics.model import Input, KineticModel, State
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, time_above, untreated

MODEL = KineticModel(
    name="untreated_pulse",
    title="a pulse",
    time_unit="d",
    cite="",
    states=(State(name="x", unit="", meaning="x", initial=0.0, scale=1.0),),
    parameters=(),
    inputs=(Input(name="u", unit="", meaning="u"),),
    rates={"x": "1 - t / 5 + 1000 * u"},
)
"""``x = t - t^2/10``, its peak 2.5 at 5, when the input is silent."""


def test_what_is_read_off_a_course():
    run = untreated(MODEL, 10.0, 1001)
    assert 2.5 == pytest.approx(peak(run, "x"))
    assert 5.0 == pytest.approx(peak_time(run, "x"))
    assert 1.6 == pytest.approx(at(run, 2.0, "x"))
    assert 2.0 == pytest.approx(time_above(run, "x", 1.6), abs=1e-4)


def test_a_level_that_is_never_reached_is_no_number():
    with pytest.raises(InternalError, match="stays below 3"):
        time_above(untreated(MODEL, 10.0, 1001), "x", 3.0)


def test_a_level_reached_at_the_start_is_the_start():
    assert 0.0 == time_above(untreated(MODEL, 10.0, 1001, (), (("x", 4.0),)), "x", 3.0)


def test_a_course_is_made_once():
    assert untreated(MODEL, 10.0, 1001) is untreated(MODEL, 10.0, 1001)
    assert np.isfinite(untreated(MODEL, 10.0, 1001).values).all()


def test_a_claim_on_paper_names_the_equations_and_another_the_program():
    claim = claims_of("pulse", "another program")
    run, paper = (claim("peak", "the peak", 2.5, 0.1, "d", lambda: 2.5, origin) for origin in ("independent run", "analytic"))
    assert ("pulse peak", "another program") == (run.key, run.source)
    assert "steady state of the equations" == paper.source
    assert "absolute" == run.kind == paper.kind
