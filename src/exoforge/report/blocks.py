"""What a dossier is made of: chapters of a few kinds of blocks, which the page and the PDF each set in their own way.

The content is said once, here as plain values and words; `templates/dossier.html.j2` and `templates/dossier.typ` only set it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["plain", "quiet", "nature", "absent", "warning"]
Mark = Literal["", "good", "bad", "open", "quiet", "read", "derived", "recalled", "choice", "strong"]
"""How a cell is marked; its words alone say the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell of a table, or one line of a list: its words, how it is marked, where it leads, and a second line in small."""

    text: str
    mark: Mark = ""
    link: str = ""
    under: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One or a few sentences. `absent` says honestly that a part of the therapy is missing."""

    text: str
    tone: Tone = "plain"
    form: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Names and what belongs to each."""

    rows: tuple[tuple[str, str], ...]
    form: Literal["facts"] = "facts"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tiles:
    """The numbers that a reader looks for first: name, number with its interval, unit, meaning."""

    tiles: tuple[tuple[str, str, str, str], ...]
    form: Literal["tiles"] = "tiles"


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The steps of the therapy in their order: stage, what is done, with which settings."""

    steps: tuple[tuple[str, str, str], ...]
    form: Literal["flow"] = "flow"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """Sentences, one below the other. `numbered` ones can be pointed at as ``{anchor}-1``, ``{anchor}-2``."""

    items: tuple[Cell, ...]
    anchor: str = ""
    tone: Tone = "plain"
    form: Literal["listing"] = "listing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """The head of a column; `number` columns are set flush right, `weight` is the share of the width."""

    title: str
    number: bool = False
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells below their heads. `note` stands below in small."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    form: Literal["table"] = "table"


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """One drawing: its Vega-Lite specification, and in words what it shows."""

    name: str
    spec: dict[str, Any]
    wide: bool = True

    @property
    def alt(self) -> str:
        """What the drawing shows, for a reader who cannot see it."""
        return str(self.spec["description"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One or several drawings above one caption; those that are not `wide` stand two in a row."""

    pictures: tuple[Picture, ...]
    caption: str
    form: Literal["figure"] = "figure"


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """Lines that are set as they are."""

    lines: tuple[str, ...]
    form: Literal["code"] = "code"


Leafy = Paragraph | Facts | Tiles | Flow | Listing | Table | Figure | Code


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """Blocks that a page folds away below a title until they are asked for, and that print shows in full."""

    title: str
    blocks: tuple[Leafy, ...]
    form: Literal["fold"] = "fold"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str
    form: Literal["heading"] = "heading"


Block = Leafy | Fold | Heading


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A part of the dossier. `key` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """The whole document in words, numbers and specifications, before it is set."""

    title: str
    id: str
    standing: str
    nature: str
    version: str
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)


def pictures_in(dossier: Dossier) -> tuple[Picture, ...]:
    """Every drawing of a dossier, in order."""
    figures = (block for chapter in dossier.chapters for block in chapter.blocks if isinstance(block, Figure))
    return tuple(picture for figure in figures for picture in figure.pictures)


def cells(*texts: str | Cell) -> tuple[Cell, ...]:
    """A row of cells from texts and cells."""
    return tuple(text if isinstance(text, Cell) else Cell(text=text) for text in texts)
