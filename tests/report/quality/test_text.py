"""Verdicts on the terminal and in a checklist: what many pieces of evidence share is said once."""

from exoforge.quality.judge import judge
from exoforge.quality.own import find_rulesets
from exoforge.record.files import parse_record
from exoforge.report.quality.plain import checklist_markdown, judged_plain
from exoforge.report.quality.text import judged_text
from exoforge.streams.measurement import Marker
from tests.quality.test_files_as_evidence import HEAD, made


def test_the_rule_that_decided_the_markers_of_a_file_is_said_once_above_the_evidence():
    rule = "positive is what two peptides show"
    markers = tuple(Marker(name=name, result="positive", said="3 peptides", rule=rule) for name in ("CD9", "CD63", "TSG101", "albumin"))
    judged = judge(parse_record(HEAD), find_rulesets(["misev2018", "ev-metric"]), [made("proteomics", "proteins.csv", markers=markers)])
    text = judged_text(judged, everything=True)
    assert text.count(rule) == 1
    assert text.index(rule) < text.index("proteomics CD9 positive (3 peptides)")
    assert checklist_markdown(judged).count(rule) == 2  # once above the table of each set
    assert judged_plain(judged)["judged"][0]["marker_rules"] == [rule]
