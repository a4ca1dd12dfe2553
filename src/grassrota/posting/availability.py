"""Who is not available: consent, hardship and deferral become one state in which nobody can tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from grassrota.posting.appeal import Appeal, AppealOutcome
from grassrota.posting.consent import Consent
from grassrota.posting.hardship import Hardship
from grassrota.staff import NotAvailable
from grassrota.turns import Batch


def not_available(
    batches: Collection[Batch],
    consents: Iterable[Consent],
    hardships: Iterable[Hardship],
    appeals: Iterable[Appeal],
    as_of: date,
) -> tuple[NotAvailable, ...]:
    """What planners see, as known on a day: a person and numbers of batches, by person.

    Who said no is out of that batch, who was granted an appeal or deferral likewise, and who has a departure postponed
    is out of every batch whose last departure is earlier.
    """
    out: dict[str, set[int]] = defaultdict(set)
    for consent in consents:
        if consent.withdrawn_on is not None and consent.withdrawn_on <= as_of:
            out[consent.person].add(consent.batch)
    for appeal in appeals:
        if appeal.outcome == AppealOutcome.GRANTED and appeal.decided_on is not None and appeal.decided_on <= as_of:
            out[appeal.person].add(appeal.batch)
    for concern in (hardship.concern for hardship in hardships):
        if concern.until is not None and concern.answered_on is not None and concern.answered_on <= as_of:
            out[concern.person] |= {batch.number for batch in batches if batch.depart_by < concern.until}
    return tuple(NotAvailable(person, frozenset(out[person])) for person in sorted(out) if out[person])
