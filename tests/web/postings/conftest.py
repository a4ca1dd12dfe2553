"""A list small enough to work by hand: six people of the north's office, two of whom go in one batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from grassrota.org import Sector
from grassrota.posting.listing import Evidence
from grassrota.rota import plan as core
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import objective
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening, Person, Rotation
from grassrota_web.postings.actions.discussion import open_discussion
from grassrota_web.postings.actions.publication import publish
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.actions.lifecycle import approve, draw_up
from grassrota_web.rotas.actions.steps import process_of, skip_step
from grassrota_web.rotas.convert.plan import write_plan
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.convert.problem import problem_of
from tests.web.conftest import World

SOON = timedelta(days=20)


@dataclass
class Office:
    """The north's rotation, with a policy of one batch that departs in 20 days, and everybody who has a part in it.

    Of ``n1`` to ``n6``, ``n2`` and ``n5`` are section chiefs, and the plan sends these two.
    """

    world: World
    rotation: Rotation
    policy: rotas.Policy
    organiser: Actor
    officer: Actor
    departs: date

    def staff(self, code: str) -> Actor:
        """A member of the office's staff."""
        return self.world.actor(Role.STAFF_MEMBER, self.world.units["north-office"], person=code)

    def plan(self, going: tuple[str, ...] = ("n2", "n5"), /, **turns: tuple[str, int]) -> rotas.Plan:
        """A plan that sends these people, drawn up as the initial one; to o1 in batch 1 unless ``turns`` says else."""
        problem = problem_of(self.policy)
        assignments = tuple(core.Assignment(code, *turns.get(code, ("o1", 1))) for code in going)
        out = core.left_out(problem, frozenset(going))
        unproven = core.Plan(assignments, out, Certificate(0, 0.0, 0, 7, problem.sha256, 0.1))
        certificate = Certificate(objective(problem, unproven), 0.0, 0, 7, problem.sha256, 0.1)
        number = rotas.Plan.objects.filter(rotation=self.rotation).count() + 1
        row = rotas.Plan(rotation=self.rotation, policy=self.policy, number=number, made_on=timezone.localdate())
        write_plan(row, core.Plan(assignments, out, certificate))
        draw_up(self.organiser, row)
        row.refresh_from_db()
        return row

    def discussed(self, **turns: tuple[str, int]) -> rotas.Plan:
        """The plan, open to discussion since today."""
        plan = self.plan(**turns)
        open_discussion(self.organiser, plan, timezone.localdate())
        return plan

    def approved(self, **turns: tuple[str, int]) -> rotas.Plan:
        """The same, approved, with every step before the publication skipped for a reason."""
        plan = self.discussed(**turns)
        approve(self.organiser, plan)
        for step in process_of(self.rotation).to_do:
            if step == "publication":
                break
            skip_step(self.organiser, self.rotation, step, timezone.localdate(), "not needed for this one")
        plan.refresh_from_db()
        return plan

    def published(self, **turns: tuple[str, int]) -> rotas.Plan:
        """The same, published today."""
        return publish(self.organiser, self.approved(**turns), timezone.localdate())

    @property
    def record(self) -> BatchRecord:
        """What was done for the batch."""
        return BatchRecord.objects.select_related("rotation__home").get(rotation=self.rotation, batch=1)

    def posting(self, code: str) -> Posting:
        """Somebody's posting."""
        rows = Posting.objects.select_related("person", "home_unit", "opening", "rotation")
        return rows.get(rotation=self.rotation, person__code=code)


@pytest.fixture
def office(world: World) -> Office:
    """The north's office; see ``Office``."""
    unit, rotation = world.units["north-office"], world.rotations["north"]
    for code, grade in (("n4", "clerk"), ("n5", "section_chief"), ("n6", "director")):
        world.people[code] = Person.objects.create(code=code, name=f"Person {code}", unit=unit, grade=grade)
    Opening.objects.create(
        code="o1",
        rotation=rotation,
        place=world.units["north-township"],
        sector=Sector.RURAL,
        role="field_work",
        low=0,
        high=4,
        answer=HostAnswer.CONSENTED,
    )
    departs = timezone.localdate() + SOON
    evidence = (Evidence.PLAN, Evidence.CRITERIA, Evidence.DISCUSSION)
    batch = Batch(1, departs, departs + timedelta(days=4), 40)
    value = Policy(
        rotation.title,
        orgs.scale(rotation.scale),
        (batch,),
        evidence=evidence,
        grade_absence=Fraction(1),
        dumping_tolerance=None,
    )
    policy = rotas.Policy.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=timezone.localdate())
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    officer = world.actor(Role.UNIT_OFFICER, unit)
    return Office(world, rotation, policy, organiser, officer, departs)
