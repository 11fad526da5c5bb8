"""Stability of a product: shelf life of a study, kinetics at several temperatures, and what a warm day did."""
