"""Release and exposure: how the carrier lets the vesicles go, where they are, and when."""

from __future__ import annotations

import numpy as np

from exoforge.base.units import Quantity, convert
from exoforge.design.distribution.beside import beside_exposure
from exoforge.design.result import Band, ExposureResult
from exoforge.design.run_result import Run
from exoforge.record.stated import Stated
from exoforge.report.blocks import Block, Chapter, Figure, Paragraph, Picture
from exoforge.report.display import amount, interval_text, number, round_amount, scale_for, share_text
from exoforge.report.distribution.figure import overlay_figure
from exoforge.report.distribution.published_text import figure_text
from exoforge.report.figures.courses import exposure as exposure_figures
from exoforge.report.figures.courses import release as release_figure
from exoforge.report.words import label_of, sentence_case, site_text

TITLE = "Release and exposure"
CAPTION = "Bold: the site on which the response depends, with 90 % of the members; thin: the other sites, central member; ↓ below the axis at the end."
LABEL = " Left is what there is; right is what still carries its label, which is what would be measured."

ROUNDING = 1e-9
"""[1] A share that is short of all by no more than this is all."""
FITTED_ORGANS = ("liver", "spleen", "lung")
"""Organs whose usual uptake was derived from Morishita 2015, as the settings of both bodies name them."""


def exposure(run: Run) -> Chapter:
    """The chapter of release and exposure."""
    blocks: list[Block] = []
    if run.release is None:
        blocks.append(Paragraph(text="The record has no step of delivery, so nothing is given and nothing is released.", tone="absent"))
    else:
        blocks += _release(run, run.release)
    if run.exposure is None:
        if run.release is not None:
            blocks.append(Paragraph(text="The record has no step of distribution, so it is not said where the vesicles go.", tone="absent"))
        return Chapter(key="exposure", title=TITLE, blocks=tuple(blocks))
    specs = exposure_figures(run.exposure)
    pictures = tuple(Picture(name=f"exposure-{place}", spec=spec, wide=len(specs) == 1) for place, spec in enumerate(specs, start=1))
    blocks.append(Figure(pictures=pictures, caption=CAPTION + (LABEL if len(specs) > 1 else "")))
    blocks.append(Paragraph(text=_peak(run.exposure)))
    if run.exposure.notes:
        blocks.append(Paragraph(text=_noted(run.exposure)))
    blocks += _measured(run, run.exposure)
    return Chapter(key="exposure", title=TITLE, blocks=tuple(blocks))


def _release(run: Run, band: Band) -> list[Block]:
    """How the carrier lets go: a picture, or a sentence where everything is free at once."""
    blocks: list[Block] = []
    if float(band.low[0]) >= 1.0 - ROUNDING:
        blocks.append(Paragraph(text="Every vesicle is free at once: nothing holds them back."))
    else:
        carrier = label_of("carriers", Stated(value=run.carrier)) if run.carrier else "the carrier"
        picture = Picture(name="release", spec=release_figure(band, carrier))
        blocks.append(Figure(pictures=(picture,), caption="Share of the vesicles that the carrier has let go; the band holds 90 % of the members."))
    if run.doses_per_batch is not None:
        blocks.append(Paragraph(text=f"One batch fills {interval_text(run.doses_per_batch)} applications; below 1, batches must be pooled."))
    return blocks


def _measured(run: Run, result: ExposureResult) -> list[Block]:
    """What was published for the record's species and route, over the label of the run."""
    rows = beside_exposure(result, run.therapy)
    if not rows:
        return []
    leaf = run.therapy.dosing.start
    start = convert(leaf.value, "s").value if isinstance(leaf, Stated) and isinstance(leaf.value, Quantity) else 0.0
    said = []
    for experiment in dict.fromkeys((one.study, one.label, one.cell_source) for one, _ in rows):
        numbers = [
            f"{site_text(one.site)} at {round_amount(one.time, 's')} {number(one.value)} %, predicted {share_text(predicted)}"
            for one, predicted in rows
            if (one.study, one.label, one.cell_source) == experiment
        ]
        said.append(f"{'; '.join(numbers)} ({'; '.join(experiment)})")
    usual = [
        organ for organ in FITTED_ORGANS if not any(isinstance(step.settings.get(organ), Stated) for step in run.therapy.steps if step.stage == "distribute")
    ]
    organs = " and ".join(part for part in (", ".join(usual[:-1]), "".join(usual[-1:])) if part)
    fitted = (
        f" The usual uptake of {organs} was derived from the study of Morishita 2015: agreement with it shows nothing."
        if usual and any(one.study == "morishita2015" for one, _ in rows)
        else ""
    )
    picture = Picture(name="exposure-measured", spec=overlay_figure(result, rows, start), wide=True)
    return [
        Figure(pictures=(picture,), caption="Published shares of the dose over the prediction; solid: vesicles, dashed: their label with 90 % of the members."),
        Paragraph(text=f"Measured elsewhere, of the dose: {'; '.join(said)}.{fitted}"),
    ]


def _noted(result: ExposureResult) -> str:
    """What a disposition says of itself; a clearance in mL/h."""
    said = []
    for name, one in result.notes.items():
        plain, sign, _ = name.partition(" [m3/s]")
        said.append(f"{plain} {figure_text(one, 'm3/s') if sign else interval_text(one)}")
    return f"{sentence_case('; '.join(said))}."


def _peak(result: ExposureResult) -> str:
    band = result.sites[result.target]
    place = int(np.argmax(band.central))
    when, density = amount(float(band.x[place]), "s", 2), scale_for("particles/m3", 1.0)
    most = float(band.central[place])
    per = f", or {amount(density(most / result.target_volume), '', 2)} per mL of tissue" if result.target_volume > 0 else ""
    return (
        f"Given in all: {interval_text(result.given)} vesicles. At the target site, {site_text(result.target)}, the central member has at most "
        f"{amount(most, '', 2)} vesicles{per}, {when} after the injury."
    )
