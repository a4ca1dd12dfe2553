"""A bulletin of a unit as of a day: from a template and the ledger's counts to words that may be signed."""
