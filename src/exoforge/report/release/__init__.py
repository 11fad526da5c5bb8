"""Release on a terminal, in files for machines, and in pictures."""
