"""ClinicalTrials.gov: studies as its API version 2 gives them (JSON), one arm for each arm that is treated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, final

from exoforge.base.errors import FileError, RecordError
from exoforge.evidence.importers.contract import Import, ImportedRow, Importer
from exoforge.evidence.importers.names import Names
from exoforge.evidence.importers.trial_arm import UNTREATED, TrialArm, trial_row

ADVICE = "Save the study from https://clinicaltrials.gov/api/v2/studies/NCT… or download the search as JSON."
VERSIONS: tuple[tuple[str, str], ...] = (
    (r"<clinical_study\b", "the older download of ClinicalTrials.gov as XML (version 1)"),
    (r"<study_fields|<full_studies|<search_results", "an answer of the older API of ClinicalTrials.gov as XML (version 1)"),
    (r'"FullStudiesResponse"|"FullStudy"', "an answer of the older API of ClinicalTrials.gov (version 1, FullStudiesResponse)"),
    (r'"StudyFieldsResponse"', "an answer of the older API of ClinicalTrials.gov (version 1, StudyFieldsResponse)"),
    (r'"ProtocolSection"', "a study of the older API of ClinicalTrials.gov (version 1, names in capitals)"),
    (r"^\W*NCT Number\W", "the table of ClinicalTrials.gov (CSV), which holds no arms"),
)
"""How other versions of the registry's files are recognised, and what they are."""
_OTHER = tuple((re.compile(mark), what) for mark, what in VERSIONS)
_OWN = re.compile(r'"(?:protocolSection|derivedSection|hasResults|nctId)"|^\s*\{\s*(?:"totalCount"\s*:\s*\d+\s*,\s*)?"studies"\s*:')
_NCT = re.compile(r"NCT\d{8}")


@final
class TrialsGov(Importer):
    """Reads one study, or the list of a search, from version 2 of the registry's API."""

    name: ClassVar[str] = "clinicaltrials-gov-v2"
    title: ClassVar[str] = "studies of ClinicalTrials.gov (API version 2, JSON)"

    def sniff(self, text: str) -> bool:
        """Whether the text is a file of the registry, of this version or of another, which is then refused by name."""
        return bool(_OWN.search(text)) or any(mark.search(text) for mark, _ in _OTHER)

    def read(self, file: str, text: str, names: Names) -> Import:
        """The arms of every study.

        Raises
        ------
        FileError
            The text is of another version, is cut off, or holds no study.
        """
        for mark, what in _OTHER:
            if mark.search(text) and '"protocolSection"' not in text:
                raise FileError(f"'{file}' seems to be {what}; exoforge reads version 2. {ADVICE}")
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as trouble:
            place = f" at line {trouble.lineno}" if isinstance(trouble, json.JSONDecodeError) else ""
            raise FileError(f"'{file}' is no whole JSON{place}; the file may be cut off there. {ADVICE}") from None
        studies = _studies(plain)
        if not any(isinstance(study, Mapping) and "protocolSection" in study for study in studies):
            what = "studies without a protocolSection" if studies else "no study"
            raise FileError(f"'{file}' seems to be an answer of ClinicalTrials.gov (API version 2) with {what}. Ask for all fields. {ADVICE}")
        rows = tuple(row for number, study in enumerate(studies, start=1) for row in _rows(file, number, study, names))
        further = isinstance(plain, Mapping) and plain.get("nextPageToken")
        notes = ("The registry had further studies on a next page, which is not in this file.",) if further else ()
        return Import(file=file, title=self.title, rows=rows, notes=notes)


def _studies(plain: Any) -> list[Any]:
    if isinstance(plain, list):
        return plain
    if isinstance(plain, Mapping) and isinstance(plain.get("studies"), list):
        return list(plain["studies"])
    return [plain]


def _rows(file: str, number: int, study: Any, names: Names) -> Iterator[ImportedRow]:
    protocol = study.get("protocolSection") if isinstance(study, Mapping) else None
    if not isinstance(protocol, Mapping):
        yield _refused(f"study {number}", "", "The study has no protocolSection; ask the registry for all fields.")
        return
    nct, title = _text(protocol, "identificationModule", "nctId"), _text(protocol, "identificationModule", "briefTitle")
    if not _NCT.fullmatch(nct):
        yield _refused(f"study {number}", title, f"The study has the number '{nct}', which is none of ClinicalTrials.gov; it has NCT and eight digits.")
        return
    arms = _arms(protocol)
    if not arms:
        yield _refused(f"study {number}, {nct}", title, "Every arm of the study is a placebo, a sham or without treatment; there is nothing to hold.")
    for place, arm in enumerate(arms, start=1):
        name = f"study {number}, {nct}" + (f", arm {place}" if len(arms) > 1 else "")
        own = nct.casefold() + (f"-{place}" if len(arms) > 1 else "")
        try:
            yield trial_row(protocol, arm, own=own, place=name, file=file, row=number, names=names)
        except RecordError as trouble:
            yield _refused(name, title, *(f"{problem.where}: {problem.sentence}" for problem in trouble.problems))


def _refused(place: str, name: str, *problems: str) -> ImportedRow:
    return ImportedRow(place=place, name=name, unit="trial", problems=problems)


def _arms(protocol: Mapping[str, Any]) -> list[TrialArm]:
    """The arms that are treated; one for each intervention where the study names no arms, and one where it names neither."""
    module = protocol.get("armsInterventionsModule", {})
    groups, interventions = (_tables(module, name) for name in ("armGroups", "interventions"))
    comparators = tuple(_line(group.get("label")) for group in groups if _line(group.get("type")) in UNTREATED)
    if groups:
        return [
            TrialArm(
                label=_line(group.get("label")),
                description=_line(group.get("description")),
                interventions=tuple(_told(one) for one in interventions if _belongs(one, group)),
                comparators=(*comparators, *(_line(other.get("label")) for other in groups if other is not group and other.get("type") == "ACTIVE_COMPARATOR")),
            )
            for group in groups
            if _line(group.get("type")) not in UNTREATED
        ]
    return [TrialArm(label=_line(one.get("name")), interventions=(_told(one),)) for one in interventions] or [TrialArm()]


def _belongs(intervention: Mapping[str, Any], group: Mapping[str, Any]) -> bool:
    named = _list(group.get("interventionNames"))
    is_named = any(str(name).partition(": ")[2] == intervention.get("name") for name in named)
    return is_named or group.get("label") in _list(intervention.get("armGroupLabels"))


def _told(intervention: Mapping[str, Any]) -> tuple[str, str]:
    others = [_line(other) for other in _list(intervention.get("otherNames"))]
    name = _line(intervention.get("name"))
    return name + (f" ({', '.join(others)})" if others else ""), _line(intervention.get("description"))


def _tables(module: Any, name: str) -> list[Mapping[str, Any]]:
    found = module.get(name) if isinstance(module, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(protocol: Mapping[str, Any], *path: str) -> str:
    found: Any = protocol
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return _line(found)


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
