"""Isolation by itself: what a rotor, a gradient, a column or a membrane does to a feed, and whole methods side by side."""
