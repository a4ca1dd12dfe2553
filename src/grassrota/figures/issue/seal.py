"""The seal of a bulletin: a signature over its one spelling, and whether a file still is what was signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from grassrota.canonical import canonical
from grassrota.errors import BadInput, Fault
from grassrota.figures.issue.issued import Issued, document, read_document
from grassrota.opinions.receipts.verify_receipt import is_signed

BEGINS, ENDS = '<script type="application/json" id="bulletin">', "</script>"
"""Between these a page holds the document."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bulletin as it is handed out.

    Attributes:
        issued: What it says.
        key: The public key, 64 hexadecimal digits.
        signature: Over the canonical spelling of the document, 128 hexadecimal digits.
    """

    issued: Issued
    key: str
    signature: str

    @property
    def digest(self) -> str:
        """Hash of what is signed, for whoever holds it on paper."""
        return sha256(to_sign(self.issued)).hexdigest()


def to_sign(issued: Issued) -> bytes:
    """What is signed."""
    return canonical(document(issued))


def seal(issued: Issued, sign: Callable[[bytes], bytes], key: str) -> Sealed:
    """Signs a bulletin."""
    return Sealed(issued, key, sign(to_sign(issued)).hex())


def to_json(sealed: Sealed) -> dict[str, Any]:
    """The file of a bulletin."""
    return {"bulletin": document(sealed.issued), "key": sealed.key, "signature": sealed.signature}


def file_text(sealed: Sealed) -> str:
    """The same, spelled for people."""
    return json.dumps(to_json(sealed), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def in_page(sealed: Sealed) -> str:
    """The same, as a page holds it: no sign in it ends a script."""
    return canonical(to_json(sealed)).decode().replace("<", "\\u003c")


def read_sealed(text: str) -> Sealed:
    """The bulletin of a file: JSON, or a page that holds it.

    Raises:
        BadInput: If there is none in it.
    """
    if BEGINS in text:
        text = text.partition(BEGINS)[2].partition(ENDS)[0]
    try:
        said = json.loads(text)
        sealed = Sealed(read_document(said["bulletin"]), str(said["key"]), str(said["signature"]))
        if document(sealed.issued) != said["bulletin"]:
            raise ValueError("more or less than a bulletin holds")
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, RecursionError) as error:
        expected = "a bulletin as a page or as JSON, as Grassrota hands it out"
        raise BadInput([Fault("file", expected, f"{type(error).__name__}: {error}")]) from None
    return sealed


def holds(sealed: Sealed, key: str) -> bool:
    """Whether it was signed with this key, just as it is; never trust the key that the file itself names."""
    try:
        return is_signed(bytes.fromhex(key), to_sign(sealed.issued), bytes.fromhex(sealed.signature))
    except ValueError:
        return False
