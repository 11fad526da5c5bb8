from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from exoforge.base.errors import SettingError, StepError, TermError
from exoforge.base.parameters import Parameter, quantile
from exoforge.base.terms import is_term, terms
from exoforge.base.trace import references
from exoforge.stages.deliver.injection import Injection
from exoforge.stages.distribute.body import BodyCompartments
from exoforge.stages.distribute.entering import WAY_IN
from exoforge.stages.distribute.local_depot import LocalDepot
from exoforge.stages.distribute.routes import NOT_GIVEN, can_take, reaching_blood, route_of, routes
from tests.stages.deliver.feeds import feed, step


def reaching(way):
    """Share of what is put beside the blood that reaches it, of a route or a body."""
    return reaching_blood(deposited=way.deposited, absorbed=way.absorbed, absorption_rate=way.absorption_rate, local_loss=way.local_loss)


def body_step(**settings):
    return step("distribute", "body-compartments", **settings)


def test_every_route_of_the_vocabulary_has_its_row_or_is_refused():
    for entry in terms("routes"):
        if entry.key in (*NOT_GIVEN, "unspecified"):
            with pytest.raises(SettingError, match="state"):
                route_of(entry.key)
        else:
            assert route_of(entry.key).key == entry.key


@pytest.mark.parametrize("route", routes().values(), ids=lambda route: route.key)
def test_a_row_is_whole(route):
    assert is_term("routes", route.key)
    assert route.entry in ("blood", "depot", "airway", "surface")
    assert route.note.endswith(".")
    assert not route.cite or route.cite in {reference.key for reference in references()}
    assert all(is_term("species", species) for species in route.species)
    assert bool(route.species) == bool(route.why) == bool(route.instead)
    assert 0.0 <= route.absorbed <= 1.0
    assert 0.0 < route.deposited <= 1.0
    if route.entry == "blood":
        assert (route.absorption_rate, route.local_loss, route.absorbed) == (0.0, 0.0, 1.0)
    else:
        assert route.absorbed_spread.shape == "uniform"  # nothing was measured: a wide prior, never a point
        assert route.absorption_spread.a >= 3.0
        assert route.absorbed_spread.a <= route.absorbed <= route.absorbed_spread.b
        assert 0.0 < reaching(route) < 1.0


def test_by_mouth_nose_eye_and_skin_next_to_nothing_reaches_the_blood():
    for key in ("oral", "intranasal", "eye-drops", "topical", "intravesical"):
        assert reaching(route_of(key)) < 0.01, key


def test_synonyms_and_wider_words_are_understood():
    assert route_of("tail vein").key == "intravenous"
    assert route_of("nebulized").key == "inhaled"
    with pytest.raises(TermError):
        route_of("by post")


def test_who_can_take_a_route():
    assert can_take(route_of("intracoronary"), "cynomolgus-macaque")  # a macaque
    assert not can_take(route_of("intracoronary"), "mouse")
    assert can_take(route_of("intravenous"), "horse")
    assert can_take(route_of("retro-orbital"), "")


def test_a_route_that_the_species_cannot_take_is_refused_with_what_instead():
    with pytest.raises(
        StepError, match=r"'intracoronary' is not for the species 'mouse': a coronary catheter .* State intramyocardial or intravenous"
    ) as refused:
        BodyCompartments.from_step(body_step(route="intracoronary", species="mouse"))
    assert set(refused.value.reasons) == {"route"}
    with pytest.raises(StepError, match="only small rodents"):
        BodyCompartments.from_step(body_step(route="retro-orbital", species="human"))


def test_a_dish_is_no_body():
    with pytest.raises(StepError, match="gives nothing to a body"):
        BodyCompartments.from_step(body_step(route="in-vitro"))


def test_a_local_step_refuses_a_route_into_blood():
    for word in ("intravenous", "tail vein", "intra-arterial"):
        with pytest.raises(StepError, match="Use 'body-compartments', or state a local route"):
            LocalDepot.from_step(step("distribute", "local-depot", route=word))
    assert LocalDepot.from_step(step("distribute", "local-depot", route="topical")).notices == ()


def test_every_reason_comes_at_once():
    with pytest.raises(StepError) as refused:
        BodyCompartments.from_step(body_step(route="iv", species="mouse", body_mass="20 g", volume="2 mL", half_life="3 kg"))
    assert set(refused.value.reasons) == {"volume", "half_life"}


def test_into_blood_the_way_in_is_not_spoken_of():
    hinged = BodyCompartments.from_step(body_step(route="iv"))
    assert not {assumption.name for assumption in hinged.assumed} & set(WAY_IN)
    assert not set(hinged.spreads) & set(WAY_IN)
    assert hinged.operation.route == "intravenous"
    assert hinged.notices == ()


