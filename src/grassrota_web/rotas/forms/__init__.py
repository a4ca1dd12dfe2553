"""What people fill in on the pages of this room."""
