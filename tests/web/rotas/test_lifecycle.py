"""A plan goes from draft to under way by steps that each may be refused, and nobody skips one unseen."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from grassrota.errors import BadInput, Refused
from grassrota.rota.process import ROTATION
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.verb import VERBS, Act, verb
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.rotas.actions import lifecycle
from grassrota_web.rotas.actions.evidence import count_open_cases, record_verified
from grassrota_web.rotas.actions.plans import name_leader
from grassrota_web.rotas.actions.stages import add_stage, close_stage, plan_stage
from grassrota_web.rotas.actions.steps import skip_step, take_step
from grassrota_web.rotas.models import Plan, PlanState, StepDone
from tests.web.conftest import SignedIn
from tests.web.rotas.conftest import account

TODAY, US = date(2026, 12, 1), Application()


@pytest.fixture(autouse=True)
def _only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verb of these tests is in no table afterwards."""
    monkeypatch.setattr("grassrota_web.access.verb.VERBS", dict(VERBS))


def publish(actor: Actor, plan: Plan) -> None:
    """Stands for the verb of the room above, which makes the postings."""

    def publishing(act: Act) -> None:
        """Publishes."""
        done = lifecycle.mark_published(act, plan, TODAY)
        act.note("plan", plan.number, place=done.rotation.home.path)

    verb("test.publish", Right.PUBLISH)(publishing)(actor)


def steps_before(rotation: Rotation, last: str) -> None:
    for step in ROTATION.steps[: ROTATION.steps.index(last)]:
        take_step(US, rotation, step, TODAY)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_the_whole_way(plan: Plan) -> None:
    """R004-14: draft, initial, approved, published, under way, each with its row in the journal."""
    rotation = plan.rotation
    lifecycle.draw_up(US, plan)
    lifecycle.approve(US, plan)
    steps_before(rotation, "publication")
    publish(US, plan)
    record_verified(US, rotation, fixed=55, received=100, source="the inspection office", on=TODAY)
    lifecycle.start(US, plan)
    plan.refresh_from_db()
    assert plan.state == PlanState.UNDER_WAY
    told = [
        entry.after["state"]
        for entry in Entry.objects.filter(kind="plan").order_by("number")
        if entry.after and "state" in entry.after
    ]
    assert told == ["initial", "approved", "under_way"]
    assert StepDone.objects.filter(step="publication").exists()


def test_every_step_needs_the_one_before(plan: Plan) -> None:
    """A draft is neither approved, published nor started; a published plan is neither reworked nor set aside."""
    for act in (lifecycle.approve, lifecycle.rework, lifecycle.start, publish):
        with pytest.raises(Refused) as refused:
            act(US, plan)
        assert code_of(refused) == "wrong_state"
    Plan.objects.update(state=PlanState.PUBLISHED)
    for act in (lifecycle.rework, lifecycle.set_aside, lifecycle.draw_up):
        with pytest.raises(Refused) as refused:
            act(US, plan)
        assert code_of(refused) == "wrong_state"


def test_steps_are_skipped_only_with_a_reason_on_record(plan: Plan) -> None:
    """R002-15: publishing names the steps that come first; a skipped one keeps who skipped it and why."""
    Plan.objects.update(state=PlanState.APPROVED)
    with pytest.raises(Refused, match="draft list, discussion") as refused:
        publish(US, plan)
    assert code_of(refused) == "step_skipped"
    with pytest.raises(Refused) as refused:
        skip_step(US, plan.rotation, "criteria", TODAY, " ")
    assert code_of(refused) == "reason_missing"
    with pytest.raises(Refused) as refused:
        take_step(US, plan.rotation, "briefing", TODAY)
    assert code_of(refused) == "step_skipped"
    skip_step(US, plan.rotation, "criteria", TODAY, "settled last year")
    kept = StepDone.objects.get()
    assert (kept.reason, kept.skipped_by) == ("settled last year", "Grassrota")


@pytest.mark.parametrize(("fixed", "received", "refused"), [(0, 0, True), (49, 100, True), (50, 100, False)])
def test_the_gate_is_a_verified_lower_bound(plan: Plan, fixed: int, received: int, refused: bool) -> None:
    """R002-23: below half of the opinions verified as fixed nobody departs; nothing of nothing is not enough."""
    Plan.objects.update(state=PlanState.PUBLISHED)
    with pytest.raises(Refused, match="nothing is verified"):
        lifecycle.start(US, plan)
    record_verified(US, plan.rotation, fixed=fixed, received=received, source="inspection", on=TODAY)
    if refused:
        with pytest.raises(Refused) as found:
            lifecycle.start(US, plan)
        assert code_of(found) == "correction_not_under_way"
    else:
        lifecycle.start(US, plan)
    with pytest.raises(BadInput):
        record_verified(US, plan.rotation, fixed=2, received=1, source="inspection", on=TODAY)


