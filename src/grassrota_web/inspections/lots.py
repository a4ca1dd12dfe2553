"""Who may be drawn for a round's visits, and from what each of them is barred."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from grassrota.inspection.assign import Candidate, Errand, assign
from grassrota.inspection.finding import TeamRole
from grassrota.org import UnitTree
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Grant
from grassrota_web.access.paths import reaches
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.inspections.models import Member, Round, Visit
from grassrota_web.inspections.wholes import wholes_of
from grassrota_web.opinions.models import Case, Fact, FactKind, Handler
from grassrota_web.orgs.models import Person
from grassrota_web.postings.models import Posting

OF_THE_OFFICE = (FactKind.ASKED, FactKind.REDACTED, FactKind.CHECKED)
"""What inspectors do to a case without taking part in mending it."""


@dataclass(frozen=True, slots=True)
class Inspectors:
    """Accounts that inspect at a round's place.

    Attributes:
        candidates: As the core asks for them.
        barred: From which cases each is kept away, by the case.
    """

    candidates: tuple[Candidate, ...]
    barred: Mapping[UUID, frozenset[str]] = field(default_factory=dict)


def inspectors(row: Round, cases: Collection[UUID]) -> Inspectors:
    """Everybody who holds the role there, and from which of the cases they are barred.

    Of somebody on no staff list nobody knows where they work: they are sent only if the two who gave the role confirmed
    that it is at none of the units here.
    """
    today = timezone.localdate()
    held = Grant.objects.filter(Q(until=None) | Q(until__gt=today), role=Role.INSPECTOR, since__lte=today)
    held = held.exclude(account__person="", outside=False)
    held = held.exclude(confirmed_by="").select_related("account").order_by("account_id")
    accounts = {one.account_id: one.account for one in held if reaches([one.path], row.place.path)}
    barred: dict[UUID, set[str]] = defaultdict(set)
    handled = _handled(cases, row.planned_on)
    for account in accounts.values():
        sees = set(_seen_by(actor_of(account, proven=True), cases))
        for case in cases:
            if case not in sees or {str(account.pk), account.person} & handled[case]:
                barred[case].add(str(account.pk))
    candidates = tuple(
        Candidate(str(one.pk), _units_ever(one.person), one.person) for one in accounts.values() if one.is_active
    )
    return Inspectors(candidates, {case: frozenset(ids) for case, ids in barred.items()})


def members(row: Round, side: TeamRole) -> tuple[Candidate, ...]:
    """Those from among whom one side of the teams is drawn."""
    rows = Member.objects.filter(round=row, side=side).select_related("unit")
    return tuple(Candidate(str(one.pk), frozenset({one.unit.code} if one.unit else ())) for one in rows)


def send(visits: Iterable[Visit], row: Round, tree: UnitTree, known: Inspectors, before: dict[UUID, set[str]]) -> None:
    """Draws an inspector and both sides for visits that are not written yet; what finds nobody stays empty.

    Args:
        visits: With their claims and units selected.
        row: Their round, drawn.
        tree: All units.
        known: Who inspects.
        before: Who looked at a case already, by the case; added to.
    """
    secret, made = bytes.fromhex(row.key), list(visits)
    for turn in sorted({visit.turn for visit in made}):
        some = [visit for visit in made if visit.turn == turn]
        errands = [
            Errand(_name(visit), visit.claim.unit.code, _barred(visit, known) | frozenset(_looked(visit, before)))
            for visit in some
        ]
        chosen = assign(errands, known.candidates, tree, secret)
        for visit in some:
            visit.inspector = chosen[_name(visit)] or ""
            if visit.seen_to and visit.inspector:
                before.setdefault(visit.seen_to, set()).add(visit.inspector)
    errands = [Errand(_name(visit), visit.claim.unit.code) for visit in made]
    leaders = assign(errands, members(row, TeamRole.MANAGEMENT), tree, secret)
    users = assign(errands, members(row, TeamRole.RAISER_SIDE), tree, secret)
    for visit in made:
        leader, user = leaders[_name(visit)], users[_name(visit)]
        visit.leader_id, visit.user_id = UUID(leader) if leader else None, UUID(user) if user else None


def _name(visit: Visit) -> str:
    return f"{visit.seen_to or visit.place_id} {visit.turn}"


def _barred(visit: Visit, known: Inspectors) -> frozenset[str]:
    return known.barred.get(visit.seen_to, frozenset()) if visit.seen_to else frozenset()


def _looked(visit: Visit, before: Mapping[UUID, set[str]]) -> set[str]:
    return before.get(visit.seen_to, set()) if visit.seen_to else set()


def _seen_by(actor: Actor, cases: Collection[UUID]) -> Iterable[UUID]:
    """Those of the cases that somebody may read, a part by what it was merged into."""
    wholes = wholes_of(cases)
    seen = set(visible(actor, Case.objects.filter(pk__in=set(wholes.values()))).values_list("pk", flat=True))
    return [case for case, whole in wholes.items() if whole in seen]


def _handled(cases: Collection[UUID], planned_on: date) -> Mapping[UUID, set[str]]:
    """Who had a part in each case: codes of those who were named to it, and accounts that did anything about it.

    Whoever was named since the round was planned is not barred by that alone: a unit could keep inspectors away so.
    """
    wholes = wholes_of(cases)
    keys = {*wholes, *wholes.values()}
    part: dict[UUID, set[str]] = defaultdict(set)
    for case, staff in Handler.objects.filter(case__in=keys, since__lt=planned_on).values_list("case", "staff"):
        part[case].add(staff)
    facts = Fact.objects.filter(case__in=keys).exclude(kind__in=OF_THE_OFFICE).exclude(by="")
    for case, by in facts.values_list("case", "by"):
        part[case].add(by)
    return {case: part[case] | part[whole] for case, whole in wholes.items()}


def _units_ever(person: str) -> frozenset[str]:
    """Codes of the units where somebody works, and of those to which they were posted at any time."""
    if not person:
        return frozenset()
    home = Person.objects.filter(code=person).values_list("unit__code", "site__code")
    posted = Posting.objects.filter(person__code=person).exclude(arrived_on=None, departed_on=None)
    codes = {code for codes in home for code in codes if code}
    codes.update(posted.values_list("home_unit__code", flat=True))
    return frozenset(codes | set(posted.values_list("opening__place__code", flat=True)))


def stranded(row: Round, known: Inspectors) -> list[Visit]:
    """Visits still to be made for which there is nobody, or somebody who inspects no more."""
    waiting = Visit.objects.filter(claim__round=row, done_on=None).exclude(
        inspector__in=[one.id for one in known.candidates]
    )
    return list(waiting.select_related("claim__unit").order_by("pk"))


def one_of(visit: Visit, candidates: Iterable[Candidate], tree: UnitTree) -> str | None:
    """Somebody drawn anew for one visit."""
    secret = secrets.token_bytes(32)
    return assign([Errand(_name(visit), visit.claim.unit.code)], candidates, tree, secret)[_name(visit)]
