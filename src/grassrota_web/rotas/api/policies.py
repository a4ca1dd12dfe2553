"""Operations on policies, and on having plans made by them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.job import JobShown, job_shown
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Count, Day, Given, Key, Shown
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.jobs.models import Job
from grassrota_web.rotas.actions import plans as actions
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.api.reach import rotation_found
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.models import Policy

room = Room("Policies")

TEXT = """\
name = "The first round"

[scale]
version = "1957"
valid_from = 1957-01-01
grades = [{ code = "director", rank = 3 }, { code = "section_chief", rank = 2 }, { code = "clerk", rank = 1 }]

[[batches]]
number = 1
depart_from = 1958-01-06
depart_by = 1958-01-10
days = 40
"""


class PolicyShown(Shown):
    """One version of what the organiser decides; a version never changes."""

    EXAMPLE: ClassVar = {"key": 5, "rotation": 2, "number": 3, "text": TEXT, "made_on": "1957-12-04"}

    key: int
    rotation: int = Field(description="`key` of the rotation.")
    number: int
    text: str = Field(description="As in a `policy.toml`.")
    made_on: Day


class PolicyGiven(Given):
    """The text of a ``policy.toml``."""

    EXAMPLE: ClassVar = {"text": TEXT}

    text: Annotated[str, Field(min_length=1, max_length=200_000)]


class PoliciesListing(Listing):
    """Filters of the list of policies."""

    rotation: Key | None = Field(None, description="`key` of the rotation.")


class SolvingGiven(Given):
    """How long to look for a plan, and how good it is to be."""

    EXAMPLE: ClassVar = {"seed": 0, "gap_per_mille": 2, "seconds": 600}

    seed: Count = Field(0, description="The same seed gives the same plan.")
    gap_per_mille: Annotated[int, Field(ge=0, le=1000, strict=True)] = 2
    seconds: Annotated[int, Field(ge=1, le=86_400, strict=True)] = 600


def _shown(row: Policy) -> PolicyShown:
    said = {name: getattr(row, name) for name in ("number", "text", "made_on")}
    return PolicyShown(key=row.pk, rotation=row.rotation_id, **said)


@room.reads("policies", Listed[PolicyShown], Right.READ_ROTAS)
def list_policies(request: Asked, find: Query[PoliciesListing]) -> Any:
    """Lists versions of policies, the newest first."""
    rows = visible(request.actor, Policy.objects.all())
    if find.rotation:
        rows = rows.filter(rotation=find.rotation)
    return listed(request, find, rows, ("-pk",), _shown)


@room.reads("policies/{key}", PolicyShown, Right.READ_ROTAS)
def show_policy(request: Asked, key: Key) -> Any:
    """Shows one version of a policy."""
    return _shown(found(request.actor, Policy.objects.all(), key))


@room.does(save_policy, "rotations/{key}/policies", PolicyShown, status=201)
def save(request: Asked, key: Key, given: PolicyGiven) -> Any:  # noqa: D103
    rotation = rotation_found(request.actor, key)
    return _shown(save_policy(request.actor, rotation, policy_of_text(given.text)))


@room.does(actions.ask_for_plan, "policies/{key}/solve", JobShown, status=202, again=True)
def ask_for_plan(request: Asked, key: Key, given: SolvingGiven) -> Any:  # noqa: D103
    policy = found(request.actor, Policy.objects.select_related("rotation__home", "rotation__hosts"), key)
    asked = actions.ask_for_plan(
        request.actor, policy, seed=given.seed, gap_per_mille=given.gap_per_mille, seconds=given.seconds
    )
    return job_shown(asked)


@room.reads("solving/{key}", JobShown, Right.SOLVE)
def show_solving(request: Asked, key: UUID) -> Any:
    """Shows how far the search for a plan is: its best plan, its bound and its gap so far."""
    return job_shown(_solving(request.actor, key))


@room.does(actions.stop_solving, "solving/{key}/stop", JobShown)
def stop_solving(request: Asked, key: UUID) -> Any:  # noqa: D103
    actions.stop_solving(request.actor, _solving(request.actor, key))
    return job_shown(_solving(request.actor, key))


def _solving(actor: Actor, key: UUID) -> Job:
    job = get_object_or_404(Job, pk=key, task=actions.TASK)
    if not actor.may(Right.SOLVE, job.path):
        raise Http404
    return job
