"""Studies planned, as text, as facts for machines and as figures."""
