"""The seven stages of the river: each a room of its own, meeting only in the streams."""
