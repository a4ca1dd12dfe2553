"""A round of drand's quicknet, a public source of chance that nobody alone can foresee or bend, checked offline.

Every three seconds the members of the League of Entropy together sign the number of the round (BLS on BLS12-381, RFC
9380, unchained, signatures on G1). There is one valid signature for a round, so nobody can try another; its SHA-256 is
the outcome. What somebody pastes is checked against the network's public key, without any connection.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256

from grassrota.errors import BadInput, Fault, Refused

GENESIS = 1_692_803_367
"""When round 1 fell, in seconds since 1970."""
PERIOD_SECONDS = 3
SIGNATURE = re.compile("[0-9a-f]{96}")
_NAME = re.compile(r"drand quicknet ([1-9][0-9]{0,9})")


def round_of(name: str) -> int | None:
    """The number of the round if a source of chance is called ``drand quicknet 657413``; None for any other source.

    Raises:
        BadInput: If a name speaks of drand otherwise, so that none passes for a source that needs no check.
    """
    found = _NAME.fullmatch(name)
    if found is None and "drand" in name.casefold():
        raise BadInput([Fault("name", "drand quicknet and the number of the round", repr(name))])
    return int(found[1]) if found else None


def time_of(number: int) -> datetime:
    """The second (UTC) in which a round falls: before it nobody knows what will come out, from it on everybody may."""
    return datetime.fromtimestamp(GENESIS + (number - 1) * PERIOD_SECONDS, UTC)


def day_of(number: int) -> date:
    """The day (UTC) on which a round falls."""
    return time_of(number).date()


def randomness(number: int, pasted: str) -> str:
    """What came out in a round: the SHA-256 of its signature, in hexadecimal.

    Args:
        number: The round.
        pasted: The signature in hexadecimal, or the JSON object that every relay of the network shows for the round.

    Raises:
        BadInput: If it is no signature, one of another round, or not the network's.
        Refused: ``drand_unverifiable``, if the library that checks it is not installed.
    """
    said = _object(pasted)
    signature = str(said.get("signature", "")).strip().lower()
    if not SIGNATURE.fullmatch(signature):
        raise BadInput(
            [Fault("text", "the signature of the round, 96 hexadecimal digits", f"{len(signature)} letters")]
        )
    outcome = sha256(bytes.fromhex(signature)).hexdigest()
    if said.get("round", number) != number or said.get("randomness", outcome) != outcome:
        raise BadInput([Fault("text", f"round {number} with its own randomness", "those of another round")])
    if not _signed(number, signature):
        raise BadInput([Fault("text", f"the network's signature of round {number}", "a signature that is not")])
    return outcome


def _object(pasted: str) -> dict[str, object]:
    """What was pasted, by name."""
    if not pasted.lstrip().startswith("{"):
        return {"signature": pasted}
    try:
        said = json.loads(pasted)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadInput([Fault("text", "a signature, or what a relay shows as JSON", "neither")])
    return said


@lru_cache(maxsize=64)
def _signed(number: int, signature: str) -> bool:
    try:
        from drand_verify import verify_quicknet
    except ImportError:
        message = "Nothing here can check a drand round: install grassrota[drand], or throw dice in public instead."
        raise Refused("drand_unverifiable", message, round=number) from None
    try:
        return bool(verify_quicknet(number, signature))
    except ValueError:
        return False
