"""Is it really fixed? Claims frozen, samples nobody can foresee, verdicts with stated risks, gates that read them."""
