"""Those who raise an opinion: forms without an account, trays, the log of receipts, sealed contact, messages."""
