"""How many people of each unit are exempt: told for each unit, in the order of their names, and never against others.

Few people could be guessed at: for whoever may not see the people of a unit, a count from 1 to 4 is hidden, and when a
single one is hidden, so that the sum would give it away, one more, or else the sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from grassrota.rota.part import LEAST_SHOWN, Part
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.orgs.queries.people import in_force


@dataclass(frozen=True, slots=True)
class Share:
    """The exempt of one unit and of all below it.

    Attributes:
        unit: The unit.
        staff: People on its staff; None if hidden.
        exempt: How many of them are exempt; None if hidden.
        own: True for those of the unit itself, none of them below it.
    """

    unit: Unit
    staff: int | None
    exempt: int | None
    own: bool = False

    @property
    def part(self) -> Part | None:
        """The share; None if it is hidden."""
        return None if self.exempt is None or self.staff is None else Part(self.exempt, self.staff)


def exemption_shares(actor: Actor, unit: Unit, day: date) -> list[Share]:
    """A row for each unit directly below one, for the people of the unit itself, and the sum, which stands last."""
    below = list(visible(actor, Unit.objects.filter(parent=unit)).order_by("name", "pk"))
    staff, exempt = _counts(unit, day)
    staff_of, exempt_of = (_summed(counts, unit.path) for counts in (staff, exempt))
    found = [Share(row, staff_of[row.path], exempt_of[row.path]) for row in below]
    if staff.get(unit.path):
        found.append(Share(unit, staff[unit.path], exempt.get(unit.path, 0), own=True))
    whole = Share(unit, sum(staff.values()), sum(exempt.values()))
    open_here = {row.unit.pk for row in found if actor.may(Right.READ_PEOPLE, row.unit.path)}
    if actor.may(Right.READ_PEOPLE, unit.path):
        return [*found, whole]
    shown = _veiled(found, open_here)
    alone = sum(row.exempt is None for row in shown) == 1
    few = (whole.staff or 0) < LEAST_SHOWN or 0 < (whole.exempt or 0) < LEAST_SHOWN
    return [*shown, Share(unit, whole.staff, None) if alone or few else whole]


def _counts(unit: Unit, day: date) -> tuple[dict[str, int], dict[str, int]]:
    """Staff and exempt people by the path of their own unit, below one; all of them, since only sums are shown."""
    paths = dict(Unit.objects.filter(path__startswith=unit.path).order_by().values_list("pk", "path"))
    staff = Person.objects.filter(left_on=None).order_by()
    if unit.parent_id:  # below the top that is a part of them, and found by units
        staff = staff.filter(unit__path__startswith=unit.path)
    exempt = staff.filter(pk__in=in_force(day).order_by().values("person"))
    counted = (rows.values_list("unit").annotate(n=Count("*")) for rows in (staff, exempt))
    first, second = ({paths[key]: count for key, count in rows if key in paths} for rows in counted)
    return first, second


def _summed(counts: Mapping[str, int], above: str) -> Counter[str]:
    """By the path of each unit directly below: its own people and those of all units below it."""
    sums: Counter[str] = Counter()
    for path, count in counts.items():
        if path != above:
            sums[path[: path.index("/", len(above)) + 1]] += count
    return sums


def _veiled(rows: Iterable[Share], open_here: set[int]) -> list[Share]:
    rows = list(rows)
    hidden = {
        at
        for at, row in enumerate(rows)
        if row.unit.pk not in open_here and (0 < (row.exempt or 0) < LEAST_SHOWN or (row.staff or 0) < LEAST_SHOWN)
    }
    others = [at for at, row in enumerate(rows) if at not in hidden and row.unit.pk not in open_here and row.exempt]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda at: (rows[at].exempt or 0, at)))
    return [Share(row.unit, row.staff, None, row.own) if at in hidden else row for at, row in enumerate(rows)]
