"""Sealing contact details to the inspection office: only both halves of its private key open a box.

ECDH on P-256 with a key of one use, HKDF-SHA-256, AES-256-GCM: what every browser's WebCrypto has, so that
``static/intake/send.js`` makes the same boxes. A box is the point of the key of one use (65 bytes), a nonce (12) and
the ciphertext of a text padded to one size: its length tells nothing.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from grassrota.errors import BadInput, Fault, Refused

CURVE, POINT, NONCE, SCALAR = ec.SECP256R1(), 65, 12, 32
PADDED = 2048
"""Bytes of a text before it is sealed."""
LONGEST = PADDED - 2
BOX = POINT + NONCE + PADDED + 16
"""Bytes of a box."""
INFO = b"grassrota contact 1"


def halves() -> tuple[bytes, str, str]:
    """A new key of the office: the public point, and two halves in hexadecimal digits, worth nothing by themselves."""
    private = ec.generate_private_key(CURVE)
    scalar = private.private_numbers().private_value.to_bytes(SCALAR, "big")
    one = secrets.token_bytes(SCALAR)
    other = bytes(left ^ right for left, right in zip(one, scalar, strict=True))
    return _point(private.public_key()), one.hex(), other.hex()


def seal(text: str, public: bytes) -> bytes:
    """A box that only the office opens.

    Raises:
        BadInput: If the text is too long.
    """
    data = text.encode()
    if len(data) > LONGEST:
        raise BadInput([Fault("contact", f"at most {LONGEST} bytes", str(len(data)))])
    once = ec.generate_private_key(CURVE)
    point = _point(once.public_key())
    key = _key(once.exchange(ec.ECDH(), read_public(public)), point, public)
    nonce = secrets.token_bytes(NONCE)
    padded = (len(data).to_bytes(2, "big") + data).ljust(PADDED, b"\0")
    return point + nonce + AESGCM(key).encrypt(nonce, padded, None)


def opened(box: bytes, one: str, other: str, public: bytes) -> str:
    """What is in a box, with both halves.

    Raises:
        Refused: ``wrong_halves`` if they are not those of the key that it was sealed to.
    """
    try:
        private = _private(one, other)
        once = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, box[:POINT])
        key = _key(private.exchange(ec.ECDH(), once), box[:POINT], public)
        padded = AESGCM(key).decrypt(box[POINT : POINT + NONCE], box[POINT + NONCE :], None)
    except (ValueError, InvalidTag):
        message = "These halves do not open it: check both, and which key was in force when it was sealed."
        raise Refused("wrong_halves", message) from None
    # a browser may have sealed anything
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")].decode(errors="replace")


def public_of(one: str, other: str) -> bytes:
    """The public key whose halves these are.

    Raises:
        Refused: ``wrong_halves`` if they are those of none.
    """
    try:
        return _point(_private(one, other).public_key())
    except ValueError:
        raise Refused("wrong_halves", "These are no two halves of a key: check both.") from None


def read_public(public: bytes) -> ec.EllipticCurvePublicKey:
    """The public key with these bytes.

    Raises:
        BadInput: If they are none.
    """
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    except ValueError:
        raise BadInput([Fault("public", "a public key of `grassrota intake key`", "something else")]) from None


def _private(one: str, other: str) -> ec.EllipticCurvePrivateKey:
    halved = (bytes.fromhex(one.strip()), bytes.fromhex(other.strip()))
    scalar = int.from_bytes(bytes(left ^ right for left, right in zip(*halved, strict=True)), "big")
    return ec.derive_private_key(scalar, CURVE)


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _key(shared: bytes, point: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=point + public, info=INFO).derive(shared)
