"""The arrays of a proteomics measurement, declared once."""

from __future__ import annotations

from exoforge.streams.measurement import ArraySpec

NUMBERS: dict[str, tuple[str, str, float, str]] = {
    "-10lgp": ("score", "", 1.0, "score of the match, -10 log10 of its p value"),
    "mass": ("mass", "Da", 1.0, "mass of the peptide"),
    "length": ("length", "", 1.0, "residues of the peptide"),
    "ppm": ("mass_error", "ppm", 1.0, "error of the mass, parts per million"),
    "m/z": ("mass_to_charge", "", 1.0, "mass over charge of the precursor"),
    "z": ("charge", "", 1.0, "charge of the precursor"),
    "rt": ("retention_time", "s", 60.0, "retention time"),
}
"""Columns of a table of matches that are numbers: array, unit, factor into it, meaning. Mass stays in Da, as the field has it."""

SPECS: tuple[ArraySpec, ...] = (
    *(ArraySpec(name=name, dims=("match",), unit=unit, meaning=meaning) for name, unit, _, meaning in NUMBERS.values()),
    ArraySpec(name="area", dims=("match", "run"), unit="", meaning="area under the peptide's peak, in the units of the software, by run"),
    ArraySpec(
        name="match_group", dims=("match",), unit="", meaning="place of the match's protein group in the list of groups; undefined where it names no protein"
    ),
    ArraySpec(name="group_spectra", dims=("group",), unit="", meaning="matched spectra of each protein group"),
    ArraySpec(name="group_peptides", dims=("group",), unit="", meaning="different peptides of each protein group, modified or not counted once"),
    ArraySpec(name="group_unique_peptides", dims=("group",), unit="", meaning="peptides of each protein group that no other group shares"),
    ArraySpec(name="group_amount", dims=("group", "run"), unit="", meaning="intensity or area of each protein group, in the units of the software, by run"),
    ArraySpec(name="category_markers", dims=("category",), unit="", meaning="markers of MISEV2018 categories 1 to 5 that the rule identifies"),
    ArraySpec(name="category_spectra", dims=("category",), unit="", meaning="spectra (or, without them, intensity) of the markers of categories 1 to 5"),
)
"""Every array that a proteomics measurement may hold."""
