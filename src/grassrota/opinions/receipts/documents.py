"""The files that raisers and auditors keep and ``verify_receipt.py`` reads: JSON with hashes in hexadecimal digits."""

from __future__ import annotations

from typing import Any

from grassrota import merkle
from grassrota.errors import Refused
from grassrota.opinions.receipts.commitment import Commitment
from grassrota.opinions.receipts.log import Head

Document = dict[str, Any]


def promise(commitment: Commitment, signature: bytes) -> Document:
    """What a raiser takes home beside the code.

    Args:
        commitment: What was committed at filing.
        signature: Ed25519 over ``commitment.to_sign``, 64 bytes, as for the next.
    """
    said = {"commitment": commitment.digest.hex(), "day": commitment.day.isoformat()}
    return {"kind": "promise", **said, "signature": signature.hex()}


def head(of: Head, signature: bytes) -> Document:
    """A head as published, with the signature over ``of.to_sign``."""
    said = {"day": of.day.isoformat(), "size": of.size, "root": of.root.hex()}
    return {"kind": "head", **said, "signature": signature.hex()}


def inclusion(node: merkle.Node, index: int, promised: Document, before: Document | None, closed: Document) -> Document:
    """The proof that a promise was kept, from the next day on.

    Args:
        node: The log's subtrees.
        index: The leaf's place in the log.
        promised: The promise.
        before: The head before the day of the promise; None if there was none.
        closed: The head of that day.

    Raises:
        Refused: ``not_of_this_day`` if the leaf does not stand between the two heads.
    """
    start = before["size"] if before else 0
    if not start <= index < closed["size"] or promised["day"] != closed["day"]:
        raise Refused("not_of_this_day", f"Leaf {index} is not one of {closed['day']}.", index=index)
    path = merkle.inclusion_proof(node, index, closed["size"])
    said = {"promise": promised, "index": index, "before": before, "head": closed}
    return {"kind": "inclusion", **said, "path": [sibling.hex() for sibling in path]}


def consistency(node: merkle.Node, earlier: Document, later: Document) -> Document:
    """The proof that the log of a later head begins with that of an earlier one."""
    path = merkle.consistency_proof(node, earlier["size"], later["size"])
    return {"kind": "consistency", "earlier": earlier, "later": later, "path": [sibling.hex() for sibling in path]}
