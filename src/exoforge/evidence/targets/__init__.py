"""Files of targets and of gene sets that a user brings; the package carries none of them."""
