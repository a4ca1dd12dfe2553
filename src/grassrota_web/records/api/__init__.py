"""Operations on the journal and on long work."""
