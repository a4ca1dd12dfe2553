"""Plans by solving and by hand: kept once, never changed, looked at before they are saved."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from grassrota.errors import Refused
from grassrota.files.plan import read_plan
from grassrota.files.problem import read_problem
from grassrota.rota.check import check
from grassrota.rota.effect import effect
from grassrota.rota.tally import Move
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Opening, Rotation
from grassrota_web.rotas.actions.pins import pin
from grassrota_web.rotas.actions.plans import ask_for_plan, move, stop_solving
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import LeftOut, Pin, Plan, Policy
from tests.web.conftest import SignedIn


def policy_of(rotation: Rotation) -> Policy:
    return rotation.policies.select_related("rotation__home", "rotation__hosts").latest("number")


def test_a_button_leads_to_a_plan(rotation: Rotation, organiser: Account, signed_in: SignedIn) -> None:
    """The search is asked for, watched and done; its plan keeps every rule and its row says so."""
    client = signed_in(organiser)
    asked = client.post(reverse("rotas:ask", args=[rotation.pk]), {"seconds": 60, "gap": 50, "seed": 7})
    assert asked.status_code == 302
    watching = asked.headers["Location"]
    assert "waits for a worker" in client.get(watching).content.decode()
    assert client.get(watching, headers={"HX-Request": "true"}).status_code == 200
    assert work_once()
    over = client.get(watching, headers={"HX-Request": "true"})
    assert over.status_code == 286
    assert "<svg" in over.content.decode()
    row = Plan.objects.get()
    problem = problem_of(policy_of(rotation))
    assert check(problem, plan_of(row, problem)) == ()
    assert (row.seed, row.violations, row.problem_sha256) == (7, 0, problem.sha256)
    everybody = set(row.assignments.values_list("person__code", flat=True))
    everybody |= set(LeftOut.objects.filter(plan=row).values_list("person__code", flat=True))
    assert everybody == set(problem.person)


def test_two_searches_at_once_are_refused(rotation: Rotation) -> None:
    """A second one has to wait for the first, or for somebody to stop it."""
    job = ask_for_plan(Application(), policy_of(rotation))
    with pytest.raises(Refused) as caught:
        ask_for_plan(Application(), policy_of(rotation))
    assert caught.value.code == "already_solving"
    stop_solving(Application(), job)
    assert Job.objects.get().state == JobState.STOPPED
    ask_for_plan(Application(), policy_of(rotation))


def test_a_clash_is_told_in_words_with_what_to_change(
    rotation: Rotation, organiser: Account, signed_in: SignedIn
) -> None:
    """Openings that must have more people than there are: the rule is named, what to do about it, and by how much."""
    Opening.objects.update(low=100, high=100)
    job = ask_for_plan(Application(), policy_of(rotation))
    assert work_once()
    page = signed_in(organiser).get(reverse("rotas:solving", args=[rotation.pk, job.pk])).content.decode()
    assert "Each opening has its number of people" in page
    assert "Ask hosts to take fewer or more people" in page
    found = page.split("What would settle it", 1)[1]
    job.refresh_from_db()
    offers = job.result["clash"]["relaxations"]
    assert offers
    assert all(escape(offer["words"]) in found for offer in offers[:20])
    assert not Plan.objects.exists()


def test_a_search_without_time_keeps_nothing_and_says_so(rotation: Rotation) -> None:
    """Stopped before there is a plan, it ends without one."""
    job = ask_for_plan(Application(), policy_of(rotation), seconds=0)
    assert work_once()
    job.refresh_from_db()
    assert (job.state, Plan.objects.count()) == (JobState.DONE, 0)
    assert "stopped" in job.result


def test_a_move_is_looked_at_first_and_saved_as_another_plan(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """The preview tells the rule that it breaks and saves nothing; saving leaves the plan it is made from alone."""
    client = signed_in(organiser)
    problem = problem_of(plan.policy)
    value = plan_of(plan, problem)
    broken = ((who, effect(problem, value, (Move(who),)).broken) for who in value.by_person)
    person, (violation, *_rest) = next((who, found) for who, found in broken if found)
    url = reverse("rotas:move", args=[plan.rotation.pk, plan.number])
    before = list(plan.assignments.order_by("pk").values_list("person__code", "opening__code", "batch"))
    shown = client.post(url, {"person": person, "other": "", "to": "", "look": ""}).content.decode()
    assert "Rules that it would break" in shown
    assert escape(str(violation)) in shown
    assert Plan.objects.count() == 1
    saved = client.post(url, {"person": person, "other": "", "to": "", "save": ""})
    assert saved.status_code == 302
    after = Plan.objects.get(number=2)
    assert (after.made_from, after.state) == (plan, "draft")
    assert after.violations > 0
    assert not after.assignments.filter(person__code=person).exists()
    assert list(plan.assignments.order_by("pk").values_list("person__code", "opening__code", "batch")) == before


def test_a_swap_that_means_nothing_is_told_at_the_form(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """Two who stay home have no places to change, and a code that nobody has is nobody's."""
    client = signed_in(organiser)
    url = reverse("rotas:move", args=[plan.rotation.pk, plan.number])
    one, other = LeftOut.objects.filter(plan=plan).values_list("person__code", flat=True)[:2]
    assert "nothing to swap" in client.post(url, {"person": one, "other": other, "to": ""}).content.decode()
    assert "Nobody on the roster" in client.post(url, {"person": "nobody", "other": "", "to": ""}).content.decode()


