"""The receipt code: what a raiser comes back with. Whoever has it may ask: only the raiser keeps it."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from random import Random

from grassrota.errors import Faults, Refused
from grassrota.opinions.receipts.checksum import FIELD, LENGTH, is_right, suspects, with_checks

SYMBOLS = "0123456789ACEFHKMPRTWXY"
"""No B, D, G, I, J, L, N, O, Q, S, U, V, Z: each looks like one of these or sounds like it."""
MEANT = str.maketrans("ODQILSZGB", "000115268")
"""What somebody reads who sees a letter that is none."""
GROUP = 4
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Receipt:
    """Twenty characters: 18 random ones, 81 bits, and two that check them.

    Attributes:
        code: The characters without hyphens. It is not in the ``repr``, which ends up in logs.

    Raises:
        Refused: ``bad_receipt`` if a character or the check is wrong; ``data['groups']`` are the groups to look at.
    """

    code: str = field(repr=False)

    def __post_init__(self) -> None:
        groups = _wrong_groups(self.code)
        if groups is not None:
            raise _bad(groups)

    def __str__(self) -> str:
        return "-".join(self.groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """Five groups of four characters, as it is written and read aloud."""
        return tuple(self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP))

    def keyed_hash(self, key: bytes) -> bytes:
        """What a store keeps to know the code again: HMAC-SHA-256, 32 bytes, worth nothing without the key.

        Args:
            key: At least 32 random bytes that are not in the store.

        Raises:
            BadInput: If the key is shorter.
        """
        faults = Faults()
        faults.unless(len(key) >= KEY_BYTES, "key", f"at least {KEY_BYTES} bytes", f"{len(key)} bytes")
        faults.raise_if_any()
        return hmac.digest(key, b"grassrota receipt 1 " + self.code.encode(), "sha256")


def draw_receipt(chance: Random | None = None) -> Receipt:
    """A new receipt.

    Args:
        chance: The system's own, which nobody can foretell, unless a test needs a seed.
    """
    source = chance or secrets.SystemRandom()
    word = with_checks([source.randrange(FIELD) for _ in range(LENGTH - 2)])
    return Receipt("".join(SYMBOLS[number] for number in word))


def read_receipt(text: str) -> Receipt:
    """The receipt that somebody typed: any case, width, spaces and hyphens, and letters for the digits they look like.

    Raises:
        Refused: ``bad_receipt``, as for ``Receipt``. Whether there is such a receipt plays no part in it.
    """
    parts = _parts(text)
    code = "".join(parts)
    if len(code) == LENGTH:
        return Receipt(code)
    expected = LENGTH // GROUP
    odd = tuple(number for number, part in enumerate(parts, start=1) if len(part) != GROUP)
    raise _bad(odd if len(parts) == expected and len(odd) < expected else ())


def _parts(text: str) -> list[str]:
    """Runs of letters and digits, in capitals of plain width, with look-alikes read as what they look like."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(MEANT)
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()


def _wrong_groups(code: str) -> tuple[int, ...] | None:
    """Groups to look at, counted from 1; none if it cannot be told which; None if the code is right."""
    if len(code) != LENGTH:
        return ()
    places: tuple[int, ...] = tuple(place for place, sign in enumerate(code) if sign not in SYMBOLS)
    if not places:
        word = [SYMBOLS.index(sign) for sign in code]
        if is_right(word):
            return None
        places = suspects(word)
    return tuple(sorted({place // GROUP + 1 for place in places}))


def _bad(groups: tuple[int, ...]) -> Refused:
    where = " or ".join(map(str, groups))
    words = "This is not how a receipt code is written: five groups of four characters. "
    look = f"Look at group {where} again." if groups else "Compare each group with what you noted."
    return Refused("bad_receipt", words + look, groups=groups)
