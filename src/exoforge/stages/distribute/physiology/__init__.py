"""Vesicles in a whole body: a physiologically based model, what modified surfaces change in it, and its bodies."""
