"""The demonstration's round of inspection: lists frozen and samples drawn today, and every visit still to be made."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from grassrota.inspection.finding import TeamRole
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.inspections.actions.drawing import draw
from grassrota_web.inspections.actions.rounds import bind, freeze, name_member, plan
from grassrota_web.inspections.models import Round
from grassrota_web.orgs.models import Unit

LEADERS = ("王主任", "陈科长", "刘科长")
USERS = ("一户村民（甲组）", "一户村民（乙组）", "一位家长", "一位乘客")
DICE = "4 1 6 6 2 3 5 1"


@transaction.atomic
def inspect(tolerance: Fraction = Fraction(1, 5)) -> Round | None:
    """Draws a round for the demonstration's officer's unit; None if there was one, or nobody to inspect.

    Args:
        tolerance: Wide, since there are few cases.
    """
    inspector = Account.objects.filter(username="inspector").first()
    officer = Account.objects.filter(username="officer").first()
    if inspector is None or officer is None or Round.objects.exists():
        return None
    actor, today = actor_of(inspector, proven=True), timezone.localdate()
    home = Unit.objects.get(path=next(path for _role, path in actor_of(officer, proven=True).roles))
    _chain, keys = bind(actor, home.code)
    row = plan(actor, home.code, today, "dice thrown in the square at ten", today, tolerance)
    for side, names in ((TeamRole.MANAGEMENT, LEADERS), (TeamRole.RAISER_SIDE, USERS)):
        for name in names:
            name_member(actor, row.pk, side, name)
    freeze(actor, row.pk)
    return draw(actor, row.pk, DICE, keys[0].secret)
