"""How long what is kept: the rules, what is due, and purging it."""

from grassrota_web.records.retention import rules

__all__ = ["rules"]
