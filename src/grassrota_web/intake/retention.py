"""How long what is kept of an opinion; the log of receipts stays, as it holds nothing but hashes and days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.intake import papers
from grassrota_web.intake.models import Attachment, Contact, Message, Opinion, Unsealing

ENDED: list[Callable[[date], QuerySet[Opinion]]] = []
"""Asked for the opinions whose cases have ended by a day, all of them for good; the room of cases registers itself."""


def _of_ended(day: date, lookup: str) -> Q:
    """Rows that belong to such opinions."""
    return reduce(or_, (Q(**{lookup: ended(day).values("pk")}) for ended in ENDED), Q(pk__in=()))


def _contacts(day: date) -> QuerySet[Any]:
    return Contact.objects.filter(_of_ended(day, "pk__in")).order_by("pk")


def _messages(day: date) -> QuerySet[Any]:
    return Message.objects.filter(_of_ended(day, "opinion__in")).order_by("pk")


def _attachments(day: date) -> QuerySet[Any]:
    return Attachment.objects.filter(_of_ended(day, "opinion__in")).order_by("pk")


def _drop(rows: QuerySet[Any]) -> int:
    """Purges attachments with their files; a file whose row stays because this fails is found missing, and no more."""
    for key in rows.values_list("pk", flat=True):
        papers.drop(key)
    return delete(rows)


keep(
    Rule("contacts", _("Contact details of raisers, sealed"), _("the end of the case"), 90, _contacts, delete),
)
keep(Rule("messages", _("Messages between raisers and handlers"), _("the end of the case"), 730, _messages, delete))
keep(Rule("attachments", _("Pictures and papers of raisers"), _("the end of the case"), 365, _attachments, _drop))
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
