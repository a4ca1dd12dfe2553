"""Verbs of big problems: opened for many small cases, which stay open; worked on by people who stay behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.opinions import systemic as core
from grassrota.opinions.taskforce import TaskForce
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions.models import Case, ForceMember, Issue, IssueCase
from grassrota_web.orgs.models import Person
from grassrota_web.orgs.reach import unit_within
from grassrota_web.postings.models import Posting


@verb("opinions.open_issue", Right.HANDLE_CASES, private=True)
def open_issue(act: Act, owner: str, problem: str, cases: Sequence[UUID]) -> Issue:
    """Opens one big problem for several small cases that one may read."""
    unit = unit_within(act.actor, owner, "owner")
    act.at(unit.path)
    rows = _cases(act, cases)
    row = Issue(problem=problem.strip(), owner=unit, opened_on=timezone.localdate())
    _value(row, tuple(str(case.pk) for case in rows))
    if not row.problem:
        raise BadInput([Fault("problem", "what the problem is", "nothing")])
    row.save()
    IssueCase.objects.bulk_create(IssueCase(issue=row, case=case) for case in rows)
    act.note("issue", row.pk, after={"cases": len(rows)})
    return row


@verb("opinions.link_cases", Right.HANDLE_CASES, private=True)
def link_cases(act: Act, key: UUID, cases: Sequence[UUID]) -> Issue:
    """Links more small cases to a big problem; nothing is closed by it."""
    row = act.lock(Issue, pk=key)
    act.at(row.owner.path)
    known = _linked(row)
    value = core.link(_value(row, known), [str(case.pk) for case in _cases(act, cases)])
    new = value.cases[len(known) :]
    IssueCase.objects.bulk_create(IssueCase(issue=row, case_id=UUID(case)) for case in new)
    act.note("issue", key, after={"cases": len(value.cases)})
    return row


@verb("opinions.name_force", Right.HANDLE_CASES, private=True)
def name_force(act: Act, key: UUID, members: Sequence[str]) -> Issue:
    """Names the people who work on a big problem; whoever is about to leave on a posting is none of them."""
    row = act.lock(Issue, pk=key)
    act.at(row.owner.path)
    known = Person.objects.filter(code__in=members, left_on=None).values_list("code", flat=True)
    missing = sorted(set(members).difference(known))
    if missing:
        raise BadInput([Fault("members", "ids of people", ", ".join(missing))])
    today = timezone.localdate()
    core.name_force(_value(row, _linked(row)), row.problem, members, today, _departing(members))
    row.members.all().delete()
    ForceMember.objects.bulk_create(ForceMember(issue=row, staff=one) for one in dict.fromkeys(members))
    row.named_on = today
    row.save(update_fields=["named_on"])
    act.note("issue", key, after={"members": len(set(members))})
    return row


@verb("opinions.close_issue", Right.HANDLE_CASES, private=True)
def close_issue(act: Act, key: UUID, cause: core.CauseKind, why: str, shown_by: Sequence[str]) -> Issue:
    """Closes a big problem with its root cause; each small case goes on until its own raiser says what came of it."""
    row = act.lock(Issue, pk=key)
    act.at(row.owner.path)
    today = timezone.localdate()
    core.close_issue(_value(row, _linked(row)), core.RootCause(cause, why.strip(), tuple(shown_by), today), today)
    row.cause, row.cause_words, row.shown_by, row.closed_on = cause.value, why.strip(), list(shown_by), today
    row.save()
    act.note("issue", key, after={"closed_on": today.isoformat(), "cause": cause.value})
    return row


def _cases(act: Act, keys: Collection[UUID]) -> list[Case]:
    rows = list(visible(act.actor, Case.objects.filter(pk__in=keys, dissolved_on=None)).order_by("pk"))
    if len(rows) < len(set(keys)):
        raise BadInput([Fault("cases", "ids of cases that you may read", f"{len(set(keys)) - len(rows)} others")])
    return rows


def _linked(row: Issue) -> tuple[str, ...]:
    return tuple(str(key) for key in row.linked.order_by("pk").values_list("case", flat=True))


def _value(row: Issue, cases: tuple[str, ...]) -> core.SystemicIssue:
    """A big problem as the core knows it."""
    members = tuple(row.members.order_by("pk").values_list("staff", flat=True)) if row.named_on else ()
    force = None
    if members and row.named_on:
        force = TaskForce(row.problem, row.owner.code, cases, members, row.named_on)
    cause = None
    if row.cause and row.closed_on:
        cause = core.RootCause(core.CauseKind(row.cause), row.cause_words, tuple(row.shown_by), row.closed_on)
    return core.SystemicIssue(str(row.pk), row.owner.code, row.opened_on, cases, force, cause, row.closed_on)


def _departing(members: Collection[str]) -> set[str]:
    """Those of them who are listed to leave, or away."""
    away = Posting.objects.filter(person__code__in=members, released_on=None, returned_on=None, listed_on__isnull=False)
    return set(away.values_list("person__code", flat=True))
