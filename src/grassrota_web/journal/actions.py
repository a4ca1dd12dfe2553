"""Appending to the journal: the one write that every other write ends with."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from grassrota import merkle
from grassrota_web.journal import rows
from grassrota_web.journal.entry import Change, content_hash
from grassrota_web.journal.models import Entry, Head, Signature
from grassrota_web.journal.prepared import prepared


def append(
    *,
    verb: str,
    actor: str,
    kind: str,
    subject: str,
    place: str = "",
    person: str = "",
    as_of: date | None = None,
    before: Any = None,
    after: Any = None,
) -> Entry:
    """Adds one entry; call it last in the transaction of the write, since it holds the log's lock to the end of it.

    Args:
        verb: See ``Change``, as for the next five.
        actor: Id of the account.
        kind: Sort of thing.
        subject: Its id.
        place: Path of its unit.
        person: Code of the person it is about.
        as_of: The day for which the change holds; today if not given.
        before: What it was, as a JSON value without floats.
        after: What it is now.
    """
    with transaction.atomic(savepoint=False):
        head = _locked_head()
        peaks = [bytes.fromhex(peak) for peak in head.peaks]
        change = Change(
            number=head.size,
            verb=verb,
            actor=actor,
            kind=kind,
            subject=subject,
            place=place,
            person=person,
            as_of=as_of or timezone.localdate(),
            recorded_at=timezone.now(),
        )
        salt = secrets.token_bytes(16)
        content = content_hash(salt, before, after)
        leaf = change.leaf(content)
        entry = Entry(
            **{name: getattr(change, name) for name in Change.__slots__},
            before=before,
            after=after,
            salt=salt,
            content_hash=content,
            leaf=leaf,
        )
        rows.add(entry)
        grown = merkle.with_leaf(peaks, head.size, leaf)
        noted = (head.pk, head.size + 1, merkle.root(grown), [peak.hex() for peak in grown])
        rows.change(Head, ("id", "size", "root", "peaks"), [noted])
        return entry


def sign(account: str, name: str) -> None:
    """Keeps what an account is called from now on."""
    Signature.objects.create(account=account, name=name, since=timezone.now())


def erase(numbers: Iterable[int]) -> int:
    """Erases what entries say was there before and after; their hashes stay, so that the log still verifies.

    Returns:
        How many there were to erase.
    """
    kept = Entry.objects.filter(number__in=list(numbers), erased_on=None)
    return kept.update(before=None, after=None, salt=None, erased_on=timezone.localdate())


def _locked_head() -> Head:
    found = _locked(1)
    if not found:
        Head.objects.get_or_create(pk=1, defaults={"root": merkle.EMPTY})
        found = _locked(1)
    return found[0]


@prepared
def _locked(key: int) -> QuerySet[Head]:
    return Head.objects.select_for_update().filter(pk=key)
