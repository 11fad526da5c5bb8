"""Small RNA: tables of counts, made comparable, with names that have one spelling."""

from exoforge.instruments.rna.count_table import CountTable, ExceRptCounts
from exoforge.instruments.rna.names import rna_name
from exoforge.instruments.rna.normalisation import per_million, size_factors

READERS = (ExceRptCounts, CountTable)

__all__ = ["READERS", "CountTable", "ExceRptCounts", "per_million", "rna_name", "size_factors"]
