"""The draw: samples from public chance and the office's key, what looked odd, second looks, decoys, who goes where."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.inspection import draw as drawing
from grassrota.inspection.chain import RoundKey
from grassrota.inspection.claim import netstring
from grassrota.inspection.flagged import how_many
from grassrota.inspection.round import Round as Asked
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections import convert, days, lots, waves
from grassrota_web.inspections.looks import LOOKS
from grassrota_web.inspections.models import Claim, Round, Visit
from grassrota_web.opinions import trees
from grassrota_web.opinions.models import Case
from grassrota_web.orgs.models import Unit

Thing = TypeVar("Thing")
PLACE = "place"
"""The kind of units at which something can be seen to."""


@verb("inspections.draw", Right.CHECK_CASES)
def draw(act: Act, key: UUID, chance: str, secret: str) -> Round:
    """Draws the samples of a round from what chance said in public and the key of the office, and sends people out.

    Raises:
        Refused: ``not_frozen``, ``drawn``, ``not_the_day``, ``too_late`` or ``key_known``; ``nobody_free``
            with the units for which there is nobody.
        BadInput: If the key is not the one that was committed to.
    """
    row = act.lock(Round, pk=key)
    act.at(row.place.path)
    _check_time(row)
    row.chance, row.key, row.drawn_on = chance.strip(), secret.strip().lower(), timezone.localdate()
    claims = list(row.claims.select_related("unit", "round__commitment", "round__place"))
    for claim in claims:
        claim.round = row
    # the core checks that lists, chance and key belong together
    Asked(tuple(map(convert.claim, claims)), convert.terms(row), convert.beacon(row), RoundKey(row.number, row.key))
    row.save()
    wanted = {claim: convert.design(claim).next_visits(()) for claim in claims if not claim.refusal}
    _send_out(row, wanted, [visit for claim in claims for visit in _looked_odd(row, claim)])
    act.note("round", row.pk, place=row.place.path, after={"chance": row.chance, "lists": len(wanted)})
    return row


def _check_time(row: Round) -> None:
    if row.frozen_on is None:
        raise Refused("not_frozen", "The lists are not frozen yet.")
    if row.drawn_on is not None:
        raise Refused("drawn", f"The samples were drawn on {row.drawn_on}.")
    if row.commitment.drawn_with.filter(number__gt=row.number).exclude(ended_on=None).exists():
        raise Refused("key_known", "A later key of the office was published, and this one follows from it: plan anew.")
    if timezone.localdate() < row.chance_on:
        raise Refused("not_the_day", f"Chance speaks on {row.chance_on}: draw then.", chance_on=row.chance_on)
    if days.is_missed(row):
        last = days.last_to_draw(row)
        raise Refused("too_late", f"It could be drawn until {last}: plan another round.", last=last)


@verb("inspections.send_further", Right.CHECK_CASES, private=True)
def send_further(act: Act, key: UUID) -> int:
    """Sends out the next visits of a list, where those made do not decide; how many there are.

    Raises:
        Refused: ``visits_open`` and ``concluded`` as for the verdict; ``decided``; ``nobody_free`` as for the draw.
    """
    act.lock(Claim, pk=key)
    claim = Claim.objects.select_related("round__place", "round__commitment", "unit").get(pk=key)
    act.at(claim.round.place.path)
    visits = waves.made(claim)
    more = waves.further(claim, visits)
    if not more:
        raise Refused("decided", "The visits made decide: give the verdict.")
    _send_out(claim.round, {claim: more}, list(claim.visits.filter(flagged__isnull=False, case=None)))
    act.note("round", claim.round.pk)
    return more


def _looked_odd(row: Round, claim: Claim) -> list[Visit]:
    """Visits to some cases of a list whose closures looked odd, also where no sample is drawn of it."""
    size = how_many(len(convert.unpacked(claim.flagged)), Fraction(row.flagged), row.most_flagged)
    if not size:
        return []
    known, key = convert.behind_seals(claim), RoundKey(row.number, row.key)
    names = drawing.draw(convert.flagged(claim), size, key, convert.beacon(row)).cases
    return [Visit(claim=claim, flagged_id=known[name]) for name in names]


def _send_out(row: Round, wanted: Mapping[Claim, int], odd: Sequence[Visit]) -> None:
    """Draws so many further cases of each list and sends people out, to second looks and decoys besides.

    Args:
        row: The round.
        wanted: How many cases of which list.
        odd: Visits beside the samples, written or not: a case that a sample names as well is looked at once, for both.
    """
    sent = {claim: list(claim.visits.filter(case__isnull=False)) for claim in wanted}
    drawn = [
        (claim, order, case)
        for claim, more in wanted.items()
        for order, case in _further_cases(row, claim, sum(visit.turn == 1 for visit in sent[claim]), more)
    ]
    beside = {visit.flagged_id: visit for visit in odd}
    first = [_of_sample(beside.get(case) or Visit(claim=claim), case, order) for claim, order, case in drawn]
    new = [visit for visit in dict.fromkeys([*first, *odd]) if visit._state.adding]
    places = dict(Case.objects.filter(pk__in=[visit.seen_to for visit in new]).values_list("pk", "place"))
    for visit in new:
        visit.place_id = places[visit.seen_to] if visit.seen_to else None
    seconds = [one for claim in wanted for one in _second_looks(row, claim, first, sent[claim])]
    visits = [*new, *seconds, *_decoys(row, new)]
    written = [visit for visit in first if not visit._state.adding]
    _send(row, visits, {visit.seen_to: {visit.inspector} for visit in written if visit.seen_to})
    Visit.objects.bulk_update(written, ["case", "order"], batch_size=1000)
    # in an order of their own: whoever reads the rows learns nothing of the draw from where they stand
    Visit.objects.bulk_create(sorted(visits, key=lambda visit: visit.pk), batch_size=1000)


def _of_sample(visit: Visit, case: UUID, order: int) -> Visit:
    visit.case_id, visit.order = case, order
    return visit


def _further_cases(row: Round, claim: Claim, sent: int, more: int) -> Iterable[tuple[int, UUID]]:
    """The next cases of a draw, with their places in it."""
    key = RoundKey(row.number, row.key)
    sample = drawing.draw(convert.claim(claim), sent + more, key, convert.beacon(row)).cases
    return [(order, UUID(case)) for order, case in enumerate(sample, start=1) if order > sent]


def _second_looks(row: Round, claim: Claim, first: Sequence[Visit], sent: Sequence[Visit]) -> list[Visit]:
    """Second looks at a share of a list's sample, drawn with it: no result leads to one.

    The share holds for all that was sent out so far, so that small further parts do not raise it.
    """
    own = [visit for visit in first if visit.claim_id == claim.pk]
    total = len(own) + sum(visit.turn == 1 for visit in sent)
    missing = ceil(Fraction(row.second) * total) - sum(visit.turn == 2 for visit in sent)
    chosen = _by_lot(row, "second look", ((str(visit.case_id), visit) for visit in own))
    return [
        Visit(claim=claim, case_id=one.case_id, order=one.order, place_id=one.place_id, turn=2)
        for one in chosen[: max(missing, 0)]
    ]


def _decoys(row: Round, looks: Sequence[Visit]) -> list[Visit]:
    """Visits to neighbours of drawn places, of which nothing was drawn, as far as there are any."""
    known = Visit.objects.filter(claim__round=row)
    total = len(looks) + known.filter(LOOKS, turn=1).count()
    missing = ceil(Fraction(row.decoys) * total) - known.exclude(LOOKS).count()
    drawn = [visit.place_id for visit in looks if visit.place_id]
    claims = list(dict.fromkeys(visit.claim for visit in looks))
    around = Unit.objects.filter(pk__in=drawn).values("parent")
    seen = known.exclude(place=None).values("place")
    free = Unit.objects.filter(parent__in=around, kind=PLACE).exclude(pk__in=drawn).exclude(pk__in=seen)
    chosen = _by_lot(row, "decoy", ((unit.code, unit) for unit in free))[: max(missing, 0)]
    return [Visit(claim=claims[number % len(claims)], place=unit) for number, unit in enumerate(chosen)]


def _by_lot(row: Round, purpose: str, named: Iterable[tuple[str, Thing]]) -> list[Thing]:
    secret = bytes.fromhex(row.key)
    tickets = [
        (hmac.digest(secret, netstring(purpose) + netstring(name), "sha256"), name, thing) for name, thing in named
    ]
    return [thing for _ticket, _name, thing in sorted(tickets, key=lambda one: one[:2])]


@verb("inspections.send_again", Right.CHECK_CASES, private=True)
def send_again(act: Act, key: UUID) -> int:
    """Draws somebody for visits of a round for which nobody was free, or whose inspector inspects no more.

    Raises:
        Refused: ``nobody_free``, as for the draw.
    """
    row = act.lock(Round, pk=key)
    act.at(row.place.path)
    visits = lots.stranded(row, lots.inspectors(row, ()))
    cases = {visit.seen_to for visit in visits if visit.seen_to}
    before: dict[UUID, set[str]] = {}
    for one in Visit.objects.filter(Q(case__in=cases) | Q(flagged__in=cases)):
        if one.seen_to:
            before.setdefault(one.seen_to, set()).add(one.inspector)
    _send(row, visits, before)
    for visit in visits:
        visit.arrived_on = None
    Visit.objects.bulk_update(visits, ["inspector", "leader", "user", "arrived_on"])
    act.note("round", row.pk)
    return len(visits)


def _send(row: Round, visits: Sequence[Visit], before: dict[UUID, set[str]]) -> None:
    known = lots.inspectors(row, {visit.seen_to for visit in visits if visit.seen_to})
    lots.send(visits, row, trees.all_units(), known, before)
    lacking = {visit.claim.unit.code for visit in visits if not (visit.inspector and visit.leader_id and visit.user_id)}
    if lacking:
        units = ", ".join(sorted(lacking))
        message = f"There is nobody free of conflicts, or no full team, for {units}: name more people, then draw."
        raise Refused("nobody_free", message, units=units)
