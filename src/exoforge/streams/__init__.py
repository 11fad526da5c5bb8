"""What flows: frozen arrays with names, and nothing else."""
