"""Trying out: what if something were otherwise, and how fair turns become over the years. No plan comes of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.rota.what_if import WhatIf, imagined
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.models import Opening, Person, Rotation
from grassrota_web.rotas.actions.pins import pin
from grassrota_web.rotas.actions.plans import ask_for_plan
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.convert.what_if import kept, what_if_of
from grassrota_web.rotas.models import Plan, Policy

WHAT_IF, FAIRNESS = "rotas.ask_what_if", "rotas.ask_for_fairness"

MOST_PEOPLE = 1_000
"""Larger rosters are followed over the years on the command line."""


@verb(WHAT_IF, Right.SOLVE)
def ask_what_if(
    act: Act, policy: Policy, plan: Plan, what_if: WhatIf, *, seed: int = 0, gap_per_mille: int = 5, seconds: int = 600
) -> Job:
    """Asks for the plan that would be made if something were otherwise, to be set beside a plan there is.

    Args:
        act: Who asks.
        policy: The policy in force.
        plan: The plan to compare with.
        what_if: What is imagined.
        seed: The same seed gives the same plan.
        gap_per_mille: How far from the best possible it may stay, in thousandths of the bound.
        seconds: After so long the best plan so far is taken.

    Raises:
        BadInput: If what is imagined is not consistent.
        Refused: ``nothing_imagined``; ``already_trying`` while something else is tried out for the rotation.
    """
    rotation = policy.rotation
    act.at(rotation.home.path)
    if what_if.is_nothing:
        raise Refused("nothing_imagined", _("Change something: as it is, the plan would be the one there is."))
    imagined(problem_of(policy), what_if)
    given = {"policy": policy.pk, "plan": plan.pk, "seed": seed, "gap": gap_per_mille, "seconds": seconds}
    job = _asked(
        act, WHAT_IF, rotation, _("What if: %(rotation)s") % {"rotation": rotation.title}, **given, **kept(what_if)
    )
    counts = {
        "policy": what_if.policy is not None,
        "openings": len(what_if.closed) + len(what_if.seats),
        "people": len(what_if.pins),
    }
    act.note("rotation", rotation.code, place=rotation.home.path, after={"imagined": counts, "job": str(job.pk)})
    return job


@verb(FAIRNESS, Right.SOLVE)
def ask_for_fairness(
    act: Act, policy: Policy, *, years: int = 10, seed: int = 0, leaving_per_cent: int = 5, gap_per_mille: int = 5
) -> Job:
    """Asks for the rotation to be followed over the years, with the rule of turns and without.

    Raises:
        BadInput: If the problem is not consistent.
        Refused: ``too_many_people`` for larger rosters; ``already_trying`` while something else is tried out.
    """
    rotation = policy.rotation
    act.at(rotation.home.path)
    if len(problem_of(policy).people) > MOST_PEOPLE:
        words = _("Rosters of more than %(most)s people are followed on the command line: grassrota fairness.")
        raise Refused("too_many_people", words % {"most": f"{MOST_PEOPLE:,}"}, most=MOST_PEOPLE)
    given = {"policy": policy.pk, "years": years, "seed": seed, "leaving": leaving_per_cent, "gap": gap_per_mille}
    title = _("Fairness over %(years)s years: %(rotation)s") % {"years": years, "rotation": rotation.title}
    job = _asked(act, FAIRNESS, rotation, title, **given)
    act.note("rotation", rotation.code, place=rotation.home.path, after={**given, "job": str(job.pk)})
    return job


def adopt(actor: Actor, rotation: Rotation, job: Job) -> Job:
    """Decides what was imagined: a new version of the policy, pins, and a plan made by them with the same seed.

    Raises:
        Refused: ``openings_first`` if openings were imagined otherwise, which hosts have to agree to;
            ``policy_changed`` if there is a newer version of the policy than the one it rests on.
    """
    given = job.arguments
    what_if = what_if_of(given)
    if what_if.closed or what_if.seats:
        words = _("Openings are changed on their own pages, and their hosts asked; then have a plan made.")
        raise Refused("openings_first", words)
    policy = Policy.objects.select_related("rotation__home", "rotation__hosts").get(pk=given["policy"])
    if Policy.objects.filter(rotation=rotation, number__gt=policy.number).exists():
        raise Refused("policy_changed", _("The policy has changed since: ask anew what would be."))
    people = Person.objects.in_bulk([one.person for one in what_if.pins], field_name="code")
    openings = {row.code: row for row in Opening.objects.filter(rotation=rotation)}
    with transaction.atomic():
        if what_if.policy:
            policy = save_policy(actor, rotation, what_if.policy)
            policy.rotation = rotation
        for one in what_if.pins:
            where = openings[one.opening] if one.opening else None
            pin(actor, rotation, people[one.person], opening=where, batch=one.batch, stays=one.stays)
        return ask_for_plan(actor, policy, seed=given["seed"], gap_per_mille=given["gap"], seconds=given["seconds"])


def _asked(act: Act, task: str, rotation: Rotation, title: str, **given: object) -> Job:
    """One thing is tried out for a rotation at a time."""
    act.lock(Rotation, pk=rotation.pk)
    path = rotation.home.path
    tried = Job.objects.filter(task__in=[WHAT_IF, FAIRNESS], path=path, arguments__rotation=rotation.pk)
    if tried.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise Refused("already_trying", _("Something is being tried out for this rotation: wait for it, or stop it."))
    return ask(task, title[:200], asked_by=act.actor.account, path=path, rotation=rotation.pk, **given)
