"""Operations from departure to the first days at home again."""
