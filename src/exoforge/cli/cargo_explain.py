"""The command that explains a table of counts: what two groups differ in, and what is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exoforge.cli.amounts import Picture, check_picture, one_of, share
from exoforge.cli.front import Json, Quiet, Seed, say

Counts = Annotated[
    list[Path],
    typer.Argument(
        help="A table of small-RNA counts, molecules down and samples across, or several to be joined (exceRpt writes one for each sample); "
        "or a MaxQuant table of proteins.",
        show_default=False,
    ),
]
Control = Annotated[str, typer.Option("--control", help="The group to compare with: how the names of its samples begin, such as Ctrl.", show_default=False)]
Treated = Annotated[str, typer.Option("--treated", help="The group that is compared.", show_default=False)]
Sheet = Annotated[
    Path | None,
    typer.Option("--samples", help="A sheet (CSV) with the columns sample, group and, where there are any, batch; it says the groups.", show_default=False),
]
Method = Annotated[
    str, typer.Option("--method", help="moderated (linear model, variance with a trend) or deseq2 (by PyDESeq2; pip install 'exoforge[counts]').")
]
Scaled = Annotated[
    str,
    typer.Option("--normalisation", help="tmm, median-of-ratios or cpm; without it tmm, for deseq2 median-of-ratios, for intensities their median."),
]
Rate = Annotated[str, typer.Option("--fdr", help="False discovery rate at which a molecule is called changed.")]
Species = Annotated[str, typer.Option("--species", help="Prefix such as hsa, where the table has names of several species.")]
Duplicates = Annotated[bool, typer.Option("--sum-duplicates", help="Add up rows of one molecule, which are refused otherwise.")]
Table = Annotated[Path | None, typer.Option("--csv", help="Table of all molecules to write (CSV).", show_default=False)]
Targets = Annotated[Path | None, typer.Option("--targets", help="Your table of miRTarBase (CSV), for targets beyond the shipped few.", show_default=False)]
Support = Annotated[str, typer.Option("--evidence", help="Rows of --targets to keep: strong (reporter assay or blot) or any.")]
Pathways = Annotated[Path | None, typer.Option("--pathways", help="Your gene sets (GMT), to be tested for over-representation.", show_default=False)]
Network = Annotated[
    Path | None, typer.Option("--network", help="Picture of what the changed molecules are said to act on: .svg, .png, .csv or .json.", show_default=False)
]
Permutations = Annotated[int, typer.Option("--permutations", help="Draws behind every chance of the explanation.", min=1)]


def explain(
    counts: Counts,
    control: Control,
    treated: Treated,
    samples: Sheet = None,
    method: Method = "moderated",
    normalisation: Scaled = "",
    fdr: Rate = "0.05",
    species: Species = "",
    sum_duplicates: Duplicates = False,
    table: Table = None,
    targets: Targets = None,
    evidence: Support = "strong",
    pathways: Pathways = None,
    permutations: Permutations = 10_000,
    network: Network = None,
    output: Picture = None,
    as_json: Json = False,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compare two groups of a table of counts, and say what is known of the molecules that differ."""
    from exoforge.base.errors import SettingError
    from exoforge.design.cargo.contrast import contrast_of
    from exoforge.design.cargo.explained import explained
    from exoforge.report.cargo.contrast_figure import contrast_figure
    from exoforge.report.cargo.contrast_plain import contrast_facts, contrast_rows
    from exoforge.report.cargo.contrast_text import RESEARCH, contrast_text
    from exoforge.report.cargo.tables import check_table, write_table
    from exoforge.report.cargo.targets_plain import explained_facts
    from exoforge.report.cargo.targets_text import explained_text
    from exoforge.report.picture_files import write_picture

    check_picture(output)
    check_picture(network)
    check_table(table)
    kept = one_of(evidence, ("strong", "any"), "--evidence")
    rate = share(fdr, "--fdr")
    found = contrast_of(
        *counts,
        control=control,
        treated=treated,
        samples=samples,
        method=method,
        normalisation=normalisation,
        fdr=rate,
        species=species,
        sum_duplicates=sum_duplicates,
    )
    text, facts = contrast_text(found), contrast_facts(found)
    is_rna = found.measured == "counts"
    if not is_rna and (targets or pathways or network):
        raise SettingError(f"'{counts[0]}' holds proteins; targets, pathways and the network are explained for small RNAs. Leave those options out.")
    written: list[Path] = []
    if table is not None:
        write_table(table, contrast_rows(found))
        written.append(table)
    if output is not None:
        write_picture(output, spec=contrast_figure(found), rows=contrast_rows(found))
        written.append(output)
    if is_rna:
        known = explained(found, targets=targets, pathways=pathways, permutations=permutations, seed=seed, evidence=kept)
        text = f"{text.removesuffix(RESEARCH).rstrip()}\n\n{explained_text(known)}"
        facts["explained"] = explained_facts(known)
        if network is not None:
            from exoforge.report.cargo.network_figure import network_figure
            from exoforge.report.cargo.targets_plain import score_rows

            write_picture(network, spec=network_figure(known), rows=score_rows(known))
            written.append(network)
    if written:
        text += "\n\n" + "\n".join(f"Wrote {path}." for path in written)
    say(facts | {"written": [str(path) for path in written]}, text, as_json=as_json, quiet=quiet)