def test_by_another_route_the_way_in_is_a_prior_and_told():
    hinged = BodyCompartments.from_step(body_step(route="sc", absorbed="40 %"))
    told = {assumption.name: assumption for assumption in hinged.assumed}
    assert {"absorption_rate", "local_loss", "delay"} <= set(told)
    assert "absorbed" not in told  # stated
    assert "deposited" not in told  # all of an injection is where it was put
    assert "prior for the route 'subcutaneous'" in told["absorption_rate"].reason
    assert hinged.spreads["absorption_rate"].shape == "lognormal"
    assert hinged.operation.absorbed == pytest.approx(0.4)
    assert reaching(hinged.operation) == pytest.approx(0.4 * 0.5)


def test_an_unstated_route_is_assumed_and_told_and_an_unspecified_one_too():
    for settings in ({}, {"route": "unspecified"}):
        hinged = BodyCompartments.from_step(body_step(**settings))
        assert hinged.operation.route == "intravenous"
        assert "route" in {assumption.name for assumption in hinged.assumed}


def test_what_only_a_second_dose_uses_is_told_only_then():
    once, often = (BodyCompartments.from_step(body_step(route="iv", doses=number)) for number in (1, 3))
    assert not {"repeat_clearance", "recovery"} & {assumption.name for assumption in once.assumed}
    assert {"repeat_clearance", "recovery"} <= set(often.spreads)


def test_repeat_clearance_reaches_from_none_to_strong():
    declared: Parameter = next(one for one in BodyCompartments.__dataclass_fields__["repeat_clearance"].metadata.values())
    low, high = quantile(declared, declared.spread, 2.0, np.array([0.05, 0.95]))
    assert low < 1.2
    assert high > 5.0


def test_the_tissue_of_the_record_is_the_target_where_it_is_a_site():
    assert BodyCompartments.from_step(body_step(tissue="liver")).operation.target == "liver"
    assert BodyCompartments.from_step(body_step(tissue="skin")).operation.target == "rest-of-body"
    assert BodyCompartments.from_step(body_step(tissue="liver", target="lung")).operation.target == "lung"


def test_what_is_breathed_is_in_the_airways_and_not_in_the_organ():
    """The lung as blood reaches it would be told a hundred-thousandth of what was deposited."""
    hinged = BodyCompartments.from_step(body_step(route="inhaled", tissue="lung", species="human"))
    assert hinged.operation.target == "local-free"
    assert any("what lies in the airways" in notice for notice in hinged.notices)
    exposure = hinged.operation.distribute(Injection(dose_amount=1e9, dose_basis="particles").load(feed()))
    assert exposure.particles[exposure.sites.index("local-free")].max() == pytest.approx(0.2e9)
    assert exposure.target_volume == pytest.approx(60.0 * 0.0073 / 1000.0)
    assert BodyCompartments.from_step(body_step(route="inhaled", tissue="lung", target="lung")).operation.target == "lung"
    with pytest.raises(StepError, match="Use 'local-depot'"):
        BodyCompartments.from_step(body_step(route="subcutaneous", target="local-free"))


def test_a_tissue_where_vesicles_are_put_is_told_to_be_reached_by_blood_alone():
    (told, _) = BodyCompartments.from_step(body_step(route="intra-articular", tissue="cartilage", species="rabbit")).notices
    assert "'cartilage' is no site here" in told
    assert "use 'local-depot'" in told
    assert BodyCompartments.from_step(body_step(route="iv", tissue="cartilage")).notices == ()


def test_a_local_depot_gets_what_stays_of_the_route():
    hinged = LocalDepot.from_step(step("distribute", "local-depot", route="inhaled"))
    assert hinged.operation.deposited == 0.2
    assert hinged.spreads["deposited"].shape == "uniform"
    assert any("not of airways" in notice for notice in hinged.notices)
    assert LocalDepot.from_step(step("distribute", "local-depot", route="inhaled", defect_volume="100 mL")).notices == ()
    assert LocalDepot.from_step(step("distribute", "local-depot", route="inhaled", deposited="50 %")).operation.deposited == 0.5
    joint = LocalDepot.from_step(step("distribute", "local-depot", route="intra-articular"))
    assert joint.operation.deposited == 1.0
    assert "deposited" not in {one.name for one in joint.assumed}
    exposure = hinged.operation.distribute(Injection(dose_amount=1e9, dose_basis="particles").load(feed()))
    at = dict(zip(exposure.sites, exposure.particles[:, 0], strict=True))
    assert (at["local-free"], at["drained"]) == pytest.approx((0.2e9, 0.8e9))
    assert exposure.particles.sum(axis=0) == pytest.approx(1e9, rel=1e-12)
    assert dict(zip(exposure.sites, exposure.labelled[:, 0], strict=True))["drained"] == pytest.approx(0.8e9)


