"""Case by case: the plan with the fewest visits, what it risks exactly, and proof that none needs fewer."""
