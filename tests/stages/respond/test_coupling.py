import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import InternalError, TermError
from exoforge.base.parameters import parameters_of
from exoforge.cargo.mechanisms import edge
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.stages.respond import OPERATIONS, bone_trejo2019, skin_waugh2006
from exoforge.stages.respond.coupling import Effect, activity, effective, sources_of

EFFECTS = (*bone_trejo2019.EFFECTS, *skin_waugh2006.EFFECTS)
PAGE = Path(__file__).parents[3] / "docs" / "methods" / "coupling.md"
KINDS = [pytest.param(kind, sys.modules[kind.__module__], id=kind.kind) for kind in OPERATIONS if hasattr(sys.modules[kind.__module__], "EFFECTS")]


@pytest.mark.parametrize(("kind", "module"), KINDS)
def test_the_page_lists_what_vesicles_move_in_every_tissue(kind, module):
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for effect in module.EFFECTS:
        mine = [row for row in rows if f"`{kind.kind}`" in row and f"`{effect.parameter}`" in row]
        assert mine, effect.parameter
        assert ("| up |" if effect.sign > 0 else "| down |") in mine[0]
        usual = next(one.usual for one in parameters_of(kind) if one.name == effect.maximum)
        assert any(row.startswith(f"| `{effect.maximum}`") and f"| {usual:g} |" in row for row in rows), effect.maximum


@given(
    concentrations=st.lists(st.floats(0, 1e30), min_size=2, max_size=20),
    half=st.floats(1e9, 1e21),
    steepness=st.floats(0.2, 5.0),
)
def test_activity_rises_with_exposure_and_stays_between_none_and_all(concentrations, half, steepness):
    found = activity(np.sort(concentrations), np.array([half]), np.array([steepness]))
    assert np.all(np.diff(found) >= 0)
    assert found.min() >= 0
    assert found.max() <= 1


def test_activity_is_none_without_vesicles_and_half_at_the_half_exposure():
    half, steepness = np.array([[2e15], [4e15]]), np.array([[1.0], [2.0]])
    found = activity(np.array([[0.0, 2e15, 6e15, -1e-3], [0.0, 4e15, 8e15, -1e-3]]), half, steepness)
    np.testing.assert_allclose(found, [[0.0, 0.5, 0.75, 0.0], [0.0, 0.5, 0.8, 0.0]], rtol=1e-14)


def test_an_effect_enters_the_equations_with_its_sign():
    up = effective((Effect(parameter="k12", sign=1, maximum="emax_m2", edges=("mir-181b-m2",)),), tissue="bone")
    down = effective((Effect(parameter="alpha", sign=-1, maximum="emax_phenotype", edges=("let-7b-m2",)),), tissue="skin")
    values = {"k12": 0.1, "emax_m2": 2.0, "alpha": 0.8, "emax_phenotype": 0.5, "activity": 0.5}
    assert 0.2 == evaluate(up["k12_eff"], values)
    assert 0.6 == pytest.approx(float(evaluate(down["alpha_eff"], values)))


@pytest.mark.parametrize("effect", [pytest.param(effect, id=effect.parameter) for effect in EFFECTS])
def test_every_effect_rests_on_printed_directions(effect):
    assert effect.edges
    assert all(edge(key).sign != 0 for key in effect.edges)
    assert set(sources_of((effect,))) >= {edge(key).document for key in effect.edges}


def test_an_effect_without_a_mechanism_or_a_direction_is_our_bug():
    with pytest.raises(InternalError, match="'kpb' must name mechanisms"):
        effective((Effect(parameter="kpb", sign=1, maximum="e", edges=()),), tissue="bone")
    with pytest.raises(InternalError, match="state a direction"):
        effective((Effect(parameter="kpb", sign=1, maximum="e", edges=("mir-196a-osteogenesis",)),), tissue="bone")
    with pytest.raises(TermError, match="no mechanism"):
        effective((Effect(parameter="kpb", sign=1, maximum="e", edges=("mir-x",)),), tissue="bone")


def test_a_mechanism_of_another_tissue_is_our_bug():
    with pytest.raises(InternalError, match="'alpha' of skin names 'mir-135b-m2', which was seen in cartilage"):
        effective((Effect(parameter="alpha", sign=-1, maximum="e", edges=("let-7b-m2", "mir-135b-m2")),), tissue="skin")


@pytest.mark.parametrize("model", [bone_trejo2019.MODEL, skin_waugh2006.MODEL], ids=lambda model: model.name)
def test_every_moved_parameter_is_replaced_in_the_equations(model):
    """Beside its own definition, no equation uses the parameter that vesicles move, but only its effective value."""
    from exoforge.laws.kinetics.expressions import names_in

    effects = {effect.parameter for effect in EFFECTS if f"{effect.parameter}_eff" in model.definitions}
    assert effects
    for name, text in (*model.definitions.items(), *model.rates.items()):
        assert name.endswith("_eff") or not effects & names_in(text), name
    used = set().union(*(names_in(text) for text in (*model.definitions.values(), *model.rates.values())))
    assert {f"{parameter}_eff" for parameter in effects} <= used
