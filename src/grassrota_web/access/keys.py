"""Keys that an installation makes for itself on its first start and keeps beside its data, for its owner only."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings


def secret(folder: Path, name: str) -> str:
    """The key of that name, 256 random bits as text; made if there is none, by whoever comes first."""
    path = folder / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(32))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii")


def keyed(purpose: str, text: str) -> bytes:
    """A hash of the text, 32 bytes, that nobody makes who has the store but not the key beside it."""
    path = Path(settings.SEAL_KEY_FILE)
    return hmac.digest(secret(path.parent, path.name).encode(), f"{purpose} {text}".encode(), "sha256")
