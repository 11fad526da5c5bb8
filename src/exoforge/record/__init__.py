"""A therapy as somebody states it, and its file."""
