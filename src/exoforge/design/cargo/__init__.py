"""What tables of cargo say: molecules that two groups differ in, their targets, and how many vesicles a cargo would need."""
