"""The picture of a measurement, by its technique; where a technique has none of its own, its size distributions or its headline numbers are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from exoforge.base.errors import SettingError
from exoforge.report.figures.marks import Spec
from exoforge.report.instruments.cytometry_figure import events_picture
from exoforge.report.instruments.distributions_figure import distributions_rows, distributions_spec
from exoforge.report.instruments.image_figure import image_picture
from exoforge.report.instruments.light_figure import light_picture
from exoforge.report.instruments.markers_figure import markers_picture
from exoforge.report.instruments.plates_figure import plate_picture
from exoforge.report.instruments.plates_ratio_figure import ratio_picture
from exoforge.report.instruments.proteomics_figure import categories_picture
from exoforge.report.instruments.pulses_figure import pulses_picture
from exoforge.report.instruments.rna_figure import rna_picture
from exoforge.report.instruments.video_figure import video_picture
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

Picture = Callable[[Sequence[Measurement]], tuple[Spec, Rows]]
"""Makes the picture of measurements of one technique and the rows of its numbers, the head first."""

PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        "proteomics": categories_picture,
        "small-rna": rna_picture,
        "bead-array": markers_picture,
        "western-blot": markers_picture,
        "plate-reader": plate_picture,
        "preparation-table": ratio_picture,
        "tem": image_picture,
        "particle-tracking-video": video_picture,
        "dls": light_picture,
        "flow-cytometry": events_picture,
        "trps": pulses_picture,
        "mrps": pulses_picture,
    }
)
"""The picture of each technique that has its own."""


def picture_of(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The picture of one measurement, or of several of one technique.

    Raises
    ------
    SettingError
        They are of several techniques, or hold nothing that can be drawn.
    """
    techniques = dict.fromkeys(one.technique for one in measurements)
    if len(techniques) > 1:
        raise SettingError(f"These files are of {len(techniques)} techniques ({', '.join(techniques)}), which share no picture; give those of one.")
    own = PICTURES.get(next(iter(techniques), ""))
    if own is not None:
        return own(measurements)
    if any(one.distributions for one in measurements):
        return distributions_spec(measurements), distributions_rows(measurements)
    raise SettingError(f"A measurement by '{next(iter(techniques), '')}' without size distributions has no picture; --csv and --arrays write its numbers.")
