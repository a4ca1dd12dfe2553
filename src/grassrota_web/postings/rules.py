"""What a swap would do to the rules by the list as it stands: counted once, and asked in a moment from then on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from django.db.models import Count, Max

from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.swap import broken_by_swap
from grassrota.rota.tally import Tally
from grassrota.rota.verdicts import Violation
from grassrota_web.access.kept import kept
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings.models import Posting
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan

AT_HAND = 2
"""Lists that are kept counted."""


def broken(plan: Plan, first: str, second: str) -> tuple[Violation, ...]:
    """Rules that would be broken if two people listed by a plan changed turns.

    Raises:
        Refused: ``nothing_to_swap``, ``not_eligible`` or ``no_such_slot``, for what means nothing as things are today.
    """
    problem = problem_of(plan.policy)
    # a line of the list never changes: it is added, or it is released
    lines = Posting.objects.filter(rotation=plan.rotation).aggregate(Max("pk"), Count("released_on"))
    newest, released = lines["pk__max"], lines["released_on__count"]
    counted = _counted(_Listed(plan.rotation_id, problem.sha256, newest, released, plan.rotation, problem))
    with counted.lock:
        return broken_by_swap(counted.tally, first, second)


@dataclass(frozen=True)
class _Listed:
    """The list of a rotation at some time: the same as long as no line was added or released."""

    rotation: int
    problem_sha256: str
    newest: int
    released: int
    row: Rotation = field(compare=False)
    problem: RotaProblem = field(compare=False)


@dataclass(frozen=True)
class _Counted:
    """A list that can be asked by one thread at a time: it tries moves on its own counts."""

    tally: Tally
    lock: Lock = field(default_factory=Lock)


@kept(AT_HAND)
def _counted(listed: _Listed) -> _Counted:
    return _Counted(Tally(listed.problem, _entries(listed)))


def _entries(listed: _Listed) -> Iterator[Assignment]:
    """Who is listed, or gone already; without those whom, or whose opening, the problem has no more."""
    able = {person.id for person in listed.problem.eligible}
    slots = {(slot.opening, slot.start) for slot in listed.problem.slots}
    rows = Posting.objects.filter(rotation=listed.row, released_on=None).order_by("pk")
    for entry in rows.values_list("person__code", "opening__code", "batch"):
        if entry[0] in able and entry[1:] in slots:
            yield Assignment(*entry)
