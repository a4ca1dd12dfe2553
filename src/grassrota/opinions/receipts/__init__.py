"""Receipts that prove: a code to come back with, a promise that names the day, and a log that nobody can rewrite."""
