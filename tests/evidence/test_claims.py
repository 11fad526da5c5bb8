"""The layers kept apart: the citation check, two documents on one study, conflicts, facts, trials and the summary."""

import dataclasses

import pytest

from exoforge.base.errors import TermError
from exoforge.base.terms import terms
from exoforge.base.units import Quantity
from exoforge.evidence.agreement import compare_readings
from exoforge.evidence.build import build_store
from exoforge.evidence.citation_check import check_citation
from exoforge.evidence.conflicts import conflicts, conflicts_about, conflicts_of
from exoforge.evidence.corpus import arms
from exoforge.evidence.export import export
from exoforge.evidence.facts import TOPICS, facts, facts_about
from exoforge.evidence.flat import COLUMNS, row_of
from exoforge.evidence.lookup import arms_of
from exoforge.evidence.search import Question, search
from exoforge.evidence.store import open_store
from exoforge.evidence.summary import summarise
from exoforge.evidence.trials import trials_of
from exoforge.evidence.works import cited_work, reference_list, shared_pmids
from exoforge.record.stated import Stated
from tests.evidence.test_readings import SOURCES, plain
from tests.shared_data import shared

BY_ID = {arm.therapy.id: arm for arm in arms()}


def test_a_title_that_fits_agrees_with_its_claim():
    check = check_citation(BY_ID["lu2023-t2-05a"])
    assert check.fit == "renumbered"
    assert any("indication" in words for words in check.alike)
    assert ("cell: the title names MSC from induced pluripotent stem cells, the claim induced pluripotent stem cell",) == check.different


def test_a_title_about_something_else_is_told_apart():
    arm = BY_ID["lu2023-t2-05a"]
    other = cited_work("lu2023", 82)  # a paper on the infarcted heart
    wrong = dataclasses.replace(
        arm,
        claim=dataclasses.replace(arm.claim, study=other.key),
        therapy=arm.therapy.model_copy(
            update={"citations": tuple(citation.model_copy(update={"key": other.key, "title": other.title}) for citation in arm.therapy.citations[1:])}
        ),
    )
    check = check_citation(wrong)
    assert check.title == other.title
    assert any("myocardial infarction" in words for words in check.different)


def test_the_check_finds_fewer_disagreements_where_a_reader_says_fits():
    checks = [check_citation(arm) for arm in arms()]
    simple = [len(check.different) for check in checks if check.fit in ("fits", "renumbered") and check.title]
    assert sum(simple) / len(simple) < 0.5
    assert sum(bool(check.alike) for check in checks if check.title) > 0.7 * sum(bool(check.title) for check in checks)


def test_two_documents_on_one_study_are_compared(shipped):
    compared = compare_readings(arms_of(shipped, "qi2016"))
    verdicts = {one.column: one.verdict for one in compared}
    assert verdicts["carrier"] == "agree"
    assert verdicts["dose_as_printed"] == "only one says"
    assert {one.documents for one in compared} == {("roszkowski2024", "lu2023")}


def test_a_study_of_one_document_has_nothing_to_compare(shipped):
    assert compare_readings(arms_of(shipped, "lu2023-t2-11")) == ()


def test_what_contradicts_is_told():
    arm = BY_ID["lu2023-t2-05a"]
    other = dataclasses.replace(arm, claim=dataclasses.replace(arm.claim, document="other"), therapy=BY_ID["adelipour2023-t2-08"].therapy)
    verdicts = {one.column: one.verdict for one in compare_readings([arm, other])}
    assert verdicts["carrier"] == verdicts["cell"] == "contradict"


def test_conflicts_have_two_sides_and_touch_what_exists():
    held = {arm.claim.id for arm in arms()} | {arm.claim.study for arm in arms()}
    statements = {leaf.value for arm in arms() for one in arm.therapy.mechanisms for key, leaf in one.settings.items() if key == "statement"}
    for conflict in conflicts():
        assert len(conflict.statements) >= 2
        assert conflict.finding
        routes = {f"routes:{term.key}" for term in terms("routes")}
        assert set(conflict.touches) <= held | statements | routes | {fact.key for fact in facts()}, conflict.key
    assert len({conflict.key for conflict in conflicts()}) == len(conflicts())


