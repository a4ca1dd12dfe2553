"""The day's work: all trays are emptied at once, and what was filed is appended in an order drawn by chance."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import F

from grassrota.opinions.receipts.commitment import Commitment, commit
from grassrota.opinions.receipts.log import append_day
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import above, convert, log, papers, trays
from grassrota_web.intake.entries import Filed, Joined, Spoken
from grassrota_web.intake.models import Answer, Attachment, Concerned, Contact, Message, MeToo, Opinion, PublicText
from grassrota_web.intake.models import Receipt as ReceiptRow
from grassrota_web.journal.rows import insert

Row = TypeVar("Row")

ROWS = 2000
"""Rows written at once."""


@verb("intake.append_filings", Right.KEEP_RECORDS)
def append_filings(act: Act, today: date) -> None:
    """Appends what was filed before today to the log, in an order drawn by chance, and closes those days."""
    act.anywhere()
    taken = trays.emptied(keep=lambda entry: entry.day >= today)
    filed = [entry for entry in taken if isinstance(entry, Filed)]
    closed = log.stored().head
    counts = {}
    for day in _days(filed, today):
        counts[day.isoformat()] = append(day, [entry for entry in filed if entry.day == day])
    pass_on([entry for entry in taken if isinstance(entry, Spoken)])
    _count([entry for entry in taken if isinstance(entry, Joined)])
    _lay_anew(closed.day if closed else date.min, today)
    head = log.stored().head
    root = head.root.hex() if head else ""
    act.note("intake", today.isoformat(), after={"filed": counts, "size": head.size if head else 0, "root": root})


def append(day: date, filed: Sequence[Filed]) -> int:
    """Appends the filings of one day that is over, and closes it; within a transaction.

    Returns:
        How many there were.
    """
    with _nothing_thrown_away():
        return _append(day, filed)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """While a day's rows are made none of them can go, and looking again and again for those that can takes long."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def _append(day: date, filed: Sequence[Filed]) -> int:
    filings: dict[bytes, tuple[Commitment, Filed]] = {}
    for entry in filed:
        commitment = commit(entry.content(), day, entry.salt)
        filings[commitment.digest] = commitment, entry
    before = log.stored()
    appended = append_day(before, day, (commitment for commitment, _entry in filings.values()))
    log.write(before, appended)
    drawn = [filings[commitment.digest][1] for commitment in appended.commitments]
    opinions, concerned = convert.rows(day, drawn)
    insert(Opinion, convert.NewOpinion._fields, opinions)
    Concerned.objects.bulk_create(concerned, batch_size=ROWS)
    found = enumerate(zip(drawn, opinions, strict=True), start=before.size)
    receipts = ((entry.digest, of.id, day, entry.salt, number, entry.passphrase) for number, (entry, of) in found)
    insert(ReceiptRow, ("digest", "opinion_id", "day", "salt", "leaf", "passphrase"), receipts)
    _keep_contacts(drawn, opinions)
    _keep_papers(day, drawn, opinions)
    for tell in above.APPENDED:
        tell(opinions)
    return len(drawn)


def _days(filed: Sequence[Filed], today: date) -> Iterator[date]:
    """The days to close: each since the last that was closed, up to yesterday."""
    head = log.stored().head
    day = head.day + timedelta(days=1) if head else min((entry.day for entry in filed), default=today)
    while day < today:
        yield day
        day += timedelta(days=1)


def _shuffled(rows: list[Row]) -> list[Row]:
    return secrets.SystemRandom().sample(rows, len(rows))


def _keep_contacts(drawn: Sequence[Filed], opinions: Sequence[convert.NewOpinion]) -> None:
    rows = [
        Contact(opinion=opinion.id, box=entry.box, sealed_by_browser=entry.by_browser)
        for entry, opinion in zip(drawn, opinions, strict=True)
        if entry.box
    ]
    Contact.objects.bulk_create(_shuffled(rows), batch_size=ROWS)


def _keep_papers(day: date, drawn: Sequence[Filed], opinions: Sequence[convert.NewOpinion]) -> None:
    """Writes files before their rows: one whose row never came is swept up the next day."""
    waiting = _shuffled(
        [
            (Attachment(opinion_id=opinion.id, kind=paper.kind), paper.content)
            for entry, opinion in zip(drawn, opinions, strict=True)
            for paper in entry.papers
        ]
    )
    for row, content in waiting:
        papers.keep(row.pk, content, day)
    Attachment.objects.bulk_create([row for row, _content in waiting], batch_size=ROWS)


def pass_on(spoken: Sequence[Spoken]) -> None:
    """Passes messages and answers of raisers on, by random ids, to whoever has their cases; within a transaction."""
    known = ReceiptRow.objects.select_related("opinion").in_bulk(
        [entry.digest for entry in spoken], field_name="digest"
    )
    answers: list[Answer] = []
    messages: list[Message] = []
    of: dict[str, list[Spoken]] = {}
    for entry in _shuffled([entry for entry in spoken if entry.digest in known]):
        of.setdefault(entry.digest, []).append(entry)
    for digest, said in of.items():
        opinion = Opinion.objects.select_for_update().get(pk=known[digest].opinion_id)
        answered, written = opinion.answers.count(), opinion.messages.count()
        for entry in sorted(said, key=lambda entry: entry.turn):
            told = {"opinion": opinion, "day": entry.day, "words": entry.words}
            if entry.said:
                answered += 1
                answers.append(Answer(number=answered, said=entry.said, **told))
            else:
                written += 1
                messages.append(Message(number=written, from_raiser=True, **told))
    Answer.objects.bulk_create(answers)
    Message.objects.bulk_create(messages)
    for tell in above.ANSWERED:
        tell(answers)
    for hear in above.WRITTEN:
        hear(messages)


def _lay_anew(after: date, today: date) -> None:
    """Lays the messages of the days between down anew by their random ids: the store tells no order within a day."""
    rows = list(Message.objects.select_for_update().filter(day__gt=after, day__lt=today).order_by("pk"))
    Message.objects.filter(day__gt=after, day__lt=today).delete()
    Message.objects.bulk_create(rows, batch_size=ROWS)


def _count(joined: Sequence[Joined]) -> None:
    """Each mark once; what it is about is counted, and the mark leads to nobody."""
    for entry in _shuffled(list(joined)):
        text = PublicText.objects.filter(pk=entry.text, withdrawn_on=None).first()
        if text and not MeToo.objects.filter(pk=entry.mark).exists():
            MeToo.objects.create(mark=entry.mark)
            Opinion.objects.filter(pk=text.opinion_id).update(me_too=F("me_too") + 1)
