"""Images of vesicles, from electron or atomic force microscopes: read and sized; and made, with known truth."""

from exoforge.instruments.imaging.pooling import pooled
from exoforge.instruments.imaging.reader import VesicleImage
from exoforge.instruments.imaging.sizing import View, sized
from exoforge.instruments.imaging.virtual import negative_stain

READERS = (VesicleImage,)

__all__ = ["READERS", "VesicleImage", "View", "negative_stain", "pooled", "sized"]
