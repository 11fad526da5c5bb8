"""Release measured and foretold: curves read, laws fitted, a record's carrier computed."""
