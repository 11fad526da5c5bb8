"""A record's assumptions beside a user's measurements: which values the data allow, how well they foretell what was held back."""
