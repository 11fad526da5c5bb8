"""Gap maps, timelines and landscapes: every count known beforehand, nothing lost on the way, gaps only between known words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.evidence.gaps import WITHOUT_WORK, WITHOUT_YEAR, gap_map, landscape, timeline
from exoforge.evidence.search import FACETS, NOT_REPORTED
from exoforge.evidence.store import open_store
from tests.evidence.made_arms import few, made_arm, made_store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with open_store(made_store(tmp_path_factory.mktemp("gaps"), few())) as store:
        yield store


def store_of(tmp_path, *arms):
    return open_store(made_store(tmp_path, arms))


def test_it_crosses_the_widest_classes(made):
    found = gap_map(made, filters={})
    assert ("bone", "skin", NOT_REPORTED) == found.rows
    assert ("hydrogel", "bioactive-ceramic", NOT_REPORTED) == found.columns
    assert ((2, 1, 0), (1, 0, 1), (1, 0, 0)) == found.counts
    assert (("skin", "bioactive-ceramic"),) == found.gaps


def test_a_cell_knows_its_arms_its_works_and_how_they_are_told(made):
    cell = gap_map(made, filters={}).cells["bone", "hydrogel"]
    assert (("a1", "a2"), ("first2019",), 2, 0, 0) == (cell.arms, cell.studies, cell.improved, cell.otherwise, cell.untold)
    cells = gap_map(made, filters={}).cells
    assert (0, 1, 0) == tuple(getattr(cells["bone", "bioactive-ceramic"], name) for name in ("improved", "otherwise", "untold"))
    assert 1 == cells["skin", NOT_REPORTED].untold


def test_fine_crosses_the_words_themselves(made):
    found = gap_map(made, fine=True, filters={"tissue": ("bone",)})
    assert {"calvarium", "bone", "femur"} == set(found.rows)
    assert {"gelatin", "chitosan", "beta-tcp"} == set(found.columns)
    assert 6 == len(found.gaps)


def test_a_cell_without_a_work_counts_no_study_and_is_no_gap(tmp_path):
    with store_of(tmp_path, made_arm("b1", tissue="bone", carrier="gelatin"), made_arm("b2", tissue="skin", carrier="beta-tcp", study="x2020")) as store:
        found = gap_map(store, size="studies", filters={})
    assert ("bone", "hydrogel") in found.cells
    assert ("bone", "hydrogel") not in found.gaps
    assert {0, 1} == {count for row in found.counts for count in row}
    assert 2 == len(found.gaps)


def test_years_stand_in_their_order(made):
    assert ("2019", "2021", NOT_REPORTED) == gap_map(made, "year", "result", filters={}).rows


def test_words_outside_the_question_are_told(made):
    found = gap_map(made, filters={"tissue": ("skin",)})
    assert ("bone",) == found.absent_rows
    assert ("bioactive-ceramic",) == found.absent_columns


def test_words_are_sorted_by_their_arms_and_the_nameless_stand_last(shipped):
    found = gap_map(shipped, "study-type", "product", filters={})
    sums = [sum(row) for row in found.counts]
    known = [total for word, total in zip(found.rows, sums, strict=True) if word not in ("unspecified", NOT_REPORTED)]
    assert sorted(known, reverse=True) == known
    assert "unspecified" == found.rows[len(known)]


@pytest.mark.parametrize("rows", [one.name for one in FACETS if one.name != "result"])
def test_no_arm_is_lost_whatever_is_crossed(shipped, rows):
    found = gap_map(shipped, rows, "result", filters={})
    ids = [name for cell in found.cells.values() for name in cell.arms]
    assert sorted(ids) == sorted(str(row["id"]) for row in found.found.rows)
    assert found.found.total == sum(map(sum, found.counts)) == len(ids)
    assert all(cell.improved + cell.otherwise + cell.untold == len(cell.arms) for cell in found.cells.values())


@given(pairs=st.lists(st.tuples(st.sampled_from(["bone", "skin", None]), st.sampled_from(["gelatin", "beta-tcp", None])), min_size=1, max_size=6))
def test_a_combination_is_a_cell_or_a_gap_or_names_nothing(tmp_path_factory, pairs):
    arms = [made_arm(f"p{place}", **({"tissue": tissue} if tissue else {}), carrier=carrier) for place, (tissue, carrier) in enumerate(pairs)]
    with store_of(tmp_path_factory.mktemp("pairs"), *arms) as store:
        found = gap_map(store, filters={})
    for row in found.rows:
        for column in found.columns:
            assert 1 == ((row, column) in found.cells) + ((row, column) in found.gaps) + (NOT_REPORTED in (row, column) and (row, column) not in found.cells)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"rows": "tisue"}, "There is no facet 'tisue'"),
        ({"rows": "carrier-class"}, "Rows and columns are both 'carrier-class'"),
        ({"size": "effects"}, "cannot be 'effects'; it is arms or studies"),
        ({"filters": {"tissue": ("bonne",)}}, "'bonne' is not a known term"),
    ],
)
def test_what_cannot_be_crossed_is_refused_in_a_sentence(made, asked, told):
    with pytest.raises(SettingError, match=told):
        gap_map(made, **({"filters": {}} | asked))


def test_an_empty_question_gives_an_empty_map(made):
    found = gap_map(made, filters={"tissue": ("heart",)})
    assert ((), (), ()) == (found.rows, found.columns, found.counts)


def test_a_timeline_counts_arms_by_year_and_tells_the_others(made):
    found = timeline(made, {})
    assert (2019, 2020, 2021) == found.years
    assert [(2019, "in-vivo", 2), (2021, "in-vitro", 1), (2021, "in-vivo", 1)] == [(bar.year, bar.word, len(bar.arms)) for bar in found.bars]
    assert {WITHOUT_WORK: ("a5",), WITHOUT_YEAR: ("a6",)} == found.unplaced


def test_a_timeline_loses_no_arm(shipped):
    found = timeline(shipped, {}, by="document")
    assert found.found.total == sum(len(bar.arms) for bar in found.bars) + sum(map(len, found.unplaced.values()))


def test_the_landscape_holds_the_trials_earliest_phase_first(tmp_path):
    trials = [
        made_arm(f"t{place}", type="clinical", trial=f"NCT{place}", phase=phase, product="exosome") for place, phase in enumerate(("2", "1/2", "early 1", "1"))
    ]
    with store_of(tmp_path, *trials, made_arm("t9", type="clinical", trial="NCT9", product="exosome"), made_arm("n", type="in-vivo")) as store:
        found = landscape(store, {})
    assert ("early 1", "1", "1/2", "2", NOT_REPORTED) == found.phases
    assert ["NCT2", "NCT3", "NCT1", "NCT0", "NCT9"] == [trial.name for trial in found.trials]
