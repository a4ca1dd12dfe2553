"""Rows of this room as values of the core, and back."""
