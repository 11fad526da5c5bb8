"""What decides the answer: the share of each uncertain value in its variance, and which single one would turn a verdict."""
