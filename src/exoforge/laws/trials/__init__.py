"""How large a study must be, and how doses are stepped up: the statistics of trials, exact where they can be."""
