"""Small RNA: tables of counts, made comparable, with names that have one spelling."""

from exoforge.instruments.rna.count_table import CountTable, ExceRptCounts
from exoforge.instruments.rna.names import rna_name
from exoforge.instruments.rna.refusal import why_no_counts

READERS = (ExceRptCounts, CountTable)

__all__ = ["READERS", "CountTable", "ExceRptCounts", "rna_name", "why_no_counts"]