def test_the_mass_of_a_species_is_its_reference_mass():
    hinged = BodyCompartments.from_step(body_step(species="rat", route="iv"))
    assert hinged.operation.body_mass == 0.15
    assert next(one for one in hinged.assumed if one.name == "body_mass").cite == "fda2005"
    assert BodyCompartments.from_step(body_step(species="rat", body_mass="300 g")).operation.body_mass == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("volume", "species", "route", "mass", "told"),
    [
        ("0.1 mL", "mouse", "iv", "20 g", ""),
        ("0.3 mL", "mouse", "iv", "20 g", "above good practice"),
        ("0.5 mL", "mouse", "intravenous-infusion", "20 g", "above good practice"),
        ("0.05 mL", "mouse", "im", "20 g", ""),
        ("0.08 mL", "mouse", "im", "20 g", "above good practice"),
        ("0.02 mL", "mouse", "ia", "20 g", "above good practice"),
        ("5 mL", "horse", "iv", "500 kg", "no limit for the species 'horse'"),
        ("5 mL", "cynomolgus-macaque", "iv", "4 kg", ""),
        ("5 mL", "mouse", "topical", "20 g", ""),
    ],
)
def test_volumes_that_can_be(volume, species, route, mass, told):
    hinged = BodyCompartments.from_step(body_step(volume=volume, species=species, route=route, body_mass=mass))
    of_volume = [notice for notice in hinged.notices if "mL" in notice]
    assert told in of_volume[0] if told else not of_volume


@pytest.mark.parametrize(("volume", "route"), [("0.6 mL", "iv"), ("2 mL", "ip"), ("1 mL", "sc"), ("0.2 mL", "im"), ("0.6 mL", "retro-orbital")])
def test_volumes_above_the_maximum_are_refused(volume, route):
    with pytest.raises(StepError, match=r"above the maximum .* Divide the dose") as refused:
        BodyCompartments.from_step(body_step(volume=volume, species="mouse", route=route, body_mass="20 g"))
    assert set(refused.value.reasons) == {"volume"}
    with pytest.raises(StepError, match="above the maximum"):
        LocalDepot.from_step(step("distribute", "local-depot", volume="0.2 mL", species="mouse", route="im", body_mass="20 g"))


def test_what_is_missing_for_a_volume_is_said():
    unknown = BodyCompartments.from_step(body_step(volume="0.3 mL", route="iv"))
    assert any("no species is stated" in notice for notice in unknown.notices)
    by_reference = BodyCompartments.from_step(body_step(volume="0.3 mL", route="iv", species="mouse"))
    assert any("mouse of 20 g" in notice for notice in by_reference.notices)


def test_the_first_passage_behind_an_artery_is_told():
    assert any("first passage" in notice for notice in BodyCompartments.from_step(body_step(route="intra-arterial")).notices)


def injection_step(**settings):
    return step("deliver", "injection", dose="1e9 particles", **settings)


def test_an_injection_is_free_at_once_and_an_infusion_evenly():
    at_once = Injection.from_step(injection_step(route="iv"))
    assert at_once.operation.load(feed()).released.min() == 1.0
    assert "infusion_duration" not in {assumption.name for assumption in at_once.assumed}
    infused = Injection.from_step(injection_step(infusion_duration="30 min", route="iv infusion"))
    made = infused.operation.load(feed())
    assert made.time.tolist() == [0.0, 1800.0]
    assert made.released[0].tolist() == [0.0, 1.0]


def test_an_infusion_without_duration_takes_the_usual_one_and_is_told():
    hinged = Injection.from_step(injection_step(route="intravenous-infusion"))
    assert hinged.operation.infusion_duration == 1800.0
    assert "infusion_duration" in hinged.spreads
    assert "duration is not reported" in next(one for one in hinged.assumed if one.name == "infusion_duration").reason


def test_odd_infusions_are_told():
    local = Injection.from_step(injection_step(route="topical", infusion_duration="1 h"))
    assert any("not into a vessel" in notice for notice in local.notices)
    overlapping = Injection.from_step(injection_step(route="iv infusion", infusion_duration="3 h", doses=4, interval="1 h"))
    assert any("overlap" in notice for notice in overlapping.notices)


def test_a_depot_delays_the_blood():
    def peak(route):
        exposure = BodyCompartments.from_step(body_step(route=route)).operation.distribute(Injection.from_step(injection_step()).operation.load(feed()))
        blood = exposure.particles[exposure.sites.index("blood")]
        return exposure.time[blood.argmax()], blood.max() / exposure.given

    assert peak("iv") == pytest.approx((0.0, 1.0))
    later, share = peak("sc")
    assert later > 3600.0
    assert share < 0.01
    assert math.isfinite(share)


@pytest.mark.parametrize("route", routes().values(), ids=lambda route: route.key)
def test_the_page_says_what_the_table_says(route):
    page = (Path(__file__).parents[3] / "docs" / "methods" / "routes.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{route.key}` |")]
    if route.entry == "blood":
        assert row.endswith(f"{', '.join(route.species) or 'all'} | {route.note} |")
        return
    stays = f"{100 * route.deposited:g} %" if route.deposited < 1 else "all"
    hours = [1 / rate / 3600 for rate in (route.absorption_rate, route.local_loss)]
    times = f"{hours[0]:g} h, factor {route.absorption_spread.a:g} | {hours[1]:g} h, factor {route.local_loss_spread.a:g}"
    assert f"| {route.entry} | {stays}" in row
    assert f"{times} | {route.delay / 3600:g} h | {100 * route.absorbed:g} %" in row
    assert row.endswith(f"| {100 * (1.0 if route.entry == 'blood' else reaching(route)):.2g} % |")
