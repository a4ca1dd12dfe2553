"""Who goes where, in which batch: the problem, its rules, a solver with a proven bound, and an independent check."""
