"""A rotation that was planned or begun elsewhere, brought in as its folder: looked through, then taken over."""
