"""Sealing detail that few may read, with a key that is not in the store: a copy of the store tells nothing of it.

AES-256-GCM; the row's id, person and right are authenticated with the text: a ciphertext cannot move to another row.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.keys import secret
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb


def seal(
    text: str, *, path: str, person: str, right: Right = Right.READ_SEALED, expires_on: date | None = None
) -> Sealed:
    """Keeps a text under seal; to be called inside the verb that it belongs to.

    Args:
        text: The detail; it appears in no journal row, log or export.
        path: Path of the unit that it belongs to.
        person: Code of the person it is about.
        right: Who may read it, at that unit.
        expires_on: The day after which it is purged; None if the retention rule of its kind decides.
    """
    row = Sealed(
        id=uuid.uuid4(), path=path, person=person, right=right, sealed_on=timezone.localdate(), expires_on=expires_on
    )
    nonce = secrets.token_bytes(12)
    row.ciphertext = nonce + _cipher().encrypt(nonce, text.encode(), _bound(row))
    row.save()
    return row


@verb("access.unseal", Right.READ_SEALED)
def unseal(act: Act, sealed: Sealed, reason: str) -> str:
    """Reads sealed detail, with the reason for it in the journal.

    Raises:
        Refused: ``no_reason`` without one; ``seal_broken`` if the key or the text is not the one it was sealed with.
    """
    act.at(sealed.path, Right(sealed.right))
    if not reason.strip():
        raise Refused("no_reason", "Say why you read this: the reason is kept in the journal.")
    act.note("sealed", sealed.pk, place=sealed.path, person=sealed.person, after={"reason": reason})
    return opened(sealed)


@verb("access.read_own_sealed", Right.ACT_FOR_ONESELF)
def read_own(act: Act, sealed: Sealed) -> str:
    """Reads sealed detail about oneself."""
    act.of(sealed.person)
    act.note("sealed", sealed.pk, place=sealed.path, person=sealed.person)
    return opened(sealed)


def opened(sealed: Sealed) -> str:
    """The text, for a verb that itself checks who reads and notes that it was read.

    Raises:
        Refused: ``seal_broken``, as for ``unseal``.
    """
    nonce, text = bytes(sealed.ciphertext)[:12], bytes(sealed.ciphertext)[12:]
    try:
        return _cipher().decrypt(nonce, text, _bound(sealed)).decode()
    except InvalidTag:
        message = "This detail was sealed with another key, or was changed since. Look for the seal key of its backup."
        raise Refused("seal_broken", message, sealed=str(sealed.pk)) from None


def _bound(sealed: Sealed) -> bytes:
    return f"{sealed.pk} {sealed.person} {sealed.right}".encode()


def _cipher() -> AESGCM:
    path = Path(settings.SEAL_KEY_FILE)
    return _cipher_of(secret(path.parent, path.name))


@cache
def _cipher_of(key: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"grassrota sealed detail").derive(key.encode())
    return AESGCM(derived)
