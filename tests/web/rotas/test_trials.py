"""Trying out: nothing is decided by it, it is shown beside a plan, and adopted by the ordinary verbs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grassrota.errors import BadInput, Refused
from grassrota.rota.pin import Pin as PinValue
from grassrota.rota.what_if import Seats, WhatIf
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Opening, Rotation
from grassrota_web.rotas.actions import trials
from grassrota_web.rotas.actions.plans import stop_solving
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.forms.policy import Batches, PolicyForm, batches_of
from grassrota_web.rotas.models import Interest, Pin, Plan, Policy
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account


def policy_of(rotation: Rotation) -> Policy:
    return rotation.policies.select_related("rotation__home", "rotation__hosts").latest("number")


def filled(policy: Policy, **changed: Any) -> dict[str, Any]:
    """The form as the page would send it if only these fields were touched."""
    value = policy_of_text(policy.text)
    form, batches = PolicyForm(base=value), Batches(initial=batches_of(value), prefix="batches")
    data: dict[str, Any] = {}
    for field in (*form, *batches.management_form, *(field for row in batches for field in row)):
        held = field.value()
        if held is not None and held is not False:
            data[field.html_name] = held
    return {**data, **changed}


def ask(client: Client, rotation: Rotation, **changed: Any) -> Any:
    return client.post(reverse("rotas:ask_what_if", args=[rotation.pk]), filled(policy_of(rotation), **changed))


def test_what_would_be_is_shown_beside_the_plan(
    rotation: Rotation, plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """Somebody who goes is imagined to stay, and a floor tighter: asked, planned, shown; no plan, pin or version."""
    client, who = signed_in(organiser), plan.assignments.order_by("pk").first()
    assert who
    page = client.get(reverse("rotas:ask_what_if", args=[rotation.pk]) + f"?plan={plan.number}").content.decode()
    assert "nothing is decided by it" in page
    asked = ask(client, rotation, home_absence="59", staying=who.person.code, plan=plan.number)
    assert asked.status_code == 302, asked.content.decode()
    watching = asked.headers["Location"]
    assert "It waits for a worker" in client.get(watching).content.decode()
    assert client.get(watching, headers={"HX-Request": "true"}).status_code == 200
    assert work_once()
    assert client.get(watching, headers={"HX-Request": "true"}).status_code == 286
    shown = client.get(watching).content.decode()
    assert f"{who.person.code} stays." in shown
    assert "floors: home absence: 0.59 instead of 0.6" in shown
    assert "Who bears it" in shown
    assert "<svg" in shown
    told = Job.objects.get(task=trials.WHAT_IF).result["comparison"]
    assert [one[2] for one in told["moved"] if one[0] == who.person.code] == [None]
    assert (told["second"]["violations"], told["second"]["going"][1]) == (0, 80)
    assert (Plan.objects.count(), Pin.objects.count(), rotation.policies.count()) == (1, 0, 1)


def test_what_is_adopted_is_made_by_the_ordinary_verbs(
    rotation: Rotation, plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """A new version, a pin and a search with the same seed, whose plan treats everybody as it was imagined."""
    client, who = signed_in(organiser), plan.assignments.order_by("pk").first()
    assert who
    watching = ask(client, rotation, home_absence="59", staying=who.person.code, plan=plan.number).headers["Location"]
    assert work_once()
    told = Job.objects.get(task=trials.WHAT_IF).result["comparison"]
    job = Job.objects.get(task=trials.WHAT_IF)
    adopted = client.post(reverse("rotas:adopt", args=[rotation.pk, job.pk]))
    assert adopted.status_code == 302
    assert policy_of_text(policy_of(rotation).text).home_absence == Fraction(59, 100)
    assert [(pin.person.code, pin.stays) for pin in Pin.objects.select_related("person")] == [(who.person.code, True)]
    assert work_once()
    made = Plan.objects.get(number=2)
    listed = {
        row.person.code: [row.opening.code, row.batch] for row in made.assignments.select_related("person", "opening")
    }
    assert (made.violations, len(listed)) == (0, told["second"]["going"][0])
    for code, _first, second in told["moved"]:
        assert listed.get(code) == second
    # what has become the policy is imagined no more
    again = client.post(reverse("rotas:adopt", args=[rotation.pk, job.pk]))
    assert again.status_code == 409
    assert client.get(watching).status_code == 200


def test_openings_are_for_their_hosts_to_agree_to(rotation: Rotation, plan: Plan) -> None:
    """Closed and resized openings are planned for, and cannot be adopted past their hosts."""
    policy = policy_of(rotation)
    opening = Opening.objects.order_by("code").last()
    assert opening
    imagined = WhatIf(seats={opening.code: Seats(opening.low, opening.high + 1)})
    job = trials.ask_what_if(Application(), policy, plan, imagined)
    assert work_once()
    assert "comparison" in Job.objects.get(pk=job.pk).result
    with pytest.raises(Refused) as caught:
        trials.adopt(Application(), rotation, job)
    assert caught.value.code == "openings_first"
    assert not Plan.objects.exclude(pk=plan.pk).exists()


def test_what_clashes_is_told_in_words(rotation: Rotation, plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """Twenty more seats that must be filled than there are people: which rule, and what could be done."""
    code = Opening.objects.order_by("code").values_list("code", flat=True)[0]
    job = trials.ask_what_if(Application(), policy_of(rotation), plan, WhatIf(seats={code: Seats(100, 100)}))
    assert work_once()
    page = signed_in(organiser).get(reverse("rotas:what_if", args=[rotation.pk, job.pk])).content.decode()
    assert "Each opening has its number of people" in page
    assert "takes 100 to 100 people" in page


def test_nothing_and_nonsense_are_refused(
    rotation: Rotation, plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """The form says what is wrong, beside its field, and nothing is asked for."""
    client, code = signed_in(organiser), plan.assignments.order_by("pk").values_list("person__code", flat=True)[0]
    for changed, told in (
        ({}, "Change something"),
        ({"closed": "nowhere"}, "the id of an opening"),
        ({"seats": "o1 many"}, "Write a code and a range"),
        ({"staying": "nobody-at-all"}, "the id of a person"),
        ({"person": code}, "Say where this person goes"),
        ({"batch": "1"}, "Say who goes there"),
        ({"person": code, "batch": "1", "staying": code}, "cannot go and stay"),
        ({"home_absence": "900"}, "Enter 0 to 100 percent"),
    ):
        answer = ask(client, rotation, **changed)
        assert (answer.status_code, told in answer.content.decode()) == (200, True), changed
    assert not Job.objects.filter(task=trials.WHAT_IF).exists()
    with pytest.raises(BadInput):
        trials.ask_what_if(Application(), policy_of(rotation), plan, WhatIf(closed=("nowhere",)))


def test_one_thing_at_a_time(rotation: Rotation, plan: Plan) -> None:
    """While something is tried out for a rotation something else waits; stopped before it began, it is over."""
    policy = policy_of(rotation)
    job = trials.ask_for_fairness(Application(), policy, years=2)
    stays = WhatIf(pins=(PinValue(problem_of(policy).eligible[0].id, stays=True),))
    with pytest.raises(Refused) as caught:
        trials.ask_what_if(Application(), policy, plan, stays)
    assert caught.value.code == "already_trying"
    stop_solving(Application(), job)
    assert Job.objects.get(pk=job.pk).state == JobState.STOPPED
    assert trials.ask_what_if(Application(), policy, plan, stays).state == JobState.WAITING


def test_years_are_followed_as_a_job(rotation: Rotation, plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """Two years: asked for, followed, shown with pictures and tables; no plan comes of it."""
    Opening.objects.exclude(pk=Opening.objects.order_by("pk")[0].pk).update(answer="asked")
    client = signed_in(organiser)
    asked = client.post(reverse("rotas:ask_fairness", args=[rotation.pk]), {"years": 2, "leaving": 5, "seed": 1})
    assert asked.status_code == 302
    assert client.get(asked.headers["Location"]).status_code == 200
    assert work_once()
    job = Job.objects.get(task=trials.FAIRNESS)
    assert [(year["number"], year["in_turn"]) for year in job.result["years"]] == [
        (1, True),
        (1, False),
        (2, True),
        (2, False),
    ]
    assert client.get(asked.headers["Location"], headers={"HX-Request": "true"}).status_code == 286
    page = client.get(asked.headers["Location"]).content.decode()
    assert "After 2 years" in page
    assert "Price of fairness" in page
    assert page.count("<svg") >= 5
    assert job.title in client.get(reverse("rotas:ask_fairness", args=[rotation.pk])).content.decode()
    assert Plan.objects.count() == 1
    entry = Entry.objects.order_by("number").last()
    assert entry
    assert entry.after
    assert entry.after["years"] == 2


def test_years_that_are_stopped_keep_what_is_done(rotation: Rotation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked to stop after its first year, it ends with that year, and is stopped."""
    from grassrota_web.jobs.tasks import Running

    Opening.objects.exclude(pk=Opening.objects.order_by("pk")[0].pk).update(answer="asked")
    job = trials.ask_for_fairness(Application(), policy_of(rotation), years=5)
    report = Running.report

    def told(self: Running, **progress: Any) -> None:
        report(self, **progress)
        if progress["done"] >= 2:
            stop_solving(Application(), Job.objects.get(pk=job.pk))

    monkeypatch.setattr(Running, "report", told)
    assert work_once()
    ended = Job.objects.get(pk=job.pk)
    assert ended.state == JobState.STOPPED
    assert [year["number"] for year in ended.result["years"]] == [1, 1]


