"""What the store keeps of a receipt code, wherever somebody was given one."""

from __future__ import annotations

from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.keys import keyed


def digest_of(receipt: Receipt) -> str:
    """A keyed hash of a code, in hexadecimal digits: nobody finds the code by it who has the store alone."""
    return receipt.keyed_hash(keyed("receipts", "")).hex()
