"""What lies under a receipt code.

A code that is malformed and one that is not known make the same work and get the same answer: nobody learns by asking
which codes there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.hashers import check_password, make_password

from grassrota.errors import Refused
from grassrota.opinions.receipts.commitment import Commitment, commit
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt, read_receipt
from grassrota_web.access.receipts import digest_of
from grassrota_web.intake import trays
from grassrota_web.intake.entries import Filed, Spoken
from grassrota_web.intake.models import Contact, LogLeaf
from grassrota_web.intake.models import Receipt as ReceiptRow


@dataclass(frozen=True, slots=True)
class Found:
    """An opinion, as the holder of its receipt finds it.

    Attributes:
        receipt: The code.
        row: Its row; None as long as the filing waits.
        filed: The filing that waits; None once it was appended.
        waiting: What the raiser said since, and that waits.
        opened: True if the passphrase fits: words and unit may be shown.
        locked: True if a passphrase was chosen, and another or none was given: no message is shown either.
    """

    receipt: Receipt = field(repr=False)
    row: ReceiptRow | None
    filed: Filed | None
    waiting: tuple[Spoken, ...]
    opened: bool
    locked: bool

    @property
    def commitment(self) -> Commitment:
        """What was promised."""
        if self.filed:
            return commit(self.filed.content(), self.filed.day, self.filed.salt)
        assert self.row is not None
        leaf = LogLeaf.objects.get(pk=self.row.leaf)
        return Commitment(leaf.day, bytes(leaf.commitment))

    @property
    def has_contact(self) -> bool:
        """True if contact details are kept."""
        if self.filed:
            return bool(self.filed.box)
        return self.row is not None and Contact.objects.filter(pk=self.row.opinion_id).exists()


def find(code: str, passphrase: str = "") -> Found | None:
    """What lies under a code, as somebody typed it; None if there is nothing, or it is no code."""
    try:
        receipt, written = read_receipt(code), True
    except Refused:
        # the same steps for something that is no code
        receipt, written = draw_receipt(), False
    digest = digest_of(receipt)
    row = ReceiptRow.objects.select_related("opinion").filter(digest=digest).first()
    waiting = [entry for entry in trays.waiting(trays.tray_of(receipt)) if getattr(entry, "digest", "") == digest]
    filed = next((entry for entry in waiting if isinstance(entry, Filed)), None)
    kept = row.passphrase if row else filed.passphrase if filed else ""
    opened = _opens(passphrase, kept)
    if not written or not (row or filed):
        return None
    spoken = sorted((entry for entry in waiting if isinstance(entry, Spoken)), key=lambda entry: entry.turn)
    return Found(receipt, row, filed, tuple(spoken), opened, bool(kept) and not opened)


def _opens(passphrase: str, kept: str) -> bool:
    """Whether a passphrase fits, in the same time where there is none to fit."""
    if not passphrase:
        return False
    return check_password(passphrase, kept) if kept else not make_password(passphrase)
