"""Pages of the room, one matter a file."""
