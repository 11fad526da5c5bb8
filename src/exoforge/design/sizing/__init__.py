"""Sizes and concentrations of samples from repeated measurements: what is known of the sample, and what spreads at which level."""
