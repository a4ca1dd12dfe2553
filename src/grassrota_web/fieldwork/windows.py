"""What was decided for a rotation when its list was made: its form, the windows of its batches, its events."""

from __future__ import annotations

from grassrota.errors import Refused
from grassrota.forms import STANDARD_FORMS, Form
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import policy


def policy_of(rotation: Rotation) -> Policy:
    """The policy of the plan that is carried out; the newest if people were brought in without a plan.

    Raises:
        Refused: ``no_policy`` if there is none.
    """
    carried = rotas.Plan.objects.filter(rotation=rotation, state__in=rotas.PUBLIC).select_related("policy").first()
    row = carried.policy if carried else rotas.Policy.objects.filter(rotation=rotation).first()
    if row is None:
        raise Refused("no_policy", f"{rotation.title} has no policy yet: it says when its batches leave.")
    return policy(row)


def batch_of(rotation: Rotation, number: int) -> Batch:
    """A batch of the rotation's policy.

    Raises:
        Refused: ``no_policy``; ``no_batch`` if the policy has no such batch.
    """
    for batch in policy_of(rotation).batches:
        if batch.number == number:
            return batch
    raise Refused("no_batch", f"The policy of {rotation.title} has no batch {number}.", batch=number)


def forms_of(rotation: Rotation) -> dict[str, Form]:
    """Forms by id: the standard ones, and that of the policy if there is one."""
    try:
        own = policy_of(rotation).form
    except Refused:
        return dict(STANDARD_FORMS)
    return {**STANDARD_FORMS, own.id: own}