def test_dumping_and_crude_selection_block_publication_with_their_reasons(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """R002-10, R002-16: once those who go are marked as surplus and rest on a speech, the page says what is wrong."""
    Person.objects.filter(assignments__plan=plan).update(surplus=True)
    policy = plan.policy
    policy.text = policy.text.replace('evidence = ["plan", "criteria"]', 'evidence = ["speech"]')
    policy.save()
    Plan.objects.update(state=PlanState.APPROVED, problem_sha256=_sha(plan))
    with pytest.raises(Refused) as refused:
        lifecycle.publishable(Plan.objects.select_related("rotation__home", "policy").get())
    assert code_of(refused) == "burden_dumping"
    url = reverse("rotas:step", args=[plan.rotation.pk, plan.number, "publishable"])
    page = signed_in(organiser).get(url).content.decode()
    assert "may not be published yet" in page
    assert "surplus" in page
    assert "speech" in page


def _sha(plan: Plan) -> str:
    from grassrota_web.rotas.convert.problem import problem_of
    from grassrota_web.rotas.models import Policy

    return problem_of(Policy.objects.select_related("rotation__home", "rotation__hosts").get(pk=plan.policy.pk)).sha256


def test_what_was_proven_for_other_rows_is_not_approved(plan: Plan) -> None:
    """Somebody leaves the staff after the plan was made: it has to be looked at again."""
    lifecycle.draw_up(US, plan)
    Person.objects.filter(assignments__plan=plan).update(turns_served=9)
    with pytest.raises(Refused) as refused:
        lifecycle.approve(US, plan)
    assert code_of(refused) == "problem_changed"


def test_a_leader_is_one_of_those_who_go(plan: Plan) -> None:
    """R000-02: who stays behind cannot be named; who goes without the rank is refused with the approval."""
    line = plan.assignments.select_related("person", "opening").earliest("pk")
    stays = plan.left_out.select_related("person").earliest("pk").person.code
    with pytest.raises(Refused) as refused:
        name_leader(US, plan, line.opening.code, line.batch, stays)
    assert code_of(refused) == "leader_stays_behind"
    team = plan.assignments.filter(opening=line.opening, batch=line.batch)
    junior = team.filter(person__grade="clerk").select_related("person").first()
    assert junior is not None
    name_leader(US, plan, line.opening.code, line.batch, junior.person.code)
    lifecycle.draw_up(US, plan)
    with pytest.raises(Refused) as refused:
        lifecycle.approve(US, plan)
    assert code_of(refused) == "not_a_leader"


def test_only_one_plan_of_a_rotation_is_public(plan: Plan) -> None:
    """A second list cannot be published beside the first."""
    steps_before(plan.rotation, "publication")
    Plan.objects.update(state=PlanState.APPROVED)
    publish(US, plan)
    values = {field.attname: getattr(plan, field.attname) for field in Plan._meta.concrete_fields}
    other = Plan.objects.create(**{**values, "id": None, "number": 2, "job": None, "state": PlanState.APPROVED})
    with pytest.raises(Refused) as refused:
        lifecycle.publishable(other)
    assert code_of(refused) == "another_is_public"


def test_only_those_with_the_right_take_a_step(plan: Plan) -> None:
    """A reader, a unit officer, an inspector, a host and an administrator can do none of it."""
    from grassrota_web.access.queries import actor_of

    for role in set(Role) - {Role.ORGANISER}:
        actor = actor_of(account(role, "/"), proven=True)
        for act in (lifecycle.draw_up, lifecycle.approve, lifecycle.set_aside, lifecycle.start, publish):
            with pytest.raises(Refused) as refused:
                act(actor, plan)
            assert code_of(refused) == "not_permitted", role


def test_a_stage_closes_when_the_next_is_ready(rotation: Rotation) -> None:
    """R002-33: stage 1 stays open until stage 2 has all it needs, what it takes up included; then it closes, once."""
    first, second = (add_stage(US, rotation, name) for name in ("Inquiry", "Correction"))
    with pytest.raises(Refused) as refused:
        close_stage(US, first, TODAY)
    assert code_of(refused) == "next_stage_not_ready"
    owner = Person.objects.earliest("pk")
    plan_stage(US, second, name="Correction", plan="Mend it", owner=owner, begins_on=TODAY)
    with pytest.raises(Refused) as refused:
        close_stage(US, first, TODAY)
    assert refused.value.data["missing"] == ("takes_up",)
    plan_stage(
        US, second, name="Correction", plan="Mend it", takes_up="30 views of group 1", owner=owner, begins_on=TODAY
    )
    close_stage(US, first, TODAY)
    with pytest.raises(Refused) as refused:
        close_stage(US, first, TODAY)
    assert code_of(refused) == "stage_order"


def test_the_board_tells_whether_enough_stay_for_open_cases(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """R002-48: 2,000 open cases at 20 each take 100 people; of a smaller office too few stay."""
    unit = plan.assignments.select_related("person__unit").earliest("pk").person.unit
    count_open_cases(US, plan.rotation, unit, 2000, TODAY)
    staff = Person.objects.filter(unit=unit).count()
    url = reverse("rotas:plan", args=[plan.rotation.pk, plan.number])
    away = plan.assignments.filter(person__unit=unit, batch=1).count()
    lacking = 100 - (staff - away)
    assert f'<td class="n over">{lacking}</td>' in signed_in(organiser).get(url).content.decode()
