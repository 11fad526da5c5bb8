"""The layout of a NanoSight ExperimentSummary (NTA 3.4): its sections and keys, declared once for the reader and for look-alikes.

The layout was seen in 111 files of two laboratories (NTA 3.3 and 3.4), with four or five videos each. The same key stands in several sections, so
a key means nothing without its section.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.instruments.nta.variables import PER_ML

TITLE = "NTA Experiment Summary File"
SINGLE_TITLE = "NTA Single Analysis Summary File"
"""The first words of the summary of one video."""
DATA_SECTIONS = ("Size Data", "Diffusion Coefficient Data")
DETAILS = "Experiment Details"
VIDEO_NAMES = "Filename:"
RESULTS = "Results"
WARNINGS = "Concentration Warnings"
INFORMATION = "Information"
INCLUDED = "Data Included"
EXCLUSION = "Exclusion Regions"
NO_EXCLUSION = "No Exclusion Regions Used"
DILUTION = "Dilution factor (concentrations adjusted for this factor)"
VALIDITY = "Validity of concentration measurement"
NOT_RECORDED = "Not recorded"
METHOD = "Analysis Method"
WEIGHTING = "Weighting"
FILENAME = "Filename"
VALID_TRACKS = "Valid Tracks"
GRAPH = "Graph Data"
PERCENTILE = "Percentile"
AVERAGE = "Average"
STANDARD_ERROR = "Standard Error"
SYNTHETIC = "Synthetic: made by exoforge"
"""How the remarks of a look-alike begin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a section with one value per video.

    Parameters
    ----------
    array : the array it is read into; empty for a row that is text.
    factor, offset : value in SI = number in the file times `factor` plus `offset`.
    form : how the software prints the number.
    usual : what the software prints when nothing is amiss; what a look-alike prints that knows no better.
    lost : what the software prints when the capture settings of a video were lost.
    averaged : whether Average and Standard Error follow.
    """

    section: str
    key: str
    array: str = ""
    factor: float = 1.0
    offset: float = 0.0
    form: str = ""
    usual: str = ""
    lost: str | None = None
    averaged: bool = False


DETAIL_KEYS = (
    "Software Version",
    "Experiment Name",
    "Operator Name",
    "Time Captured",
    "Sample Description",
    "Pre-treatment",
    "Diluent",
    "Remarks",
)

ROWS = (
    Row(section=DETAILS, key="Processed", usual="Yes"),
    Row(section="Conditions", key="Temperature/C", array="temperature", offset=273.15, form=".3f", usual="25.000", lost="22.000"),
    Row(section="Conditions", key="Viscosity/cP", array="viscosity", factor=1e-3, form=".6f", usual="0.890000", lost="0.952941"),
    Row(section="Conditions", key="Camera Type", usual="sCMOS", lost="Unknown"),
    Row(section="Conditions", key="Laser Type", usual="Red", lost="Unknown"),
    Row(section="Conditions", key="Camera Level", array="camera_level", form=".0f", usual="16", lost="Manual settings used"),
    Row(section="Conditions", key="Slider Shutter", usual="1300", lost="0"),
    Row(section="Conditions", key="Slider Gain", usual="512", lost="0"),
    Row(section="Conditions", key="Shutter/ms", array="shutter", factor=1e-3, form=".6f", usual="32.500000", lost="0.000000"),
    Row(section="Conditions", key="Camera Histogram Upper Limit", usual="2470", lost="0"),
    Row(section="Conditions", key="Camera Histogram Lower Limit", usual="0"),
    Row(section="Conditions", key="Frame rate/fps", array="frame_rate", form=".6f", usual="24.982500", lost="29.999998"),
    Row(section="Conditions", key="Syringe Pump Speed/AU", usual="100", lost="Unknown"),
    Row(section="Settings", key="Detection Threshold", array="detection_threshold", form=".0f", usual="5"),
    Row(section="Settings", key="Max Jump Mode", usual="Auto"),
    Row(section="Settings", key="Max Jump Distance", usual="14.1277"),
    Row(section="Settings", key="Blur", usual="Auto"),
    Row(section="Settings", key="Min Track Length", usual="Auto"),
    Row(section="Settings", key="First frame", usual="0"),
    Row(section="Settings", key="Total frames analysed", array="frames_analysed", form=".0f", usual="1498"),
    Row(section=RESULTS, key=DILUTION, array="dilution", form="g", usual=NOT_RECORDED),
    Row(
        section=RESULTS,
        key="Concentration (Particles / ml)",
        array="total_concentration",
        factor=PER_ML,
        form=".2e",
        averaged=True,
    ),
    Row(section=RESULTS, key="Concentration Upgrade?", usual="Yes", lost="No"),
    Row(section=RESULTS, key="Particles per frame", array="particles_per_frame", form=".1f", averaged=True),
    Row(section=RESULTS, key="Centres per frame", array="centres_per_frame", form=".1f", averaged=True),
    Row(section=RESULTS, key="Completed tracks", array="completed_tracks", form=".0f"),
    Row(section=RESULTS, key="X-Drift (pix/frame)", array="x_drift", form=".1f", usual="-10.0"),
    Row(section=RESULTS, key="Y-Drift (pix/frame)", array="y_drift", form=".1f", usual="0.0"),
)
"""Every row with one value per video, in the order of the file."""

FLAGS = (
    Row(section=WARNINGS, key=VALIDITY, usual="OK", lost="Not Calibrated"),
    Row(section=WARNINGS, key="Completed Tracks", usual="OK", lost="N/A"),
    Row(section=WARNINGS, key="Particles per frame", usual="OK", lost="N/A"),
    Row(section=WARNINGS, key="Noise level", usual="No", lost="N/A"),
    Row(section=WARNINGS, key="Brightness", usual="OK", lost="N/A"),
    Row(section=WARNINGS, key="Detection Threshold", usual="OK", lost="N/A"),
    Row(section=WARNINGS, key="Camera Histogram Lower Limit", usual="OK", lost="N/A"),
    Row(section=INFORMATION, key="Completed Tracks", usual="OK"),
    Row(section=INFORMATION, key="Concentration", usual="OK"),
    Row(section=INFORMATION, key="Video length", usual="OK"),
    Row(section=INFORMATION, key="Noise level", usual="No"),
    Row(section=INFORMATION, key="Vibration detected", usual="No"),
    Row(section=INFORMATION, key="Vibration correction applied", usual="No"),
    Row(section=INFORMATION, key="Settings changed?", usual="No"),
    Row(section=INFORMATION, key="Errors (1)"),
    Row(section=INFORMATION, key="Errors (2)"),
)
"""The instrument's own judgement on each video."""

FINE = {"OK", "No", "", "N/A"}
"""Judgements that are no warning."""
