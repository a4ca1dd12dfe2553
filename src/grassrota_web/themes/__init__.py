"""Themes of opinions: the big problem behind many small cases, how sure that is, and where nobody speaks."""
