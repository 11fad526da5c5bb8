"""Whatever goes in comes out: product, rejects and losses, for random feeds and settings."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.stages.isolate.filtration import Filtration
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.streams.amounts import cargo_share
from tests.stages.isolate.suspensions import G, assert_closed, feeds

SHARE = st.floats(0.0, 1.0)
SOME = settings(max_examples=60, deadline=None)


@SOME
@given(
    feed=feeds(),
    keep=st.sampled_from(["pellet", "supernatant"]),
    rotor=st.sampled_from(["Type 45 Ti", "SW 40 Ti", "TLA-110"]),
    fidelity=st.sampled_from(["radial-field", "parallel-field", "constant-velocity"]),
    force=st.floats(0.0, 3e5),
    duration=st.floats(0.0, 1e5),
    recovery=SHARE,
    residue=st.floats(0.0, 0.9),
)
def test_centrifugation_closes(feed, keep, rotor, fidelity, force, duration, recovery, residue):
    spin = Centrifugation(
        keep=keep, rotor=rotor, fidelity=fidelity, acceleration=force * G, duration=duration, pellet_recovery=recovery, residual_share=residue
    )
    split = spin.separate(feed)
    assert_closed(feed, split)
    liquid = sum(part.volume for part in (split.product, *split.rejects.values())) - (spin.resuspension_volume if keep == "pellet" else 0.0)
    assert np.isclose(liquid, feed.volume, rtol=1e-9, atol=0)


@SOME
@given(feed=feeds(), pore=st.floats(1e-8, 1e-6), sharpness=st.floats(1.0, 40.0), adsorption=SHARE, hold_up=st.floats(0.0, 0.9))
def test_filtration_closes(feed, pore, sharpness, adsorption, hold_up):
    assert_closed(feed, Filtration(pore=pore, sharpness=sharpness, adsorption=adsorption, hold_up=hold_up).separate(feed))


@SOME
@given(feed=feeds(), factor=st.floats(1.0, 1e3), diavolumes=st.floats(0.0, 30.0), vesicles=SHARE, solutes=SHARE, loss=SHARE)
def test_tangential_flow_closes(feed, factor, diavolumes, vesicles, solutes, loss):
    operation = TangentialFlowFiltration(
        concentration_factor=factor, diavolumes=diavolumes, vesicle_sieving=vesicles, solute_sieving=solutes, membrane_loss=loss
    )
    assert_closed(feed, operation.separate(feed))


@SOME
@given(
    feed=feeds(),
    start=st.floats(0.0, 6e-6),
    width=st.floats(1e-7, 1e-5),
    load=st.floats(1e-3, 0.5),
    pore=st.floats(1e-8, 3e-7),
    bypass=st.floats(0.0, 0.5),
    loss=SHARE,
    exponent=st.floats(-1.0, 3.0),
)
def test_size_exclusion_closes(feed, start, width, load, pore, bypass, loss, exponent):
    column = SizeExclusion(
        window_start=start,
        window_end=start + width,
        load_share=load,
        pore_diameter=pore,
        bypass=bypass,
        resin_loss=loss,
        resin_loss_exponent=exponent,
    )
    split = column.separate(feed)
    assert_closed(feed, split)
    liquid = sum(part.volume for part in (split.product, *split.rejects.values()))
    assert np.isclose(liquid, split.figures["runs"] * column.flush * column.bed_volume, rtol=1e-9, atol=0)


@given(feed=feeds())
def test_cargo_goes_with_the_surface_of_the_vesicles(feed):
    part = np.zeros_like(feed.number)
    part[0] = feed.number[0] / 2
    part[1] = feed.number[1]
    if feed.number[0].sum() > 0:
        assert np.isclose(0.5, cargo_share(feed, part), rtol=1e-12, atol=0)
