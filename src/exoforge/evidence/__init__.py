"""What is known: published arms and trials, what they claim and where, who contradicts whom, and the studies nearest to a therapy."""
