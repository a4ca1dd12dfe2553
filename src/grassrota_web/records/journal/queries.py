"""Which entries of the journal somebody may read, and how they are told to people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Own, reached
from grassrota_web.access.spoken import spoken
from grassrota_web.access.verb import VERBS
from grassrota_web.journal.models import Entry, Signature
from grassrota_web.orgs.queries.history import places

_CODE_WORD = re.compile(r"[a-z]+(_[a-z]+)+")


def entries(actor: Actor) -> QuerySet[Entry]:
    """What the actor may read, the newest first: entries of places within reach, and those about oneself.

    Rows of private verbs are read by the person alone whom they are about.
    """
    private = [verb.name for verb in VERBS.values() if verb.private]
    known = Entry.objects.exclude(verb__in=private)
    placed = Entry.objects.none()
    for place in places(actor, Right.READ_JOURNAL):
        # rows of no place are of the whole house
        placed |= known if place == EVERYWHERE else known.filter(place__startswith=place)
    own = reached(actor, Entry.objects.all(), [Own("person")])
    return (placed | own).order_by("-number")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not what it was.

    Attributes:
        label: Its name.
        before: What it was, in words; empty if it was not there.
        after: What it is.
    """

    label: str
    before: str
    after: str


def differences(before: Any, after: Any) -> list[Difference]:
    """What an entry changed, field by field in the order of their names."""
    was, now = dict(_fields("", before)), dict(_fields("", after))
    return [
        Difference(label, was.get(label, ""), now.get(label, ""))
        for label in sorted(was.keys() | now.keys())
        if was.get(label) != now.get(label)
    ]


def _fields(label: str, value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _fields(f"{label} {named(name)}".strip(), part)
    elif isinstance(value, bool):
        yield label, _("yes") if value else _("no")
    elif isinstance(value, list) and not any(isinstance(part, (dict, list)) for part in value):
        yield label, ", ".join(_said(str(part)) for part in value)
    elif value is not None:
        yield label, _said(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _said(value: str) -> str:
    """A value in the reader's language; a word of the program without its underscores."""
    words = spoken(value)
    return words.replace("_", " ") if _CODE_WORD.fullmatch(words) else words


def named(word: str) -> str:
    """What people call a thing or a field of the journal."""
    return pgettext("journal", word).replace("_", " ")


def what(verb: str) -> str:
    """What a verb does, in one sentence; its bare name if this version does not know it any more."""
    found = VERBS.get(verb)
    return _(found.words) if found else verb


class Names:
    """What accounts were called when they acted, even if they are gone."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        shown = list(rows)
        accounts = {entry.actor for entry in shown if entry.actor}
        accounts |= {entry.subject for entry in shown if entry.kind == "account"}
        self._signed: dict[str, list[tuple[datetime, str]]] = {}
        for row in Signature.objects.filter(account__in=accounts).order_by("since", "pk"):
            self._signed.setdefault(row.account, []).append((row.since, row.name))

    def of(self, entry: Entry) -> str:
        """Who made the entry."""
        if not entry.actor:
            return "Grassrota"
        signed = self._signed.get(entry.actor, [])
        earlier = [name for since, name in signed if since <= entry.recorded_at]
        return (earlier or [name for _since, name in signed[:1]] or [_("an account without a name")])[-1]

    def called(self, entry: Entry) -> str:
        """What people call the thing of an entry: an account by its latest name, the rest by their ids."""
        signed = self._signed.get(entry.subject, []) if entry.kind == "account" else []
        return signed[-1][1] if signed else entry.subject


def told(rows: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries as ``components/timeline.html`` shows them."""
    shown = list(rows)
    names = Names(shown)
    return [
        {
            "number": entry.number,
            "when": entry.recorded_at,
            "who": names.of(entry),
            "what": what(entry.verb),
            "kind": entry.kind,
            "thing": named(entry.kind),
            "subject": entry.subject,
            "called": names.called(entry),
            "url": reverse("records:entry", args=[entry.number]),
            "changes": differences(entry.before, entry.after),
            "erased_on": entry.erased_on,
        }
        for entry in shown
    ]
