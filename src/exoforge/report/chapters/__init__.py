"""The chapters of a dossier, in the order in which they are read."""

from exoforge.report.chapters.assumptions import assumptions
from exoforge.report.chapters.doses import doses
from exoforge.report.chapters.engineering import engineering
from exoforge.report.chapters.exposure import exposure
from exoforge.report.chapters.glance import glance
from exoforge.report.chapters.making import making
from exoforge.report.chapters.quality import quality
from exoforge.report.chapters.references import references
from exoforge.report.chapters.response import response
from exoforge.report.chapters.river import river
from exoforge.report.chapters.sizes import sizes
from exoforge.report.chapters.stoichiometry import stoichiometry
from exoforge.report.chapters.studies import studies
from exoforge.report.chapters.warnings import warnings

CHAPTERS = (glance, river, sizes, engineering, exposure, response, stoichiometry, quality, studies, doses, assumptions, warnings, references, making)
"""Each takes a run and gives its chapter; a chapter without content says so in one line."""
