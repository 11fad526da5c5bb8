"""What is known: published records, the studies nearest to a therapy, and the places where documents contradict each other."""

from exoforge.evidence.conflicts import Conflict, Statement, conflicts, conflicts_of
from exoforge.evidence.corpus import published
from exoforge.evidence.nearest import Neighbour, nearest

__all__ = ["Conflict", "Neighbour", "Statement", "conflicts", "conflicts_of", "nearest", "published"]
