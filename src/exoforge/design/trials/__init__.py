"""Studies planned: how many animals or patients, and how doses are stepped up."""
