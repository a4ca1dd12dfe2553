"""Mending a public plan after people withdrew: a proposal, which moves as few others as can be. No plan comes of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.rota.tally import Move
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.plans import move
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.convert.since_public import as_published, changes
from grassrota_web.rotas.models import PUBLIC, Plan

REPLAN = "rotas.ask_to_replan"


@verb(REPLAN, Right.SOLVE)
def ask_to_replan(act: Act, plan: Plan) -> Job:
    """Asks for the fewest changes by which a public plan keeps every rule again.

    Raises:
        Refused: ``wrong_state`` of a plan that is not public; ``nobody_withdrew``; ``already_trying`` while this is
            being looked for already.
    """
    rotation = plan.rotation
    act.at(rotation.home.path)
    if plan.state not in PUBLIC:
        raise Refused("wrong_state", _("Only a published plan is mended like this: have another one made."))
    problem = problem_of(plan.policy)
    happened = changes(plan, problem, as_published(plan, problem))
    if not happened.withdrew:
        raise Refused("nobody_withdrew", _("Everybody whom the plan sends can still go."))
    act.lock(Rotation, pk=rotation.pk)
    before = Job.objects.filter(task=REPLAN, path=rotation.home.path, arguments__rotation=rotation.pk)
    if before.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        raise Refused("already_trying", _("This is being looked for already: wait for it."))
    title = _("After people withdrew: %(rotation)s") % {"rotation": rotation.title}
    given = {"rotation": rotation.pk, "plan": plan.pk}
    job = ask(REPLAN, title[:200], asked_by=act.actor.account, path=rotation.home.path, **given)
    counts = {"plan": plan.number, "withdrew": len(happened.withdrew), "departed": len(happened.departed)}
    act.note("rotation", rotation.code, place=rotation.home.path, after={**counts, "job": str(job.pk)})
    return job


def take(actor: Actor, plan: Plan, job: Job) -> Plan:
    """Keeps a proposal as a new draft, by the verb that moves people; the public plan stays as it is.

    Raises:
        Refused: ``not_ready`` while there is no proposal; as ``move``, if somebody cannot go any more since then.
    """
    if not job.result.get("moved"):
        raise Refused("not_ready", _("There is nothing to take: look whether a change was found."))
    return move(actor, plan, [Move(one["person"], *(one["now"] or (None, None))) for one in job.result["moved"]])
