"""Trays: where filings wait for the day's work, so that nothing stored tells in which order they came.

A table of waiting rows has an order that cannot be taken out of it. So there is a fixed number of trays, each one row
with one sealed bundle. What comes in falls into the tray of its receipt code, which is random; the bundle is then
shuffled, padded and sealed anew. Call these within a transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.keys import keyed
from grassrota_web.intake.entries import Entry, Filed, packed, unpacked
from grassrota_web.intake.models import Tray

TRAYS = 64
SMALLEST = 16 << 10
"""Bytes of an empty bundle; a full one doubles, so that its size tells nothing of a single filing."""
NONCE, LENGTH = 12, 4


def tray_of(receipt: Receipt) -> int:
    """The number of the tray of a code; the hash by which the receipt is known later does not lead to it."""
    return int.from_bytes(keyed("tray", receipt.code)[:8], "big") % TRAYS


def put(number: int, entry: Entry) -> None:
    """Puts an entry into a tray."""
    row = _locked(number)
    _write(row, [*_parts(row), packed(entry)])


def waiting(number: int) -> list[Entry]:
    """What waits in a tray, in no order."""
    row = Tray.objects.filter(pk=number).first()
    return [unpacked(part) for part in _parts(row)] if row else []


def held(number: int) -> list[Entry]:
    """What waits in a tray, which nobody changes before the transaction ends."""
    return [unpacked(part) for part in _parts(_locked(number))]


def change(number: int, changed: Callable[[Entry], Entry]) -> None:
    """Replaces each entry of a tray by what it becomes."""
    row = _locked(number)
    _write(row, [packed(changed(unpacked(part))) for part in _parts(row)])


def emptied(keep: Callable[[Entry], bool]) -> list[Entry]:
    """Takes everything out of all trays but what is to be kept there; each is written anew, empty or not."""
    _lay_out()
    taken = []
    for row in Tray.objects.select_for_update().order_by("number"):
        entries = [unpacked(part) for part in _parts(row)]
        taken += [entry for entry in entries if not keep(entry)]
        _write(row, [packed(entry) for entry in entries if keep(entry)])
    return taken


def without_boxes(number: int, bundle: bytes) -> bytes:
    """The bundle of a tray with no contact details in it, for backups."""
    entries = [unpacked(part) for part in _parts(Tray(number=number, bundle=bundle))]
    kept = (replace(entry, box=b"") if isinstance(entry, Filed) else entry for entry in entries)
    return _sealed(number, [packed(entry) for entry in kept])


def _lay_out() -> None:
    """All trays at once, so that none is there because something came for it."""
    if not Tray.objects.exists():
        Tray.objects.bulk_create(
            (Tray(number=number, bundle=_sealed(number, [])) for number in range(TRAYS)), ignore_conflicts=True
        )


def _locked(number: int) -> Tray:
    _lay_out()
    return Tray.objects.select_for_update().get(pk=number)


def _write(row: Tray, parts: Iterable[bytes]) -> None:
    row.bundle = _sealed(row.number, parts)
    row.save(update_fields=["bundle"])


def _sealed(number: int, parts: Iterable[bytes]) -> bytes:
    """The parts in an order drawn anew, padded to the next step, and sealed for this tray."""
    drawn = list(parts)
    secrets.SystemRandom().shuffle(drawn)
    plain = b"".join(len(part).to_bytes(LENGTH, "big") + part for part in drawn)
    size = SMALLEST
    while size < len(plain) + LENGTH:
        size *= 2
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher().encrypt(nonce, plain.ljust(size, b"\0"), _bound(number))


def _parts(row: Tray) -> list[bytes]:
    bundle = bytes(row.bundle)
    plain = _cipher().decrypt(bundle[:NONCE], bundle[NONCE:], _bound(row.number))
    parts, at = [], 0
    while length := int.from_bytes(plain[at : at + LENGTH], "big"):
        parts.append(plain[at + LENGTH : at + LENGTH + length])
        at += LENGTH + length
    return parts


def _bound(number: int) -> bytes:
    return f"tray {number}".encode()


def _cipher() -> AESGCM:
    return AESGCM(keyed("bundles of trays", ""))
