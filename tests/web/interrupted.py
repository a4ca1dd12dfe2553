"""Operations that are killed in the middle, by tests and by a benchmark: how each is made ready, done, and found.

What is found is a list of groups; whenever somebody looks, each group is there as a whole, or not at all. ``do`` gives
None as it begins, and the number of each group as soon as whoever asked for it was told that it is done; done again, it
changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from grassrota.files.preview import Apply
from grassrota.rota import plan as core
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import objective
from grassrota.rota.policy import Policy as PolicyValue
from grassrota.synth.rota import Size, rota
from grassrota.turns import Batch
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.actions.imports import bring_in, decide_import, keep_preview
from grassrota_web.orgs.incoming import sift
from grassrota_web.orgs.models import HostAnswer, ImportBatch, ImportedRow, ImportState, Opening, Person
from grassrota_web.postings.actions.discussion import open_discussion
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.rotas.actions.lifecycle import approve, draw_up
from grassrota_web.rotas.actions.plans import ask_for_plan
from grassrota_web.rotas.actions.steps import process_of, skip_step
from grassrota_web.rotas.convert.plan import write_plan
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Assignment, LeftOut, Plan, Policy, StepDone
from tests.web.conftest import World, open_session
from tests.web.rotas.conftest import rotation_of

Found = list[list[Any]]

PEOPLE = 120
"""People in the list that is imported, and on the one that is published."""

SENDINGS, DAYS = 4, 10
"""A device synchronises so many times, so many days each."""


@dataclass(frozen=True)
class Operation:
    """See the head of this file.

    Attributes:
        prepare: Fills an empty store, so that nothing but the operation is left to do.
        do: Does it, or what is left of it.
        found: What there is of it.
    """

    prepare: Callable[[], None]
    do: Callable[[], Iterator[int | None]]
    found: Callable[[], Found]


def make_tables() -> None:
    """A store without rows."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def journal_holds() -> bool:
    """Whether the journal leads to its head."""
    return verify().holds


def prepare_publication() -> None:
    """An approved plan of the north that sends 120 people, discussed and ready to be published by its organiser."""
    world, actor, today = World(), Application(), timezone.localdate()
    world.account(Role.ORGANISER, world.units["north"])
    rotation, unit = world.rotations["north"], world.units["north-office"]
    codes = [f"m{number:03}" for number in range(PEOPLE)]
    Person.objects.bulk_create(Person(code=code, name=code, unit=unit, grade="clerk") for code in codes)
    wanted = {"sector": "rural", "role": "field_work", "low": 0, "high": 1000, "answer": HostAnswer.CONSENTED}
    Opening.objects.create(code="o1", rotation=rotation, place=world.units["north-township"], **wanted)
    value = PolicyValue(
        "T",
        orgs.scale(rotation.scale),
        (Batch(1, today + timedelta(9), today + timedelta(19), 40),),
        home_absence=Fraction(1),
        grade_absence=Fraction(1),
        dumping_tolerance=None,
    )
    policy = Policy.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=today)
    plan = Plan(rotation=rotation, policy=policy, number=1, made_on=today)
    write_plan(plan, _everybody_goes(policy, codes))
    draw_up(actor, plan)
    open_discussion(actor, plan, today)
    approve(actor, plan)
    for step in process_of(rotation).to_do:
        if step == "publication":
            break
        skip_step(actor, rotation, step, today, "not needed")


def _everybody_goes(policy: Policy, codes: Sequence[str]) -> core.Plan:
    problem = problem_of(policy)
    going = tuple(core.Assignment(code, "o1", 1) for code in codes)
    out = core.left_out(problem, frozenset(codes))
    cost = objective(problem, core.Plan(going, out, Certificate(0, 0.0, 0, 1, problem.sha256, 0.1)))
    return core.Plan(going, out, Certificate(cost, 0.0, 0, 1, problem.sha256, 0.1))


def _publish() -> Iterator[int | None]:
    client = open_session(Account.objects.get(username__startswith="organiser"))
    yield None
    body = {"on": timezone.localdate().isoformat()}
    if client.post(reverse("postings:publish", args=[Plan.objects.get().pk]), body).status_code == 302:
        yield 0


def published() -> Found:
    """What there is of a publication."""
    listed = Posting.objects.order_by("pk").values_list("person__code", "opening__code", "first_day", "listed_on")
    return [
        [
            *_counted(listed),
            Plan.objects.get().state,
            BatchRecord.objects.exclude(list_published_on=None).count(),
            StepDone.objects.filter(step="publication").count(),
            Entry.objects.filter(verb="postings.publish").count(),
        ]
    ]


