"""The demonstration's round of inspection: lists frozen and samples drawn today, and every visit still to be made."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from grassrota.inspection.finding import TeamRole
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.inspections.actions.drawing import draw
from grassrota_web.inspections.actions.rounds import bind, freeze, name_member, plan
from grassrota_web.inspections.models import Round
from grassrota_web.orgs.models import Unit

LEADERS = ("王主任", "陈科长", "刘科长")
USERS = ("一户村民（甲组）", "一户村民（乙组）", "一位家长", "一位乘客")
DICE = "4 1 6 6 2 3 5 1"
TOLERANCE = Fraction(1, 5)
"""Wide, since there are few cases."""


@transaction.atomic
def inspect() -> Round | None:
    """Draws a round for the demonstration's officer's unit; None if there was one, or nobody to inspect."""
    officer = Account.objects.filter(username="officer").first()
    inspector = Account.objects.filter(username="inspector").first()
    if inspector is None or officer is None or Round.objects.exists():
        return None
    home = Unit.objects.get(path=next(path for _role, path in actor_of(officer, proven=True).roles))
    actor = actor_of(inspector, proven=True)
    row, secret = frozen(actor, home, USERS)
    return draw(actor, row.pk, DICE, secret)


def frozen(actor: Actor, place: Unit, users: Iterable[str], **asked: Any) -> tuple[Round, str]:
    """A round of today with its lists, and the key with which it is drawn.

    Args:
        actor: An inspector.
        place: The unit at and below which it is.
        users: What those are called who are drawn for the people's side.
        asked: What of the question is not as usual.
    """
    today = timezone.localdate()
    _chain, keys = bind(actor, place.code)
    row = plan(actor, place.code, today, "dice thrown in the square at ten", today, TOLERANCE, **asked)
    for side, names in ((TeamRole.MANAGEMENT, LEADERS), (TeamRole.RAISER_SIDE, users)):
        for name in names:
            name_member(actor, row.pk, side, name)
    return freeze(actor, row.pk), keys[0].secret
