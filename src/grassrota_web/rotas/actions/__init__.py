"""What can be done with a rotation: every one a verb."""
