"""The trials as a picture: one row each, a dot at its phase, and in words what it is for, how far it is, and how much was given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.evidence.gaps import Landscape
from exoforge.evidence.search import NOT_REPORTED
from exoforge.evidence.trials import Trial, said_in
from exoforge.report.evidence.map_words import NO_EFFECT, counted, trial_label
from exoforge.report.evidence.maps import MANY, NOTHING
from exoforge.report.evidence.text import word_text
from exoforge.report.figures.marks import Spec, chart, text_mark, wrapped
from exoforge.report.figures.theme import FAINT, INK, QUIET
from exoforge.report.words import sentence_case

TITLE = "Trials by product, phase and indication"
ROW, PHASE = 23, 40
"""[px] Height of a line and width of a phase."""
NAME, INDICATION, STATUS, DOSE, END = -160, 14, 180, 312, 530
"""[px] Where the words stand: the name from the left of the phases, the others from their right."""
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def landscape_spec(found: Landscape, *, links: Mapping[str, str] | None = None) -> Spec:
    """The picture of the trials, below a head for each product; filled dots are registered.

    Parameters
    ----------
    links : where the dot of a trial leads to, by its name; with them the picture has no title of its own, because its page has one.
    """
    lines = _lines(found.trials)
    last = lines[-1][0]
    rows = [_trial_row(place, trial, (links or {}).get(trial.name, "")) for place, trial in lines if isinstance(trial, Trial)]
    y: Spec = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [-0.6, last + 0.6], "reverse": True, "nice": False}}
    start = PHASE * len(found.phases)
    columns = ((NAME, "label", INK), (start + INDICATION, "for", INK), (start + STATUS, "status", QUIET), (start + DOSE, "dose", QUIET))
    layers = [_dots(rows, found.phases, y, linked=bool(links)), *(_words(rows, name, at, ink, y) for at, name, ink in columns), *_heads(lines, y, start)]
    content: Spec = {"width": start + END, "height": ROW * (last + 1), "layer": layers}
    if links is None:
        content["title"] = {"text": TITLE, "subtitle": [landscape_note(found), NO_EFFECT], "frame": "bounds"}
    return chart(content, alt=f"{TITLE}. {landscape_note(found)}")


def landscape_note(found: Landscape) -> str:
    """How to read the dots."""
    registered = sum(1 for trial in found.trials if said_in(trial, "trial"))
    others = len(found.trials) - registered
    return f"{counted(len(found.trials), 'trial')}: {registered} with a register number or a name (filled), {others} known by the work alone (open)."


def said(trial: Trial, column: str) -> str:
    """What the arms of a trial say in a column, in words."""
    return ", ".join(word_text(column, word) for word in said_in(trial, column)) or NOT_REPORTED


def _dots(rows: list[dict[str, Any]], phases: Sequence[str], y: Spec, *, linked: bool) -> Spec:
    axis: Spec = {"title": None, "orient": "top", "domain": False, "ticks": False, "grid": True, "gridColor": FAINT, "gridWidth": 0.6}
    axis |= {"labelAngle": -40, "labelAlign": "left", "labelBaseline": "middle", "labelColor": INK}
    scale = {"domain": list(phases), "range": [0, PHASE * len(phases)], "paddingInner": 0.2}
    names = ("label", "product", "indication", "phase", "status", "doses", "arms")
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": 80, "filled": True, "opacity": 1, "strokeWidth": 1.4, **({"cursor": "pointer"} if linked else {})},
        "encoding": {
            "x": {"field": "phase", "type": "nominal", "sort": None, "axis": axis, "scale": scale},
            "y": y,
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"value": MANY},
            "tooltip": [{"field": name, "title": {"label": "trial"}.get(name, name), "type": "nominal"} for name in names],
            **({"href": {"field": "link", "type": "nominal"}} if linked else {}),
        },
    }


def _words(rows: list[dict[str, Any]], name: str, at: int, ink: str, y: Spec) -> Spec:
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": ink, "fontSize": 10.5}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": {"value": at}, "y": y, "text": {"field": name}}}


def _heads(lines: Sequence[tuple[int, Trial | str]], y: Spec, start: int) -> list[Spec]:
    """The names of the products above their trials, and of the columns above all."""
    rows = [{"y": place, "head": head} for place, head in lines if isinstance(head, str)]
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": INK, "fontSize": 11, "fontWeight": "bold"}
    products: Spec = {"data": {"values": rows}, "mark": mark, "encoding": {"x": {"value": NAME}, "y": y, "text": {"field": "head"}}}
    titles = (("trial", NAME), ("indication", start + INDICATION), ("status", start + STATUS), ("dose", start + DOSE))
    return [products, *(text_mark(text, x={"value": at}, y={"value": -8}, colour=QUIET) for text, at in titles)]


def _lines(trials: Sequence[Trial]) -> list[tuple[int, Trial | str]]:
    """Every trial with its line, below a head for its product."""
    lines: list[tuple[int, Trial | str]] = []
    head = ""
    for trial in trials:
        product = said(trial, "product")
        if product != head:
            lines.append((len(lines), sentence_case(product)))
            head = product
        lines.append((len(lines), trial))
    return lines


def _trial_row(place: int, trial: Trial, link: str) -> dict[str, Any]:
    doses = said_in(trial, "dose_as_printed")
    more = f" (and {len(doses) - 1} more)" if len(doses) > 1 else ""
    first = wrapped(_plain_powers(doses[0]), 42 - len(more), 1)[0] + more if doses else NOT_REPORTED
    indication = said(trial, "indication")
    words = {"label": trial_label(trial), "product": said(trial, "product"), "indication": indication, "for": wrapped(indication, 28, 1)[0]}
    words |= {"phase": next(iter(said_in(trial, "phase")), NOT_REPORTED), "status": said(trial, "status"), "dose": first}
    return {
        **words,
        "y": place,
        "doses": "; ".join(doses) or NOT_REPORTED,
        "arms": len(trial.arms),
        "link": link,
        "fill": MANY if said_in(trial, "trial") else NOTHING,
    }


def _plain_powers(text: str) -> str:
    """A dose with its powers as 10^8: the faces of a picture lack most raised digits. The tooltip and the table print it as it was."""
    return re.sub(r"(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda found: "^" + found.group().translate(SUPERSCRIPT), text)
