"""Cargo on a terminal, for machines and as pictures."""
