"""The reader of videos of moving particles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, final

from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.tracking_video.stacks import LARGEST_STACK, frames_of, is_stack
from exoforge.instruments.tracking_video.tracking import TECHNIQUE, Camera, tracked
from exoforge.streams.measurement import Measurement


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class TrackingVideo(Reader):
    """Reads a stack of grey frames, a NumPy archive or a TIFF of many pages, and tracks the particles in it.

    Frame rate and size of a pixel are rarely in such a file; unless `camera` states them the tracks stay in pixels and frames, and a notice says so.
    The frames themselves are not kept in the measurement: the file is, by its digest.

    Assumes
    -------
    The frames follow each other without gaps. Compressed films (AVI, MP4) are not read: their compression moves small particles.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "tracking-video"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "stacks of video frames (NumPy archives and TIFF)"
    extensions: ClassVar[tuple[str, ...]] = (".npz", ".tif", ".tiff")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_STACK

    camera: Camera = field(default_factory=Camera)

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether it is an archive of arrays, or a TIFF of 25 or more pages of grey."""
        return is_stack(file.path, file.head)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement in a video.

        Raises
        ------
        FileError
            The file is damaged, too large unpacked, or holds no grey frames, or the camera does not fit it.
        """
        frames, said = frames_of(file.path)
        try:
            return (tracked(frames, self.camera, sample=file.path.stem, said=said),)
        except SettingError as trouble:
            raise FileError(f"'{file.path}' cannot be tracked: {trouble}") from None