def test_a_conflict_is_shown_with_the_arms_that_it_touches():
    assert {"source-of-qi2016", "reference-numbers-of-lu2023"} == {conflict.key for conflict in conflicts_of(BY_ID["lu2023-t2-05a"])}
    assert any(conflict.key == "mir-221-puma" for arm in arms() for conflict in conflicts_of(arm))


def test_the_long_half_life_is_contradicted_wherever_a_reader_meets_it():
    into_blood = [arm for arm in arms() if "intravenous" in str(row_of(arm)["route"])]
    assert len(into_blood) > 20
    assert all("circulation-time" in {conflict.key for conflict in conflicts_of(arm)} for arm in into_blood)
    assert [conflict.key for conflict in conflicts_about("half-life")] == ["circulation-time"]
    with pytest.raises(TermError, match="the topics are"):
        conflicts_about("xylophone")


def test_both_sides_of_a_conflict_stand_in_the_documents():
    texts = {document: plain(shared(path).read_text(encoding="utf-8")) for document, path in SOURCES.items()}
    said = [statement for conflict in conflicts() for statement in conflict.statements if statement.document in texts]
    assert len(said) >= 10
    assert [statement.quote for statement in said if plain(statement.quote) not in texts[statement.document]] == []


def test_facts_stand_in_their_documents():
    texts = {document: plain(shared(path).read_text(encoding="utf-8")) for document, path in SOURCES.items()}
    assert [fact.key for fact in facts() if plain(fact.words) not in texts[fact.document]] == []
    assert [fact.key for fact in facts() if len(fact.words.split()) > 12] == []


def test_facts_on_one_subject_stand_together():
    sizes = {fact.document: fact.value for fact in facts() if fact.about == "diameter of exosomes"}
    assert {"roszkowski2024", "nikfarjam2020", "adelipour2023"} <= set(sizes)
    assert len({sizes[document] for document in ("roszkowski2024", "nikfarjam2020", "adelipour2023")}) == 3
    densities = {fact.value for fact in facts() if "density of exosomes" in fact.about}
    assert len(densities) == 2
    assert {fact.topic for fact in facts()} <= set(TOPICS)


def test_the_ratings_of_two_methods_are_complete():
    ratings = [fact for fact in facts() if fact.topic == "rating"]
    assert len(ratings) == 26
    assert {"differential ultracentrifugation", "ultrafiltration"} == {fact.conditions for fact in ratings}
    told = {(fact.about, fact.conditions): fact.value for fact in ratings}
    assert told["recovery", "differential ultracentrifugation"] == "intermediate"
    assert told["purity", "ultrafiltration"] == "low"
    assert told["scalability", "ultrafiltration"] == "high"


def test_facts_are_asked_by_topic_or_word():
    assert {fact.topic for fact in facts_about("storage")} == {"storage"}
    assert facts_about("") == facts()
    with pytest.raises(TermError, match="No fact speaks of 'xylophone'"):
        facts_about("xylophone")


def test_trials_are_laid_side_by_side(shipped):
    trials = {trial.name: trial for trial in trials_of(shipped, {})}
    assert len(trials["NCT04313647"].arms) == 6
    first = {trial.name for trial in trials_of(shipped, {"phase": ("1",)})}
    assert {"NCT04313647", "NCT04491240"} <= first
    assert "NCT04356300" not in first
    assert {trial.name for trial in trials_of(shipped, {"phase": ("I",)})} == first
    knees = trials_of(shipped, {"indication": ("osteoarthritis",)})
    assert {arm["indication"] for trial in knees for arm in trial.arms} <= {"osteoarthritis", "knee-osteoarthritis"}


