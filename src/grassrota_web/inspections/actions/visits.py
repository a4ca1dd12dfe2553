"""Verbs of those who visit: they arrive, they say what they found, once and only once, or somebody steps aside.

Rows of the journal about visits are private, of no place, and name no case, no unit and nothing that was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from grassrota.errors import BadInput, Fault, Refused
from grassrota.inspection.finding import Source, TeamRole, Unresolved
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections import convert, lots
from grassrota_web.inspections.heard import said_through_receipt
from grassrota_web.inspections.looks import differ
from grassrota_web.inspections.models import Claim, Finding, Visit
from grassrota_web.opinions import trees

THIRD = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """What an inspector writes down; there is no field for what the raiser says.

    Attributes:
        really_changed: Was it really changed?
        how_changed: How.
        small_problem_solved: Is the small problem solved?
        at_the_place: What was seen there, piece by piece.
        in_records: What records show, piece by piece.
        unresolved: Why there are no answers; None if there are.
        disagreement: What somebody of the team saw otherwise.
    """

    really_changed: bool | None = None
    how_changed: str = ""
    small_problem_solved: bool | None = None
    at_the_place: tuple[str, ...] = ()
    in_records: tuple[str, ...] = ()
    unresolved: Unresolved | None = None
    disagreement: str = ""


@verb("inspections.arrive", Right.CHECK_CASES, private=True)
def arrive(act: Act, key: UUID) -> Visit:
    """Says that one is where a visit goes: what is to be seen to there is shown from now on."""
    row = _own(act, key)
    if row.arrived_on is None:
        row.arrived_on = timezone.localdate()
        row.save(update_fields=["arrived_on"])
    act.note("visit", row.pk)
    return row


@verb("inspections.find", Right.CHECK_CASES, private=True)
def find(act: Act, key: UUID, answers: Answers, on: date | None = None) -> Visit:
    """Says what was found on a visit, with evidence; sent again, it is known, and other words do not replace it.

    Raises:
        Refused: ``not_arrived``; ``found_otherwise`` if something else was said before; the core's for answers missing.
        BadInput: For a day before the arrival or to come.
    """
    row = _own(act, key)
    if row.arrived_on is None:
        raise Refused("not_arrived", "Say first that you have arrived.")
    day = on or timezone.localdate()
    if not row.arrived_on <= day <= timezone.localdate():
        raise BadInput([Fault("on", f"a day from {row.arrived_on} until today", str(day))])
    known = Finding.objects.filter(visit=row).first()
    made = _finding(row, answers, day)
    if known is not None:
        _same(known, made)
    else:
        convert.finding(made)
        made.save(force_insert=True)
        row.done_on = timezone.localdate()
        row.save(update_fields=["done_on"])
        # two looks that come in at one moment see each other
        Claim.objects.select_for_update().get(pk=row.claim_id)
        _third_look(row)
    act.note("visit", row.pk)
    return row


@verb("inspections.pass_by", Right.CHECK_CASES, private=True)
def pass_by(act: Act, key: UUID) -> Visit:
    """Says that a visit was made to a place of which nothing was drawn."""
    row = _own(act, key)
    if row.seen_to is not None or row.arrived_on is None:
        raise Refused("not_a_decoy", "Say what you found there.")
    row.done_on = row.done_on or timezone.localdate()
    row.save(update_fields=["done_on"])
    act.note("visit", row.pk)
    return row


@verb("inspections.step_aside", Right.CHECK_CASES, private=True)
def step_aside(act: Act, key: UUID) -> Visit:
    """Draws somebody else for the people's side of a visit, since whoever was drawn stepped aside; no reason is asked.

    Raises:
        Refused: ``nobody_free``.
    """
    row = _own(act, key)
    if row.done_on is not None:
        raise Refused("visited", f"It was visited on {row.done_on}.")
    others = [one for one in lots.members(row.claim.round, TeamRole.RAISER_SIDE) if one.id != str(row.user_id)]
    other = lots.one_of(row, others, trees.all_units())
    if other is None:
        raise Refused("nobody_free", "Nobody else is on the list of the people's side: ask the office to name more.")
    row.user_id = UUID(other)
    row.save(update_fields=["user"])
    act.note("visit", row.pk)
    return row


def _own(act: Act, key: UUID) -> Visit:
    """The visit, held, if it is one's own and its unit has no verdict yet."""
    act.anywhere()
    rows = Visit.objects.select_related("claim__round__place", "claim__unit", "claim__round__commitment")
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or not visible(act.actor, Visit.objects.filter(pk=key)).exists():
        raise Refused("not_permitted", "You do not hold the right to do this here.", verb=act.verb.name)
    if row.claim.settled_on is not None:
        raise Refused("concluded", f"The verdict was given on {row.claim.settled_on}.")
    return row


def _finding(row: Visit, answers: Answers, day: date) -> Finding:
    if row.seen_to is None:
        raise Refused("decoy", "Nothing was drawn of this place: there is nothing to find.")
    pieces = [(Source.PLACE.value, what) for what in answers.at_the_place]
    pieces += [(Source.RECORD.value, what) for what in answers.in_records]
    heard = said_through_receipt(row.seen_to)
    return Finding(
        visit=row,
        on=day,
        really_changed=answers.really_changed,
        how_changed=answers.how_changed.strip(),
        small_problem_solved=answers.small_problem_solved,
        evidence=[list(piece) for piece in [*pieces, *((Source.RAISER.value, said) for said in heard)]],
        unresolved=answers.unresolved.value if answers.unresolved else "",
        disagreement=answers.disagreement.strip(),
    )


_WRITTEN = ("on", "really_changed", "how_changed", "small_problem_solved", "unresolved", "disagreement")


def _same(known: Finding, made: Finding) -> None:
    """Refuses other words than those that are kept; what a raiser said since plays no part."""
    same = all(getattr(known, name) == getattr(made, name) for name in _WRITTEN)
    if not same or _of_team(known.evidence) != _of_team(made.evidence):
        raise Refused("found_otherwise", "Something else was said of this visit before, and stays.")


def _of_team(evidence: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(piece) for piece in evidence if piece[0] != Source.RAISER]


def _third_look(row: Visit) -> None:
    """Sends a third person where the first two looks differ; stays without one as long as nobody is free.

    Only samples are looked at twice: what is looked at beside them tells nothing of inspectors or units.
    """
    if row.case_id is None:
        return
    looks = list(
        Finding.objects.filter(visit__claim=row.claim_id, visit__case=row.case_id)
        .select_related("visit")
        .order_by("visit__turn")
    )
    if len(looks) != 2 or not differ(looks):
        return
    third = Visit(claim=row.claim, case_id=row.case_id, order=row.order, place_id=row.place_id, turn=THIRD)
    before = Visit.objects.filter(~Q(inspector=""), claim=row.claim_id, case=row.case_id)
    known = lots.inspectors(row.claim.round, {row.case_id})
    seen = set(before.values_list("inspector", flat=True))
    lots.send([third], row.claim.round, trees.all_units(), known, {row.case_id: seen})
    third.save(force_insert=True)
