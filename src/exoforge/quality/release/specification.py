"""The declarations of a specification: its tests and their limits, as data."""

from __future__ import annotations

import difflib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from exoforge.base.errors import Problem, RecordError, SettingError
from exoforge.base.units import convert, fits, parse_quantity
from exoforge.record.lots.leaves import Table, as_quantity, of_format
from exoforge.record.lots.tables import parse_tables, read_tables
from exoforge.record.places import line_of

FORMAT = "1.0"
"""Version of the specification format, major.minor."""
WHAT = "a specification (TOML)"
SHARES = ("tolerance", "at_least", "above", "positive_at_least", "negative_at_most")
"""Keys of limits that are shares."""
Attribute = Literal["identity", "purity", "quantity", "potency", "safety", "integrity"]
Level = Literal["release", "conditional", "report-only"]


Amount = Annotated[str, BeforeValidator(as_quantity)]


class Threshold(Table):
    """A number that must not be on the wrong side of another."""

    kind: Literal["at-least", "at-most", "above", "below"]
    value: Amount = Field(description="The limit with its unit.")
    figure: str = Field(default="", description="The headline number of the instrument file that is held against it.")


class Between(Table):
    """A number that must lie between two others, the ends included."""

    kind: Literal["between"]
    low: Amount = Field(description="The lower limit with its unit.")
    high: Amount = Field(description="The upper limit with its unit.")
    figure: str = Field(default="", description="The headline number of the instrument file that is held against it.")


class Label(Table):
    """A number that must be what the label states, within a share of it."""

    kind: Literal["label"]
    label: str = Field(description="The key under [label] of the lot.")
    tolerance: Amount = Field(description="How far from the label it may be, such as '20 %'.")
    figure: str = Field(default="", description="The headline number of the instrument file that is held against it.")


class Word(Table):
    """A result in words."""

    kind: Literal["word"]
    words: tuple[str, ...] = Field(min_length=1, description="Words that conform.")
    fails: tuple[str, ...] = Field(default=(), description="Words that do not, beside the usual opposites.")


class Markers(Table):
    """Markers that must be there, and markers that must not."""

    kind: Literal["markers"]
    positive: tuple[str, ...] = Field(default=(), description="Markers that must be positive.")
    negative: tuple[str, ...] = Field(default=(), description="Markers that must be negative.")
    positive_at_least: Amount = Field(default="", description="Where markers are counted: the least share that is positive.")
    negative_at_most: Amount = Field(default="", description="Where markers are counted: the greatest share that is negative.")


class Share(Table):
    """The share of a size distribution between two diameters."""

    kind: Literal["share"]
    low: Amount = Field(description="From this diameter.")
    high: Amount = Field(description="To this diameter.")
    at_least: Amount = Field(default="", description="The least share, itself allowed.")
    above: Amount = Field(default="", description="The share that must be exceeded.")
    weighting: Literal["number", "intensity", "volume"] = Field(default="number", description="By what the distribution is weighted.")


Limit = Annotated[Threshold | Between | Label | Word | Markers | Share, Field(discriminator="kind")]


class Test(Table):
    """One test of a specification."""

    __test__ = False  # no test of this package
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A short name, used by the lot.")
    name: str = Field(min_length=1, description="What is tested.")
    attribute: Attribute = Field(description="Identity, purity, quantity, potency, safety or integrity.")
    method: str = Field(default="", description="The method that the specification names.")
    techniques: tuple[str, ...] = Field(default=(), description="Techniques whose files serve this test, such as nta; empty for any.")
    level: Level = Field(default="release", description="Whether it decides, decides under a condition, or is reported only.")
    condition: str = Field(default="", description="When a conditional test applies.")
    retest: bool = Field(default=False, description="Whether a repeated test may replace the first.")
    limit: Limit = Field(description="The limit, as data.")
    source: str = Field(default="", description="The place in the document.")
    note: str = Field(default="", description="Anything else.")


class Specification(Table):
    """What a lot must be to be released."""

    format: Annotated[str, of_format("specification", "spec_format", FORMAT)] = Field(alias="spec_format", description=f'Version of the format: "{FORMAT}".')
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A short name without spaces.")
    version: str = Field(min_length=1, description="Its version.")
    title: str = Field(description="What it is for.")
    source: str = Field(default="", description="The document that it comes from.")
    note: str = Field(default="", description="What is to be known of it.")
    cites: tuple[str, ...] = Field(default=(), description="Keys of references.")
    guard_band: bool = Field(default=False, description="Whether the whole 95 % interval of a result must conform, and not only its value.")
    tests: tuple[Test, ...] = Field(alias="test", min_length=1, description="Its tests.")

    @model_validator(mode="after")
    def _distinct(self) -> Specification:
        names = [test.id for test in self.tests]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"The test id '{twice[0]}' stands twice; each test needs its own.")
        return self


def shipped() -> tuple[str, ...]:
    """The names of the specifications that come along."""
    folder = resources.files("exoforge.quality.release") / "specifications"
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def specification_text(name: str) -> str:
    """The text of a specification, by the name of a shipped one or by its file.

    Raises
    ------
    SettingError
        It is neither.
    FileError
        The file cannot be read.
    """
    if name in shipped():
        return (resources.files("exoforge.quality.release") / "specifications" / f"{name}.toml").read_text(encoding="utf-8")
    if not name.endswith(".toml") and not Path(name).is_file():
        near = difflib.get_close_matches(name, shipped(), n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(shipped())}; or give a file."
        raise SettingError(f"There is no specification '{name}'; {hint}")
    from exoforge.base.disk import read_text

    return read_text(Path(name), what=WHAT)


def specification(name: str) -> Specification:
    """A specification, by the name of a shipped one or by its file.

    Raises
    ------
    SettingError
        It is neither.
    FileError, RecordError
        The file cannot be read, or its keys or values do not fit; every problem with its line.
    """
    if name in shipped():
        found, places = parse_tables(specification_text(name), Specification, source=name)
    else:
        specification_text(name)
        found, places = read_tables(Path(name), Specification, what=WHAT)
    problems = tuple(_limit_problems(found, places))
    if problems:
        raise RecordError(problems, name)
    return found


def _limit_problems(spec: Specification, places: dict[Any, int]) -> list[Problem]:
    """Limits that contradict themselves."""
    found = []
    for number, test in enumerate(spec.tests):
        limit, said = test.limit, ""
        if isinstance(limit, Between | Share):
            low, high = parse_quantity(limit.low), parse_quantity(limit.high)
            if not fits(low, high.unit):
                said = f"'{limit.low}' and '{limit.high}' measure different things."
            elif not low.value < convert(high, low.unit).value:
                said = f"'{limit.low}' is not below '{limit.high}'."
        for name in SHARES:
            if (text := getattr(limit, name, "")) and not _is_share(text):
                said = f"{name} is '{text}', which is no share of 0 to 100 %; write it with its sign, like '20 %'."
        if isinstance(limit, Share) and bool(limit.at_least) == bool(limit.above):
            said = "A share needs either at_least or above."
        if isinstance(limit, Markers) and not (limit.positive or limit.negative):
            said = "A limit on markers needs positive or negative ones."
        if test.level == "conditional" and not test.condition:
            said = f"The test '{test.id}' is conditional; say in 'condition' when it applies."
        if said:
            found.append(Problem(where=f"test[{number + 1}].limit", line=line_of(places, ("test", number, "limit")), sentence=said))
    return found


def _is_share(text: str) -> bool:
    at = parse_quantity(text)
    return fits(at, "%") and 0.0 <= convert(at, "%").value <= 100.0