def test_the_summary_says_what_cannot_be_told(shipped):
    told = summarise(shipped)
    assert told.arms == len(arms())
    assert told.improved > 0.8 * told.arms
    assert told.with_spread == told.with_group_size == 0
    assert told.improved + told.unfavourable <= told.arms
    everything = search(shipped, Question(limit=1000)).rows
    assert told.reported["route"] == sum(row["route"] is not None for row in everything)


def test_a_name_that_nothing_has_is_refused(shipped):
    with pytest.raises(TermError, match=r"No arm, claim, study or trial is called 'lu2023-t2-99'; did you mean"):
        arms_of(shipped, "lu2023-t2-99")


def test_every_column_can_be_read_and_means_something():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    for arm in arms()[::11]:
        assert list(row_of(arm)) == [column.name for column in COLUMNS]
    filled = {column.name for column in COLUMNS if any(row_of(arm)[column.name] is not None for arm in arms())}
    assert {column.name for column in COLUMNS} - filled <= {"product_name", "cited_doi"}


@pytest.mark.parametrize(("document", "entries"), [("roszkowski2024", 84), ("adelipour2023", 142), ("nikfarjam2020", 121), ("lu2023", 167)])
def test_the_reference_lists_are_whole(document, entries):
    held = reference_list(document)
    assert list(range(1, entries + 1)) == [printed.number for printed in held]
    assert [printed.number for printed in held if not (printed.authors and printed.title and printed.year)] == []


def test_a_registered_trial_on_tissue_outside_a_body_is_a_trial_too(shipped):
    (found,) = trials_of(shipped, {"indication": ("osteoarthritis",), "phase": ("1",)})
    assert found.name == "NCT04223622"
    assert len({arm["trial"] for trial in trials_of(shipped, {}) for arm in trial.arms if arm["document"] == "nikfarjam2020" and arm["trial"]}) == 13


def test_words_that_meet_in_part_do_not_agree_whole():
    rat, other = BY_ID["lu2023-t2-05a"], BY_ID["lu2023-t2-05b"]
    mouse = other.therapy.model_copy(update={"target": other.therapy.target.model_copy(update={"species": Stated(value="mouse")})})
    second = dataclasses.replace(rat, claim=dataclasses.replace(rat.claim, document="second"))
    third = dataclasses.replace(other, therapy=mouse)
    verdicts = {one.column: one.verdict for one in compare_readings([rat, third, second])}
    assert verdicts["treated_species"] == "agree in part"
    assert verdicts["carrier"] == "agree"


def test_the_summary_would_find_a_spread_and_a_group_size(tmp_path):
    arm = BY_ID["lu2023-t2-05a"]
    outcome = arm.therapy.outcomes[0].model_copy(update={"value": Stated(value="31 ± 4 %")})
    study = arm.therapy.study.model_copy(update={"settings": {"group_size": Stated(value=Quantity(value=6.0))}})
    model = arm.therapy.target.model_copy(update={"model": Stated(value="SD rats")})
    made = dataclasses.replace(arm, therapy=arm.therapy.model_copy(update={"outcomes": (outcome,), "study": study, "target": model}))
    build_store(tmp_path / "made.duckdb", [made])
    with open_store(tmp_path / "made.duckdb") as store:
        told = summarise(store)
    assert (told.with_number, told.with_spread, told.with_group_size) == (1, 1, 1)


def test_a_pmid_that_stands_for_several_works_names_none_of_them(shipped, tmp_path):
    assert {"34998430", "31900237", "33397467"} <= shared_pmids()
    assert "31802872" not in shared_pmids()  # one work that the list holds twice
    export(shipped, tmp_path / "all.bib", Question())
    text = (tmp_path / "all.bib").read_text()
    assert "pmid = {34998430}" not in text
    assert "note = {PMID 34998430 is printed for several works}" in text
