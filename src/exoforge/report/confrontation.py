"""A prediction beside a measurement, in sentences: for the terminal and for the dossier."""

from __future__ import annotations

from exoforge.design.result import Confrontation, Explanation
from exoforge.report.display import amount


def distance_text(confrontation: Confrontation) -> str:
    """How far the two distributions are apart, beside how far apart videos are, and members."""
    apart = f"To turn the predicted distribution into the measured one, each particle must change by {amount(confrontation.distance, 'm')} on average"
    videos = confrontation.between_videos
    among = f"half of the members are within {amount(confrontation.among_members.median, 'm')} of the central prediction"
    technical = f"; single videos of this sample differ from the others by {amount(videos, 'm')}" if videos is not None else ""
    return f"{apart} (Wasserstein distance){technical}; {among}."


def explanation_text(one: Explanation) -> str:
    """What one change would do, in one sentence."""
    end = ", the end of its range" if one.at_edge else ""
    left = f"{amount(one.after, 'm')} of {amount(one.before, 'm')}"
    return f"{one.key} ({one.meaning}) at {amount(one.changed, one.unit)}{end}, instead of {amount(one.central, one.unit)}: {left} would be left."
