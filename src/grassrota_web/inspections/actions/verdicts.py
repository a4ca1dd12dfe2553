"""Verbs at the end: a unit's verdict with all that follows from it, and the end of a round, which publishes its key."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from grassrota.errors import Refused
from grassrota.inspection.cycle import Counted, fail_check
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections import convert, waves
from grassrota_web.inspections.actions.methods import withdraw_of
from grassrota_web.inspections.actions.reopening import of_others, of_sample, open_failed
from grassrota_web.inspections.looks import counting, to_settle
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.evidence import record_verified

CERTAIN = 1e300
"""Evidence as it is kept where an honest unit is ruled out."""


@verb("inspections.conclude", Right.CHECK_CASES)
def conclude(act: Act, key: UUID) -> Claim:
    """Gives the verdict on a unit's claim: cases that failed are opened again, and the lower bound goes to the gate.

    What was looked at beside the sample has no part in the verdict; what failed there is opened again with it. A list
    that is not inspected has no verdict, and only that.

    Raises:
        Refused: ``visits_open`` with their number; ``concluded``; ``nothing_drawn``, neither of the list nor beside it;
            ``undecided`` if further visits are needed.
    """
    act.lock(Claim, pk=key)
    row = Claim.objects.select_related("round__place", "round__commitment", "unit").get(pk=key)
    act.at(row.round.place.path)
    visits = waves.made(row)
    if more := waves.further(row, visits):
        raise Refused("undecided", f"The visits made do not decide yet: send out {more} more.", more=more)
    not_fixed = of_sample(row)
    odd = of_others(row) - not_fixed
    # each lowers the count by exactly one, whatever else happens to the case
    counted = Counted(convert.claim(row).cases)
    for case in sorted(not_fixed | odd):
        counted = fail_check(counted, str(case))
    row.failed, row.flagged_failed = len(not_fixed), len(counted.reopened) - len(not_fixed)
    row.settled_on = timezone.localdate()
    if not row.refusal:
        verdict = convert.verdict(row, visits, counting(row))
        row.outcome, row.at_least = verdict.outcome.value, verdict.at_least
        row.evidence = min(verdict.evidence, CERTAIN)
        row.concluded_on = row.settled_on
    row.to_open = open_failed(act, row, not_fixed | odd)
    row.save()
    if not row.refusal:
        _tell_gates(row)
        withdraw_of(row)
    after = {"outcome": row.outcome, "at_least": row.at_least, "received": row.received}
    act.note("verdict", row.pk, place=row.unit.path, after=after, as_of=row.round.as_of)
    return row


def _tell_gates(row: Claim) -> None:
    """Records the lower bound of a unit for the open rotations in which it can send people: gates read nothing else."""
    fixed, day = row.at_least or 0, row.round.as_of
    source = f"Inspection as of {day}, list {row.list_hash[:12]}"
    for rotation in Rotation.objects.filter(closed_on=None).select_related("home"):
        if row.unit.path.startswith(rotation.home.path):
            record_verified(
                Application(), rotation, unit=row.unit, fixed=fixed, received=row.received, source=source, on=day
            )


@verb("inspections.end", Right.CHECK_CASES)
def end(act: Act, key: UUID) -> Round:
    """Ends a round of which every verdict is given: its key is published, and every stranger can repeat the draw.

    Raises:
        Refused: ``not_drawn``; ``earlier_open``, as each key gives away those before it; ``verdicts_open``.
    """
    row = act.lock(Round, pk=key)
    act.at(row.place.path)
    if row.drawn_on is None or row.ended_on is not None:
        raise Refused("not_drawn", "It was not drawn yet, or has ended.")
    if row.commitment.drawn_with.filter(number__lt=row.number, ended_on=None).exclude(drawn_on=None).exists():
        message = "An earlier round with a key of the same office has not ended, and this key would give its own away."
        raise Refused("earlier_open", message)
    waiting = to_settle(row).count()
    if waiting:
        raise Refused("verdicts_open", f"Verdicts still to be given: {waiting}.", waiting=waiting)
    row.ended_on = timezone.localdate()
    row.save()
    # of a list that is not inspected nothing is verified
    for uninspected in row.claims.exclude(refusal="").select_related("round", "unit"):
        _tell_gates(uninspected)
    act.note("round", row.pk, place=row.place.path, after={"key": row.key})
    return row
