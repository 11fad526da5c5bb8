"""Videos of moving particles: read, tracked and sized; and made, with known truth."""

from exoforge.instruments.tracking_video.reader import TrackingVideo
from exoforge.instruments.tracking_video.tracking import Camera, tracked
from exoforge.instruments.tracking_video.virtual import brownian_video

READERS = (TrackingVideo,)

__all__ = ["READERS", "Camera", "TrackingVideo", "brownian_video", "tracked"]
