"""Proteomics: lists of peptides and proteins of search engines, and which of them say how pure a preparation is."""

from exoforge.instruments.proteomics.categories import CATEGORIES, categorised, marker_of, protein_of
from exoforge.instruments.proteomics.peaks_psm import PeaksMatches
from exoforge.instruments.proteomics.protein_tables import MaxQuantProteins, PeaksProteins

READERS = (PeaksMatches, PeaksProteins, MaxQuantProteins)

__all__ = ["CATEGORIES", "READERS", "MaxQuantProteins", "PeaksMatches", "PeaksProteins", "categorised", "marker_of", "protein_of"]
