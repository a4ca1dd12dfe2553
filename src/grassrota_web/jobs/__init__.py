"""Long work: asked for once, done once, shown while it runs, stopped at will, taken up again after a crash."""
