"""Plans come to be by solving, or by moving people in another one; no plan is ever changed in place."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.rota import plan as core
from grassrota.rota.effect import effect
from grassrota.rota.tally import Move
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask, ask_to_stop
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.convert.plan import leaders_of, plan_of, write_plan
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan, Policy

TASK = "rotas.ask_for_plan"


@verb("rotas.ask_for_plan", Right.SOLVE)
def ask_for_plan(act: Act, policy: Policy, *, seed: int = 0, gap_per_mille: int = 2, seconds: int = 600) -> Job:
    """Asks for a plan to be made by a policy.

    Args:
        act: Who asks.
        policy: The policy.
        seed: The same seed gives the same plan.
        gap_per_mille: How far from the best possible it may stay, in thousandths of the bound.
        seconds: After so long the best plan so far is kept.

    Raises:
        BadInput: If the problem is not consistent.
        Refused: ``already_solving`` while another plan of the rotation is being made.
    """
    rotation = policy.rotation
    act.at(rotation.home.path)
    problem_of(policy)
    act.lock(Rotation, pk=rotation.pk)
    under_way = Job.objects.filter(task=TASK, path=rotation.home.path, arguments__rotation=rotation.pk)
    if under_way.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise Refused("already_solving", _("A plan of this rotation is being made: wait for it, or stop it."))
    title = _("A plan for %(rotation)s") % {"rotation": rotation.title}
    given = {"rotation": rotation.pk, "policy": policy.pk, "seed": seed, "gap": gap_per_mille, "seconds": seconds}
    job = ask(TASK, title[:200], asked_by=act.actor.account, path=rotation.home.path, **given)
    act.note("rotation", rotation.code, place=rotation.home.path, after={**given, "job": str(job.pk)})
    return job


@verb("rotas.stop_solving", Right.SOLVE)
def stop_solving(act: Act, job: Job) -> None:
    """Asks a search to stop, and to keep the best plan it has."""
    act.at(job.path)
    ask_to_stop(job)
    act.note("job", job.pk, place=job.path)


@verb("rotas.keep_plan", Right.SOLVE)
def keep_plan(act: Act, policy: Policy, plan: core.Plan, job: uuid.UUID) -> Plan:
    """Keeps a plan that was solved for as a draft."""
    act.at(policy.rotation.home.path)
    row = _next(act, policy)
    row.job = job
    write_plan(row, plan)
    _note(act, row)
    return row


@verb("rotas.move", Right.EDIT_PLAN)
def move(act: Act, made_from: Plan, moves: Sequence[Move]) -> Plan:
    """Moves people, and keeps what comes of it as a new draft; the plan it is made from stays as it is.

    Nothing is claimed about how good it is: a bound that its cost fell below would tell the cost, and so a wish.

    Raises:
        Refused: ``not_eligible`` or ``no_such_slot``, for a move that means nothing whatever the rules say.
        BadInput: If somebody is moved twice.
    """
    act.at(made_from.rotation.home.path)
    problem = problem_of(made_from.policy)
    after = effect(problem, plan_of(made_from, problem), moves).plan
    row = _next(act, made_from.policy)
    row.made_from = made_from
    unproven = replace(after.certificate, bound=0.0, prices=(), constant=0.0)
    write_plan(row, replace(after, certificate=unproven), leaders_of(made_from))
    told = [{"person": one.person, "opening": one.opening, "batch": one.batch} for one in moves]
    _note(act, row, moves=told, made_from=made_from.number)
    return row


@verb("rotas.name_leader", Right.EDIT_PLAN)
def name_leader(act: Act, plan: Plan, opening: str, batch: int, person: str) -> None:
    """Names who leads those who start in an opening and batch; the approval asks whether they may.

    Raises:
        Refused: ``leader_stays_behind`` if they are not among them, ``wrong_state`` once the plan is approved.
    """
    place = plan.rotation.home.path
    act.at(place)
    plan = act.lock(Plan, pk=plan.pk)
    if plan.state not in ("draft", "initial"):
        raise Refused("wrong_state", _("Leaders are named before a plan is approved."), state=plan.state)
    team = plan.assignments.filter(opening__code=opening, batch=batch)
    if not team.filter(person__code=person).exists():
        raise Refused("leader_stays_behind", _("A leader is one of those who go."), leader=person)
    team.update(leads=False)
    team.filter(person__code=person).update(leads=True)
    after = {"leads": opening, "batch": batch}
    act.note("plan", _name(plan), place=place, person=person, after=after)


def _next(act: Act, policy: Policy) -> Plan:
    act.lock(Rotation, pk=policy.rotation_id)
    last = Plan.objects.filter(rotation=policy.rotation).aggregate(Max("number"))["number__max"] or 0
    return Plan(rotation=policy.rotation, policy=policy, number=last + 1, made_on=timezone.localdate())


def _note(act: Act, row: Plan, **more: object) -> None:
    after: Mapping[str, object] = {
        **({} if row.made_from else {"objective": row.objective}),
        "violations": row.violations,
        "seed": row.seed,
        "problem_sha256": row.problem_sha256,
        "policy": row.policy.number,
        **more,
    }
    act.note("plan", _name(row), place=row.rotation.home.path, after=dict(after))


def _name(row: Plan) -> str:
    return f"{row.rotation.code} {row.number}"
