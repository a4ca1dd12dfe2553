"""Rounds of inspection: lists frozen, samples drawn, visits made, verdicts given; the unit learns of it last."""
