"""Policies, plans and their board: who goes where in which batch, and what the rules say about it."""
