"""A lot as somebody states it: what it was made of, the files that were measured of it, the tests that were done elsewhere."""
