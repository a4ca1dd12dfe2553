"""Proof of work: where JavaScript runs, each filing costs some seconds of a machine, so that nobody files thousands.

Nothing counts by network address. The work is cut into pieces, so that it takes everybody about as long: the time of
one piece varies as much as it lasts, that of sixteen by a quarter. ``static/intake/work.js`` does it.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from grassrota_web.access.keys import keyed

PIECES, BITS = 16, 14
"""Numbers asked for, and leading zero bits of each hash: about 260,000 hashes, two seconds on a phone."""
LONGEST = 200


def challenge(day: date) -> str:
    """What everybody works on that day."""
    return keyed("work", day.isoformat()).hex()[:32]


def is_done(day: date, subject: str, numbers: str) -> bool:
    """True if the numbers prove work on that day's challenge for this text, such as a receipt code, and no other."""
    found = numbers[:LONGEST].split(" ")
    prefix = sha256(f"{challenge(day)} {subject}".encode()).hexdigest()[:40]
    return len(found) == PIECES and all(_holds(f"{prefix} {piece} {number}") for piece, number in enumerate(found))


def _holds(text: str) -> bool:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") >> (32 - BITS) == 0
