"""One claim of a round after the other: a claim that is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from grassrota.errors import Refused
from grassrota.inspection.claim import Claim
from grassrota.inspection.round import Round

Value = TypeVar("Value")


def each_claim(found: Round, work: Callable[[Claim], Value]) -> tuple[tuple[Value, ...], dict[str, Refused]]:
    """What the work gives for each claim, and by unit why it gives nothing.

    Raises:
        Refused: ``key_unpublished``, as that is so for all claims.
    """
    values, refusals = [], {}
    for claim in found.claims:
        try:
            values.append(work(claim))
        except Refused as refusal:
            if refusal.code == "key_unpublished":
                raise
            refusals[claim.unit] = refusal
    return tuple(values), refusals
