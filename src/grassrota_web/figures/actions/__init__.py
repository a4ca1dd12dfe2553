"""Verbs of the room, one idea a file."""
