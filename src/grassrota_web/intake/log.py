"""The log of receipts as stored: its signing key, its heads, and the subtrees from which proofs are made."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from grassrota import merkle
from grassrota.opinions.receipts import documents
from grassrota.opinions.receipts.commitment import Commitment
from grassrota.opinions.receipts.log import Appended, Head, Log
from grassrota_web.access.keys import secret
from grassrota_web.intake.models import LogHead, LogLeaf, LogNode
from grassrota_web.journal.rows import insert

KEY = "log-key"
"""Name of the file of the signing key, beside the seal key."""
KEPT_FROM = 8
"""Height from which roots of subtrees are kept; a lower one is made from at most 256 leaves."""
ROWS = 2000
"""Rows written at once."""


def public_key() -> str:
    """The key that promises and heads are checked with, in hexadecimal digits."""
    return _private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(text: bytes) -> bytes:
    """Ed25519, 64 bytes."""
    return _private().sign(text)


def promise(commitment: Commitment) -> documents.Document:
    """What a raiser takes home."""
    return documents.promise(commitment, sign(commitment.to_sign))


def stored() -> Log:
    """The log as far as it was written."""
    row = LogHead.objects.order_by("-day").first()
    if row is None:
        return Log()
    return Log(_head(row), tuple(bytes.fromhex(peak) for peak in row.peaks))


def write(before: Log, appended: Appended) -> None:
    """Writes the leaves of a day, the roots of subtrees that they complete, and the signed head."""
    day = _day(appended.log)
    numbered = enumerate(appended.commitments, start=before.size)
    insert(LogLeaf, ("number", "day", "commitment"), ((number, day, one.digest) for number, one in numbered))
    LogNode.objects.bulk_create(_completed(before.size, appended), batch_size=ROWS)
    head = appended.log.head
    assert head is not None
    LogHead.objects.create(
        day=day,
        size=head.size,
        root=head.root,
        peaks=[peak.hex() for peak in appended.log.peaks],
        signature=sign(head.to_sign),
    )


def node(height: int, number: int) -> bytes:
    """Root of a perfect subtree, as ``merkle.Node`` says."""
    if height >= KEPT_FROM:
        return bytes(LogNode.objects.get(height=height, number=number).hash)
    return _made(height, number)


def published(row: LogHead) -> documents.Document:
    """A head with its signature."""
    return documents.head(_head(row), bytes(row.signature))


def inclusion(number: int, promised: Commitment) -> documents.Document | None:
    """The proof that a promise was kept; None as long as its day is not closed."""
    closed = LogHead.objects.filter(day=promised.day).first()
    if closed is None:
        return None
    before = LogHead.objects.filter(day__lt=promised.day).order_by("-day").first()
    return documents.inclusion(
        node, number, promise(promised), published(before) if before else None, published(closed)
    )


def consistency(earlier: LogHead, later: LogHead) -> documents.Document:
    """The proof that the log of a closed day begins with that of an earlier one."""
    return documents.consistency(node, published(earlier), published(later))


def leaves(row: LogHead) -> Iterator[str]:
    """Everything that was committed on a closed day, as the parts of a file."""
    before = LogHead.objects.filter(day__lt=row.day).order_by("-day").first()
    start = before.size if before else 0
    stored = LogLeaf.objects.filter(number__gte=start, number__lt=row.size).order_by("number")
    rows = stored.values_list("day", "commitment").iterator(chunk_size=ROWS)
    return documents.leaves(
        before.peaks if before else [],
        published(before) if before else None,
        published(row),
        (Commitment(day, bytes(kept)) for day, kept in rows),
    )


def _completed(before: int, appended: Appended) -> list[LogNode]:
    """Roots that are kept of subtrees that what was appended after ``before`` leaves makes whole."""
    known: dict[tuple[int, int], bytes] = {}
    height, size = KEPT_FROM, appended.log.size
    while size >> height:
        for number in range(before >> height, size >> height):
            if height == KEPT_FROM:
                start = (number << height) - before
                leaves = appended.leaves[start : start + (1 << height)] if start >= 0 else ()
                known[height, number] = _root(leaves) if leaves else _made(height, number)
            else:
                low = [
                    known.get((height - 1, child)) or node(height - 1, child) for child in (2 * number, 2 * number + 1)
                ]
                known[height, number] = merkle.node_hash(*low)
        height += 1
    return [LogNode(height=height, number=number, hash=found) for (height, number), found in known.items()]


def _made(height: int, number: int) -> bytes:
    start = number << height
    rows = LogLeaf.objects.filter(number__gte=start, number__lt=start + (1 << height)).order_by("number")
    return _root([Commitment(day, bytes(kept)).leaf for day, kept in rows.values_list("day", "commitment")])


def _root(level: Sequence[bytes]) -> bytes:
    """Root of a perfect subtree over these leaves."""
    while len(level) > 1:
        level = [merkle.node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
    return level[0]


def _head(row: LogHead) -> Head:
    return Head(row.day, row.size, bytes(row.root))


def _day(log: Log) -> date:
    assert log.head is not None
    return log.head.day


def _private() -> Ed25519PrivateKey:
    beside = Path(settings.SEAL_KEY_FILE).parent
    return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(secret(beside, KEY) + "="))
