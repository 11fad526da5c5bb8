"""How many vesicles a cell would need: the chain from the dose to copies in a cell, and what a response asks of it."""
