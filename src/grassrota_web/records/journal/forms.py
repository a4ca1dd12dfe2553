"""Filters of the journal, and the head that somebody noted."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.verb import VERBS
from grassrota_web.journal.models import Entry, Signature
from grassrota_web.journal.queries import TreeHead


def _verbs() -> list[tuple[str, Any]]:
    named = sorted((gettext(verb.words), name) for name, verb in VERBS.items() if not verb.unjournaled)
    return [("", gettext("Everything")), *((name, words) for words, name in named)]


class Filters(forms.Form):
    """Narrows the journal; what is left empty narrows nothing."""

    verb = forms.ChoiceField(label=_("What was done"), choices=_verbs, required=False)
    actor = forms.CharField(label=_("By whom"), max_length=120, required=False)
    kind = forms.CharField(label=_("Sort of thing"), max_length=60, required=False)
    subject = forms.CharField(label=_("Which one"), max_length=120, required=False)
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def narrow(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """Those of the entries that the filters let through; a filter that cannot be read lets none through."""
        if not self.is_valid():
            return rows.none()
        given = self.cleaned_data
        for name in ("verb", "kind", "subject"):
            if given[name]:
                rows = rows.filter(**{name: given[name]})
        if given["actor"]:
            signed = Signature.objects.filter(name__icontains=given["actor"]).values("account")
            rows = rows.filter(actor__in=signed)
        if given["since"]:
            rows = rows.filter(recorded_at__gte=_midnight(given["since"]))
        if given["until"]:
            rows = rows.filter(recorded_at__lt=_midnight(given["until"] + timedelta(days=1)))
        return rows

    def kept(self) -> dict[str, str]:
        """What is asked for, as it stands in the address."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class NotedHead(forms.Form):
    """A head noted earlier, if somebody has one."""

    head = forms.CharField(
        label=_("A head that you noted earlier"),
        help_text=_("The number of entries, a colon and 64 digits, as this page shows them."),
        required=False,
        max_length=90,
    )

    def clean_head(self) -> TreeHead | None:
        """The head as a value."""
        given = self.cleaned_data["head"].strip()
        if not given:
            return None
        match = re.fullmatch(r"([0-9]{1,15}):([0-9a-fA-F]{64})", given)
        if match is None:
            raise forms.ValidationError(_("Enter the number, the colon and all 64 digits, or nothing."))
        return TreeHead(int(match[1]), match[2].lower())
