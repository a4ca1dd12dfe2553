"""After people withdrew: who they are, the fewest changes, what each moved person may be told, and a draft of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grassrota.errors import Refused
from grassrota.rota.check import check
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.rotas.actions.replanning import ask_to_replan, take
from grassrota_web.rotas.convert import since_public
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import NotAvailable, Plan
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account


@pytest.fixture
def public(plan: Plan) -> Plan:
    """The plan is published."""
    plan.state = "published"
    plan.save()
    return plan


@pytest.fixture
def withdrew(rotation: Rotation, public: Plan) -> list[Person]:
    """Three of those whom it sends cannot go any more."""
    people = [row.person for row in public.assignments.order_by("pk").select_related("person")[:3]]
    NotAvailable.objects.bulk_create(NotAvailable(rotation=rotation, person=who) for who in people)
    return people


@pytest.fixture
def client(organiser: Account, signed_in: SignedIn) -> Client:
    """The organiser's."""
    return signed_in(organiser)


def test_from_who_withdrew_to_a_draft(rotation: Rotation, public: Plan, withdrew: list[Person], client: Client) -> None:
    """Named, asked, found, told why, taken: the draft keeps every rule, and the public plan stays as it is."""
    board = client.get(reverse("rotas:plan", args=[rotation.pk, public.number])).content.decode()
    address = reverse("rotas:replan", args=[rotation.pk, public.number])
    assert address in board
    asked = client.get(address).content.decode()
    assert all(who.name in asked for who in withdrew)
    assert "3 people whom the published plan sends" in asked
    watching = client.post(address).headers["Location"]
    assert "It waits for a worker" in client.get(watching).content.decode()
    assert client.get(watching, headers={"HX-Request": "true"}).status_code == 200
    assert work_once()
    assert client.get(watching, headers={"HX-Request": "true"}).status_code == 286
    shown, result = client.get(watching).content.decode(), Job.objects.get().result
    assert f"It is proven that at least {result['bound']} must be." in shown
    assert 0 < result["bound"] <= len(result["moved"])
    assert "People withdrew after the list was public." in shown
    before = sorted(public.assignments.values_list("person__code", "opening__code", "batch"))
    taken = client.post(f"{watching}take/")
    draft = Plan.objects.get(number=public.number + 1)
    assert taken.headers["Location"] == reverse("rotas:plan", args=[rotation.pk, draft.number])
    assert (draft.state, draft.made_from) == ("draft", public)
    problem = problem_of(draft.policy)
    assert check(problem, plan_of(draft, problem)) == ()
    assert sorted(public.assignments.values_list("person__code", "opening__code", "batch")) == before
    changed = {who for who, *_ in before} ^ set(draft.assignments.values_list("person__code", flat=True))
    assert {who.code for who in withdrew} <= changed


def test_what_may_be_told_names_nobody(public: Plan, withdrew: list[Person]) -> None:
    """Neither who withdrew nor anybody between is in the rules and counts from which the person is told."""
    ask_to_replan(Application(), public)
    assert work_once()
    names = {person.code for person in Person.objects.all()}
    for one in Job.objects.get().result["moved"]:
        assert not names & {str(one["rules"]), str(one["between"]), *one["rules"]}
        assert set(one["chain"][:1]) <= {who.code for who in withdrew}


def test_whoever_departed_stays(
    public: Plan, withdrew: list[Person], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of those who go are on the way: the page counts them, and none of them is moved."""
    going = public.assignments.exclude(person__in=withdrew).order_by("pk").values_list("person__code", flat=True)
    there = list(going[: len(going) // 2])
    monkeypatch.setattr(since_public, "DEPARTED", [lambda rotation: there])
    page = client.get(reverse("rotas:replan", args=[public.rotation_id, public.number])).content.decode()
    assert f"{len(there)} people are on the way and stay where they are." in page
    job = ask_to_replan(Application(), public)
    assert work_once()
    assert not {one["person"] for one in Job.objects.get(pk=job.pk).result["moved"]} & set(there)


def test_when_nothing_near_keeps_the_rules(rotation: Rotation, public: Plan, client: Client) -> None:
    """Everybody withdrew: the rules in the way are shown, and nothing can be taken."""
    NotAvailable.objects.all().delete()
    NotAvailable.objects.bulk_create(NotAvailable(rotation=rotation, person=who) for who in Person.objects.all())
    job = ask_to_replan(Application(), public)
    assert work_once()
    shown = client.get(reverse("rotas:replanned", args=[rotation.pk, job.pk])).content.decode()
    assert "these rules are in the way" in shown
    with pytest.raises(Refused) as caught:
        take(Application(), public, Job.objects.get(pk=job.pk))
    assert caught.value.code == "not_ready"


def test_what_is_refused(rotation: Rotation, public: Plan, client: Client) -> None:
    """While all can go; once it is being looked for; and a plan that nobody knows. Counts alone are journaled."""
    with pytest.raises(Refused) as caught:
        ask_to_replan(Application(), public)
    assert caught.value.code == "nobody_withdrew"
    address = reverse("rotas:replan", args=[rotation.pk, public.number])
    assert "Everybody whom the plan sends can still go." in client.get(address).content.decode()
    first = public.assignments.order_by("pk").select_related("person").first()
    assert first
    NotAvailable.objects.create(rotation=rotation, person=first.person)
    ask_to_replan(Application(), public)
    assert "being looked for already" in client.post(address).content.decode()
    noted = Entry.objects.filter(verb="rotas.ask_to_replan").order_by("number").last()
    assert noted
    assert first.person.code not in str(noted.after)
    public.state = "draft"
    public.save()
    with pytest.raises(Refused) as caught:
        ask_to_replan(Application(), public)
    assert caught.value.code == "wrong_state"


def test_not_for_everybody(rotation: Rotation, public: Plan, signed_in: SignedIn) -> None:
    """Who may only read plans has no such page."""
    client = signed_in(account(Role.READER, rotation.home.path))
    assert client.get(reverse("rotas:replan", args=[rotation.pk, public.number])).status_code in (403, 404)
