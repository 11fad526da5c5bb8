"""Where the nodes and links of a drawn mechanism stand: columns by role, order with few crossings, a place of its own for every label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from exoforge.cargo.mechanisms import Edge, Sign
from exoforge.evidence.graph import ROLES, Link, Node, Role, support_of
from exoforge.report.figures.marks import wrapped

COLUMN, GAP = 142, 92
"""[px] Width of a column of labels, and of the space for links between two."""
LINE, BETWEEN, PORT, PASSING = 14.0, 12.0, 7.0, 10.0
"""[px] Height of a line of a label; space between labels; between links that meet; for a link that passes a column."""
LETTERS = 24
"""A line of a label holds this many letters."""
SWEEPS = 12
BOLD = 1.09
"""How much wider bold letters are."""
BEFORE = 7.0
"""[px] A line ends this far before its label."""
_NARROW, _WIDE = frozenset("ijl.,:;|'()[]tfrI/-1 "), frozenset("mwMWABCDGHKNOQRSUVXY@%→")


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A label, or the place where a link passes a column.

    Parameters
    ----------
    node : None where a link passes.
    column : counted from 0.
    y : [px] middle; height : [px] room that it needs; width : [px] of its longest line.
    lines : of the label.
    """

    node: Node | None
    column: int
    y: float
    height: float
    width: float
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One line of the picture: what is said with one sign between two nodes.

    Parameters
    ----------
    source, end : the nodes; sign : 1, -1, or 0 where it is not printed.
    statements : that say so; works : how many distinct works they are.
    points : (x, y) [px] from label to label, or to where the lines of one statement join.
    ends : whether it reaches the end itself, and not only that place.
    """

    source: Node
    end: Node
    sign: Sign
    statements: tuple[Edge, ...]
    works: int
    points: tuple[tuple[float, float], ...]
    ends: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The whole picture in pixels."""

    roles: tuple[Role, ...]
    labels: tuple[Placed, ...]
    drawn: tuple[Drawn, ...]
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Strand:
    """A line before it has a place: its stops, one in each column that it meets, by index into the list of places."""

    source: Node
    end: Node
    sign: Sign
    statements: tuple[Edge, ...]
    stops: tuple[int, ...]
    starts: bool = True
    ends: bool = True


def layout(links: Sequence[Link]) -> Layout:
    """Place nodes and links.

    Columns are the roles that occur. A link that jumps a column gets a place of its own there, so that it passes between labels; where
    one statement names several that act together, their lines join there into one.
    The order within a column follows the mean place of the neighbours, swept forth and back; then every label is moved to that mean as
    far as the space between labels allows.
    """
    present = {node.role for link in links for node in (link.source, link.end)}
    roles = tuple(role for role in ROLES if role in present)
    places, strands = _stops(links, roles)
    columns = [[index for index, place in enumerate(places) if place.column == column] for column in range(len(roles))]
    _order(columns, strands)
    middles = _settle(columns, places, strands)
    top = min((middle - place.height / 2 for middle, place in zip(middles, places, strict=True)), default=0.0)
    placed = [replace(place, y=round(middle - top, 1)) for middle, place in zip(middles, places, strict=True)]
    return Layout(
        roles=roles,
        labels=tuple(place for place in placed if place.node),
        drawn=_routed(placed, strands),
        width=len(roles) * COLUMN + (len(roles) - 1) * GAP,
        height=max((place.y + place.height / 2 for place in placed), default=0.0),
    )


def text_width(text: str) -> float:
    """[px] Width of a text of 11 px, rather too wide than too narrow."""
    return sum(3.7 if letter in _NARROW else 8.4 if letter in _WIDE else 6.4 for letter in text)


def _stops(links: Sequence[Link], roles: tuple[Role, ...]) -> tuple[list[Placed], list[_Strand]]:
    """A place for every label and every passage, and the strands between them."""
    places: list[Placed] = []
    index: dict[Node, int] = {}
    for node in (node for link in links for node in (link.source, link.end)):
        if node not in index:
            index[node] = len(places)
            lines = tuple(wrapped(node.label, LETTERS, 3))
            width = max(map(text_width, lines)) * (BOLD if node.role == "cargo" else 1.0)
            places.append(Placed(node=node, column=roles.index(node.role), y=0.0, height=LINE * len(lines), width=width, lines=lines))
    strands: list[_Strand] = []
    for group in _together(links):
        strands += _strands_of(group, index, places)
    for node, place in index.items():
        leaving = sum(strand.starts and strand.source == node for strand in strands)
        meeting = sum(strand.ends and strand.end == node for strand in strands)
        places[place] = replace(places[place], height=max(places[place].height, PORT * max(leaving, meeting)))
    return places, strands


_Told = tuple[Node, Node, Sign, tuple[Edge, ...]]


def _together(links: Sequence[Link]) -> list[list[_Told]]:
    """What is told with one sign by the same statements from one role to another, which may be drawn as one bundle."""
    grouped: dict[tuple[object, ...], list[_Told]] = {}
    for link in links:
        for sign, statements in ((1, link.raises), (-1, link.lowers), (0, link.open)):
            if statements:
                bundle = (tuple(edge.key for edge in statements), sign, link.source.role, link.end.role)
                grouped.setdefault(bundle, []).append((link.source, link.end, _sign(sign), statements))
    return list(grouped.values())


