"""The demonstration's opinions: made up, of the last eight weeks, and some of them answered."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

from django.db import transaction

from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.opinion import Channel
from grassrota.opinions.receipts.commitment import draw_salt
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota.synth.opinions import opinions
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.receipts import digest_of
from grassrota_web.access.scope import visible
from grassrota_web.config.demonstrated_units import raise_in_units
from grassrota_web.intake import trays
from grassrota_web.intake.actions.days_work import append_filings
from grassrota_web.intake.entries import Filed, Filing
from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.actions.closing import claim, investigate
from grassrota_web.opinions.actions.replies import acknowledge
from grassrota_web.opinions.actions.routing import accept
from grassrota_web.opinions.actions.topics import add_rule, add_topic
from grassrota_web.opinions.models import Case
from grassrota_web.orgs.models import Unit
from grassrota_web.rotas.models import Assignment

HOW_MANY, DAYS, SEED = 60, 56, 1957
TOPICS = {
    "用水": ("tap_water", "irrigation"),
    "道路": ("mud_road", "bus"),
    "看病": ("clinic",),
    "学校": ("teachers", "school_meals"),
}
"""Topics, and the made-up grievances that belong to each; the others are of none."""
UNFINISHED = 12
"""So many of the officer's cases have only been begun; those before them are said to be fixed."""


@transaction.atomic
def raise_opinions(rotation: str, today: date) -> int:
    """Files opinions at the places of a rotation and in the units of report 002; the officer works on some.

    Args:
        rotation: Its code; the accounts are open already.
        today: Day up to which they were raised.

    Returns:
        How many were raised; 0 if there are some already, or nobody to work on them.
    """
    officer = Account.objects.filter(username="officer").first()
    going = Assignment.objects.filter(plan__rotation__code=rotation).select_related("opening__place", "person__unit")
    if officer is None or Opinion.objects.exists() or not going.exists():
        return 0
    actor = actor_of(officer, proven=True)
    home = Unit.objects.get(path=next(path for _role, path in actor.roles))
    places = list({one.opening.place.pk: one.opening.place for one in going.order_by("pk")[:40]}.values())
    codes = {name: add_topic(Application(), name).code for name in TOPICS}
    add_rule(Application(), to=home.code, topic=codes["用水"])
    _filed(places, home, codes, today)
    in_units = raise_in_units(today)
    append_filings(Application(), today)
    _worked_on(actor, today)
    return HOW_MANY + in_units


def _filed(places: list[Unit], home: Unit, codes: dict[str, str], today: date) -> None:
    """Each at a place in turn; every third addressed to the officer's own unit."""
    topic_of = {key: codes[name] for name, keys in TOPICS.items() for key in keys}
    made = list(opinions(HOW_MANY, SEED, DAYS))
    first = made[0].text.day
    for number, (one, place) in enumerate(zip(made, cycle(places), strict=False)):
        receipt = draw_receipt()
        filing = Filing(
            words=one.text.words,
            place_words=place.name,
            place=place.pk,
            addressed=home.pk if number % 3 == 0 else None,
            topic=topic_of.get(one.grievance, ""),
            channel=Channel.MEETING if number % 5 == 0 else Channel.WEB,
            by_proxy=number % 5 == 0,
            may_publish=number % 2 == 0,
        )
        day = today - timedelta(days=DAYS) + (one.text.day - first)
        trays.put(trays.tray_of(receipt), Filed(digest_of(receipt), day, draw_salt(), filing))


def _worked_on(actor: Actor, today: date) -> None:
    """The oldest cases are said to be fixed, the next ones acknowledged, and the latest not begun."""
    cases = visible(actor, Case.objects.order_by("opened_on", "pk"))
    mine: list[UUID] = list(cases.values_list("pk", flat=True))
    for number, key in enumerate(mine[: len(mine) - UNFINISHED // 2]):
        accept(actor, key)
        acknowledge(actor, key)
        if number < len(mine) - UNFINISHED:
            investigate(actor, key, "到现场看过，情况属实。")
            claim(actor, key, ClosingReason.FIXED, "已派人修好。", today, ("现场照片一张",))
