"""How long what people said about their own turns is kept once nobody needs it any more, and the letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.models import Sealed
from grassrota_web.access.retention import Rule, delete, keep
from grassrota_web.postings.models import Appeal, Concern, Consent, LetterBundle, Swap

CLOSED = _("the day on which the rotation was closed")


def _of_closed(model: type[Model]) -> Callable[[date], QuerySet[Any]]:
    return lambda day: model._default_manager.filter(rotation__closed_on__lte=day).order_by("pk")


def _with_words(rows: QuerySet[Any]) -> int:
    """Deletes what was raised with what is sealed of it: the words, and the answer."""
    sealed = [key for pair in rows.values_list("detail", "reply") for key in pair if key]
    count = delete(rows)
    Sealed.objects.filter(pk__in=sealed).delete()
    return count


keep(Rule("consents", _("What people said to going with a batch"), CLOSED, 365, _of_closed(Consent), delete))
keep(
    Rule(
        "concerns",
        _("What people raised about their own turns, with the words and the answers"),
        CLOSED,
        365,
        _of_closed(Concern),
        _with_words,
    )
)
keep(
    Rule(
        "requests",
        _("Appeals and requests to go later, with the words and the answers"),
        CLOSED,
        365,
        _of_closed(Appeal),
        _with_words,
    )
)
keep(Rule("swaps", _("Wishes of two people to swap their turns"), CLOSED, 365, _of_closed(Swap), delete))
keep(
    Rule(
        "letters",
        _("Letters of a batch, made for all at once"),
        _("the day on which they were made"),
        90,
        lambda day: LetterBundle.objects.filter(made_on__lte=day).order_by("pk"),
        delete,
    )
)
