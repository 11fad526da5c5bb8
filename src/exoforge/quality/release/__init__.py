"""A lot held against its specification: what conforms, what does not, and what cannot be told."""
