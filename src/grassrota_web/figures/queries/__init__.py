"""What pages of the room read."""
