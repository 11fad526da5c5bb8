"""The figures of a dossier as Vega-Lite specifications, made from a run's values alone."""
