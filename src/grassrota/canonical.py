"""One spelling of a JSON value, so that everybody who hashes it hashes the same bytes."""

from __future__ import annotations

from hashlib import sha256
from json import JSONEncoder
from typing import Any

_SPELLING = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    """UTF-8 with sorted keys and no spaces, of a value without floats, which a store could spell otherwise."""
    return _SPELLING.encode(value).encode("utf-8")


def salted_hash(salt: bytes, value: Any) -> bytes:
    """SHA-256 of salt and value: binds the value, and who has not got the salt cannot confirm a guess of it.

    Args:
        salt: Random bytes, always as many for one use.
        value: What is bound.
    """
    return sha256(salt + canonical(value)).digest()
