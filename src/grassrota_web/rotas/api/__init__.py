"""Operations on policies, plans, stages and one's own wishes."""
