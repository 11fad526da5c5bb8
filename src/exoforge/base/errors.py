"""Every refusal of the package, in one small tree.

```
ExoforgeError
├── RecordError        a therapy record cannot be read or contradicts itself; carries every problem at once
├── FileError          a file is absent, truncated, of another vendor, unreadable or unwritable
├── SettingError       a value is out of range, missing, or not one of the choices
│   ├── StepError      the settings of one step of a record cannot be used; carries every reason at once
│   ├── UnitError      a text is not a quantity, or its unit does not fit
│   └── TermError      a word is not in the vocabulary
├── ConvergenceError   a solver gave up; the message says where and what to try
└── InternalError      our bug, never the user's
```

Each message is a full sentence: what was found (value and unit, quoted), what was expected, what to do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful in a record, as a sentence with its place.

    Parameters
    ----------
    where : dotted path in the record, for example ``step[2].settings.duration``.
    sentence : what was found, what was expected, what to do.
    line : line in the file, counted from 1; None when the record did not come from a file.
    severity : ``error`` stops a run, ``notice`` does not.
    """

    where: str
    sentence: str
    line: int | None = None
    severity: str = "error"


class ExoforgeError(Exception):
    """Anything that the package refuses."""


class RecordError(ExoforgeError):
    """A therapy record cannot be used; `problems` lists every reason."""

    def __init__(self, problems: tuple[Problem, ...], source: str = "the record") -> None:
        self.problems = problems
        self.source = source
        super().__init__("\n".join(sentence_of(problem, source) for problem in problems))

    def __reduce__(self) -> tuple[type[RecordError], tuple[tuple[Problem, ...], str]]:
        return type(self), (self.problems, self.source)


class FileError(ExoforgeError):
    """A file cannot be read or written."""


class SettingError(ExoforgeError):
    """A value is missing, out of range, or not one of the choices."""


class StepError(SettingError):
    """The settings of one step of a record cannot be used; `reasons` maps each setting to its sentence, `notices` are further doubts."""

    def __init__(self, step: str, reasons: dict[str, str], notices: tuple[str, ...] = ()) -> None:
        self.step = step
        self.reasons = reasons
        self.notices = notices
        super().__init__("\n".join(f"{step}: {sentence}" for sentence in reasons.values()))

    def __reduce__(self) -> tuple[type[StepError], tuple[str, dict[str, str], tuple[str, ...]]]:
        return type(self), (self.step, self.reasons, self.notices)


class UnitError(SettingError):
    """A text is not a quantity, or its unit does not fit."""


class TermError(SettingError):
    """A word is not in the vocabulary."""


class ConvergenceError(ExoforgeError):
    """A solver gave up."""


class InternalError(ExoforgeError):
    """A promise of the package was broken by the package itself."""


def sentence_of(problem: Problem, source: str) -> str:
    """One printable line: file, line, place, sentence."""
    place = source if problem.line is None else f"{source}, line {problem.line}"
    where = f" {problem.where}:" if problem.where else ""
    return f"{place}:{where} {problem.sentence}"
