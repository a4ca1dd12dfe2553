"""Figures that look made up: reasons to inspect a unit first, each with its arithmetic. A flag is never a verdict."""
