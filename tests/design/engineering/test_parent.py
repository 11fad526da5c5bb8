"""Changed parent cells: told, stated and computed side by side, and nothing multiplied."""

import math

import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.design.engineering.parent import parent_of_agents, parent_of_record
from exoforge.design.engineering.parent_result import Together
from exoforge.stages.culture.preconditioning import SEVERAL
from tests.design.records import CULTURE, SPIN, record
from tests.design.test_plan_culture import CXCR4, HYPOXIA, MIR, TNF


def test_two_preconditionings_are_listed_apart_and_not_multiplied():
    plan = parent_of_agents(["hypoxia", "TNF-alpha"], members=10)
    assert [one.agent for one in plan.agents] == ["hypoxia", "TNF-α"]
    assert [one.factor.kind for one in plan.agents] == ["hypoxia", "cytokine"]
    assert {one.factor.value for one in plan.agents} == {1.0}
    assert (plan.factor.kind, plan.factor.value) == (SEVERAL, 1.0)
    assert plan.factor.high > max(one.factor.high for one in plan.agents)
    assert plan.pairs == (Together(agents=("hypoxia", "TNF-α"), arms=(), titles=()),)


def test_two_that_an_arm_has_together_name_it():
    pair = parent_of_agents(["IFN-γ", "TNF-α"], members=10).pairs[0]
    assert pair.agents == ("IFN-γ", "TNF-α")
    assert [arm.therapy.id for arm in pair.arms] == ["adelipour2023-text-01"]


def test_a_work_whose_title_names_both_is_told_though_the_review_tells_of_one_alone():
    pair = parent_of_agents(["hypoxia", "IFN-gamma"], members=10).pairs[0]
    assert pair.arms == ()
    assert [arm for arm, _ in pair.titles] == ["lu2023-text-66"]
    assert "IFN-gamma and hypoxia" in pair.titles[0][1]
    assert parent_of_agents(["hypoxia", "miR-140-5p"], members=10).pairs[0].titles == ()


def test_one_agent_in_two_spellings_is_one():
    assert len(parent_of_agents(["TNF-α", "TNF-alpha"], members=10).agents) == 1


def test_a_microrna_has_copies_with_an_interval_and_a_protein_has_none():
    mirna, protein = parent_of_agents(["miR-140-5p", "BMP2"], members=400, seed=3).agents
    found = mirna.loading
    assert found.copies.central == pytest.approx(0.00825 * (0.5 + 0.5 * 10), rel=1e-12)
    assert found.copies.low < 0.01 < found.copies.high
    assert found.with_any.high < found.carriers.high <= 1
    assert found.in_one.low >= 1 - 1e-12
    assert found.copies.high < found.packing
    assert (protein.loading.basis, protein.loading.copies) == ("not known", None)
    assert mirna.factor is None


def test_the_same_seed_gives_the_same_numbers():
    one, same, other = (parent_of_agents(["miR-21"], members=50, seed=seed).agents[0].loading.copies for seed in (1, 1, 2))
    assert one == same
    assert one.median != other.median


def test_a_receptor_is_a_surface():
    found = parent_of_agents(["CXCR4"], members=10).agents[0].loading
    assert (found.location, found.surface, found.copies) == ("surface", "cxcr4", None)
    assert "bone" in found.seeks


def test_what_no_document_says_is_said():
    hypoxia, heat, new = parent_of_agents(["hypoxia", "heat shock", "miR-999"], members=10).agents
    assert hypoxia.unsaid == ("by how much anything changes",)
    assert any("living cells" in one for one in heat.unsaid)
    assert new.unsaid == ("anything of it",)
    assert not math.isnan(new.loading.copies.central)


def test_the_table_of_preconditionings_adds_what_no_arm_holds():
    hypoxia = parent_of_agents(["hypoxia"], members=10).agents[0]
    assert {one.kind for one in hypoxia.statements} == {"any"}
    held = {arm.therapy.id for arm in hypoxia.told.arms}
    assert not any(held & set(one.arms) for one in hypoxia.statements)
    assert any(one.about == "oxygen tension called hypoxia" for one in hypoxia.stated)


def test_a_record_is_read_step_by_step():
    plan = parent_of_record(record(MIR, CULTURE, HYPOXIA, TNF, SPIN), members=10)
    assert [(one.agent, one.step) for one in plan.agents] == [("miR-140-5p", 1), ("hypoxia", 3), ("TNF-α", 4)]
    assert plan.factor.kind == SEVERAL
    assert len(plan.pairs) == 3
    assert plan.vessel == "flask culture"


def test_numbers_of_a_record_are_used():
    stated = MIR + 'copies_per_vesicle = "0.4 copies/particle"\nmodified_cells = "1"\n'
    loading = parent_of_record(record(stated, CULTURE), members=10).agents[0].loading
    assert (loading.basis, loading.copies.low, loading.copies.high) == ("stated", 0.4, 0.4)
    factor = parent_of_record(record(CULTURE + 'preconditioning_factor = "2"\n', HYPOXIA), members=10).factor
    assert (factor.value, factor.low, factor.high, factor.reason) == (2.0, 2.0, 2.0, "stated in the record")


def test_what_a_vessel_states_itself_is_an_agent_too():
    plan = parent_of_record(record(CULTURE + 'preconditioning = "hypoxia and TNF-α"\n', CXCR4), members=10)
    assert [one.agent for one in plan.agents] == ["CXCR4", "hypoxia", "TNF-α"]
    assert plan.agents[1].operation == "hypoxic-preconditioning"
    assert plan.agents[2].operation == "cytokine-preconditioning"


def test_nothing_to_tell_is_a_sentence():
    with pytest.raises(SettingError, match="changes no parent cell"):
        parent_of_record(record(CULTURE, SPIN))
    with pytest.raises(SettingError, match="No agent is asked for"):
        parent_of_agents([])
    with pytest.raises(TermError, match="No published arm changes its parent cells with 'prayer'"):
        parent_of_agents(["prayer"])