def _strands_of(group: Sequence[_Told], index: Mapping[Node, int], places: list[Placed]) -> list[_Strand]:
    """The strands of a bundle: one for each pair, or through a common place where several sources pass a column."""
    source, end, sign, statements = group[0]
    between = range(places[index[source]].column + 1, places[index[end]].column)
    sources = tuple(dict.fromkeys(told[0] for told in group))
    if len(sources) < 2 or not between:
        return [
            _Strand(source=source, end=end, sign=sign, statements=said, stops=(index[source], *_pass(between, places), index[end]))
            for source, end, sign, said in group
        ]
    (joint,) = _pass(between[:1], places)
    joined = [_Strand(source=one, end=end, sign=sign, statements=statements, stops=(index[one], joint), ends=False) for one in sources]
    ends = tuple(dict.fromkeys(told[1] for told in group))
    onward = [
        _Strand(source=source, end=one, sign=sign, statements=statements, stops=(joint, *_pass(between[1:], places), index[one]), starts=False) for one in ends
    ]
    return joined + onward


def _pass(columns: Sequence[int], places: list[Placed]) -> tuple[int, ...]:
    """New places for one line that passes these columns."""
    first = len(places)
    places += [Placed(node=None, column=column, y=0.0, height=PASSING - BETWEEN / 2, width=0.0, lines=()) for column in columns]
    return tuple(range(first, len(places)))


def _sign(value: int) -> Sign:
    return 1 if value > 0 else -1 if value < 0 else 0


def _neighbours(strands: Sequence[_Strand]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    """Of every place, those before it and those after it."""
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for strand in strands:
        for left, right in pairwise(strand.stops):
            before.setdefault(right, []).append(left)
            after.setdefault(left, []).append(right)
    return before, after


def _order(columns: list[list[int]], strands: Sequence[_Strand]) -> None:
    """Sort each column by the mean rank of its neighbours, forth and back."""
    before, after = _neighbours(strands)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        beside = before if forth else after
        for column in columns if forth else columns[::-1]:
            rank = {index: (place + 0.5) / len(other) for other in columns for place, index in enumerate(other)}
            column.sort(key=lambda index, rank=rank, beside=beside: _mean([rank[one] for one in beside.get(index, ())], rank[index]))  # type: ignore[misc]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _settle(columns: Sequence[Sequence[int]], places: Sequence[Placed], strands: Sequence[_Strand]) -> list[float]:
    """The middle of every place: near its neighbours, in order, without overlap."""
    before, after = _neighbours(strands)
    middles = [0.0] * len(places)
    for column in columns:
        _spread(column, places, middles, [0.0] * len(column))
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for column in columns if forth else columns[::-1]:
            beside = before if forth else after
            wanted = [_mean([middles[one] for one in beside.get(index, ())], middles[index]) for index in column]
            _spread(column, places, middles, wanted)
    return middles


def _spread(column: Sequence[int], places: Sequence[Placed], middles: list[float], wanted: Sequence[float]) -> None:
    """Move the places of a column as near to where they are wanted as their order and heights allow (pooled means)."""
    offsets: list[float] = []
    for place, index in enumerate(column):
        above = offsets[-1] + (places[column[place - 1]].height + places[index].height) / 2 + BETWEEN if place else 0.0
        offsets.append(above)
    pools: list[list[float]] = []
    for offset, want in zip(offsets, wanted, strict=True):
        pools.append([want - offset, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, count = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + value * count) / (pools[-1][1] + count), pools[-1][1] + count]
    shifts = [value for value, count in pools for _ in range(int(count))]
    for index, offset, shift in zip(column, offsets, shifts, strict=True):
        middles[index] = offset + shift


def _routed(placed: Sequence[Placed], strands: Sequence[_Strand]) -> tuple[Drawn, ...]:
    """The lines, spread out where several leave or meet one label."""
    leaving, meeting = _ports(placed, strands, 1), _ports(placed, strands, -1)
    found: list[Drawn] = []
    for number, strand in enumerate(strands):
        first, last = placed[strand.stops[0]], placed[strand.stops[-1]]
        start = min(first.width + 6, COLUMN) if strand.starts else 0.0
        points = [(_left(first.column) + start, first.y + leaving[number]), (_left(first.column) + COLUMN, first.y + leaving[number])]
        for stop in strand.stops[1:-1]:
            points += [(_left(placed[stop].column), placed[stop].y), (_left(placed[stop].column) + COLUMN, placed[stop].y)]
        points.append((_left(last.column) - (BEFORE if strand.ends else 0.0), last.y + meeting[number]))
        found.append(
            Drawn(
                **{name: getattr(strand, name) for name in ("source", "end", "sign", "statements", "ends")},
                works=len(support_of(strand.statements).studies),
                points=tuple(points),
            )
        )
    return tuple(found)


def _left(column: int) -> float:
    return float(column * (COLUMN + GAP))


def _ports(placed: Sequence[Placed], strands: Sequence[_Strand], side: int) -> dict[int, float]:
    """How far from the middle of its label each line leaves (side 1) or meets it (side -1), in the order of where it goes or comes from."""
    grouped: dict[int, list[int]] = {}
    for number, strand in enumerate(strands):
        grouped.setdefault(strand.stops[0] if side > 0 else strand.stops[-1], []).append(number)
    offsets: dict[int, float] = {}
    for numbers in grouped.values():
        apart = PORT if placed[strands[numbers[0]].stops[0 if side > 0 else -1]].node else 0.0
        ordered = sorted(numbers, key=lambda number: placed[strands[number].stops[1 if side > 0 else -2]].y)
        for place, number in enumerate(ordered):
            offsets[number] = apart * (place - (len(ordered) - 1) / 2)
    return offsets
