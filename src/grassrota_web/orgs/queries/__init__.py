"""What the pages of units, people and openings show, within reach of whoever asks."""
