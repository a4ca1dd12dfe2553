"""Postings: the opening, the team, the list, concerns, and every step from departure to return."""