def test_two_plans_side_by_side_name_who_is_treated_differently(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """One person moved: one person differs."""
    who = plan.assignments.select_related("person").earliest("pk").person
    after = move(Application(), plan, (Move(who.code),))
    url = reverse("rotas:compare", args=[plan.rotation.pk])
    page = signed_in(organiser).get(url, {"first": plan.number, "second": after.number}).content.decode()
    assert "1 person is treated differently" in page
    assert who.code in page


def test_a_plan_is_never_compared_with_itself(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """One plan alone is offered nothing to be compared with; of two the page takes one each, and refuses one twice."""
    client, url = signed_in(organiser), reverse("rotas:compare", args=[plan.rotation.pk])
    own = reverse("rotas:plan", args=[plan.rotation.pk, plan.number])
    assert url not in client.get(own).content.decode()
    assert "only one plan" in client.get(url, {"second": plan.number}).content.decode()
    who = plan.assignments.select_related("person").earliest("pk").person
    after = move(Application(), plan, (Move(who.code),))
    assert f"{url}?second={plan.number}" in client.get(own).content.decode()
    for asked in ({}, {"second": plan.number}, {"second": after.number}, {"first": plan.number}):
        assert "1 person is treated differently" in client.get(url, asked).content.decode()
    same = client.get(url, {"first": plan.number, "second": plan.number}).content.decode()
    assert "does not differ from itself" in same
    assert "treated differently" not in same


def test_the_plan_says_what_comes_next(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """A draft leads to being drawn up and nowhere further; the initial plan to opening its list and to approval."""
    client = signed_in(organiser)
    own, opening = (
        reverse("rotas:plan", args=[plan.rotation.pk, plan.number]),
        reverse("postings:open", args=[plan.pk]),
    )
    steps = {name: reverse("rotas:step", args=[plan.rotation.pk, plan.number, name]) for name in ("draw_up", "approve")}
    publishing = reverse("postings:publish", args=[plan.pk])

    def led_to() -> set[str]:
        page = client.get(own).content.decode()
        return {url for url in (opening, publishing, *steps.values()) if f'href="{url}"' in page}

    assert led_to() == {steps["draw_up"]}
    client.post(steps["draw_up"])
    assert led_to() == {opening, steps["approve"]}
    client.post(opening, {"on": timezone.localdate()})
    assert led_to() == {steps["approve"]}
    client.post(steps["approve"])
    assert led_to() == {publishing}


def test_pins_hold_in_the_next_plan(rotation: Rotation, organiser: Account, signed_in: SignedIn) -> None:
    """Who is pinned to stay stays; the pin can be taken away again; one that contradicts itself is refused."""
    client, problem = signed_in(organiser), problem_of(policy_of(rotation))
    who = problem.eligible[0].id
    url = reverse("rotas:pins", args=[rotation.pk])
    refused = client.post(url, {"person": who, "opening": "", "batch": "1", "stays": "on"})
    assert "since an opening or a batch is given" in refused.content.decode()
    assert client.post(url, {"person": who, "opening": "", "batch": "", "stays": "on"}).status_code == 302
    ask_for_plan(Application(), policy_of(rotation), gap_per_mille=50)
    assert work_once()
    assert not Plan.objects.get().assignments.filter(person__code=who).exists()
    client.post(reverse("rotas:remove_pin", args=[rotation.pk, Pin.objects.get().pk]))
    assert not Pin.objects.exists()
    assert Entry.objects.filter(verb="rotas.unpin", person=who).exists()


def test_a_plan_is_told_to_be_of_another_day_once_rows_have_changed(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """Who is pinned since may change what is best: the page says so and claims neither a cost nor a bound."""
    entry = plan.assignments.select_related("person").earliest("pk")
    pin(Application(), plan.rotation, entry.person, stays=True)
    page = signed_in(organiser).get(reverse("rotas:plan", args=[plan.rotation.pk, plan.number])).content.decode()
    assert "have changed since this plan was made" in page
    assert "No plan can cost less than" not in page


def unpacked(client: Client, plan: Plan, folder: Path) -> Path:
    url = reverse("rotas:export", args=[plan.rotation.pk, plan.number, "plan.zip"])
    with zipfile.ZipFile(io.BytesIO(client.get(url).content)) as archive:
        archive.extractall(folder)
    return folder


def test_the_folder_is_one_that_the_command_line_accepts(
    plan: Plan, organiser: Account, signed_in: SignedIn, tmp_path: Path
) -> None:
    """Problem and plan read back, and the independent check finds nothing; whose wishes there were is not in it."""
    folder = unpacked(signed_in(organiser), plan, tmp_path)
    problem = read_problem(folder / "problem")
    assert check(problem, read_plan(folder / "plan", problem)) == ()
    assert problem.preferences == ()


def test_lists_can_be_taken_away(plan: Plan, organiser: Account, signed_in: SignedIn) -> None:
    """Who goes and who is left out, as CSV and as a workbook with the same lines."""
    from python_calamine import CalamineWorkbook

    client = signed_in(organiser)
    for stem, rows in (("postings", plan.assignments.count()), ("left_out", plan.left_out.count())):
        args = [plan.rotation.pk, plan.number]
        text = client.get(reverse("rotas:export", args=[*args, f"{stem}.csv"])).content.decode("utf-8-sig")
        book = client.get(reverse("rotas:export", args=[*args, f"{stem}.xlsx"])).content
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert len(text.splitlines()) == len(sheet) == rows + 1
    assert client.get(reverse("rotas:export", args=[plan.rotation.pk, plan.number, "else.csv"])).status_code == 404
