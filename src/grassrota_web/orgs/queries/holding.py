"""Rows that hold somebody's words."""

from __future__ import annotations

from django.db.models import Q


def holding(column: str, words: str) -> Q:
    """Rows whose column holds the words, whatever the case of their letters.

    Chinese knows no capitals, and PostgreSQL is much slower where it has to think of them.
    """
    cased = words.upper() != words.lower()
    return Q(**{f"{column}__icontains" if cased else f"{column}__contains": words})
