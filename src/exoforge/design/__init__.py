"""Run a therapy: plan, river, ensemble, sensitivity, confrontation."""
