"""The files that raisers and auditors keep and ``verify_receipt.py`` reads: JSON with hashes in hexadecimal digits.

The leaves of a day are also for who counts by ``audit.audit_day``: against a figure, and over many days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
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


def leaves(peaks: list[str], before: Document | None, closed: Document, rows: Iterable[Commitment]) -> Iterator[str]:
    """Everything that was committed on one day, as the parts of a file: nobody holds a large day at once.

    Args:
        peaks: Of the tree as it was before, in hexadecimal digits.
        before: The head before that day; None for the first.
        closed: The head of that day.
        rows: The rows of that day, in the order of the log.
    """
    said = {"kind": "leaves", "before": before, "head": closed, "peaks": peaks}
    yield json.dumps(said, separators=(",", ":"))[:-1] + ',"leaves":['
    for number, row in enumerate(rows):
        one = {"commitment": row.digest.hex(), "day": row.day.isoformat()}
        yield (",\n" if number else "\n") + json.dumps(one)
    yield "]}\n"


def read_leaves(file: Document) -> tuple[tuple[bytes, ...], Head | None, Head, tuple[Commitment, ...]]:
    """What ``audit.audit_day`` asks for, from such a file: the peaks and the head before, the head, and the rows."""
    before = _read_head(file["before"]) if file["before"] else None
    rows = (Commitment(date.fromisoformat(row["day"]), bytes.fromhex(row["commitment"])) for row in file["leaves"])
    return tuple(bytes.fromhex(peak) for peak in file["peaks"]), before, _read_head(file["head"]), tuple(rows)


def _read_head(said: Document) -> Head:
    return Head(date.fromisoformat(said["day"]), said["size"], bytes.fromhex(said["root"]))
