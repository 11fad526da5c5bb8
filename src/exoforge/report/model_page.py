"""A model's card as a page of the documentation: equations, parameters, reproduced figures beside their published numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from exoforge.base.trace import reference
from exoforge.design.shelf.checking import Checked
from exoforge.laws.kinetics.card import ModelCard, equations_of
from exoforge.laws.kinetics.model import KineticModel
from exoforge.report.display import unit_text
from exoforge.report.model_text import COUNTED, got_text, origin_text, origins_text, spread_text, status_text, tolerance_text, value_text


def card_page(card: ModelCard, found: Sequence[Checked] = ()) -> str:
    """The page of a model in Markdown.

    Parameters
    ----------
    found : its claims, computed now; the page says of each what came out.
    """
    good = sum(one.is_reproduced for one in found)
    status = f"{good} of {len(found)} known numbers reproduced ({origins_text(card)})" if found else status_text(card)
    parts = [f"# {_cell(card.title)}", ""]
    told = [("Name on the shelf", f"`{card.key}`"), ("Tissue", card.tissue), ("Read from", card.read_from), ("Status", status)]
    parts += [*(f"- {label}: {_cell(value)}" for label, value in told if value), ""]
    parts += ["## Equations", "", "```", *_in_blocks(equations_of(card)), "```", ""]
    latex = equations_of(card, "latex")
    if latex:
        parts += ['??? note "In LaTeX"', "", "    ```latex", *(f"    {line}" for line in latex), "    ```", ""]
    if card.model is not None:
        parts += _declared(card.model)
    if found:
        parts += ["## Reproduced", "", *_claims(found), ""]
    for head, sentences in (("Reproduced in words", card.behaviours), ("Not reproduced", card.not_reproduced), ("What it cannot say", card.cannot_say)):
        if sentences:
            parts += [f"## {head}", "", *(f"- {sentence}" for sentence in sentences), ""]
    if card.cite:
        parts += ["## References", "", *(f"- {_reference(key)}" for key in card.cite), ""]
    return "\n".join(parts).rstrip() + "\n"


def _in_blocks(lines: Sequence[str]) -> list[str]:
    """Equations with a blank line between definitions, rates and starts."""
    parts: list[str] = []
    kinds = [2 if "(t0) = " in line else 1 if "/dt = " in line else 0 for line in lines]
    for i, line in enumerate(lines):
        parts += ["", line] if i and kinds[i] != kinds[i - 1] else [line]
    return parts


def index_page(cards: Mapping[str, ModelCard], found: Mapping[str, Sequence[Checked]]) -> str:
    """The page that lists every model."""
    rows = []
    for key, card in cards.items():
        size = f"{len(card.model.states)} / {len(card.model.parameters)}" if card.model else "–"
        good = f"{sum(one.is_reproduced for one in found[key])} of {len(found[key])}" if found[key] else "none yet"
        counts = Counter(claim.origin for claim in card.claims)
        given = " / ".join(str(counts[origin]) for origin in COUNTED)
        rows.append(f"| [{key}]({key}.md) | {_cell(card.title)} | {card.tissue} | {size} | {good} | {given} |")
    return "\n".join(
        [
            "# Models on the shelf",
            "",
            "Every model is declared once; from that come its simulation, its SBML file and this page.",
            "The pages are made from the declarations by `python tools/model_cards.py`, which computes every known number again.",
            "Whether they describe a given patient or animal is another question.",
            "",
            "A published number that comes out shows that the equations are those that their authors meant.",
            "One of an independent run shows only that the equations were carried over without a slip, and one on paper that they are solved as written.",
            "The size is states / parameters; the last column counts published / independent runs / on paper.",
            "",
            "| model | title | tissue | size | reproduced | of these |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _declared(model: KineticModel) -> list[str]:
    parts = ["## States", "", f"Time is counted in {unit_text(model.time_unit)}.", "", "| state | unit | meaning |", "|---|---|---|"]
    parts += [f"| `{one.name}` | {unit_text(one.unit) or '–'} | {_cell(one.meaning)} |" for one in model.states]
    if model.parameters:
        parts += ["", "## Parameters", "", "| parameter | usual value | may stray by | meaning | source of the value |", "|---|---|---|---|---|"]
        for one in model.parameters:
            source = " ".join(part for part in (one.status, one.cite) if part)
            parts.append(f"| `{one.name}` | {value_text(one)} | {spread_text(one)} | {_cell(one.meaning)} | {source} |")
    if model.inputs:
        parts += ["", "## From outside", "", "| input | unit | meaning |", "|---|---|---|"]
        parts += [f"| `{signal.name}` | {unit_text(signal.unit) or '–'} | {_cell(signal.meaning)} |" for signal in model.inputs]
    if model.events:
        parts += ["", "## Events", "", *(f"- at `t = {event.time}`: {event.meaning}" for event in model.events)]
    return [*parts, ""]


def _claims(found: Sequence[Checked]) -> list[str]:
    rows = ["| what | expected | computed here | tolerance | within it | who gave the number |", "|---|---|---|---|---|---|"]
    for one in found:
        claim = one.claim
        verdict = "yes" if one.is_reproduced else "**no**"
        cells = (claim.title, f"{claim.expected:.6g} {claim.unit}".strip(), got_text(claim, one.got), tolerance_text(claim), verdict, origin_text(claim))
        rows.append("| " + " | ".join(map(_cell, cells)) + " |")
    return rows


def _reference(key: str) -> str:
    found = reference(key)
    link = f" [doi:{found.doi}](https://doi.org/{found.doi})" if found.doi else ""
    return f"`{key}`: {found.text} ({found.status}){link}"


def _cell(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("\n", " ")
