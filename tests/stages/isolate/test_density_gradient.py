import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.units import convert, parse_quantity
from exoforge.laws import media
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.isolate import gradient_motion as motion
from exoforge.stages.isolate.density_gradient import DensityGradient
from exoforge.stages.isolate.gradient_settings import read_layers
from tests.stages.isolate.suspensions import G, assert_closed, feeds, monodisperse

SUCROSE = {
    "medium": "sucrose",
    "shape": "linear",
    "layer_1": 0.10,
    "layer_2": 0.50,
    "layer_3": 0.0,
    "layer_4": 0.0,
    "window_low": 1130.0,
    "window_high": 1190.0,
}
CAESIUM = {"medium": "caesium-chloride", "shape": "self-forming", "layer_1": 0.18, "layer_2": 0.0, "layer_3": 0.0, "layer_4": 0.0, "loading": "mixed"}
EVEN = {"density_spread": 0.0, "density_shift": 0.0, "handling_loss": 0.0}
LONG = 10 * 86400.0


def step(**settings):
    return Step(stage="isolate", kind="density-gradient", settings={name: leaf_from_plain(text, "planned") for name, text in settings.items()})


def sample(diameter=100e-9, density=1090.0, volume=1e-6, **more):
    return dataclasses.replace(monodisperse(diameter, density=density, volume=volume), **more)


def solute_mass(split, name):
    return [part.solutes.get(name, 0.0) for part in (split.product, *split.rejects.values())]


@settings(max_examples=60, deadline=None)
@given(
    feed=feeds(),
    settings_=st.sampled_from([{}, SUCROSE, CAESIUM]),
    loading=st.sampled_from(["bottom", "top", "mixed"]),
    transport=st.sampled_from(["characteristics", "diffusion"]),
    duration=st.floats(0.0, 2e5),
    force=st.floats(1000.0, 2e5),
    fractions=st.integers(1, 40),
    spread=st.floats(0.0, 20.0),
    loss=st.floats(0.0, 1.0),
)
def test_everything_that_goes_in_comes_out(feed, settings_, loading, transport, duration, force, fractions, spread, loss):
    given_ = settings_ | {"loading": loading, "duration": duration, "acceleration": force * G, "fractions": float(fractions)}
    if settings_ is CAESIUM:  # so that the gradient that forms holds the window at every force
        given_ |= {"window_low": 1000.0, "window_high": 1155.0}
    split = DensityGradient(**given_, transport=transport, density_spread=spread, handling_loss=loss).separate(feed)
    assert_closed(feed, split)


@settings(max_examples=30, deadline=None)
@given(feed=feeds(), settings_=st.sampled_from([{}, SUCROSE]), loading=st.sampled_from(["bottom", "top"]))
def test_the_liquid_and_the_solute_of_the_gradient_close(feed, settings_, loading):
    operation = DensityGradient(**settings_ | {"loading": loading})
    split = operation.separate(feed)
    name, tubes = media.medium_of(operation.medium).term, split.figures["tubes"]
    parts = (split.product, *split.rejects.values())
    assert sum(part.volume for part in parts) == pytest.approx(tubes * 14e-6, rel=1e-12)
    assert sum(solute_mass(split, name)) == pytest.approx(split.figures["added solute of the gradient [kg]"], rel=1e-12)
    assert all(part.medium == name for part in parts)


def test_what_the_feed_has_of_the_gradients_solute_is_kept_beside_what_is_added():
    plain, sweet = sample(), sample(solutes={"iodixanol": 1e-6})
    operation = DensityGradient()
    before, after = (sum(solute_mass(operation.separate(one), "iodixanol")) for one in (plain, sweet))
    assert after - before == pytest.approx(1e-6, rel=1e-6)


