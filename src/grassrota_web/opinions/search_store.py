"""The index of words in either store: FTS5 without content in SQLite, a stored tsvector in PostgreSQL.

Neither cuts Chinese into words, so both are given grams; see ``bigrams``. Their rows have the key of ``SearchText``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.db import connection, connections

TABLE = "opinions_search"


def make_index(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Makes the index where there is none; called after the tables of the room were made."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(grams, content='', detail='none', "
                "prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")"
            )
        else:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigint PRIMARY KEY, grams tsvector NOT NULL)")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_grams ON {TABLE} USING gin (grams)")


def put(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Writes the grams of texts under their keys."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, grams) VALUES (%s, %s)",
                [(key, " ".join(grams)) for key, grams in rows],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {TABLE} (id, grams) VALUES (%s, array_to_tsvector(%s)) ON CONFLICT (id) DO NOTHING",
                [(key, [gram[:1000] for gram in grams if gram]) for key, grams in rows],
            )


def find(whole: Sequence[str], beginning: str, before: int | None, limit: int) -> list[int]:
    """Keys of texts that hold all grams, and one with this beginning; the newest first.

    Args:
        whole: Grams.
        beginning: Of one more; empty for none.
        before: Only keys below this one; None for all.
        limit: Most keys.
    """
    if not whole and not beginning:
        return []
    ceiling = 2**62 if before is None else before
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            terms = [f'"{gram}"' for gram in whole] + ([f'"{beginning}" *'] if beginning else [])
            cursor.execute(
                f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s",
                [" AND ".join(terms), ceiling, limit],
            )
        else:
            terms = [_quoted(gram) for gram in whole] + ([f"{_quoted(beginning)}:*"] if beginning else [])
            cursor.execute(
                f"SELECT id FROM {TABLE} WHERE grams @@ to_tsquery('simple', %s) AND id < %s ORDER BY id DESC LIMIT %s",
                [" & ".join(terms), ceiling, limit],
            )
        return [row[0] for row in cursor.fetchall()]


def _quoted(gram: str) -> str:
    return "'" + gram.replace("'", "''").replace("\\", "\\\\") + "'"
