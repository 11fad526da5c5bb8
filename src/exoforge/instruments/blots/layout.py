"""The layout of a table of markers: its heads, their further spellings, what counts as positive, and the template that is printed."""

from __future__ import annotations

from typing import Literal

HEADS: dict[str, tuple[str, ...]] = {
    "marker": ("marker", "protein", "antigen", "target", "antibody", "analyte", "primary antibody"),
    "sample": ("sample", "fraction", "lane", "preparation", "sample name", "lot", "sample id"),
    "result": ("result", "call", "detected", "present", "presence", "verdict", "band", "positive"),
    "intensity": ("intensity", "band intensity", "densitometry", "density", "signal", "band volume", "volume intensity", "integrated density"),
    "loading": (
        "loading",
        "loaded",
        "amount loaded",
        "load",
        "loading [ug]",
        "loading (ug)",
        "ug loaded",
        "protein loaded",
        "protein loaded [ug]",
        "protein loaded (ug)",
    ),
    "loading unit": ("loading unit", "unit of loading"),
    "replicate": ("replicate", "repeat", "blot", "membrane", "gel"),
    "antibody": ("clone", "antibody clone", "catalogue number", "antibody id", "rrid"),
    "note": ("note", "notes", "comment", "remark", "remarks"),
}
"""Column and every head that is understood for it, the first as in the template."""
DESCRIBING = ("loading unit", "replicate", "antibody", "note")
"""Columns that are kept as text."""
RESULTS: dict[str, Literal["positive", "negative"]] = {
    **dict.fromkeys(
        ("positive", "pos", "+", "++", "+++", "yes", "y", "present", "detected", "true", "strong", "weak", "weakly positive", "enriched"), "positive"
    ),
    **dict.fromkeys(("negative", "neg", "-", "−", "–", "no", "n", "absent", "not detected", "undetected", "false"), "negative"),
}
"""Words of a result, and what they say. ``n.d.`` and ``none`` are left out: they may mean not done."""
NO_RESULT = ("", "na", "n/a", "not done", "not tested", "?", "unclear", "inconclusive")
"""Words that say that there is no result."""
LOADING_UNIT = "ug"
"""Unit of the loading where none is stated, as in the head of the template."""

TEMPLATE = """\
# Markers of one or several samples: one row for each marker of each sample.
# result: positive or negative; leave it empty if it was not judged, and never for 'not tested'.
# intensity: of the band, background subtracted, if it was measured; loading: protein in the lane, in ug.
# A filled row, for example:
# CD9,lot 1,positive,,10,1,,
marker,sample,result,intensity,loading,replicate,antibody,note
CD9,,,,,,,
CD63,,,,,,,
CD81,,,,,,,
TSG101,,,,,,,
calnexin,,,,,,,
GM130,,,,,,,
albumin,,,,,,,
"""
"""The layout to fill in; the reader refuses it until a row says something."""