@pytest.mark.parametrize("loading", ["bottom", "top", "mixed"])
@pytest.mark.parametrize("medium", [{}, SUCROSE])
def test_in_the_end_all_loadings_band_at_one_place(loading, medium):
    """After a long run the fractions do not remember where the sample was."""
    operation = DensityGradient(**medium | EVEN | {"loading": loading, "shape": "linear", "layer_2": 0.5, "layer_3": 0.0, "layer_4": 0.0, "duration": LONG})
    feed = sample()
    _, tube = operation.filled(feed)
    movers = motion.movers_of(feed, tube, operation.vesicles, 0.0)
    edges = np.linspace(tube.plan.r_min, tube.plan.r_max, 400)
    # Without the blur of the loaded zone, which a band at rest has forgotten.
    above = motion.above(movers, dataclasses.replace(tube), edges, LONG)[0]
    place = edges[int(np.searchsorted(above, 0.5))]
    density = float(np.interp(place, tube.faces, tube.bench_density))
    if medium:
        assert 1130.0 < density < 1190.0
    else:
        assert density == pytest.approx(1090.0, abs=2.0)


def test_vesicles_are_denser_in_sucrose_than_in_iodixanol():
    feed, pooled = sample(density=1070.0), {}
    for name, medium in (("iodixanol", {}), ("sucrose", SUCROSE)):
        shape = {"shape": "linear", "layer_2": 0.5, "layer_3": 0.0, "layer_4": 0.0}
        for low in range(1050, 1210, 20):
            window = {"window_low": float(low), "window_high": float(low + 20), "duration": LONG, "fractions": 60.0}
            if DensityGradient(**medium | shape | EVEN | window).separate(feed).figures["vesicle yield"] > 0.5:
                pooled[name] = low
    assert pooled["iodixanol"] < pooled["sucrose"]
    assert pooled["iodixanol"] == 1070 or pooled["iodixanol"] == 1050


def test_a_density_that_was_measured_in_the_gradients_medium_is_taken_as_it_is():
    feed = sample(density=1150.0)
    (one,) = feed.species
    measured = dataclasses.replace(feed, species=(dataclasses.replace(one, density_medium="sucrose"),))
    window = {
        "window_low": 1140.0,
        "window_high": 1160.0,
        "fractions": 40.0,
        "duration": LONG,
        "density_shift": 50.0,
        "density_spread": 0.0,
        "handling_loss": 0.0,
    }
    operation = DensityGradient(**SUCROSE | window, carry_over=0.0)
    assert operation.separate(measured).figures["vesicle yield"] == pytest.approx(1.0, abs=1e-6)
    assert operation.separate(feed).figures["vesicle yield"] < 0.01


def test_what_is_lighter_than_everything_floats_and_is_not_clipped():
    split = DensityGradient(**EVEN, carry_over=0.0).separate(sample(density=950.0))
    assert split.rejects["lighter"].number.sum() == pytest.approx(1e10)
    assert split.figures["way to the band, 100 nm"] == pytest.approx(1.0)


def test_what_is_denser_than_everything_is_on_the_bottom_without_liquid():
    split = DensityGradient(**EVEN, loading="top", carry_over=0.0).separate(sample(density=1350.0))
    assert split.rejects["pellet"].number.sum() == pytest.approx(1e10)
    assert split.rejects["pellet"].volume == 0.0
    assert split.figures["pelleted share of vesicles"] == pytest.approx(1.0)


def test_a_run_of_no_time_leaves_everything_where_it_was_loaded():
    top, bottom = (DensityGradient(duration=0.0, loading=loading, handling_loss=0.0, carry_over=0.0).separate(sample()) for loading in ("top", "bottom"))
    assert top.rejects["lighter"].number.sum() == pytest.approx(1e10)
    assert bottom.rejects["denser"].number.sum() == pytest.approx(1e10)
    assert top.figures["way to the band, 100 nm"] == pytest.approx(0.0, abs=1e-9)


def test_small_vesicles_are_on_the_way_when_large_ones_rest():
    figures = DensityGradient(**SUCROSE, duration=7200.0, loading="top").separate(sample(density=1070.0)).figures
    ways = [figures[f"way to the band, {size} nm"] for size in (50, 100, 200)]
    assert ways == sorted(ways)
    assert ways[0] < 0.6 < ways[2]


