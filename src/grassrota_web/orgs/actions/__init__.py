"""Verbs of units, people, scales, openings and host programmes."""
