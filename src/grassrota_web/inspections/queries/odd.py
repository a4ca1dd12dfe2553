"""What looked odd and was looked at besides, in counts: chosen for that reason, so that no rate of a unit follows."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota_web.inspections import convert
from grassrota_web.inspections.looks import beside, failed
from grassrota_web.inspections.models import Claim, Round, Visit


@dataclass(frozen=True, slots=True)
class Odd:
    """Closures that looked odd.

    Attributes:
        flagged: How many stood on the lists when they were frozen.
        drawn: How many of these were drawn.
        looked: How many of these were looked at, and what was found took effect.
        not_fixed: How many of these were not fixed.
    """

    flagged: int = 0
    drawn: int = 0
    looked: int = 0
    not_fixed: int = 0


def of_round(row: Round, least: int = 0) -> Odd | None:
    """Of the lists of a round together; None before they were frozen, and where the plan looks at none.

    What was found is counted with each verdict: before, it would tell how the visits of a unit go.

    Args:
        row: The round.
        least: Units that received fewer opinions are left out.
    """
    if not row.seal:
        return None
    claims = list(row.claims.filter(received__gte=least).defer("listed"))
    found = [_found(one) for one in claims]
    return Odd(
        sum(len(convert.unpacked(one.flagged)) for one in claims),
        Visit.objects.filter(claim__in=claims, flagged__isnull=False).count(),
        sum(looked for looked, _not_fixed in found),
        sum(not_fixed for _looked, not_fixed in found),
    )


def of_claim(row: Claim) -> Odd | None:
    """Of one list; None before what was found took effect, and where nothing was looked at."""
    drawn = row.visits.filter(flagged__isnull=False).count()
    if row.settled_on is None or not drawn:
        return None
    return Odd(len(convert.unpacked(row.flagged)), drawn, *_found(row))


def _found(row: Claim) -> tuple[int, int]:
    if row.settled_on is None or not row.flagged:
        return 0, 0
    found = beside(row)
    return len(found), sum(map(failed, found))