@pytest.mark.parametrize("medium", [{}, SUCROSE, SUCROSE | {"loading": "top", "duration": 7200.0, "window_low": 1060.0, "window_high": 1110.0}])
@pytest.mark.parametrize("size", [40e-9, 100e-9, 300e-9])
def test_both_ways_to_compute_the_motion_agree_for_vesicles(medium, size):
    feed = sample(size, 1075.0)
    parts = []
    for transport in ("characteristics", "diffusion"):
        split = DensityGradient(**medium, transport=transport).separate(feed)
        parts.append([part.number.sum() / 1e10 for part in (split.product, *split.rejects.values())])
    # They part most where a flat layer is as dense as the vesicles and only diffusion moves them.
    np.testing.assert_allclose(parts[0], parts[1], atol=0.03)


def test_the_feed_is_divided_among_as_many_tubes_as_it_needs():
    assert DensityGradient().separate(sample(volume=3e-6)).figures["tubes"] == 3
    assert DensityGradient().separate(sample(volume=30e-6)).figures["runs"] == 5
    with pytest.raises(SettingError, match=r"3 mL of sample in 2 tubes are 1\.5 mL in each, but one takes 1\.167 mL .* state 3 tubes"):
        DensityGradient(tubes=2.0).separate(sample(volume=3e-6))
    assert DensityGradient(tubes=2.0, sample_room=2e-6).separate(sample(volume=3e-6)).figures["sample per tube [uL]"] == pytest.approx(1500.0)


def test_a_whole_number_of_fractions_is_pooled_nearest_to_the_window():
    coarse, fine = (DensityGradient(fractions=number).separate(sample()).figures for number in (6.0, 120.0))
    assert abs(fine["pooled from [g/mL]"] - 1.08) < 0.002 < abs(coarse["pooled from [g/mL]"] - 1.08)
    assert DensityGradient(fractions=1.0, handling_loss=0.0).separate(sample()).figures["vesicle yield"] == pytest.approx(1.0)


def test_more_cells_of_the_grid_change_little(monkeypatch):
    from exoforge.stages.isolate import gradient_tube

    feed, found = sample(70e-9, 1075.0), []
    for cells in (gradient_tube.CELLS, 10 * gradient_tube.CELLS):
        monkeypatch.setattr(gradient_tube, "CELLS", cells)
        gradient_tube.tube_of.cache_clear()
        found.append(DensityGradient(duration=7200.0).separate(feed).figures["vesicle yield"])
    gradient_tube.tube_of.cache_clear()
    assert found[0] == pytest.approx(found[1], abs=0.005)


@pytest.mark.parametrize(
    ("settings_", "sentence"),
    [
        ({"layer_2": 0.04}, "each must be denser than the one above"),
        ({"shape": "self-forming"}, "no gradient constant of it was found"),
        ({"shape": "linear", "layer_2": 0.0, "layer_3": 0.0, "layer_4": 0.0}, "needs a light and a dense end"),
        ({"window_low": 1300.0, "window_high": 1400.0}, "goes from 1032 to 1215 kg/m3"),
        ({"window_low": 1100.0, "window_high": 1090.0}, "must lie above window_low"),
        ({"layer_4": 0.6}, "is the stock itself"),
        ({"layer_4": 0.7}, r"must lie in \[0, 0.6\]"),
        ({"fractions": 3.5}, "whole number"),
        ({"rotor": "custom", "r_min": 0.06, "r_max": 0.1}, "without tube_volume"),
        ({"r_min": 0.2}, "must lie beyond the smallest"),
    ],
)
def test_nonsense_is_refused_at_birth(settings_, sentence):
    with pytest.raises(SettingError, match=sentence):
        DensityGradient(**settings_)


# The hinge


def test_a_record_states_its_layers_in_one_setting():
    made = DensityGradient.from_step(step(medium="OptiPrep", layers="5, 10, 20, 40 % w/v", speed="35000 rpm", duration="16 h", rotor="SW-41")).operation
    assert (made.medium, made.layers, made.rotor) == ("iodixanol", (0.05, 0.10, 0.20, 0.40), "SW 41 Ti")
    assert made.angular_velocity == pytest.approx(convert(parse_quantity("35000 rpm"), "rad/s").value)


