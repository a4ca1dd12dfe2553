"""Units, people, grade scales, openings and the places that receive: what a rotation starts from."""
