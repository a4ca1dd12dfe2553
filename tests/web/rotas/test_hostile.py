"""What a planner might try in order to read off somebody's wish."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.rota.check import objective
from grassrota.rota.effect import effect
from grassrota.rota.tally import Move
from grassrota_web.access.actions.tokens import make
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Opening
from grassrota_web.rotas.actions.lifecycle import approve, draw_up
from grassrota_web.rotas.actions.plans import move
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Assignment, Interest, Plan
from tests.web.conftest import SignedIn


def main(client: Client, name: str, *args: object, **asked: Any) -> str:
    """What a page says."""
    page = client.get(reverse(f"rotas:{name}", args=args), asked).content.decode()
    return page.split("<main")[1].split("</main")[0]


def made_for(plan: Plan, entry: Assignment, wish: Opening | None) -> None:
    """Lets nobody wish but one person, and the plan be one that was searched for with that wish."""
    Interest.objects.all().delete()
    if wish:
        Interest.objects.create(rotation=plan.rotation, person=entry.person, place=wish.place, rank=1)
    problem = problem_of(plan.policy)
    value = plan_of(plan, problem)
    plan.objective, plan.problem_sha256 = objective(problem, value), problem.sha256
    plan.save()


def elsewhere(plan: Plan, entry: Assignment) -> Opening:
    """An opening at another place, that starts people in the same batch."""
    found = Opening.objects.exclude(place=entry.opening.place).select_related("place").order_by("pk")
    return next(opening for opening in found if not opening.batches or entry.batch in opening.batches)


def all_that_is_told(plan: Plan, one: Move, client: Client, program: Client) -> list[Any]:
    """Everything a planner reads about a move before and after it is saved; the checksum of the problem apart."""
    pk = plan.rotation.pk
    asked = {"person": one.person, "other": "", "to": f"{one.batch}:{one.opening}", "look": ""}
    moves = {"moves": [{"person": one.person, "opening": one.opening, "batch": one.batch}]}
    api = f"/api/v1/plans/{plan.pk}"
    sent: dict[str, Any] = {"data": json.dumps(moves), "content_type": "application/json"}
    looked = client.post(reverse("rotas:move", args=[pk, plan.number]), asked).content.decode()
    saved = program.post(f"{api}/moves", **sent).json()
    key, number = saved["key"], saved["number"]
    zipped = client.get(reverse("rotas:export", args=[pk, number, "plan.zip"])).status_code
    row = Entry.objects.get(verb="rotas.move")
    unlike = ("key", "problem_sha256")
    return [
        looked.partition('id="effect"')[2].partition("</section>")[0],
        program.post(f"{api}/effect", **sent).json(),
        {name: value for name, value in saved.items() if name not in unlike},
        {name: value for name, value in program.get(f"/api/v1/plans/{key}").json().items() if name not in unlike},
        program.get(f"{api}/compare/{key}").json(),
        main(client, "compare", pk, first=plan.number, second=number),
        main(client, "plan", pk, number).partition("</dl>")[0],
        main(client, "rotation", pk).partition(f"Plan {plan.number}<")[0].partition('id="plans"')[2],
        {name: value for name, value in (row.after or {}).items() if name not in unlike},
        zipped,
    ]


def test_no_move_tells_a_wish(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """R004-12: effect, comparison, plan, list and journal are the same wherever who is moved wishes to go."""
    client, actor = signed_in(organiser), actor_of(organiser, True)
    rights = [right for right in Right if actor.holds(right)]
    token = make(actor, organiser, "test", rights, timezone.localdate() + timedelta(days=30))
    program = Client(headers={"Authorization": f"Bearer {token}"})
    entry = plan.assignments.select_related("person", "opening__place").earliest("pk")
    there = elsewhere(plan, entry)
    one = Move(entry.person.code, there.code, entry.batch)
    told, costs = [], set()
    for wish in (entry.opening, there):
        with transaction.atomic():
            made_for(plan, entry, wish)
            problem = problem_of(plan.policy)
            costs.add(effect(problem, plan_of(plan, problem), [one]).cost_change)
            told.append(all_that_is_told(plan, one, client, program))
            transaction.set_rollback(True)
    assert len(costs) == 2
    assert told[0] == told[1]
    looked, reckoned, saved = told[0][:3]
    assert "The plan would cost" in looked
    assert isinstance(reckoned["cost_change"], int)
    assert (saved["objective"], saved["bound"]) == (None, None)
    assert "objective" not in told[0][8]


def test_a_plan_s_cost_does_not_follow_the_wishes_of_today(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """Its page shows the cost that the search found, and none once somebody has changed a wish."""
    client, where = signed_in(organiser), (plan.rotation.pk, plan.number)
    assert f"<dd>{plan.objective}</dd>" in main(client, "plan", *where)
    Interest.objects.earliest("pk").delete()
    assert "<dt>Cost</dt>" not in main(client, "plan", *where)


def test_a_moved_plan_is_approved_or_refused_without_its_cost(plan: Plan) -> None:
    """One that keeps every rule is approved; one that breaks some, and may cost less than any bound, hears of these."""
    entry = plan.assignments.select_related("person", "opening").earliest("pk")
    kept = move(Application(), plan, [Move(entry.person.code, entry.opening.code, entry.batch)])
    emptied = move(
        Application(), plan, [Move(code) for code in plan.assignments.values_list("person__code", flat=True)]
    )
    for after in (kept, emptied):
        assert after.bound == 0
        draw_up(Application(), after)
    approve(Application(), kept)
    with pytest.raises(Refused) as refused:
        approve(Application(), emptied)
    assert refused.value.code == "rules_broken"
    assert "the plan costs" not in refused.value.message
    kept.refresh_from_db()
    assert kept.state == "approved"