def test_large_rosters_are_followed_elsewhere(
    rotation: Rotation, organiser: Account, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says so, and the verb refuses."""
    monkeypatch.setattr(trials, "MOST_PEOPLE", 79)
    page = signed_in(organiser).get(reverse("rotas:ask_fairness", args=[rotation.pk])).content.decode()
    assert "followed on the command line" in page
    with pytest.raises(Refused) as caught:
        trials.ask_for_fairness(Application(), policy_of(rotation))
    assert caught.value.code == "too_many_people"


def test_no_wish_can_be_read_off_what_is_imagined(rotation: Rotation, plan: Plan) -> None:
    """Costs are counted without wishes, and neither progress nor result has what was proven with them."""
    assert Interest.objects.exists()
    policy = policy_of(rotation)
    who = problem_of(policy).eligible[0].id
    job = trials.ask_what_if(Application(), policy, plan, WhatIf(pins=(PinValue(who, stays=True),)))
    assert work_once()
    ended = Job.objects.get(pk=job.pk)
    assert {"bound", "objective"} & set(ended.result) == set()
    assert [point["objective"] for point in ended.progress["points"]] == [None] * len(ended.progress["points"])
    assert {"wishes", "bound"} & set(ended.result["comparison"]["second"]) == set()
    first, second = (ended.result["comparison"][side]["cost"] for side in ("first", "second"))
    Interest.objects.all().delete()
    again = trials.ask_what_if(Application(), policy_of(rotation), plan, WhatIf(pins=(PinValue(who, stays=True),)))
    assert work_once()
    without = Job.objects.get(pk=again.pk).result["comparison"]
    assert without["first"]["cost"] == first  # of the same people in the same places, whatever anybody wished
    assert isinstance(second, int)


def test_who_does_not_plan_sees_nothing(rotation: Rotation, plan: Plan, signed_in: SignedIn) -> None:
    """A reader of the rotation may open neither page, and asks for nothing."""
    client = signed_in(account(Role.READER, rotation.home.path))
    for name in ("ask_what_if", "ask_fairness"):
        assert client.get(reverse(f"rotas:{name}", args=[rotation.pk])).status_code == 403
    job = trials.ask_for_fairness(Application(), policy_of(rotation), years=1)
    assert client.get(reverse("rotas:fairness", args=[rotation.pk, job.pk])).status_code == 403
