"""Words that every room uses: units, errors, traces, terms and declared parameters."""
