"""The assays that are done on plates: what they measure, and which standard curve is taken when nobody states one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exoforge.base.errors import SettingError
from exoforge.laws.standard_curve import Model


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of assay.

    Parameters
    ----------
    name : as it is asked for. title : as it is printed. technique : of the measurement. figure : name of its headline number.
    model, weighting : of the standard curve, where nothing else is stated. Choices.
    caution : what the number is not, in one sentence.
    """

    name: str
    title: str
    technique: str
    figure: str
    model: Model
    weighting: str
    caution: str


_DYE = "A protein assay reads all protein, of vesicles and of the medium, against the protein of its standard, which need not colour as the sample does."
_LIPID = "A lipid assay reads all lipid, lipoproteins included, against the lipid of its standard."
_KINDS = (
    ("bca", "BCA", "protein-assay", "protein", "quadratic", "1/y", _DYE),
    ("micro-bca", "micro BCA", "protein-assay", "protein", "quadratic", "1/y", _DYE),
    ("bradford", "Bradford", "protein-assay", "protein", "quadratic", "1/y", _DYE),
    ("protein-dye", "fluorescent protein dye", "protein-assay", "protein", "linear", "1/y", _DYE),
    ("lipid", "sulfo-phospho-vanillin", "lipid-assay", "lipid", "linear", "1/y", _LIPID),
    ("rna-dye", "fluorescent RNA dye", "nucleic-acid-assay", "RNA", "linear", "1/y", "A dye reads all RNA that it reaches, outside the vesicles, too."),
    ("dna-dye", "fluorescent DNA dye", "nucleic-acid-assay", "DNA", "linear", "1/y", "A dye reads all DNA that it reaches, outside the vesicles, too."),
    ("elisa", "ELISA", "elisa", "antigen", "4pl", "1/y", "An ELISA reads what the antibodies bind, in the form in which they bind it."),
)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        name: Kind(name=name, title=title, technique=technique, figure=figure, model=model, weighting=weighting, caution=caution)  # type: ignore[arg-type]
        for name, title, technique, figure, model, weighting, caution in _KINDS
    }
)
"""Every kind by name."""


def kind_of(name: str) -> Kind:
    """A kind of assay by its name.

    Raises
    ------
    SettingError
        There is no such kind.
    """
    found = KINDS.get(name.strip().casefold().replace(" ", "-").replace("_", "-"))
    if found is None:
        raise SettingError(f"The assay is '{name}'; it must be one of {', '.join(KINDS)}.")
    return found
