"""Operations on lists, postings, questions and what is one's own."""
