"""What the cargo of vesicles is said to do: molecules, targets, pathways, effects."""
