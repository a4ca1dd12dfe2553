"""What everybody may know of a round: its plan and hashes from the first day, keys and lists when it has ended."""

from __future__ import annotations

from typing import Any

from grassrota_web.inspections import convert
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.inspections.queries.verdicts import tag

LEAST = 5
"""Units that received fewer opinions are shown by their hash alone."""


def claims(row: Round) -> list[Claim]:
    """The lists of a round, by the names of their units."""
    return list(Claim.objects.filter(round=row).select_related("unit", "round"))


def lines(row: Round) -> list[dict[str, Any]]:
    """Each list with its hash; numbers only once the round has ended, and never of few opinions."""
    return [
        {"row": one, "told": bool(row.ended_on) and one.received >= LEAST, "outcome": tag(one)["word"]}
        for one in claims(row)
    ]


def repeated(row: Round) -> dict[str, Any]:
    """All that a stranger needs to repeat the draws of a round that has ended."""
    beacon = convert.beacon(row)
    return {
        "plan": row.plan_hash,
        "terms": convert.terms(row).hash,
        "anchor": row.commitment.anchor,
        "beacon": {"round": beacon.round, "name": beacon.name, "text": beacon.text},
        "key": row.key,
        "claims": [_repeated(one) for one in claims(row) if one.received >= LEAST],
    }


def _repeated(row: Claim) -> dict[str, Any]:
    value = convert.claim(row)
    return {
        "unit": value.unit,
        "as_of": value.as_of.isoformat(),
        "received": value.received,
        "claimed": value.claimed,
        "list_hash": row.list_hash,
        "drawn": row.size,
        "cases": list(value.cases),
    }
