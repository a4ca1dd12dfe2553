"""Figures as pictures, each with its words and its numbers as a table."""
