"""Seeded made-up input: the same seed gives the same people, to try the product on and to measure it with."""
