"""Forms of the room: what the core calls a column is the name of the field, so that its faults find their place."""
