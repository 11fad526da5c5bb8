"""Verdicts for people, for machines, for a manuscript, and as a wheel."""
