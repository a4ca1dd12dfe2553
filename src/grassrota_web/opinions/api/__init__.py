"""Operations of the room."""
