"""A contrast explained: who meets whom, signs and contradictions, gene sets on the right background, and the same answer under a seed."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import hypergeom

from exoforge.base.errors import FileError, SettingError
from exoforge.design.cargo.contrast import contrast_of
from exoforge.design.cargo.explained import explained
from exoforge.design.cargo.network import network_of
from exoforge.design.cargo.targets import met
from exoforge.evidence.graph import chain_of, chains
from exoforge.report.cargo.targets_plain import explained_facts
from tests.design.cargo.made_contrast import changed, contrast
from tests.shared_data import shared

QUIET = [changed(f"miR-{number}", 0.1 * math.sin(number)) for number in range(4000, 4060)]
MADE = contrast(
    changed("miR-21-5p", -2.0, 0.001, 900),
    changed("miR-21-3p", 0.2, 0.9, 10),
    changed("miR-145-5p", 1.5, 0.01, 50),
    changed("miR-140-3p", 0.3, 0.8, 40),
    changed("miR-140-5p", 0.4, 0.7, 60),
    *QUIET,
)


def meeting(found, cargo):
    return next((one for one in found.met.meetings if one.cargo == cargo), None)


def test_a_stem_goes_to_the_strand_with_the_counts_and_says_so():
    found = explained(MADE, permutations=50)
    assert (meeting(found, "miR-21").measured, meeting(found, "miR-21").by) == ("miR-21-5p", "by counts")
    assert "98.9 %" in meeting(found, "miR-21").note
    assert meeting(found, "miR-140-5p").by == "named"


def test_a_stem_whose_strands_are_even_is_told_and_not_used():
    found = explained(MADE, permutations=50)
    assert meeting(found, "miR-140") is None
    assert "miR-140-5p 60 %" in dict(found.met.unused)["miR-140"]


def test_without_the_rule_of_counts_no_stem_is_taken_for_a_strand():
    found = explained(MADE, permutations=50, by_counts=False)
    assert {one.by for one in found.met.meetings} == {"named"}
    assert "miR-21" in dict(found.met.unused)


def test_a_strand_that_was_not_found_is_not_used():
    found = met(contrast(changed("miR-21-5p", 0, detected=False), changed("miR-1", 1.0)), ["miR-21"])
    assert found.meetings == ()
    assert "not found in enough samples" in dict(found.unused)["miR-21"]


def test_a_family_is_told_and_not_used():
    found = met(contrast(changed("miR-181a-5p", 1.0), changed("miR-1", 1.0)), ["miR-181"])
    assert found.meetings == ()
    assert "The table has miR-181a-5p" in dict(found.unused)["miR-181"]


def test_doubts_on_changed_names_are_told_one_by_one_or_together():
    few = met(contrast(changed("miR-375", 2.0, 0.01), changed("miR-9991", 2.0, 0.01), changed("miR-1", 0.1)), [])
    assert few.notes[0].startswith("miR-375 was the name of miR-375-3p")
    assert few.measured["miR-375-3p"].row.written == "miR-375"
    many = met(contrast(*(changed(f"miR-{number}", 2.0, 0.01) for number in range(9990, 9999))), [])
    assert many.notes == ("9 changed names are not among the human strands of miRBase 22: miR-9990, miR-9991, miR-9992 and 6 more.",)


def test_two_rows_of_one_molecule_are_told():
    found = met(contrast(changed("miR-375-3p", 1.0), changed("miR-375", 2.0)), [])
    assert found.measured["miR-375-3p"].row.log2_fold == 1.0
    assert "both mean miR-375-3p" in found.notes[0]


def outcome(found, level, key):
    return next(one for one in found.network.outcomes if (one.level, one.key) == (level, key))


def test_the_score_is_the_sum_of_signs_times_folds():
    """miR-21 and miR-145 are both said to lower TGFB2; one fell by 2 and one rose by 1.5."""
    found = explained(MADE, permutations=200)
    score = outcome(found, "target", "TGFB2")
    assert {(part.measured.name, part.sign) for part in score.contributions} == {("miR-21-5p", -1), ("miR-145-5p", -1)}
    assert score.changed.score == pytest.approx(0.5)
    assert score.every.score == pytest.approx(0.5)
    folds = np.array([one.row.log2_fold for one in found.met.measured.values()])
    assert score.every.mean == pytest.approx(-2 * folds.mean())


def test_a_molecule_told_with_both_signs_is_contested_and_in_no_score():
    edge = next(chain.edge for chain in chains() if chain.edge.key.startswith("mir-145") and chain.edge.effect == "metastasis")
    opposed = chain_of(replace(edge, key="made-up-opposite", sign=-edge.sign, study="somebody"))
    held = (*(chain for chain in chains() if chain.edge.key == edge.key), opposed)
    found = network_of(met(MADE, ["miR-145"]), held, permutations=20, rng=np.random.default_rng(1))
    (one,) = (one for one in found.outcomes if one.level == "outcome")
    (part,) = one.contributions
    assert (part.sign, part.works, one.changed, one.every) == (0, 2, None, None)
    assert [edge.key for edge in part.raises] == ["made-up-opposite"]


def test_nothing_changed_leaves_no_score_of_changed_molecules():
    found = explained(replace(MADE, fdr=0.0), permutations=50)
    assert {one.changed for one in found.network.outcomes} == {None}
    assert any(one.every for one in found.network.outcomes)


def test_the_null_does_not_know_which_molecules_changed():
    """One changed molecule among 65: the chance of its outcome is about 1 in 65, not 1 in the number of draws."""
    one = contrast(changed("miR-145-5p", 1.5, 0.01), *QUIET)
    found = explained(one, permutations=4000)
    assert outcome(found, "outcome", "metastasis").changed.p == pytest.approx(1 / 61, abs=0.006)


def test_a_seed_gives_one_answer():
    assert json.dumps(explained_facts(explained(MADE, permutations=300, seed=7))) == json.dumps(explained_facts(explained(MADE, permutations=300, seed=7)))
    assert json.dumps(explained_facts(explained(MADE, permutations=300, seed=7))) != json.dumps(explained_facts(explained(MADE, permutations=300, seed=8)))


HEAD = "miRTarBase ID,miRNA,Species (miRNA),Target Gene,Target Gene (Entrez ID),Species (Target Gene),Experiments,Support Type,References (PMID)"


def files(tmp_path, targets, sets, *, species="Homo sapiens"):
    """Targets by microRNA and gene sets, with genes as numbers; symbol G7 has the identifier 1007."""
    rows = [f"M,hsa-{name},{species},G{gene},{1000 + gene},{species},x,Functional MTI,1" for name, genes in targets.items() for gene in genes]
    table, gmt = tmp_path / "mti.csv", tmp_path / "sets.gmt"
    table.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    gmt.write_text("\n".join("\t".join((name, "", *(str(1000 + gene) for gene in genes))) for name, genes in sets.items()), encoding="utf-8")
    return {"targets": table, "pathways": gmt}


TARGETS = {
    "miR-21-5p": range(10),
    "miR-145-5p": range(8, 14),
    **{f"miR-{4000 + number}": (20 + number, 21 + number, number % 9) for number in range(40)},
    "miR-999-5p": range(90, 99),
}
SETS = {"low": (*range(12), 500), "high": range(30, 60), "unseen": range(90, 99), "few": (1, 2, 3)}


def test_the_background_is_what_could_have_been_found(tmp_path):
    found = explained(MADE, **files(tmp_path, TARGETS, SETS), permutations=500).enrichment
    background = {gene for name, genes in TARGETS.items() if name != "miR-999-5p" for gene in genes} & {gene for genes in SETS.values() for gene in genes}
    hit = set(range(14)) & background
    assert (found.background, found.hit, found.detected, found.changed, found.untested) == (len(background), len(hit), 42, 2, 2)
    low = next(one for one in found.sets if one.key == "low")
    assert (low.size, low.overlap, low.genes, low.molecules) == (12, 12, tuple(sorted(f"G{gene}" for gene in range(12))), ("miR-21-5p", "miR-145-5p"))
    assert low.p == pytest.approx(hypergeom.sf(11, len(background), 12, len(hit)), rel=1e-9)
    assert low.p_drawn <= 0.05
    assert low.expected_drawn < 12


def test_targets_that_no_gene_set_can_name_are_told(tmp_path):
    given = files(tmp_path, TARGETS, SETS)
    text = given["targets"].read_text(encoding="utf-8").replace("G5,1005", "G5,")
    given["targets"].write_text(text, encoding="utf-8")
    assert explained(MADE, **given, permutations=20).enrichment.unmapped == ("G5",)


def test_species_that_differ_are_refused(tmp_path):
    given = files(tmp_path, TARGETS, SETS)
    given["pathways"].write_text("A%WikiPathways_1%WP1%Mus musculus\t\t1001\t1002", encoding="utf-8")
    with pytest.raises(FileError, match="Mus musculus and the targets of Homo sapiens"):
        explained(MADE, **given, permutations=20)


def test_without_changed_molecules_there_is_a_sentence(tmp_path):
    found = explained(replace(MADE, fdr=0.0), **files(tmp_path, TARGETS, SETS), permutations=20).enrichment
    assert found.sets == ()
    assert "None of the changed molecules" in found.missing


@pytest.mark.parametrize("permutations", [0, -5, 10**9])
def test_permutations_have_bounds(permutations):
    with pytest.raises(SettingError, match="permutations"):
        explained(MADE, permutations=permutations)


def test_the_real_table_changes_nothing_and_the_answer_says_so():
    """16 libraries of real exosomes: DOG against Ctrl changes nothing at 5 %."""
    path = shared("data/instruments/mirna_counts/miRNA-counts_example.csv")
    pathways = shared("data/context/wikipathways/wikipathways-20260610-Homo_sapiens.gmt")
    found = contrast_of(path, control="Ctrl", treated="DOG")
    answer = explained(found, pathways=pathways)
    assert len(answer.met.meetings) > 20
    assert answer.enrichment.missing


def test_a_molecule_that_moves_as_all_of_its_abundance_do_is_nothing_special():
    """Every abundant molecule fell by two: that miR-145 did so, too, says nothing. Dealt among rare ones as well it would be one in twenty."""
    rare = [replace(changed(f"miR-{number}", 0.01 * (number - 4100)), mean_log_cpm=1.0) for number in range(4000, 4100)]
    abundant = [replace(changed(f"miR-{number}", -2.0 + 0.001 * (number - 4125)), mean_log_cpm=12.0) for number in range(4100, 4149)]
    one = replace(changed("miR-145-5p", -2.0, 0.001), mean_log_cpm=12.0)
    assert outcome(explained(contrast(one, *rare, *abundant), permutations=500), "outcome", "metastasis").every.p > 0.5
