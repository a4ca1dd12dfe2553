"""Writing of the room."""
