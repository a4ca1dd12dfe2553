"""Filing an opinion: into a tray, with a receipt, and with no other trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.receipts.commitment import Commitment, commit, draw_salt
from grassrota.opinions.receipts.documents import Document
from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.receipts import digest_of
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import budget, log, proof_of_work, sealed_box, trays
from grassrota_web.intake.entries import Filed, Filing, Paper
from grassrota_web.intake.models import LogHead, LogLeaf, OfficeKey
from grassrota_web.intake.models import Receipt as ReceiptRow

WHY_NO_ROW = "a row would tell when an opinion was filed, and by whom"
FILED = "filings"


@dataclass(frozen=True, slots=True)
class Confided:
    """What comes with a filing for few or no eyes.

    Attributes:
        passphrase: That opens words and unit at the receipt; empty for none.
        contact: Contact details in plain words, to be sealed before anything is written; empty if there are none.
        box: Or sealed by the browser already.
        papers: Pictures and papers, cleaned.
    """

    passphrase: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    box: bytes = b""
    papers: tuple[Paper, ...] = ()


@verb("intake.file_opinion", None, unjournaled=WHY_NO_ROW, everybody=True)
def file_opinion(
    act: Act, receipt: Receipt, filing: Filing, confided: Confided, work: tuple[str, str] = ("", "")
) -> Document:
    """Files an opinion, and promises the raiser that it will be in the log of the day.

    Args:
        act: Nobody's: call it as ``NOBODY``.
        receipt: A code that was drawn here; sent twice, it files once.
        filing: What is raised.
        confided: What comes with it.
        work: What was worked on, which holds the code, and the proof; without it the day's budget is drawn on.

    Raises:
        Refused: ``budget_spent``.
    """
    act.openly()
    today = timezone.localdate()
    earlier = _promised(receipt)
    if earlier:
        return log.promise(earlier)
    subject, proof = work
    own = subject.startswith(receipt.code)
    done = own and any(proof_of_work.is_done(day, subject, proof) for day in (today, today - timedelta(days=1)))
    if not done and not budget.spend(FILED, today, settings.INTAKE_WITHOUT_WORK):
        message = (
            "Too many opinions came in today without JavaScript. Use paper or the telephone, or come back tomorrow."
        )
        raise Refused("budget_spent", message)
    return lay_down(receipt, filing, confided)


@verb("intake.take_opinion", Right.TAKE_OPINIONS, unjournaled=WHY_NO_ROW)
def take_opinion(act: Act, receipt: Receipt, filing: Filing, confided: Confided) -> Document:
    """Files an opinion that somebody told a clerk, with their consent; who wrote it down is kept nowhere."""
    act.anywhere()
    _check_by_proxy(filing)
    return lay_down(receipt, filing, confided)


@verb("intake.take_list", Right.TAKE_OPINIONS, unjournaled=WHY_NO_ROW)
def take_list(act: Act, filings: Sequence[tuple[Receipt, Filing]]) -> None:
    """Files a whole list of opinions that were collected elsewhere, all of them or none."""
    act.anywhere()
    for receipt, filing in filings:
        _check_by_proxy(filing)
        lay_down(receipt, filing, Confided())


@verb("intake.take_from_field", Right.ACT_FOR_ONESELF, unjournaled=WHY_NO_ROW)
def take_from_field(act: Act, receipt: Receipt, filing: Filing) -> Document:
    """Files what somebody in a talk wants passed on; neither they nor the posted person who wrote it down is kept.

    Args:
        act: The act.
        receipt: The code that was handed over, drawn where it was written down; sent twice, it files once.
        filing: What is raised.
    """
    act.of(act.actor.person)
    _check_by_proxy(filing)
    return lay_down(receipt, filing, Confided())


def office_key() -> bytes | None:
    """The public key to which contact details are sealed now; None as long as two inspectors have agreed on none."""
    row = OfficeKey.objects.exclude(number=None).order_by("-number").first()
    return bytes(row.public) if row else None


def lay_down(receipt: Receipt, filing: Filing, confided: Confided) -> Document:
    """Puts a filing into its tray and promises that it will be in the log; within a verb, which asks who may."""
    number = trays.tray_of(receipt)
    digest = digest_of(receipt)
    # under the tray's lock: whoever sends the same twice gets the same promise, and the day is still open
    for entry in trays.held(number):
        if isinstance(entry, Filed) and entry.digest == digest:
            return log.promise(commit(entry.content(), entry.day, entry.salt))
    # or it was appended since: a second leaf for one receipt would keep the day from being closed
    earlier = _promised(receipt)
    if earlier:
        return log.promise(earlier)
    day = _open_day()
    filed = Filed(
        digest=digest,
        day=day,
        salt=draw_salt(),
        filing=filing,
        papers=confided.papers,
        passphrase=make_password(confided.passphrase) if confided.passphrase else "",
        box=_box(confided),
        by_browser=bool(confided.box),
    )
    trays.put(number, filed)
    return log.promise(commit(filed.content(), day, filed.salt))


def _open_day() -> date:
    """Today, or the first day that the log has not closed, where a clock was set back."""
    last = LogHead.objects.order_by("-day").values_list("day", flat=True).first()
    today = timezone.localdate()
    return max(today, last + timedelta(days=1)) if last else today


def _box(confided: Confided) -> bytes:
    if confided.box:
        if len(confided.box) != sealed_box.BOX:
            raise Refused("no_box", "The sealed contact details did not arrive whole. Load the page anew.")
        return confided.box
    if not confided.contact:
        return b""
    public = office_key()
    if public is None:
        raise Refused("no_office_key", "There is no key yet to which contact details could be sealed. Leave them out.")
    return sealed_box.seal(confided.contact, public)


def _promised(receipt: Receipt) -> Commitment | None:
    """What was promised with this code, if it was appended."""
    row = ReceiptRow.objects.filter(digest=digest_of(receipt)).first()
    leaf = LogLeaf.objects.filter(pk=row.leaf).first() if row else None
    return Commitment(leaf.day, bytes(leaf.commitment)) if leaf else None


def _check_by_proxy(filing: Filing) -> None:
    if not filing.by_proxy:
        raise Refused("not_by_proxy", "What is written down for somebody else is marked as that.")
