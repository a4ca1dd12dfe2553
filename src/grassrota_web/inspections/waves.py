"""Visits are sent out as far as they may be needed: how many more of a list, once those sent out are made."""

from __future__ import annotations

from collections.abc import Sequence

from grassrota.errors import Refused
from grassrota.inspection.design import Outcome
from grassrota.inspection.many import Naming
from grassrota.inspection.verdict import Verdict
from grassrota_web.inspections import convert
from grassrota_web.inspections.looks import LOOKS, counting
from grassrota_web.inspections.models import Claim, Visit


def made(row: Claim) -> list[Visit]:
    """The visits to the sample of a list, in the order of the draw; none of a list that is not inspected.

    Those beside the sample have to be made as well: what they found takes effect with the verdict.

    Raises:
        Refused: ``concluded``; ``nothing_drawn``, neither of the list nor beside it; ``visits_open`` with their number.
    """
    looks = list(row.visits.filter(LOOKS).order_by("order", "turn"))
    if row.settled_on is not None:
        raise Refused("concluded", f"The verdict was given on {row.settled_on}.")
    if not looks:
        raise Refused("nothing_drawn", "Nothing was drawn of this list.")
    waiting = sum(visit.done_on is None for visit in looks)
    if waiting:
        raise Refused("visits_open", f"Visits still to be made: {waiting}.", waiting=waiting)
    return [visit for visit in looks if visit.case_id]


def further(row: Claim, visits: Sequence[Visit]) -> int:
    """How many more cases are to be visited before the verdict is given; 0 if what was found decides.

    A unit that is refuted among others is visited on until it could be called false in spite of how many are asked.

    Args:
        row: The claim; ``unit`` and ``round__commitment`` to be selected.
        visits: Its visits to the sample; none of a list that is not inspected, which needs none.
    """
    if row.refusal:
        return 0
    verdict = convert.verdict(row, visits, counting(row))
    sent = sum(visit.turn == 1 for visit in visits)
    needed = verdict.design.next_visits(verdict.found[:sent]) or _to_be_named(row, verdict, sent)
    return min(needed, row.size - sent)


def is_decided(row: Claim) -> bool:
    """Whether no further visits are needed; also where visits are open, as nothing can be counted then."""
    looks = list(row.visits.filter(LOOKS).order_by("order", "turn"))
    return any(visit.done_on is None for visit in looks) or not further(row, [one for one in looks if one.case_id])


def _to_be_named(row: Claim, verdict: Verdict, sent: int) -> int:
    if verdict.outcome is not Outcome.REFUTED:
        return 0
    asked = row.round.claims.filter(refusal="")
    refuted = 1 + asked.filter(outcome=Outcome.REFUTED, evidence__gte=1).count()
    not_fixed = verdict.found[:sent].count(False)
    return Naming(asked.count()).next_visits(verdict.design.hypotheses, sent, not_fixed, refuted)
