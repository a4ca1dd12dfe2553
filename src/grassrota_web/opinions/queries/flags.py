"""Closures that inspectors are to look at, as whoever checks cases sees them: only cases within reach are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.opinions.closures import FlagKind
from grassrota.opinions.refuted import refuted_before
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Flag
from grassrota_web.opinions.queries.worklist import Entry, entries
from grassrota_web.orgs.models import Unit

SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of a unit whose closures were seen together.

    Attributes:
        unit: Whose they are.
        reason: What was seen, with its numbers.
        entries: The cases.
    """

    unit: Unit | None
    reason: str
    entries: Sequence[Entry]


def grouped(actor: Actor) -> list[Group]:
    """The newest first."""
    rows = visible(actor, Flag.objects.select_related("case__owner", "case__asked", "case__above"))
    found = []
    for _key, some in groupby(rows.order_by("-since", "kind", "like", "pk")[:SHOWN], lambda row: (row.kind, row.like)):
        flags = list(some)
        cases = [flag.case for flag in flags]
        found.append(Group(cases[0].owner, _reason(flags[0], len(flags)), entries(cases)))
    return found


def of_case(actor: Actor, case: Case) -> list[str]:
    """Why a closure is to be looked at, for whoever checks cases: the unit does not learn that it was marked."""
    if not actor.holds(Right.CHECK_CASES):
        return []
    times = refuted_before(convert.value(case))
    now = [again(times)] if times else []
    return now + [
        _reason(flag, visible(actor, Flag.objects.filter(kind=flag.kind, like=flag.like)).count())
        # what the night will mark is told at once, by what the case says now
        for flag in case.flags.exclude(kind=FlagKind.REFUTED_BEFORE)
    ]


def again(times: int) -> str:
    """That a fix is claimed again."""
    told = ngettext("Refuted before: {count} time.", "Refuted before: {count} times.", times)
    return told.format(count=times)


def _reason(flag: Flag, count: int) -> str:
    if flag.kind == FlagKind.TEMPLATE:
        told = ngettext(
            "{count} case was closed with nearly the same words as others.",
            "{count} cases were closed with nearly the same words.",
            count,
        )
        return told.format(count=count)
    if flag.kind == FlagKind.AT_ONCE:
        told = ngettext("{count} case was closed at once.", "{count} cases were closed within one minute.", count)
        return told.format(count=count)
    if flag.kind == FlagKind.NO_ACTION:
        return _("It was closed as fixed without a word of what was done.")
    if flag.kind == FlagKind.REFUTED_BEFORE:
        return again(flag.times)
    day = date_format(flag.day) if flag.day else ""
    said = {"count": count, "day": day, "usual": flag.usual}
    return _("%(count)s closed on %(day)s; on the usual day with any the unit closes %(usual)s.") % said
