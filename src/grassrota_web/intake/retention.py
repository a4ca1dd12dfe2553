"""How long what is kept of an opinion; the log of receipts stays, as it holds nothing but hashes and days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.intake.models import Contact, Message, Opinion, Unsealing

ENDED: list[Callable[[date], QuerySet[Opinion]]] = []
"""Asked for the opinions whose cases have ended by a day, all of them for good; the room of cases registers itself."""


def _ended(day: date) -> list[Any]:
    return [key for ended in ENDED for key in ended(day).values_list("pk", flat=True)]


def _contacts(day: date) -> QuerySet[Any]:
    return Contact.objects.filter(pk__in=_ended(day)).order_by("pk")


def _messages(day: date) -> QuerySet[Any]:
    return Message.objects.filter(opinion__in=_ended(day)).order_by("pk")


keep(
    Rule("contacts", _("Contact details of raisers, sealed"), _("the end of the case"), 90, _contacts, delete),
)
keep(Rule("messages", _("Messages between raisers and handlers"), _("the end of the case"), 730, _messages, delete))
keep(
    Rule(
        "unsealings",
        _("That contact details were asked for, with the reason; the journal keeps it"),
        _("the day on which it was asked"),
        365,
        lambda day: Unsealing.objects.filter(asked_on__lte=day).order_by("pk"),
        delete,
    )
)
