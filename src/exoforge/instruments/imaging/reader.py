"""The reader of images of vesicles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, final

from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.imaging.pictures import is_image, pictures_of
from exoforge.instruments.imaging.sizing import TECHNIQUE, View, sample_of, sized
from exoforge.streams.measurement import Measurement


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class VesicleImage(Reader):
    """Reads an image (JPEG, PNG, TIFF) and finds the round outlines in it, as `view` says: without a word, bright rims as in negative stain.

    The size of a pixel is taken from what ImageJ wrote into a TIFF; elsewhere sizes stay in pixels, and a notice says how to state it.
    A scale bar is found and measured, but not read: what it stands for is for a person to say.

    Assumes
    -------
    One image is one field of one sample, and so is each page of a TIFF of fewer than 25; more are a film.
    Other images than of vesicles are read all the same: what is found in them means nothing.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "vesicle-image"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "images of vesicles (JPEG, PNG, TIFF)"
    extensions: ClassVar[tuple[str, ...]] = (".tif", ".tiff", ".jpg", ".jpeg", ".png")
    verified: ClassVar[bool] = True

    view: View = field(default_factory=View)

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether it begins like an image."""
        return is_image(file.head)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The vesicles in an image, one measurement for each page.

        Raises
        ------
        FileError
            The file is damaged, too large or too small, or has too many pages.
        SettingError
            The view does not fit the image.
        """
        return tuple(sized(one, self.view, sample=sample_of(file.path, one)) for one in pictures_of(file.path))
