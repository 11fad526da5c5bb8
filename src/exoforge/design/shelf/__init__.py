"""The shelf of models at work: cards of imported files, claims computed again, a model followed through time."""
