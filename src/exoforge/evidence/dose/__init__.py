"""Doses: converted between the units of the field, carried from one species to another, compared; each with its interval or its reason why not."""

from exoforge.evidence.dose.conversion import Conversion, ConvertedDose, DoseContext, RefusedDose, context_of, convert_dose, convert_level
from exoforge.evidence.dose.scaling import ScaledDose, scale_dose

__all__ = [
    "Conversion",
    "ConvertedDose",
    "DoseContext",
    "RefusedDose",
    "ScaledDose",
    "context_of",
    "convert_dose",
    "convert_level",
    "scale_dose",
]
