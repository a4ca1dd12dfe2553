"""Absence against floors as of a day: each home office from which somebody is away, within the reader's rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from grassrota.rota.floors import Floor, Group, Shares, floors, strictest
from grassrota.rota.policy import Policy
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.orgs.reach import grade_titles
from grassrota_web.postings.models import Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import policy_of_text


@dataclass(frozen=True, slots=True)
class Line:
    """One office, or one grade in it, beside its floor.

    Attributes:
        unit: The office.
        grade: The title of the grade; empty for the whole office.
        floor: What was counted, and what must stay.
    """

    unit: Unit
    grade: str
    floor: Floor

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.unit.name}, {self.grade}" if self.grade else self.unit.name

    @property
    def url(self) -> str:
        """The page of the office, with its people and who is away."""
        return reverse("orgs:unit", args=[self.unit.pk])


def against_floors(actor: Actor, unit: Unit, day: date) -> list[Line]:
    """Offices at and below a unit and the grades in them, the nearest to its floor first; those without a rule last.

    Away is who departed and is not back at the end of the day; each counts at the office that they left. Of several
    rotations the strictest floor holds: that of the policy which was the latest on the day.
    """
    away = _away(actor, unit, day)
    units = {row.code: row for row in Unit.objects.filter(code__in={code for code, _grade in away})}
    shares = _shares(actor, units.values(), day)
    titles = grade_titles()
    found = floors(_staff(units.values(), day), away, shares)
    return [Line(units[one.unit], titles.get(one.grade, one.grade), one) for one in found]


def _away(actor: Actor, unit: Unit, day: date) -> Mapping[Group, int]:
    gone = Q(departed_on__lte=day) & _not_by("returned_on", day) & _not_by("released_on", day)
    rows = Posting.objects.filter(gone, home_unit__path__startswith=unit.path).order_by()
    seen = reached(actor, rows, (At(Right.READ_POSTINGS, "home_unit__path"),))
    counted = seen.values_list("home_unit__code", "person__grade").annotate(count=Count("pk"))
    return {(code, grade): count for code, grade, count in counted}


def _staff(units: Iterable[Unit], day: date) -> Mapping[Group, int]:
    """Counts alone, which whoever sees who is away may know."""
    rows = Person.objects.filter(_not_by("left_on", day), unit__in=[unit.pk for unit in units]).order_by()
    counted = rows.values_list("unit__code", "grade").annotate(count=Count("pk"))
    return {(code, grade): count for code, grade, count in counted}


def _shares(actor: Actor, units: Iterable[Unit], day: date) -> Mapping[str, Shares | None]:
    """What holds for each office: of all rotations at it or above it that were open on the day."""
    known: dict[str, list[Policy]] = defaultdict(list)
    for path, policy in _policies(actor, day):
        known[path].append(policy)
    return {unit.code: strictest(one for path in _upwards(unit.path) for one in known.get(path, ())) for unit in units}


def _policies(actor: Actor, day: date) -> Iterator[tuple[str, Policy]]:
    """The policies in force on a day, each with the path of its rotation's home.

    Of a rotation that was brought in later, and had no policy by then, the first one stands for it.
    """
    running = Q(rotation__opened_on__lte=day) & _not_by("rotation__closed_on", day)
    rows = visible(actor, rotas.Policy.objects.filter(running)).order_by("number").select_related("rotation__home")
    last: dict[int, rotas.Policy] = {}
    for row in rows:
        if row.made_on <= day or row.rotation_id not in last:
            last[row.rotation_id] = row
    return ((row.rotation.home.path, policy_of_text(row.text)) for row in last.values())


def _upwards(path: str) -> Iterator[str]:
    """The paths of a unit and of all above it."""
    return (path[: end + 1] for end, sign in enumerate(path) if sign == "/" and end)


def _not_by(column: str, day: date) -> Q:
    """That something had not come about at the end of a day."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": day})
