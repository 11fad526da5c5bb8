"""A lot against its specification: one finding for each test, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exoforge.quality.release.days import day_deviations
from exoforge.quality.release.evidence import Answer, Finding, Judgement, Outcome, ReadFile, Verdict, file_source
from exoforge.quality.release.limits import answer_of_file, answer_of_result, limit_text
from exoforge.quality.release.specification import Specification, Test
from exoforge.quality.release.standards import standard_notes
from exoforge.quality.synthetic import is_synthetic
from exoforge.record.lots.lot import Lot, LotResult
from exoforge.streams.measurement import Measurement

WORST: tuple[Verdict, ...] = ("fail", "not decidable", "pass")
"""Several pieces of evidence for one test: the worst counts."""
NO_EVIDENCE = "The file says of itself that it is synthetic: nothing was measured, so it is no evidence. Give the file that the instrument wrote."


def judge(lot: Lot, spec: Specification, files: Sequence[ReadFile] = (), *, problems: Sequence[str] = ()) -> Judgement:
    """The verdict on every test, and on the lot.

    Parameters
    ----------
    files : those of the lot with what was read in them; standards are passed over. Where their dilution is stated, it is applied already.
    problems : what the check of the lot file found wrong, one sentence each; with any of them no lot conforms.

    Notes
    -----
    A file that says of itself that it is synthetic decides nothing, but in a lot that says the same of itself: that judgement is an exercise.
    A file that is named for no test may serve any; where it cannot be read, the lot stays incomplete.
    """
    samples = [one for one in files if not one.file.standard]
    findings = tuple(_finding(test, lot, spec, samples) for test in spec.tests)
    deciding = [one for one in findings if one.counts]
    failed = [one.name for one in deciding if one.verdict == "fail"]
    undone = [one.name for one in deciding if one.verdict == "not tested"]
    unclear = [one.name for one in deciding if one.verdict == "not decidable"]
    unread = [f"the file '{one.file.path}'" for one in samples if one.trouble and not one.file.test]
    outcome: Outcome = "reject" if failed else "incomplete" if undone or unclear or unread or problems or not deciding else "release"
    told = f"specification {spec.id}, version {spec.version}"
    if failed:
        sentence = f"The lot does not conform to {told}: {_listed(failed)}."
    elif outcome == "incomplete":
        parts = [f"{word}: {_listed(names)}" if names else "" for word, names in (("not tested", undone), ("not decidable", unclear), ("not usable", unread))]
        parts += [f"{len(problems)} problem{'s' if len(problems) > 1 else ''} of the lot file" if problems else ""]
        sentence = f"Whether the lot conforms to {told} cannot be said yet; {'; '.join(part for part in parts if part) or 'no test decides'}."
    else:
        sentence = f"The lot conforms to {told} in all {len(deciding)} tests that decide."
    return Judgement(
        overall="exercise" if is_exercise(lot) else outcome,
        outcome=outcome,
        sentence=sentence,
        findings=findings,
        notes=(*problems, *_notes(lot, spec, [one for one in files if not _is_told(one, problems)], findings)),
        deviations=tuple(day_deviations(lot, files)),
    )


def _is_told(read: ReadFile, problems: Sequence[str]) -> bool:
    return bool(read.trouble) and any(read.trouble in one for one in problems)


def is_exercise(lot: Lot) -> bool:
    """Whether a lot says of itself that it is synthetic: its judgement is then practice and never about a product."""
    return "synthetic" in lot.nature.lower()


def _finding(test: Test, lot: Lot, spec: Specification, samples: Sequence[ReadFile]) -> Finding:
    answers, retested = _answers(test, lot, spec, samples)
    troubles = [f"'{one.file.path}' could not be read: {one.trouble}" for one in samples if one.trouble and one.file.test == test.id]
    counts = test.level == "release" or (test.level == "conditional" and (bool(answers) or bool(troubles) or test.id in lot.conditions))
    verdict: Verdict
    if troubles:
        verdict, result, reason = "not decidable", "", " ".join(troubles)
    elif not answers:
        told = f"The condition is not stated as met: {test.condition}" if test.level == "conditional" and not counts else ""
        verdict, result, reason = "not tested", "", told or f"The lot names no file and no result for '{test.id}'."
    else:
        verdict = next(one for one in WORST if any(answer.verdict == one for answer in answers))
        leading = [answer for answer in answers if answer.verdict == verdict]
        result = "; ".join(dict.fromkeys(answer.result for answer in answers))
        reason = " ".join(dict.fromkeys(part for part in (*(answer.reason for answer in leading), *_method_doubts(test, answers), retested) if part))
    return Finding(
        test=test.id,
        name=test.name,
        attribute=test.attribute,
        level=test.level,
        method=test.method,
        limit=limit_text(test.limit, lot.label),
        verdict=verdict,
        result=result,
        reason=reason,
        counts=counts,
        answers=answers,
        place=test.source,
    )


def _answers(test: Test, lot: Lot, spec: Specification, samples: Sequence[ReadFile]) -> tuple[tuple[Answer, ...], str]:
    """Every piece of evidence for a test, and a sentence where a retest replaced a first result."""
    named = any(one.file.test == test.id for one in samples)
    answers: list[Answer] = []
    for read in samples:
        if read.file.test not in ("", test.id) or (named and not read.file.test):
            continue
        for one in read.measurements:
            if not read.file.test and test.techniques and one.technique not in test.techniques:
                continue
            answer = answer_of_file(read, one, test.limit, lot.label, guard=spec.guard_band)
            if answer is not None:
                answers.append(answer if (doubt := _no_evidence(test, lot, one)) == "" else replace(answer, verdict="not decidable", reason=doubt))
            elif read.file.test:
                reason = f"'{read.file.path}' is named for this test and says nothing of it ({one.technique})."
                answers.append(Answer(verdict="not decidable", result="", reason=reason, source=file_source(read, one)))
    results, said = _after_retest([one for one in lot.results if one.test == test.id], test)
    answers += [answer_of_result(one, test.limit, lot.label, guard=spec.guard_band) for one in results]
    return tuple(answers), said


def _no_evidence(test: Test, lot: Lot, one: Measurement) -> str:
    """Why a measurement decides nothing, whatever it says; empty where it does."""
    if is_synthetic(one) and not is_exercise(lot):
        return NO_EVIDENCE
    if test.techniques and one.technique not in test.techniques:
        return f"The specification takes {' or '.join(test.techniques)} for this test, and the file is of {one.technique}, which measures otherwise."
    return ""


def _after_retest(results: Sequence[LotResult], test: Test) -> tuple[Sequence[LotResult], str]:
    again = [one for one in results if one.retest]
    first = [one for one in results if not one.retest]
    if not again:
        return results, ""
    if not test.retest:
        return first or results, f"A retest ('{again[-1].value}') is stated and not counted: the specification allows none."
    if not first:
        return again, "A retest is stated without the first result."
    before = " and ".join(f"'{one.value or 'markers'}'" for one in first)
    if len(again) > 1:
        return again, f"{len(again)} retests are stated, and the worst counts; the first result was {before}."
    return again, f"The retest counts; the first result was {before}."


def _method_doubts(test: Test, answers: Sequence[Answer]) -> Iterator[str]:
    if not (test.techniques and test.method):
        return
    for answer in answers:
        technique = answer.source.method.split(",")[0].strip() if answer.source.sha256 and answer.verdict in ("pass", "fail") else ""
        if technique and technique.lower() not in test.method.lower():
            yield f"The specification names {test.method}; this is {technique.upper()}, whose sizes differ."


def _notes(lot: Lot, spec: Specification, files: Sequence[ReadFile], findings: Sequence[Finding]) -> Iterator[str]:
    if lot.nature:
        yield f"The lot file says of itself: {lot.nature}."
    known = {test.id for test in spec.tests}
    for name in dict.fromkeys((*(one.test for one in lot.results), *(one.test for one in lot.files if one.test and not one.standard))):
        if name not in known:
            yield f"'{name}' is tested in the lot and stands in no test of the specification."
    for one in lot.conditions:
        if one not in known:
            yield f"The lot says that the condition of '{one}' is met; the specification has no such test."
    for read in files:
        if read.trouble and not read.file.test:
            yield f"'{read.file.path}' could not be read: {read.trouble}"
    bare = list(dict.fromkeys(one.test for one in lot.results if not one.document))
    if bare:
        yield f"No report is named for {', '.join(bare)}: these results stand in the lot file alone."
    loose = [one.path for one in lot.files if not one.sha256]
    if loose:
        yield f"The lot states no SHA-256 for {', '.join(loose)}: the one given here is that of the file as it was found."
    yield from standard_notes(files)
    for finding in findings:
        if not finding.counts and finding.verdict == "fail":
            yield f"{finding.name} is outside its limit; it is reported and does not decide."
    if spec.note:
        yield spec.note


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name[:1].lower() + name[1:] if not name[:2].isupper() else name for name in names)
