"""The journal as people read it: what was done, by whom, and how it is undone."""
