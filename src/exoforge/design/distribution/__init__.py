"""Where vesicles go in a body, laid beside what was measured."""
