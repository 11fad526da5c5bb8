"""What the heads and the rows of a table of counts are called, without what the programs that count put around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

_ENDS = re.compile(
    r"(?i)(?:[._-](?:aligned|sorted(?:bycoord)?|out|dedup|markdup|trimmed|collapsed|filtered|mapped))*\.(?:bam|sam|cram|fastq|fq)(?:\.gz)?$", re.ASCII
)
_EXCERPT = re.compile(r"^readCounts_(?:miRNAmature|miRNAprecursor|tRNA|piRNA|gencode|circularRNA|circRNA)_(?:sense|antisense)[_.-]*")
_NO_MOLECULE = re.compile(r"(?i)^(?:__\w+|(?:mi(?:cro)?rna)?[\s_]*(?:total|sum|summe|gesamt)(?:[\s_]*(?:reads|counts|mirnas?))?)$")


def sample_labels(heads: Sequence[str]) -> list[str]:
    """Names of samples from the heads of columns: ``Ctrl_1`` of ``/data/Ctrl_1.sorted.bam``, as featureCounts writes it.

    A file of one name in a folder for each sample (``Ctrl_1/Aligned.out.bam``) is called by its folder; heads that would fall together stay as written.
    """
    if not any(_ENDS.search(head) for head in heads):
        return list(heads)
    paths = [PurePosixPath(head.replace("\\", "/")) for head in heads]
    for found in ([_ENDS.sub("", path.name) for path in paths], [path.parent.name for path in paths]):
        if len(set(found)) == len(heads) and all(found):
            return found
    return list(heads)


def excerpt_label(path: Path) -> str:
    """The sample of a table of exceRpt: what its name says beyond what it counts, else the folder, which exceRpt names by the sample."""
    return _EXCERPT.sub("", path.stem) or path.resolve().parent.name or path.stem


def is_no_molecule(name: str) -> bool:
    """Whether a row is a sum (``miRNAtotal`` of miRge) or what a program could not assign (``__no_feature`` of HTSeq)."""
    return _NO_MOLECULE.match(name.strip()) is not None
