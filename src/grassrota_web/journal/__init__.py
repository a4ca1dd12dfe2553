"""The journal: every write is one row of an append-only log that nobody can change unseen."""