def test_what_is_customary_for_the_medium_is_taken_and_told():
    hinged = DensityGradient.from_step(step(medium="sucrose"))
    told = {one.name: one for one in hinged.assumed}
    assert (hinged.operation.shape, hinged.operation.window_low, hinged.operation.window_high) == ("linear", 1130.0, 1190.0)
    assert "customary for sucrose" in told["window_low"].reason
    assert told["layer_2"].value == 0.545
    stated = DensityGradient.from_step(step(medium="sucrose", shape="linear", layers="10, 30 % w/w", window_low="1.08 g/mL", window_high="1.12 g/mL")).operation
    assert (stated.layers, stated.window_low) == ((0.10, 0.30), 1080.0)


def test_caesium_chloride_forms_its_own_gradient_and_says_how_long_that_takes():
    hinged = DensityGradient.from_step(step(medium="CsCl"))
    assert (hinged.operation.shape, hinged.operation.loading) == ("self-forming", "mixed")
    assert any("forms in about 208 h" in notice for notice in hinged.notices)


def test_a_force_without_a_radius_may_be_more():
    unnamed, named = (DensityGradient.from_step(step(acceleration=f"100000 {unit}")) for unit in ("x g", "x g (r_av)"))
    assert unnamed.spreads["acceleration"].b == pytest.approx(1e5 * G * 158.8 / 112.75)
    assert "acceleration" not in named.spreads
    assert named.operation.angular_velocity == pytest.approx(np.sqrt(1e5 * G / 0.11275))


@pytest.mark.parametrize(
    ("stated", "key", "shares"),
    [
        ("5,10,20,40 %", "iodixanol", (0.05, 0.10, 0.20, 0.40)),
        ("5, 10, 20, 40", "iodixanol", (0.05, 0.10, 0.20, 0.40)),
        ("50 mg/mL, 100 mg/mL", "iodixanol", (0.05, 0.10)),
        (("8 % w/w", "30 % w/w"), "sucrose", (0.08, 0.30)),
        ("0.25, 2 M", "sucrose", (0.083, 0.545)),
        (parse_quantity("18"), "caesium-chloride", (0.18,)),
    ],
)
def test_layers_are_read_as_the_bench_writes_them(stated, key, shares):
    assert read_layers(stated, key) == pytest.approx(shares, abs=6e-4)


@pytest.mark.parametrize(
    ("settings_", "sentence"),
    [
        ({"medium": "ficoll"}, "a gradient is made of"),
        ({"layers": "5, 10 % w/w"}, "no composition of iodixanol"),
        ({"medium": "sucrose", "layers": "5, 10 % w/v"}, "no composition of sucrose"),
        ({"medium": "sucrose", "layers": "1, 4 M"}, "more than the 66 % w/w"),
        ({"layers": "1, 2, 3, 4, 5, 6, 7 %"}, "1 to 6 layers"),
        ({"layers": "some, more"}, "layers"),
        ({"rotor": "Type 45 Ti"}, "fixed-angle rotor, in which a gradient turns over"),
        ({"rotor": "SW 99"}, "rotor"),
        ({"speed": "60000 rpm"}, "60000 rpm are more than the 40000 rpm"),
        ({"acceleration": "1000 x g (r_av)", "radius": "r_min"}, "leave out one of them"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(settings_, sentence):
    with pytest.raises(SettingError, match=sentence):
        DensityGradient.from_step(step(**settings_))


def test_a_sample_on_top_is_told_where_the_window_looks():
    def told(**settings):
        return DensityGradient.from_step(step(**settings)).notices

    assert any("loaded on top" in one for one in told(loading="top"))
    assert not any("loaded on top" in one for one in told(loading="top", window_low="1.04 g/mL", window_high="1.1 g/mL"))
    assert not any("loaded on top" in one for one in told())
