"""A cell product and its vesicles side by side: because users must choose."""
