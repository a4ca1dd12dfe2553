"""Why somebody goes there: to the organiser with names and costs, to the person without; nobody's wish is told."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from grassrota.files.plan import read_plan
from grassrota.files.problem import read_problem
from grassrota.rota.bound import check_bound
from grassrota.rota.check import check
from grassrota.rota.plan import Plan as PlanValue
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.orgs.models import Couple, Person
from grassrota_web.rotas.actions.plans import move
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Interest, Plan, PlanState, Proof
from grassrota_web.rotas.queries.explaining import Question, explained, forget
from tests.web.api.conftest import Program
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account


@pytest.fixture(autouse=True)
def _nothing_at_hand() -> None:
    """Every test has plans of its own, numbered alike."""
    forget()


def _asked(plan: Plan) -> tuple[str, str, int]:
    """Somebody who goes, and the opening and batch of somebody else elsewhere."""
    first = plan.assignments.select_related("person", "opening").earliest("pk")
    other = plan.assignments.exclude(opening=first.opening).select_related("opening").earliest("pk")
    return first.person.code, other.opening.code, other.batch


def test_a_plan_keeps_its_prices_and_so_does_its_folder(plan: Plan, tmp_path: Path, signed_in: SignedIn) -> None:
    """The plan in the store proves its bound; taken away without wishes, its folder proves it to a stranger."""
    problem = problem_of(plan.policy)
    assert check_bound(problem, plan_of(plan, problem).certificate) == ()
    Interest.objects.all().delete()
    bare = problem_of(plan.policy)
    Plan.objects.filter(pk=plan.pk).update(problem_sha256=bare.sha256)
    organiser = account(Role.ORGANISER, plan.rotation.home.path)
    content = (
        signed_in(organiser).get(reverse("rotas:export", args=[plan.rotation.pk, plan.number, "plan.zip"])).content
    )
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    taken = read_plan(tmp_path / "plan", read_problem(tmp_path / "problem"))
    assert len(taken.certificate.prices) == len(Proof.objects.get(plan=plan).prices) > 0


def test_the_organiser_is_told_who_would_make_room(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """The change that is shown keeps every rule of the problem without wishes; those who move are named."""
    person, opening, batch = _asked(plan)
    page = signed_in(organiser).get(
        reverse("rotas:why", args=[plan.rotation.pk, plan.number, person]), {"to": f"{batch}:{opening}"}
    )
    answer = explained(plan, Question(person, opening, batch))
    assert answer.change is not None
    assert page.status_code == 200
    text = page.content.decode()
    assert "Why not" in text
    for one in answer.change.displaced:
        assert one in text
    after = move(Application(), plan, list(answer.change.moves))
    assert [one.rule for one in check(*_value(after)) if one.rule != "certificate"] == []


def test_wishes_change_nothing_in_what_the_organiser_is_told(plan: Plan) -> None:
    """The costs told are those without anybody's wishes."""
    person, opening, batch = _asked(plan)
    told = explained(plan, Question(person, opening, batch))
    Interest.objects.all().delete()
    without = explained(plan, Question(person, opening, batch))
    assert (told.cost_now, told.cost_asked) == (without.cost_now, without.cost_asked)


def test_prices_of_a_few_people_are_not_used_where_there_are_wishes(plan: Plan) -> None:
    """A price of a couple could tell the wish of one of them: the organiser's answers rest on the others."""
    proof = Proof.objects.get(plan=plan)
    lines = plan.assignments.filter(batch=1, opening__length=1).select_related("person").order_by("pk")
    first, second = (line.person for line in lines[:2])
    Couple.objects.create(first=first, second=second)
    proof.prices = [*proof.prices, ["couples", [first.code, second.code], 1, -50.0]]
    proof.save()
    for wishes, known in ((True, True), (False, False)):
        answer = explained(plan, Question(first.code), wishes=wishes)
        assert any(term.price.rule == "couples" for term in answer.terms_now) is known


def test_a_plan_made_by_moves_is_explained_by_the_prices_it_came_from(plan: Plan) -> None:
    """Any prices prove something of the problem; they are those of the plan that was solved for."""
    person, opening, batch = _asked(plan)
    answer = explained(plan, Question(person, opening, batch))
    assert answer.change is not None
    after = move(Application(), plan, [Move(person)])
    assert not Proof.objects.filter(plan=after).exists()
    assert explained(after, Question(person, opening, batch)).regret == pytest.approx(answer.regret)


def test_prices_that_name_what_is_gone_are_left_aside(plan: Plan) -> None:
    """A price of an opening that is no more proves nothing, and nothing is claimed by it."""
    proof = Proof.objects.get(plan=plan)
    proof.prices = [["headcount", ["gone"], 1, -5.0]]
    proof.save()
    person, opening, batch = _asked(plan)
    assert explained(plan, Question(person, opening, batch)).terms_now == ()


def test_people_ask_about_themselves_once_the_plan_is_public(plan: Plan, signed_in: SignedIn) -> None:
    """Their page, and the operation, name nobody else and tell no cost; before, there is nothing to ask."""
    person, opening, batch = _asked(plan)
    row = Person.objects.select_related("unit").get(code=person)
    reader = account(Role.STAFF_MEMBER, row.unit.path, person)
    client, url = signed_in(reader), reverse("rotas:mine_why", args=[plan.rotation.pk])
    assert "No plan is published yet." in client.get(url).content.decode()
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.PUBLISHED)
    page = client.get(url, {"to": f"{batch}:{opening}"})
    assert page.status_code == 200
    text = re.sub(r"<select.*?</select>", "", page.content.decode(), flags=re.S)
    others = {code for (code,) in Person.objects.exclude(code=person).values_list("code")}
    assert not {one for one in others if one in text}
    assert "cost" not in re.sub(r'<p class="soft">.*?</p>', "", text.split("<h1>")[1], flags=re.S).lower()
    assert client.get(reverse("rotas:why", args=[plan.rotation.pk, plan.number, person])).status_code == 403
    asking = Program(reader)
    answer = asking("GET", f"rotations/{plan.rotation.pk}/why?opening={opening}&batch={batch}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"now", "asked", "verdict", "obstacles", "displaced", "rules", "needs", "facts"}


def test_programs_of_organisers_ask_the_same(plan: Plan, organiser: Account) -> None:
    """With the numbers; without a person, or with one who is not there, they are told what is wrong."""
    person, opening, batch = _asked(plan)
    asking = Program(organiser)
    answer = asking("GET", f"plans/{plan.pk}/why?person={person}&opening={opening}&batch={batch}").json()
    told = explained(plan, Question(person, opening, batch))
    assert (answer["at_least"], answer["at_most"], answer["displaced"]) == (told.at_least, told.at_most, told.displaced)
    assert asking.refused("GET", f"plans/{plan.pk}/why") == (422, "bad_input")
    assert asking.refused("GET", f"plans/{plan.pk}/why?person=nobody") == (409, "not_eligible")


def _value(plan: Plan) -> tuple[RotaProblem, PlanValue]:
    problem = problem_of(plan.policy)
    value = plan_of(plan, problem)
    return problem, replace(value, certificate=replace(value.certificate, bound=0.0))
