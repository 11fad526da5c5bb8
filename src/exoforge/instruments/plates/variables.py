"""The arrays of a plate and of what an assay on it gave, declared once."""

from __future__ import annotations

from exoforge.streams.measurement import ArraySpec

SPECS: tuple[ArraySpec, ...] = (
    ArraySpec(name="signal", dims=("row", "column"), unit="", meaning="signal of each well as the reader wrote it; undefined where it wrote no number"),
    ArraySpec(name="saturated", dims=("row", "column"), unit="", meaning="1 where the reader said that there was too much to read, else 0"),
)
"""Every array that a plate holds."""

ASSAY_SPECS: tuple[ArraySpec, ...] = (
    ArraySpec(name="well_signal", dims=("well",), unit="", meaning="signal of each well of the sample, the blank subtracted where that was chosen"),
    ArraySpec(name="well_concentration", dims=("well",), unit="kg/m3", meaning="what each well reads back as, in the well and before the dilution"),
)
"""Every array that a sample of an assay holds."""