def _prepare_import() -> None:
    World()
    rows = "".join(f"p{number:04},Somebody {number},north-office,clerk\n" for number in range(PEOPLE))
    content = f"id,name,unit,grade\nn1,Renamed,north-office,director\n{rows}".encode()
    batch = bring_in(Application(), "people", "x.csv", content)
    keep_preview(Application(), batch, sift(Application(), batch))


def _import() -> Iterator[int | None]:
    batch = ImportBatch.objects.get()
    yield None
    if batch.state == ImportState.READ:
        decide_import(Application(), batch, Apply.ALL_OR_NOTHING)
    _work()
    yield 0


def _imported() -> Found:
    # not by their keys: a transaction that came to nothing may have used some up
    people = Person.objects.order_by("code").values_list("code", "name", "unit__code")
    codes = dict(Person.objects.values_list("pk", "code"))
    remembered = ImportedRow.objects.values_list("subject", "before", "after")
    rows = sorted((codes[key], str(before), str(after)) for key, before, after in remembered)
    taken = Entry.objects.filter(verb="orgs.take_import").count()
    return [[*_counted(people), *_counted(rows), ImportBatch.objects.filter(state="applied").count(), taken]]


def _prepare_solving() -> None:
    rotation_of(rota(Size(people=40, units=3, openings=4, batches=2, townships=3), seed=1))


def _solve() -> Iterator[int | None]:
    yield None
    if not Entry.objects.filter(verb="rotas.ask_for_plan").exists():
        ask_for_plan(Application(), Policy.objects.get(), gap_per_mille=20)
    yield 0
    _work()
    yield 1


def _solved() -> Found:
    going = Assignment.objects.order_by("person__code").values_list("plan__number", "person__code", "opening__code")
    staying = LeftOut.objects.order_by("person__code").values_list("plan__number", "person__code")
    kept = Entry.objects.filter(verb="rotas.keep_plan").count()
    asked = Entry.objects.filter(verb="rotas.ask_for_plan").count()
    return [[asked], [Plan.objects.count(), *_counted(going), *_counted(staying), kept]]


def _prepare_synchronising() -> None:
    world = World()
    world.account(Role.STAFF_MEMBER, world.units["north-office"], person="n1")


def _synchronise() -> Iterator[int | None]:
    client = open_session(Account.objects.get(person="n1"))
    yield None
    for sending in range(SENDINGS):
        body = {"for": "n1", "entries": [_day(sending, number) for number in range(DAYS)]}
        answer = client.post(reverse("fieldwork:sync"), json.dumps(body), content_type="application/json")
        assert {one["receipt"] for one in answer.json()["results"]} <= {"accepted", "already_known"}
        yield sending


def _day(sending: int, number: int) -> dict[str, object]:
    """A day as the device keeps it, with the same id however often it is sent."""
    key = hashlib.sha256(f"{sending} {number}".encode()).hexdigest()[:32]
    return {
        "id": key,
        "day": f"1957-{sending + 1:02}-{number + 1:02}",
        "kind": "labour",
        "place": "Ridge",
        "contacts": 4,
    }


def _synchronised() -> Found:
    said = [day for entry in Entry.objects.filter(verb="fieldwork.sync") for day in (entry.after or {})["accepted"]]
    days = FieldEntry.objects.order_by("key")
    return [
        [
            *_counted(days.filter(day__month=sending + 1).values_list("key", "day", "place", "replaced")),
            sum(_month(day) == sending + 1 for day in said),
        ]
        for sending in range(SENDINGS)
    ]


def _month(said: dict[str, str]) -> int:
    return int(said["day"].split("-")[1])


def _work() -> None:
    """Does what waits, and what a worker that was killed had begun, once its lease is over."""
    from grassrota_web.jobs.models import Job

    while Job.objects.filter(state__in=["waiting", "running"]).exists():
        work_once()


def _counted(rows: Any) -> list[Any]:
    """How many there are, and the hash of what they say."""
    lines = [json.dumps(row, default=str) for row in rows]
    return [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]]


OPERATIONS = {
    "import": Operation(_prepare_import, _import, _imported),
    "solve": Operation(_prepare_solving, _solve, _solved),
    "publish": Operation(prepare_publication, _publish, published),
    "synchronise": Operation(_prepare_synchronising, _synchronise, _synchronised),
}
"""By name."""
