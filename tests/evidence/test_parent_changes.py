"""What is printed of changed parent cells: the arms alone are its source, directions as printed, sizes only where printed."""

import pytest

from exoforge.base.errors import TermError
from exoforge.evidence.corpus import arms
from exoforge.evidence.parent_agents import agents, agents_of, kind_of_change
from exoforge.evidence.parent_changes import ABOUT, NAMED, arms_with_all, parent_told


def ways(agent, about):
    return {(one.what, one.direction) for one in parent_told(agent).changes if one.about == about}


def test_hypoxia_is_told_as_the_reviews_print_it():
    told = parent_told("hypoxia")
    assert ways("hypoxia", "yield") == {("vesicles released", "up")}
    cargo = ways("hypoxia", "cargo")
    assert {("HIF-1α", "up"), ("VEGF", "up"), ("miR-216a-5p", "up"), ("miR-22", "up"), ("miR-126", "up"), ("miR-181c-5p", "down")} <= cargo
    assert not any(one.size for one in told.changes)
    assert any("only that they were differentially expressed" in flag for flag, _ in told.doubts)
    assert told.operations == ("hypoxic-preconditioning",)


@pytest.mark.parametrize(
    ("agent", "about", "what", "direction"),
    [
        ("TNF-alpha", "yield", "vesicles released", "up"),
        ("TNF-α", "cargo", "Wnt-3a", "up"),
        ("IFN-gamma", "cargo", "miR-125a", "up"),
        ("TGF-β1", "cargo", "miR-135b", "up"),
        ("kartogenin", "cargo", "miR-381-3p", "up"),
        ("curcumin", "cargo", "miR-143", "up"),
        ("H2O2", "yield", "vesicles released", "down"),
        ("hsa-miR-375", "effect", "bone repair", "up"),
        ("BMP-2", "effect", "osteoinduction", "up"),
        ("MIF", "effect", "cardiac remodelling", "down"),
        ("CXCR4", "effect", "infarct size", "down"),
        ("heat shock", "effect", "macrophage activation", "down"),
    ],
)
def test_agents_in_any_spelling(agent, about, what, direction):
    assert (what, direction) in ways(agent, about)


def test_the_contradiction_on_nrf2_is_told_with_interleukin_1():
    assert "interleukin-1-nrf2" in {one.key for one in parent_told("IL-1beta").conflicts}
    assert "interleukin-1-nrf2" not in {one.key for one in parent_told("TNF-α").conflicts}


def test_mutant_and_wild_type_of_hif_go_different_ways():
    told = parent_told("HIF-1α")
    opposed = next(one for one in told.opposed if one.what == "osteogenic differentiation")
    assert dict(opposed.arms) == {"up": ("lu2023-t1-16a", "lu2023-t2-06"), "unchanged": ("lu2023-t1-16b",)}
    assert any("is a form of" in note for note in told.notes)
    assert not any(arm.therapy.id == "lu2023-t1-16b" for arm in parent_told("mutant HIF-1α").arms)


def test_living_cells_are_told_apart_from_vesicles():
    told = {one.arm: one.is_of_vesicles for one in parent_told("CXCR4").changes}
    assert told["nikfarjam2020-t2-03a"]
    assert not told["adelipour2023-text-03"]


def test_a_cargo_that_is_only_named_is_not_said_to_rise():
    assert ("let-7b", NAMED) in ways("LPS", "cargo")
    assert ("miR-140-5p", NAMED) in ways("miR-140-5p", "cargo")
    assert {("miR-375", "up"), ("miR-375", NAMED)} >= ways("miR-375", "cargo")


def test_only_one_arm_has_two_cytokines_and_none_has_hypoxia_with_one():
    assert [arm.therapy.id for arm in arms_with_all(["IFN-γ", "TNF-α"])] == ["adelipour2023-text-01"]
    assert arms_with_all(["hypoxia", "TNF-α"]) == ()
    assert arms_with_all([]) == ()


def test_every_change_has_its_place_and_its_arm():
    known = {arm.therapy.id for arm in arms()}
    for agent, kind, count in agents():
        told = parent_told(agent)
        assert kind in told.operations
        assert len(told.arms) >= min(count, 1)
        for one in told.changes:
            assert one.about in ABOUT
            assert one.document
            assert one.place
            assert one.what
            assert one.arm in known


def test_every_arm_with_changed_parents_is_found_by_its_agents():
    held = [(arm, step) for arm in arms() for step in arm.therapy.steps if kind_of_change(step)]
    assert len(held) > 90
    for arm, step in held:
        for agent in agents_of(step):
            assert arm.therapy.id in {one.therapy.id for one in parent_told(agent).arms}


def test_a_whole_way_lists_its_agents_together():
    told = parent_told("chemical preconditioning")
    assert {"kartogenin", "curcumin", "melatonin"} <= {one.agent for one in told.changes}
    assert any("is a way and no agent" in note for note in told.notes)
    assert len(parent_told("physical-preconditioning").arms) == 3


def test_what_nobody_names_is_refused_with_what_is_near():
    with pytest.raises(TermError, match="did you mean 'kartogenin'"):
        parent_told("kartogenine")
    with pytest.raises(TermError, match="named most are hypoxia"):
        parent_told("prayer")
    assert parent_told("prayer", must_be_known=False).changes == ()
