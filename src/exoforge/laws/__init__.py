"""Physics as pure array functions: SI in, SI out, each law with its equation, its assumptions and its reference."""
