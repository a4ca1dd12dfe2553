"""Tokens of filings that wait: they lead to the random id of a request, and to nothing that a receipt opens.

A token is the hash by which the receipt is known, encrypted under a key beside the store (AES-SIV, RFC 5297). So
nothing is stored for it, nobody makes one up, and it does not lead to the receipt code: an address with it may be seen.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.keys import keyed
from grassrota_web.access.receipts import digest_of

LENGTH = 64
"""Characters of a token."""
_BOUND = [b"open311 token 1"]


def token_of(receipt: Receipt) -> str:
    """The token of a filing."""
    return urlsafe_b64encode(_cipher().encrypt(bytes.fromhex(digest_of(receipt)), _BOUND)).decode()


def digest_in(token: str) -> str | None:
    """The hash by which the receipt is known, in hexadecimal digits; None for what was never given out."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        return _cipher().decrypt(urlsafe_b64decode(token), _BOUND).hex()
    except (ValueError, InvalidTag):
        return None


def _cipher() -> AESSIV:
    return AESSIV(keyed("open311 tokens", ""))
