"""Pictures and papers on disk: encrypted, padded, of random names, and with the day as the only time they tell."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from grassrota_web.access.keys import keyed

SMALLEST = 64 << 10
"""Bytes of the smallest file; a longer one doubles."""
NONCE, LENGTH = 12, 4


def folder() -> Path:
    """Where they are."""
    return Path(settings.DATA) / "papers"


def keep(key: uuid.UUID, content: bytes, day: date) -> None:
    """Writes one; call it for several in an order drawn by chance, as the disk remembers which came first."""
    place = folder()
    place.mkdir(mode=0o700, exist_ok=True)
    size = SMALLEST
    while size < len(content) + LENGTH:
        size *= 2
    padded = (len(content).to_bytes(LENGTH, "big") + content).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    descriptor = os.open(place / key.hex, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(nonce + _cipher().encrypt(nonce, padded, key.bytes))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(place / key.hex, (noon, noon))


def read(key: uuid.UUID) -> bytes:
    """What is in one."""
    data = (folder() / key.hex).read_bytes()
    padded = _cipher().decrypt(data[:NONCE], data[NONCE:], key.bytes)
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH], "big")]


def drop(key: uuid.UUID) -> None:
    """Deletes one; done twice, it changes nothing."""
    (folder() / key.hex).unlink(missing_ok=True)


def sweep(known: Collection[str]) -> None:
    """Deletes files that are not known: their rows never came, or are gone."""
    for path in folder().glob("*"):
        if path.name not in known:
            path.unlink()


def _cipher() -> AESGCM:
    return AESGCM(keyed("papers", ""))
