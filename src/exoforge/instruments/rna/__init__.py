"""Small RNA: tables of counts, made comparable, with names that have one spelling."""

from exoforge.instruments.rna.count_table import CountTable, ExceRptCounts
from exoforge.instruments.rna.names import rna_name

READERS = (ExceRptCounts, CountTable)

__all__ = ["READERS", "CountTable", "ExceRptCounts", "rna_name"]
