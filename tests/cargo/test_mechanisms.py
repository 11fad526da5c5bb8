import re

import pytest

from exoforge.base.errors import InternalError, TermError
from exoforge.base.trace import references
from exoforge.cargo.mechanisms import Edge, edge, edges
from tests.shared_data import shared

TEXTS = {
    "roszkowski2024": "sources/000_958083d54b747de5.txt",
    "adelipour2023": "sources/001_990e1eed67c9b46e.txt",
    "nikfarjam2020": "sources/002_e58ce2170cc464da.txt",
    "lu2023": "sources/003_5f5f7647a10dc7cc.txt",
}
NUMBERED = [pytest.param(one, id=one.key) for one in edges() if any(re.search(r"\d", name) for name in one.cargo)]


@pytest.mark.parametrize("one", [pytest.param(one, id=one.key) for one in edges()])
def test_every_edge_names_where_it_was_read_and_whom_that_cites(one):
    known = {reference.key: reference for reference in references()}
    assert known[one.document].status == "read"
    assert one.locator
    assert one.cargo
    assert one.effect
    if one.study:
        assert one.document in known[one.study].text
    else:
        assert one.flags, "an edge without a study must say why"


@pytest.mark.parametrize("one", NUMBERED)
def test_the_cargo_stands_in_the_text_named(one):
    text = shared(TEXTS[one.document]).read_text(encoding="utf-8")
    for name in one.cargo:
        number = name.split("-", 1)[1] if name.startswith(("miR", "let")) else None
        if number is not None:
            assert re.search(rf"-{re.escape(number)}\b", text), f"{name} is not in {one.document}"


def test_edges_are_found_by_cargo_effect_and_tissue_in_any_case():
    assert {"mir-375-bone", "mir-375-osteoblasts"} == {one.key for one in edges(cargo="MIR-375")}
    assert {"mir-21-146a-181-m2", "scar-mirs", "mir-21-angiogenesis"} == {one.key for one in edges(cargo="miR-21")}
    assert {"mir-181b-m2", "mir-451a-m2"} == {one.key for one in edges(effect="M2 polarisation of macrophages", tissue="bone")}
    assert () == edges(cargo="miR-0")


def test_what_contradicts_itself_in_print_is_flagged_and_left_open():
    assert 0 == edge("mir-181b-m2").target_sign
    assert any("PRKCD" in flag for flag in edge("mir-181b-m2").flags)
    assert 0 == edge("mir-196a-osteogenesis").sign
    assert any("upregulates PUMA" in flag for flag in edge("mir-221-puma").flags)


def test_an_unknown_edge_is_refused_with_the_nearest():
    with pytest.raises(TermError, match="did you mean 'mir-375-bone'"):
        edge("mir-375-bones")


def test_a_sign_is_one_of_three():
    with pytest.raises(InternalError, match="must be -1, 0 or 1"):
        Edge(key="x", cargo=("a",), target="", target_sign=0, pathway="", effect="e", sign=2, tissue="", system="", document="d", locator="l", study="")
