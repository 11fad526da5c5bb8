"""What instruments wrote, for people: text, tables and pictures."""
