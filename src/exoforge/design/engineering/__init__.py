"""Engineering of vesicles: what a method brings in, beside what was published and what can be held at all."""
