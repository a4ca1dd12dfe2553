"""A publication that is killed in the middle: everybody is listed, or nobody; and once it is done, it stays done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.installation import Installation, Installations

PEOPLE = 300

PREPARE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from fractions import Fraction
from django.utils import timezone
from grassrota.rota import plan as core
from grassrota.rota.check import objective
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Application
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening, Person
from grassrota_web.postings.actions.discussion import open_discussion
from grassrota_web.rotas.actions.lifecycle import approve, draw_up
from grassrota_web.rotas.actions.steps import process_of, skip_step
from grassrota_web.rotas.convert.plan import write_plan
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan
from grassrota_web.rotas.models import Policy as PolicyRow
from tests.web.conftest import World
world, actor, today = World(), Application(), timezone.localdate()
rotation, unit = world.rotations["north"], world.units["north-office"]
codes = [f"m{{number:03}}" for number in range({PEOPLE})]
Person.objects.bulk_create(Person(code=code, name=code, unit=unit, grade="clerk") for code in codes)
Opening.objects.create(code="o1", rotation=rotation, place=world.units["north-township"], sector="rural", low=0,
    role="field_work", high=1000, answer=HostAnswer.CONSENTED)
value = Policy("T", orgs.scale(rotation.scale), (Batch(1, today + timedelta(9), today + timedelta(19), 40),),
    home_absence=Fraction(1), grade_absence=Fraction(1), dumping_tolerance=None)
policy = PolicyRow.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=today)
problem = problem_of(policy)
going = tuple(core.Assignment(code, "o1", 1) for code in codes)
out = core.left_out(problem, frozenset(codes))
cost = objective(problem, core.Plan(going, out, core.Certificate(0, 0.0, 0, 1, problem.sha256, 0.1)))
plan = Plan(rotation=rotation, policy=policy, number=1, made_on=today)
write_plan(plan, core.Plan(going, out, core.Certificate(cost, 0.0, 0, 1, problem.sha256, 0.1)))
draw_up(actor, plan)
open_discussion(actor, plan, today)
approve(actor, plan)
for step in process_of(rotation).to_do:
    if step == "publication":
        break
    skip_step(actor, rotation, step, today, "not needed")
"""

PUBLISH = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
import json
from django.utils import timezone
from grassrota_web.access.actor import Application
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.postings.actions.publication import publish
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.rotas.models import Plan, StepDone
plan = Plan.objects.select_related("rotation__home", "policy__rotation").get()
print(json.dumps([
    Posting.objects.count(), plan.state, BatchRecord.objects.filter(list_published_on=None).count(),
    StepDone.objects.filter(step="publication").count(), Entry.objects.filter(verb="postings.publish").count(),
    verify().holds,
]), flush=True)
publish(Application(), plan, timezone.localdate())
"""
"""Tells how it finds the store, and publishes."""

NOTHING = [0, "approved", 1, 0, 0, True]
EVERYTHING = [PEOPLE, "published", 0, 1, 1, True]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation with an approved plan that sends 300 people."""
    made = Installations(tmp_path)
    found = made()
    found.environment["PYTHONPATH"] = "."
    found.python(PREPARE)
    yield found
    made.end()


def test_a_publication_is_whole_or_not_there(installation: Installation) -> None:
    """Killed five times at some moment of it, it has listed nobody or all 300; the sixth run ends it, and once."""
    chance, before = random.Random(37), NOTHING
    for _turn in range(5):
        found = _publish(installation, chance.uniform(0, 0.3))
        assert found in (NOTHING, EVERYTHING)
        assert before != EVERYTHING or found == EVERYTHING
        before = found
    _publish(installation)
    assert _publish(installation) == EVERYTHING


def _publish(installation: Installation, killed_after: float | None = None) -> list[object]:
    """Publishes, for so many seconds or to the end, and gives how the store was before."""
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISH],
        env=installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    found: list[object] = json.loads(process.stdout.readline())
    if killed_after is not None:
        time.sleep(killed_after)
        process.kill()
    process.communicate()
    return found
