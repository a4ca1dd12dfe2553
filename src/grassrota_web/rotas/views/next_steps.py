"""What comes next for a plan, from the draft to the first departure, as a list of tasks for whoever plans."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.rotas.actions.steps import process_of
from grassrota_web.rotas.models import Plan, PlanState

Word = str | Promise
LIFE = (PlanState.DRAFT, PlanState.INITIAL, PlanState.APPROVED, PlanState.PUBLISHED, PlanState.UNDER_WAY)
"""The states in their order; a plan that is set aside has nothing before it."""


def next_steps(plan: Plan, actor: Actor) -> list[dict[str, Any]]:
    """The tasks of ``components/task_list.html``: each done, to do, or waiting for the ones before it.

    A task that is somebody else's to do has no link.
    """
    if plan.state not in LIFE:
        return []
    reached, home = LIFE.index(PlanState(plan.state)), plan.rotation.home.path
    opened = plan.batch_records.filter(discussion_opened_on__isnull=False).exists()
    noted = _steps_noted(plan)

    def task(title: Word, hint: Word, url: str, right: Right, *, done: bool, ready: bool) -> dict[str, Any]:
        status = "done" if done else "todo" if ready else "blocked"
        allowed = status == "todo" and actor.may(right, home)
        return {"title": title, "hint": hint, "url": url if allowed else "", "status": status}

    def step(name: str) -> str:
        return reverse("rotas:step", args=[plan.rotation_id, plan.number, name])

    return [
        task(
            _("Draw up as the initial plan"),
            _("Units see their own lines of it."),
            step("draw_up"),
            Right.EDIT_PLAN,
            done=reached > 0,
            ready=True,
        ),
        task(
            _("Open the draft list to all staff"),
            _("It is discussed, and those who go are asked."),
            reverse("postings:open", args=[plan.pk]),
            Right.EDIT_PLAN,
            done=opened,
            ready=reached in (1, 2),
        ),
        task(
            _("Approve"),
            _("Every rule is checked again, and every team has a leader."),
            step("approve"),
            Right.APPROVE_PLAN,
            done=reached > 1,
            ready=reached == 1,
        ),
        task(
            _("Note the steps before publication"),
            _("What is skipped is skipped with a reason."),
            reverse("rotas:stages", args=[plan.rotation_id]),
            Right.EDIT_PLAN,
            done=noted,
            ready=opened,
        ),
        task(
            _("Publish the list"),
            _("Everybody on it is listed, and letters and calendars are there."),
            reverse("postings:publish", args=[plan.pk]),
            Right.PUBLISH,
            done=reached > 2,
            ready=reached == 2 and opened,
        ),
        task(
            _("Let it get under way"),
            _("Of each unit that sends people it takes a verified lower bound of half of the opinions fixed."),
            step("start"),
            Right.PUBLISH,
            done=reached > 3,
            ready=reached == 3,
        ),
    ]


def _steps_noted(plan: Plan) -> bool:
    """True if no step of the rotation stands before the publication."""
    to_do = process_of(plan.rotation).to_do
    return "publication" not in to_do or to_do[0] == "publication"
